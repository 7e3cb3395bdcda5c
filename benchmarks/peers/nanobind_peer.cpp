// The exporter of c_peer.c as a nanobind class. nanobind leaves the buffer slots to the C API.

#include <nanobind/nanobind.h>

#include <cstdlib>
#include <new>

namespace nb = nanobind;

namespace {

struct Buffer {
  char *start;
  Py_ssize_t length, stride = sizeof(double);
  Py_ssize_t exports = 0;
  bool owner = true;

  explicit Buffer(std::size_t length) : length(Py_ssize_t(length)) {
    start = static_cast<char *>(std::calloc(length ? length : 1, sizeof(double)));
    if (!start) throw std::bad_alloc();
  }
  Buffer(char *start, Py_ssize_t length, Py_ssize_t stride)
      : start(start), length(length), stride(stride), owner(false) {}
  Buffer(Buffer &&other) noexcept
      : start(other.start), length(other.length), stride(other.stride), owner(other.owner) {
    other.owner = false;
  }
  ~Buffer() {
    if (owner) std::free(start);
  }

  double &element(Py_ssize_t index) {
    if (index < 0) index += length;
    if (index < 0 || index >= length) throw nb::index_error("index");
    return *reinterpret_cast<double *>(start + index * stride);
  }
};

int get(PyObject *object, Py_buffer *view, int flags) {
  Buffer *self = nb::inst_ptr<Buffer>(nb::handle(object));
  view->obj = nullptr;
  if (self->stride != sizeof(double) && (flags & PyBUF_STRIDES) != PyBUF_STRIDES) {
    PyErr_SetString(PyExc_BufferError, "not contiguous");
    return -1;
  }
  view->buf = self->start;
  view->len = self->length * Py_ssize_t(sizeof(double));
  view->itemsize = sizeof(double);
  view->readonly = 0;
  view->ndim = 1;
  view->format = flags & PyBUF_FORMAT ? const_cast<char *>("d") : nullptr;
  view->shape = flags & PyBUF_ND ? &self->length : nullptr;
  view->strides = (flags & PyBUF_STRIDES) == PyBUF_STRIDES ? &self->stride : nullptr;
  view->suboffsets = nullptr;
  view->internal = nullptr;
  self->exports++;
  view->obj = Py_NewRef(object);
  return 0;
}

void release(PyObject *object, Py_buffer *) {
  nb::inst_ptr<Buffer>(nb::handle(object))->exports--;
}

PyType_Slot slots[] = {
    {Py_bf_getbuffer, reinterpret_cast<void *>(get)},
    {Py_bf_releasebuffer, reinterpret_cast<void *>(release)},
    {0, nullptr},
};

}  // namespace

NB_MODULE(nanobind_peer, module) {
  nb::class_<Buffer>(module, "Buffer", nb::type_slots(slots))
      .def(nb::init<std::size_t>())
      .def("__len__", [](Buffer &self) { return self.length; })
      .def("__getitem__", [](Buffer &self, Py_ssize_t index) { return self.element(index); })
      .def("__setitem__",
           [](Buffer &self, Py_ssize_t index, double value) { self.element(index) = value; })
      .def("__getitem__",
           [](Buffer &self, nb::slice slice) {
             auto [start, stop, step, length] = slice.compute(std::size_t(self.length));
             return Buffer(
                 self.start + start * self.stride, Py_ssize_t(length), self.stride * step);
           },
           nb::keep_alive<0, 1>());
}
