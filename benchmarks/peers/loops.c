// Loops of C: exports without an interpreter in between, the limits of the machine, and the probes.
// Every argument that is memory is a buffer, so that all peers can be passed as they are.

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdint.h>
#include <string.h>

// exports(object, count): PyObject_GetBuffer with PyBUF_FULL and PyBuffer_Release, count times.
static PyObject *exports(PyObject *module, PyObject *const *arguments, Py_ssize_t count) {
  if (count != 2) return PyErr_Format(PyExc_TypeError, "exports(object, count)");
  Py_ssize_t times = PyLong_AsSsize_t(arguments[1]);
  if (times == -1 && PyErr_Occurred()) return NULL;
  for (Py_ssize_t i = 0; i < times; i++) {
    Py_buffer view;
    if (PyObject_GetBuffer(arguments[0], &view, PyBUF_FULL) < 0) return NULL;
    PyBuffer_Release(&view);
  }
  Py_RETURN_NONE;
}

// spin(): the probe of a core, some 50 microseconds of arithmetic. Four independent chains keep all
// its units busy, so that a neighbour on the same core shows.
static PyObject *spin(PyObject *module, PyObject *nothing) {
  uint64_t a = 1, b = 2, c = 3, d = 4;
#define STEP(x) x ^= x << 13, x ^= x >> 7, x ^= x << 17
  for (int i = 0; i < 30000; i++) STEP(a), STEP(b), STEP(c), STEP(d);
  return PyLong_FromUnsignedLongLong(a ^ b ^ c ^ d);
}

// What the one-pass loops below work on: one or two contiguous buffers.
typedef struct {
  Py_buffer target, source;
} Operands;

static int one(PyObject *argument, Operands *operands, int flags) {
  memset(operands, 0, sizeof *operands);
  return PyObject_GetBuffer(argument, &operands->target, flags);
}

static int two(PyObject *const *arguments, Py_ssize_t count, Operands *operands, int flags) {
  if (count != 2) {
    PyErr_SetString(PyExc_TypeError, "two buffers");
    return -1;
  }
  if (one(arguments[0], operands, flags) < 0) return -1;
  if (PyObject_GetBuffer(arguments[1], &operands->source, PyBUF_SIMPLE) == 0) return 0;
  PyBuffer_Release(&operands->target);
  return -1;
}

static PyObject *done(Operands *operands) {
  PyBuffer_Release(&operands->target);
  PyBuffer_Release(&operands->source);
  Py_RETURN_NONE;
}

static Py_ssize_t shorter(const Operands *operands) {
  return Py_MIN(operands->target.len, operands->source.len);
}

static PyObject *copy(PyObject *module, PyObject *const *arguments, Py_ssize_t count) {
  Operands it;
  if (two(arguments, count, &it, PyBUF_WRITABLE) < 0) return NULL;
  memcpy(it.target.buf, it.source.buf, shorter(&it));
  return done(&it);
}

static PyObject *set(PyObject *module, PyObject *buffer) {
  Operands it;
  if (one(buffer, &it, PyBUF_WRITABLE) < 0) return NULL;
  memset(it.target.buf, 0, it.target.len);
  return done(&it);
}

// A result that the compiler must compute.
static volatile uint64_t result;

static PyObject *read_all(PyObject *module, PyObject *buffer) {
  Operands it;
  if (one(buffer, &it, PyBUF_SIMPLE) < 0) return NULL;
  const uint64_t *words = it.target.buf;
  uint64_t sum = 0;
  for (Py_ssize_t i = 0; i < it.target.len / 8; i++) sum += words[i];
  result = sum;
  return done(&it);
}

// copy_every_second(target, source): float64, as target[:] = source[::2].
static PyObject *copy_every_second(PyObject *module, PyObject *const *arguments, Py_ssize_t count) {
  Operands it;
  if (two(arguments, count, &it, PyBUF_WRITABLE) < 0) return NULL;
  double *restrict target = it.target.buf;
  const double *restrict source = it.source.buf;
  Py_ssize_t length = Py_MIN(it.target.len / 8, it.source.len / 16);
  for (Py_ssize_t i = 0; i < length; i++) target[i] = source[2 * i];
  return done(&it);
}

// Two float64 arrays, compared as numbers.
static PyObject *equal(PyObject *module, PyObject *const *arguments, Py_ssize_t count) {
  Operands it;
  if (two(arguments, count, &it, PyBUF_SIMPLE) < 0) return NULL;
  const double *a = it.target.buf, *b = it.source.buf;
  Py_ssize_t length = shorter(&it) / 8;
  uint64_t differences = 0;
  for (Py_ssize_t i = 0; i < length; i++) differences += a[i] != b[i];
  result = differences;
  return done(&it);
}

static PyObject *compare_bytes(PyObject *module, PyObject *const *arguments, Py_ssize_t count) {
  Operands it;
  if (two(arguments, count, &it, PyBUF_SIMPLE) < 0) return NULL;
  result = (uint64_t)memcmp(it.target.buf, it.source.buf, shorter(&it));
  return done(&it);
}

