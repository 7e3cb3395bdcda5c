// The module of this comparison with nanobind, which leaves the buffer slots to the C API.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/string_view.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace nb = nanobind;
using namespace nb::literals;

using Samples = nb::ndarray<const uint16_t, nb::ndim<1>, nb::c_contig, nb::device::cpu>;

// [Image]

struct Free {
  void operator()(uint8_t *start) const { std::free(start); }
};

struct Image {
  std::unique_ptr<uint8_t[], Free> pixels;
  Py_ssize_t shape[2], strides[2];

  Image(Py_ssize_t width, Py_ssize_t height) : shape{height, width}, strides{width, 1} {
    if (width < 0 || height < 0) throw std::invalid_argument("the size is negative");
    pixels.reset(static_cast<uint8_t *>(std::calloc(height, width)));
    if (!pixels && width && height) throw std::bad_alloc();
  }
};

int get_image(PyObject *object, Py_buffer *view, int flags) {
  Image *self = nb::inst_ptr<Image>(object);
  Py_ssize_t size = self->shape[0] * self->shape[1];
  if (PyBuffer_FillInfo(view, object, self->pixels.get(), size, 0, flags) < 0) return -1;
  if (view->shape) {
    view->ndim = 2;
    view->shape = self->shape;
  }
  if (view->strides) view->strides = self->strides;
  return 0;
}

PyType_Slot image_slots[] = {
    {Py_bf_getbuffer, reinterpret_cast<void *>(get_image)},
    {0, nullptr},
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

  Histogram(Py_ssize_t codes, Overflow overflow) : overflow(overflow) { resize(codes); }

  void resize(Py_ssize_t codes) {
    if (codes < 0) throw std::invalid_argument("codes is negative");
    if (exports > 0) throw nb::buffer_error("the memory has exports");
    counters.resize(codes);
    length = codes;
  }
  void add(const Samples &samples) {
    for (size_t index = 0; index < samples.size(); index++) {
      Py_ssize_t code = samples.data()[index];
      if (overflow == Overflow::clip) code = std::min(code, length - 1);
      if (code >= 0 && code < length) counters[code]++;
    }
  }
  uint64_t count(Py_ssize_t code) const {
    if (code < 0 || code >= length) throw HistogramError("no such code: " + std::to_string(code));
    return counters[code];
  }
};

int get_histogram(PyObject *object, Py_buffer *view, int flags) {
  Histogram *self = nb::inst_ptr<Histogram>(object);
  Py_ssize_t size = self->length * sizeof(uint64_t);
  if (PyBuffer_FillInfo(view, object, self->counters.data(), size, 0, flags) < 0) return -1;
  view->itemsize = sizeof(uint64_t);
  if (view->format) view->format = const_cast<char *>("L");
  if (view->shape) view->shape = &self->length;
  self->exports++;
  return 0;
}

void release_histogram(PyObject *object, Py_buffer *) {
  nb::inst_ptr<Histogram>(object)->exports--;
}

PyType_Slot histogram_slots[] = {
    {Py_bf_getbuffer, reinterpret_cast<void *>(get_histogram)},
    {Py_bf_releasebuffer, reinterpret_cast<void *>(release_histogram)},
    {0, nullptr},
};

// [module]

NB_MODULE(MODULE, module) {
  // [Image]
  nb::class_<Image>(module, "Image", nb::type_slots(image_slots))
      .def(nb::init<Py_ssize_t, Py_ssize_t>(), "width"_a, "height"_a)
      .def_prop_ro("width", [](const Image &self) { return self.shape[1]; })
      .def_prop_ro("height", [](const Image &self) { return self.shape[0]; });

  // [Histogram]
  nb::enum_<Overflow>(module, "Overflow")
      .value("DROP", Overflow::drop)
      .value("CLIP", Overflow::clip);
  nb::exception<HistogramError>(module, "HistogramError");
  nb::class_<Histogram>(module, "Histogram", nb::type_slots(histogram_slots))
      .def(nb::init<Py_ssize_t, Overflow>(), "codes"_a, "overflow"_a = Overflow::drop)
      .def_rw("overflow", &Histogram::overflow)
      .def("add", &Histogram::add)
      .def("count", &Histogram::count, "of"_a)
      .def("resize", &Histogram::resize, "to"_a);

  // [calls]
  module.def("answer", [] { return 42; });
  module.def("total", [](Py_ssize_t a, Py_ssize_t b) { return a + b; });
  module.def("bytes", [](std::string_view text) { return text.size(); });
  module.def("size", [](const Samples &samples) { return samples.size(); });

  // [module]
}
