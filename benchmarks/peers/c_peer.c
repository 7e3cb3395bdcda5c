// The least that exports memory: a fixed number of float64 samples, w[i], w[i] = v, and slices that
// are views. It is compiled four times: for the limited API or the full one (-DLIMITED), and with
// or without a count of live exports (-DRELEASE).

#ifdef LIMITED
#define Py_LIMITED_API 0x030B0000
#endif
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdlib.h>

typedef struct Buffer {
  PyObject_HEAD
  char *start;
  Py_ssize_t length, stride;
  Py_ssize_t exports;
  struct Buffer *root;  // the owner of the memory that a slice shows
} Buffer;

// A heap type under the limited API, and a static one without it: what each has to offer.
#ifdef LIMITED
static PyTypeObject *buffer_type;
#else
static PyTypeObject buffer_static_type;
static PyTypeObject *buffer_type = &buffer_static_type;
#endif

static Buffer *buffer_allocate(PyTypeObject *type, Py_ssize_t length, Py_ssize_t stride) {
#ifdef LIMITED
  Buffer *self = (Buffer *)((allocfunc)PyType_GetSlot(type, Py_tp_alloc))(type, 0);
#else
  Buffer *self = (Buffer *)type->tp_alloc(type, 0);
#endif
  if (self) {
    self->length = length;
    self->stride = stride;
  }
  return self;
}

static PyObject *buffer_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
  Py_ssize_t length;
  if (!PyArg_ParseTuple(arguments, "n", &length)) return NULL;
  if (length < 0 || length > PY_SSIZE_T_MAX / (Py_ssize_t)sizeof(double)) {
    PyErr_SetString(PyExc_ValueError, "length");
    return NULL;
  }
  Buffer *self = buffer_allocate(type, length, sizeof(double));
  if (!self) return NULL;
  self->start = calloc(length ? (size_t)length : 1, sizeof(double));
  if (!self->start) {
    Py_DECREF((PyObject *)self);
    return PyErr_NoMemory();
  }
  return (PyObject *)self;
}

static void buffer_dealloc(Buffer *self) {
  PyTypeObject *type = Py_TYPE((PyObject *)self);
  if (self->root) {
    self->root->exports--;
    Py_DECREF((PyObject *)self->root);
  } else {
    free(self->start);
  }
#ifdef LIMITED
  ((freefunc)PyType_GetSlot(type, Py_tp_free))(self);
  Py_DECREF((PyObject *)type);
#else
  type->tp_free(self);
#endif
}

static int buffer_get(Buffer *self, Py_buffer *view, int flags) {
  view->obj = NULL;
  if (self->stride != sizeof(double) && (flags & PyBUF_STRIDES) != PyBUF_STRIDES) {
    PyErr_SetString(PyExc_BufferError, "not contiguous");
    return -1;
  }
  view->buf = self->start;
  view->len = self->length * (Py_ssize_t)sizeof(double);
  view->itemsize = sizeof(double);
  view->readonly = 0;
  view->ndim = 1;
  view->format = flags & PyBUF_FORMAT ? "d" : NULL;
  view->shape = flags & PyBUF_ND ? &self->length : NULL;
  view->strides = (flags & PyBUF_STRIDES) == PyBUF_STRIDES ? &self->stride : NULL;
  view->suboffsets = NULL;
  view->internal = NULL;
  self->exports++;
  Py_INCREF((PyObject *)self);
  view->obj = (PyObject *)self;
  return 0;
}

static void buffer_release(Buffer *self, Py_buffer *view) { self->exports--; }

static Py_ssize_t buffer_length(Buffer *self) { return self->length; }

static double *buffer_element(Buffer *self, PyObject *key) {
  Py_ssize_t index = PyNumber_AsSsize_t(key, PyExc_IndexError);
  if (index == -1 && PyErr_Occurred()) return NULL;
  if (index < 0) index += self->length;
  if (index < 0 || index >= self->length) {
    PyErr_SetString(PyExc_IndexError, "index");
    return NULL;
  }
  return (double *)(self->start + index * self->stride);
}

static PyObject *buffer_slice(Buffer *self, PyObject *slice) {
  Py_ssize_t start, stop, step;
  if (PySlice_Unpack(slice, &start, &stop, &step) < 0) return NULL;
  Py_ssize_t length = PySlice_AdjustIndices(self->length, &start, &stop, step);
  Buffer *view = buffer_allocate(buffer_type, length, self->stride * step);
  if (!view) return NULL;
  view->start = self->start + start * self->stride;
  view->root = self->root ? self->root : self;
  view->root->exports++;
  Py_INCREF((PyObject *)view->root);
  return (PyObject *)view;
}

static PyObject *buffer_subscript(Buffer *self, PyObject *key) {
  if (PySlice_Check(key)) return buffer_slice(self, key);
  double *element = buffer_element(self, key);
  return element ? PyFloat_FromDouble(*element) : NULL;
}

static int buffer_assign(Buffer *self, PyObject *key, PyObject *value) {
  if (!value) {
    PyErr_SetString(PyExc_TypeError, "fixed length");
    return -1;
  }
  double *element = buffer_element(self, key);
  if (!element) return -1;
  double sample = PyFloat_AsDouble(value);
  if (sample == -1 && PyErr_Occurred()) return -1;
  *element = sample;
  return 0;
}

#ifdef LIMITED
static PyType_Slot buffer_slots[] = {
    {Py_tp_new, buffer_new},
    {Py_tp_dealloc, buffer_dealloc},
    {Py_bf_getbuffer, buffer_get},
#ifdef RELEASE
    {Py_bf_releasebuffer, buffer_release},
#endif
    {Py_mp_length, buffer_length},
    {Py_mp_subscript, buffer_subscript},
    {Py_mp_ass_subscript, buffer_assign},
    {0, NULL},
};
static PyType_Spec buffer_spec = {
    "c_peer.Buffer", sizeof(Buffer), 0, Py_TPFLAGS_DEFAULT, buffer_slots};
#else
static PyBufferProcs buffer_procs = {
    (getbufferproc)buffer_get,
#ifdef RELEASE
    (releasebufferproc)buffer_release,
#endif
};
static PyMappingMethods buffer_mapping = {
    (lenfunc)buffer_length, (binaryfunc)buffer_subscript, (objobjargproc)buffer_assign};
static PyTypeObject buffer_static_type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "c_peer.Buffer",
    .tp_basicsize = sizeof(Buffer),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = buffer_new,
    .tp_dealloc = (destructor)buffer_dealloc,
    .tp_as_buffer = &buffer_procs,
    .tp_as_mapping = &buffer_mapping,
};
#endif

static int module_exec(PyObject *module) {
#ifdef LIMITED
  buffer_type = (PyTypeObject *)PyType_FromSpec(&buffer_spec);
  if (!buffer_type) return -1;
#endif
  return PyModule_AddType(module, buffer_type);
}

static PyModuleDef_Slot module_slots[] = {{Py_mod_exec, module_exec}, {0, NULL}};
static PyModuleDef module_definition = {
    PyModuleDef_HEAD_INIT, .m_name = "c_peer", .m_slots = module_slots};

// The name of the module is -DMODULE.
#define INIT(module) INIT_(module)
#define INIT_(module) PyInit_##module
PyMODINIT_FUNC INIT(MODULE)(void) { return PyModuleDef_Init(&module_definition); }