// swap16(buffer), swap64(buffer): the bytes of each element reversed in one pass, as compiled for
// every machine of the kind and, on x86-64, for those with AVX2.
#define SWAP(name, bits, machine)                                                       \
  machine static PyObject *name(PyObject *module, PyObject *buffer) {                   \
    Operands it;                                                                        \
    if (one(buffer, &it, PyBUF_WRITABLE) < 0) return NULL;                              \
    uint##bits##_t *elements = it.target.buf;                                           \
    Py_ssize_t length = it.target.len / (bits / 8); /* a copy: no store can change it */ \
    for (Py_ssize_t i = 0; i < length; i++)                                             \
      elements[i] = __builtin_bswap##bits(elements[i]);                                 \
    return done(&it);                                                                   \
  }
SWAP(swap16, 16, )
SWAP(swap64, 64, )
#ifdef __x86_64__
SWAP(swap16_avx2, 16, __attribute__((target("avx2"))))
SWAP(swap64_avx2, 64, __attribute__((target("avx2"))))
#endif

// One sample for another, as compiled for every machine of the kind and, on x86-64, for those with
// AVX2. The arithmetic is that of `convert`: float64, each step rounded.
#define MAP(name, T, S, machine, expression)                                                      \
  machine static PyObject *name(PyObject *module, PyObject *const *arguments, Py_ssize_t count) { \
    Operands it;                                                                                  \
    if (two(arguments, count, &it, PyBUF_WRITABLE) < 0) return NULL;                              \
    T *restrict t = it.target.buf;                                                                \
    const S *restrict s = it.source.buf;                                                          \
    Py_ssize_t length = it.target.len / sizeof(T);                                                \
    for (Py_ssize_t i = 0; i < length; i++) t[i] = expression;                                    \
    return done(&it);                                                                             \
  }
static inline double clipped(double y) {
  y = y > -32768 ? y : -32768;
  y = y < 32767 ? y : 32767;
  return (y + 0x1.8p52) - 0x1.8p52;
}
#define MAPS(suffix, machine)                                                                     \
  MAP(volts##suffix, float, int16_t, machine, (float)(s[i] * (1 / 3276.8) + 0.5))                 \
  MAP(volts_swapped##suffix, float, uint16_t, machine,                                            \
      (float)((int16_t)__builtin_bswap16(s[i]) * (1 / 3276.8) + 0.5))                             \
  MAP(codes##suffix, int16_t, float, machine, (int16_t)(int32_t)clipped(s[i] * 3276.8))           \
  MAP(samples24##suffix, int32_t, uint8_t, machine,                                               \
      (int32_t)((uint32_t)s[3 * i] << 8 | (uint32_t)s[3 * i + 1] << 16 |                          \
                (uint32_t)s[3 * i + 2] << 24) >> 8)                                               \
  MAP(iq##suffix, float, uint8_t, machine, (float)(s[i] * (1 / 127.5) + -1))
MAPS(, )
// channels(target, source): pairs of int16 to one run of the first ones and one of the others.
#define CHANNELS(name, machine)                                                                   \
  machine static PyObject *name(PyObject *module, PyObject *const *arguments, Py_ssize_t count) { \
    Operands it;                                                                                  \
    if (two(arguments, count, &it, PyBUF_WRITABLE) < 0) return NULL;                              \
    const int16_t *restrict s = it.source.buf;                                                    \
    Py_ssize_t length = shorter(&it) / 4;                                                         \
    int16_t *restrict left = it.target.buf, *restrict right = left + length;                      \
    for (Py_ssize_t i = 0; i < length; i++) left[i] = s[2 * i], right[i] = s[2 * i + 1];          \
    return done(&it);                                                                             \
  }
CHANNELS(channels, )
#ifdef __x86_64__
MAPS(_avx2, __attribute__((target("avx2"))))
CHANNELS(channels_avx2, __attribute__((target("avx2"))))
#endif

#define FAST(function) {#function, (PyCFunction)(void (*)(void))function, METH_FASTCALL, NULL}
static PyMethodDef methods[] = {
    FAST(exports),
    {"spin", spin, METH_NOARGS, NULL},
    FAST(copy),
    {"set", set, METH_O, NULL},
    {"read_all", read_all, METH_O, NULL},
    FAST(copy_every_second),
    FAST(equal),
    FAST(compare_bytes),
    {"swap16", swap16, METH_O, NULL},
    {"swap64", swap64, METH_O, NULL},
    FAST(volts), FAST(volts_swapped), FAST(codes), FAST(samples24), FAST(iq), FAST(channels),
#ifdef __x86_64__
    {"swap16_avx2", swap16_avx2, METH_O, NULL},
    {"swap64_avx2", swap64_avx2, METH_O, NULL},
    FAST(volts_avx2), FAST(volts_swapped_avx2), FAST(codes_avx2), FAST(samples24_avx2), FAST(iq_avx2), FAST(channels_avx2),
#endif
    {NULL, NULL, 0, NULL},
};
static PyModuleDef definition = {PyModuleDef_HEAD_INIT, .m_name = "loops", .m_methods = methods};
PyMODINIT_FUNC PyInit_loops(void) { return PyModuleDef_Init(&definition); }
