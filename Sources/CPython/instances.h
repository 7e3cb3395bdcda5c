// Where the fields of our instances are, and how instances are made.
//
// With the full API and in abi3 the fields follow the head of the object, whose size the compiler
// knows: a struct starts with `swiftbuf_head`, and the address of the fields is that of the object.
//
// In abi3t (PEP 803) nobody but Python knows the head: `PyObject` is incomplete, and the structs
// hold the fields alone. PyObject_GetTypeData says where they are in an instance. That is the same
// distance in every instance today, but later Pythons may have other layouts ("Migrating to Stable
// ABI for free threading"). So the distance is learned from the first instance, and each later one
// is checked when it is made: what does not match raises a SystemError, and is never used. Between
// these, the fields cost an addition, not two calls.

#ifndef SWIFTBUF_INSTANCES_H
#define SWIFTBUF_INSTANCES_H

#ifdef Py_TARGET_ABI3T

// Swift has untyped pointers only to incomplete structs. This completes it for them; nothing reads
// the field, or needs the size.
struct _object { char swiftbuf_unused; };

typedef struct {} swiftbuf_head;

// From an object to its fields, in bytes; 0 while no instance has been made. Its address is the
// token of our types (`Py_tp_token`).
SWIFTBUF_SHARED Py_ssize_t swiftbuf_distance = 0;

static inline void *_Nonnull swiftbuf_fields(PyObject *_Nonnull object) {
  return (char *)object + __atomic_load_n(&swiftbuf_distance, __ATOMIC_RELAXED);
}
static inline PyObject *_Nonnull swiftbuf_object(void *_Nonnull fields) {
  return (PyObject *)((char *)fields - __atomic_load_n(&swiftbuf_distance, __ATOMIC_RELAXED));
}

// Whether the fields of a new instance are at that distance; if not, an exception is set. The type
// can be a Python class that derives from ours.
static inline int swiftbuf_is_laid_out(PyObject *made) {
  PyTypeObject *ours = NULL;
  int found = PyType_GetBaseByToken(Py_TYPE(made), &swiftbuf_distance, &ours);
  if (found < 0) return 0;
  if (found) {
    Py_ssize_t distance = (char *)PyObject_GetTypeData(made, ours) - (char *)made, known = 0;
    Py_DECREF((PyObject *)ours);
    if (__atomic_load_n(&swiftbuf_distance, __ATOMIC_RELAXED) == distance) return 1;
    if (__atomic_compare_exchange_n(
            &swiftbuf_distance, &known, distance, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
      return 1;
    if (known == distance) return 1; // another thread was first
  }
  PyErr_SetString(PyExc_SystemError,
                  "this Python lays out objects in a way that the module was not compiled for");
  return 0;
}

static inline PyObject *swiftbuf_allocate(PyObject *type) {
  PyObject *made = PyType_GenericAlloc((PyTypeObject *)type, 0);
  if (!made || swiftbuf_is_laid_out(made)) return made;
  // To free it would be to use its fields.
  if (PyType_GetFlags(Py_TYPE(made)) & Py_TPFLAGS_HAVE_GC) PyObject_GC_UnTrack(made);
  return NULL;
}

// `size` is that of the fields: a type without any has those of its base (C API manual,
// "PyType_Spec.basicsize"). `rows` ends with two empty rows.
static inline PyObject *swiftbuf_make_type(
    PyObject *module, const char *name, int size, unsigned int flags, PyType_Slot *rows) {
  PyType_Spec spec = {.name = name, .basicsize = -size, .flags = flags, .slots = rows};
  PyType_Slot *row = rows;
  while (row->slot) ++row;
  if (size) *row = (PyType_Slot){Py_tp_token, &swiftbuf_distance};
  return PyType_FromModuleAndSpec(module, &spec, NULL);
}
// The offset of a member of such a type counts from the fields.
static inline int swiftbuf_member_flags(void) { return Py_READONLY | Py_RELATIVE_OFFSET; }

#else

typedef PyObject swiftbuf_head;

static inline void *_Nonnull swiftbuf_fields(PyObject *_Nonnull object) { return object; }
static inline PyObject *_Nonnull swiftbuf_object(void *_Nonnull fields) {
  return (PyObject *)fields;
}
// PyType_GenericAlloc: zeroed memory, one reference, tracked by the garbage collector.
static inline PyObject *swiftbuf_allocate(PyObject *type) {
  return PyType_GenericAlloc((PyTypeObject *)type, 0);
}
static inline PyObject *swiftbuf_make_type(
    PyObject *module, const char *name, int size, unsigned int flags, PyType_Slot *rows) {
  PyType_Spec spec = {.name = name, .basicsize = size, .flags = flags, .slots = rows};
  return PyType_FromModuleAndSpec(module, &spec, NULL);
}
static inline int swiftbuf_member_flags(void) { return READONLY; }

#endif

static inline Py_ssize_t swiftbuf_head_size(void) { return sizeof(swiftbuf_head); }

// The last step of tp_dealloc of a heap type: its own tp_free, then dropping the reference that
// every instance holds to its type ("Allocating Objects on the Heap").
static inline void swiftbuf_free(PyObject *object) {
  PyTypeObject *type = Py_TYPE(object);
#ifdef Py_LIMITED_API
  ((freefunc)PyType_GetSlot(type, Py_tp_free))(object);
#else
  type->tp_free(object);
#endif
  Py_DECREF((PyObject *)type);
}

#endif
