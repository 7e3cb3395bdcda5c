// The module of this comparison with pybind11. Its buffers do not know when a view ends: a class
// that refuses to move its memory meanwhile fills in the slots of the C API.

#include <pybind11/native_enum.h>
#include <pybind11/pybind11.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace py = pybind11;
using namespace py::literals;

// [Image]

struct Free {
  void operator()(uint8_t *start) const { std::free(start); }
};

struct Image {
  std::unique_ptr<uint8_t[], Free> pixels;
  py::ssize_t width, height;

  Image(py::ssize_t width, py::ssize_t height) : width(width), height(height) {
    if (width < 0 || height < 0) throw std::invalid_argument("the size is negative");
    pixels.reset(static_cast<uint8_t *>(std::calloc(height, width)));
    if (!pixels && width && height) throw std::bad_alloc();
  }
};

// [Histogram]

struct Samples {
  const uint16_t *start;
  py::ssize_t count;

  explicit Samples(const py::buffer_info &info)
      : start(static_cast<const uint16_t *>(info.ptr)), count(info.size) {
    if (!info.item_type_is_equivalent_to<uint16_t>() || info.ndim != 1 ||
        info.strides[0] != sizeof(uint16_t))
      throw std::invalid_argument("samples are not uint16 in one dimension");
  }
};

// [Histogram]

enum class Overflow { drop, clip };

struct HistogramError : std::runtime_error {
  using runtime_error::runtime_error;
};

struct Histogram {
  std::vector<uint64_t> counters;
  Overflow overflow;
  Py_ssize_t length, exports = 0;

  Histogram(py::ssize_t codes, Overflow overflow) : overflow(overflow) { resize(codes); }

  void resize(py::ssize_t codes) {
    if (codes < 0) throw std::invalid_argument("codes is negative");
    if (exports > 0) throw py::buffer_error("the memory has exports");
    counters.resize(codes);
    length = codes;
  }
  void add(const py::buffer &buffer) {
    py::buffer_info info = buffer.request();
    Samples samples(info);
    for (py::ssize_t index = 0; index < samples.count; index++) {
      py::ssize_t code = samples.start[index];
      if (overflow == Overflow::clip) code = std::min(code, length - 1);
      if (code >= 0 && code < length) counters[code]++;
    }
  }
  uint64_t count(py::ssize_t code) const {
    if (code < 0 || code >= length) throw HistogramError("no such code: " + std::to_string(code));
    return counters[code];
  }
};

int get_histogram(PyObject *object, Py_buffer *view, int flags) {
  Histogram *self = py::cast<Histogram *>(py::handle(object));
  Py_ssize_t size = self->length * sizeof(uint64_t);
  if (PyBuffer_FillInfo(view, object, self->counters.data(), size, 0, flags) < 0) return -1;
  view->itemsize = sizeof(uint64_t);
  if (view->format) view->format = const_cast<char *>("L");
  if (view->shape) view->shape = &self->length;
  self->exports++;
  return 0;
}

void release_histogram(PyObject *object, Py_buffer *) {
  py::cast<Histogram *>(py::handle(object))->exports--;
}

// [module]

PYBIND11_MODULE(MODULE, module) {
  // [Image]
  py::class_<Image>(module, "Image", py::buffer_protocol())
      .def(py::init<py::ssize_t, py::ssize_t>(), "width"_a, "height"_a)
      .def_readonly("width", &Image::width)
      .def_readonly("height", &Image::height)
      .def_buffer([](Image &self) {
        return py::buffer_info(
            self.pixels.get(), {self.height, self.width}, {self.width, py::ssize_t(1)});
      });

  // [Histogram]
  py::native_enum<Overflow>(module, "Overflow", "enum.Enum")
      .value("DROP", Overflow::drop)
      .value("CLIP", Overflow::clip)
      .finalize();
  py::register_exception<HistogramError>(module, "HistogramError");
  py::class_<Histogram>(
      module, "Histogram", py::custom_type_setup([](PyHeapTypeObject *type) {
        type->as_buffer.bf_getbuffer = get_histogram;
        type->as_buffer.bf_releasebuffer = release_histogram;
        type->ht_type.tp_as_buffer = &type->as_buffer;
      }))
      .def(py::init<py::ssize_t, Overflow>(), "codes"_a, "overflow"_a = Overflow::drop)
      .def_readwrite("overflow", &Histogram::overflow)
      .def("add", &Histogram::add)
      .def("count", &Histogram::count, "of"_a)
      .def("resize", &Histogram::resize, "to"_a);

  // [calls]
  module.def("answer", [] { return 42; });
  module.def("total", [](py::ssize_t a, py::ssize_t b) { return a + b; });
  module.def("bytes", [](std::string_view text) { return text.size(); });
  module.def("size", [](const py::buffer &buffer) { return Samples(buffer.request()).count; });

  // [module]
}
