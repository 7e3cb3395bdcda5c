// The exporter of c_peer.c as a pybind11 class.

#include <pybind11/pybind11.h>

#include <cstdlib>
#include <new>

namespace py = pybind11;

namespace {

struct Buffer {
  char *start;
  py::ssize_t length, stride = sizeof(double);
  bool owner = true;

  explicit Buffer(std::size_t length) : length(py::ssize_t(length)) {
    start = static_cast<char *>(std::calloc(length ? length : 1, sizeof(double)));
    if (!start) throw std::bad_alloc();
  }
  Buffer(char *start, py::ssize_t length, py::ssize_t stride)
      : start(start), length(length), stride(stride), owner(false) {}
  Buffer(Buffer &&other) noexcept
      : start(other.start), length(other.length), stride(other.stride), owner(other.owner) {
    other.owner = false;
  }
  ~Buffer() {
    if (owner) std::free(start);
  }

  double &element(py::ssize_t index) {
    if (index < 0) index += length;
    if (index < 0 || index >= length) throw py::index_error("index");
    return *reinterpret_cast<double *>(start + index * stride);
  }
};

}  // namespace

PYBIND11_MODULE(pybind11_peer, module) {
  py::class_<Buffer>(module, "Buffer", py::buffer_protocol())
      .def(py::init<std::size_t>())
      .def_buffer([](Buffer &self) {
        return py::buffer_info(
            self.start, sizeof(double), "d", 1, {self.length}, {self.stride});
      })
      .def("__len__", [](Buffer &self) { return self.length; })
      .def("__getitem__", [](Buffer &self, py::ssize_t index) { return self.element(index); })
      .def("__setitem__",
           [](Buffer &self, py::ssize_t index, double value) { self.element(index) = value; })
      .def("__getitem__",
           [](Buffer &self, py::slice slice) {
             py::ssize_t start, stop, step, length;
             if (!slice.compute(self.length, &start, &stop, &step, &length))
               throw py::error_already_set();
             return Buffer(self.start + start * self.stride, length, self.stride * step);
           },
           py::keep_alive<0, 1>());
}
