// The C API for Swift: CPython's own headers, the operating system (system.h), and static inline
// functions for macros, variadic functions and data symbols, which Swift cannot import.
//
// Types are passed as `PyObject *`: PyTypeObject is opaque under the limited API and a struct
// without it, and one Swift source must compile both ways.

#ifndef SWIFTBUF_CPYTHON_H
#define SWIFTBUF_CPYTHON_H

// One binary for every CPython from 3.11 on (abi3): Py_buffer and the buffer slots have been in the
// stable ABI since then ("C API Stability"). SWIFTBUF_FULL_API compiles for exactly the version of
// the headers instead, with fields and macros where the limited API has calls. Py_TARGET_ABI3T
// compiles for every CPython from 3.15 on, with a GIL or without (abi3t, PEP 803); free-threaded
// builds before that have no stable ABI. Only these headers contain differences between the three.
#include <patchlevel.h>
#include <pyconfig.h>
#if defined(Py_TARGET_ABI3T) && PY_VERSION_HEX < 0x030F0000
#error "Py_TARGET_ABI3T is for the headers of Python 3.15 and newer; older ones disregard it"
#endif
#if !defined(Py_GIL_DISABLED) && !defined(SWIFTBUF_FULL_API) && !defined(Py_LIMITED_API)
#define Py_LIMITED_API 0x030B0000
#endif

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <structmember.h>

// Weak: each Swift module of a library compiles these headers, and all of them share the variables.
#define SWIFTBUF_SHARED __attribute__((weak, visibility("hidden")))

#include "counts.h"
#include "instances.h"
#include "modules.h"
#include "system.h"
#include "threads.h"

// References and types.

static inline void swiftbuf_retain(PyObject *object) { Py_INCREF(object); }
static inline void swiftbuf_release(PyObject *object) { Py_DECREF(object); }
static inline PyObject *_Nonnull swiftbuf_type(PyObject *object) { return (PyObject *)Py_TYPE(object); }

static inline void *swiftbuf_type_slot(PyObject *type, int slot) {
  return PyType_GetSlot((PyTypeObject *)type, slot);
}
static inline unsigned long swiftbuf_type_flags(PyObject *type) {
  return PyType_GetFlags((PyTypeObject *)type);
}
static inline PyObject *swiftbuf_type_name(PyObject *type) {
  return PyType_GetName((PyTypeObject *)type);
}
// Slot numbers. Since 3.15 they depend on the limited API version, so Swift cannot import them.
static inline int swiftbuf_getbuffer_slot(void) { return Py_bf_getbuffer; }
static inline int swiftbuf_releasebuffer_slot(void) { return Py_bf_releasebuffer; }
static inline int swiftbuf_ass_subscript_slot(void) { return Py_mp_ass_subscript; }
static inline int swiftbuf_mapping_length_slot(void) { return Py_mp_length; }
// Makes instances from an argument vector (C API manual, "tp_vectorcall"), so that calling the type
// needs no tuple. From 3.14 on it is a slot, also in the stable ABI; before, it is a field.
static inline int swiftbuf_vectorcall_slot(void) { return 82; }
static inline void swiftbuf_set_vectorcall(PyObject *type, void *function) {
#ifndef Py_LIMITED_API
  ((PyTypeObject *)type)->tp_vectorcall = (vectorcallfunc)function;
#endif
}

static inline int swiftbuf_is_subtype(PyObject *type, PyObject *base) {
  return PyType_Check(type) && PyType_IsSubtype((PyTypeObject *)type, (PyTypeObject *)base);
}
// Borrowed; the type was made by PyType_FromModuleAndSpec.
static inline PyObject *swiftbuf_type_module(PyObject *type) {
  return PyType_GetModule((PyTypeObject *)type);
}
static inline PyObject *swiftbuf_base_type(PyObject *type) {
  return (PyObject *)PyType_GetSlot((PyTypeObject *)type, Py_tp_base);
}

// Sets an attribute of a new type that is immutable. A type object is refused by the attribute
// setter of its own type, not by the general one, which writes to the type's dictionary.
static inline int swiftbuf_set_type_attribute(
    PyObject *type, const char *name, PyObject *value) {
  PyObject *text = PyUnicode_InternFromString(name);
  if (!text) return -1;
  int status = PyObject_GenericSetAttr(type, text, value);
  PyType_Modified((PyTypeObject *)type);
  Py_DECREF(text);
  return status;
}

// Lets `match` treat an instance as a sequence, like a memoryview (C API manual,
// "Py_TPFLAGS_SEQUENCE"). The headers define the name only without the limited API; the bit is the
// same.
static inline unsigned long swiftbuf_sequence_flag(void) { return 1UL << 5; }

// Sets an item of a new list that no other code can have seen: no code runs while numbers become
// objects. Without a GIL, other threads can see it nevertheless.
static inline int swiftbuf_fill_item(PyObject *list, Py_ssize_t index, PyObject *item) {
#if defined(Py_LIMITED_API) || defined(Py_GIL_DISABLED)
  return PyList_SetItem(list, index, item);
#else
  PyList_SET_ITEM(list, index, item);
  return 0;
#endif
}

// Singletons.

static inline PyObject *_Nonnull swiftbuf_none(void) { return Py_None; }
static inline PyObject *_Nonnull swiftbuf_true(void) { return Py_True; }
static inline PyObject *_Nonnull swiftbuf_ellipsis(void) { return Py_Ellipsis; }
static inline PyObject *_Nonnull swiftbuf_not_implemented(void) { return Py_NotImplemented; }

// Type checks that are macros.

static inline int swiftbuf_is_int(PyObject *object) { return PyLong_Check(object); }
static inline int swiftbuf_is_exact_int(PyObject *object) { return PyLong_CheckExact(object); }
static inline int swiftbuf_is_bool(PyObject *object) { return PyBool_Check(object); }
static inline int swiftbuf_is_float(PyObject *object) { return PyFloat_Check(object); }
static inline int swiftbuf_is_exact_float(PyObject *object) { return PyFloat_CheckExact(object); }
static inline int swiftbuf_is_complex(PyObject *object) { return PyComplex_Check(object); }
static inline int swiftbuf_is_exact_complex(PyObject *object) {
  return PyComplex_CheckExact(object);
}
static inline int swiftbuf_is_bytes(PyObject *object) { return PyBytes_Check(object); }
static inline int swiftbuf_is_exact_bytes(PyObject *object) { return PyBytes_CheckExact(object); }
static inline int swiftbuf_is_str(PyObject *object) { return PyUnicode_Check(object); }
static inline int swiftbuf_is_exact_str(PyObject *object) { return PyUnicode_CheckExact(object); }
static inline int swiftbuf_is_tuple(PyObject *object) { return PyTuple_Check(object); }
static inline int swiftbuf_is_list(PyObject *object) { return PyList_Check(object); }
static inline int swiftbuf_is_dict(PyObject *object) { return PyDict_Check(object); }
static inline int swiftbuf_is_bytearray(PyObject *object) { return PyByteArray_Check(object); }
static inline int swiftbuf_is_slice(PyObject *object) { return PySlice_Check(object); }
static inline int swiftbuf_is_memoryview(PyObject *object) { return PyMemoryView_Check(object); }
static inline int swiftbuf_is_type(PyObject *object) { return PyType_Check(object); }

// Exceptions. The PyExc_* symbols are variables, which Swift must not read from several threads.

static inline PyObject *_Nonnull swiftbuf_type_error(void) { return PyExc_TypeError; }
static inline PyObject *_Nonnull swiftbuf_value_error(void) { return PyExc_ValueError; }
static inline PyObject *_Nonnull swiftbuf_index_error(void) { return PyExc_IndexError; }
static inline int swiftbuf_is_range(PyObject *object) { return PyRange_Check(object); }
static inline PyObject *_Nonnull swiftbuf_range_type(void) { return (PyObject *)&PyRange_Type; }
static inline PyObject *_Nonnull swiftbuf_key_error(void) { return PyExc_KeyError; }
static inline PyObject *_Nonnull swiftbuf_buffer_error(void) { return PyExc_BufferError; }
static inline PyObject *_Nonnull swiftbuf_overflow_error(void) { return PyExc_OverflowError; }
static inline int swiftbuf_attribute_error_is_set(void) {
  return PyErr_ExceptionMatches(PyExc_AttributeError);
}
static inline PyObject *_Nonnull swiftbuf_memory_error(void) { return PyExc_MemoryError; }
static inline PyObject *_Nonnull swiftbuf_os_error(void) { return PyExc_OSError; }

static inline PyObject *_Nonnull swiftbuf_type_type(void) { return (PyObject *)&PyType_Type; }
static inline PyObject *_Nonnull swiftbuf_complex_type(void) {
  return (PyObject *)&PyComplex_Type;
}

// Variadic C functions.

static inline PyObject *swiftbuf_call(PyObject *function, PyObject *argument) {
  return PyObject_CallFunctionObjArgs(function, argument, NULL);
}
static inline PyObject *swiftbuf_call_2(PyObject *function, PyObject *first, PyObject *second) {
  return PyObject_CallFunctionObjArgs(function, first, second, NULL);
}
static inline PyObject *swiftbuf_call_5(
    PyObject *function, PyObject *a, PyObject *b, PyObject *c, PyObject *d, PyObject *e) {
  return PyObject_CallFunctionObjArgs(function, a, b, c, d, e, NULL);
}
static inline PyObject *swiftbuf_decimal(Py_ssize_t number) {
  return PyUnicode_FromFormat("%zd", number);
}
static inline PyObject *swiftbuf_describe(
    PyObject *module, PyObject *type, const char *format, PyObject *shape, int readonly) {
  return PyUnicode_FromFormat("<%S.%S format '%s' shape %S%s>", module, type, format, shape,
                              readonly ? " readonly" : "");
}
static inline PyObject *swiftbuf_describe_released(PyObject *module, PyObject *type) {
  return PyUnicode_FromFormat("<released %S.%S>", module, type);
}
static inline PyObject *swiftbuf_tuple_2(PyObject *a, PyObject *b) {
  return PyTuple_Pack(2, a, b);
}
static inline PyObject *swiftbuf_tuple_3(PyObject *a, PyObject *b, PyObject *c) {
  return PyTuple_Pack(3, a, b, c);
}
static inline PyObject *swiftbuf_tuple_6(
    PyObject *a, PyObject *b, PyObject *c, PyObject *d, PyObject *e, PyObject *f) {
  return PyTuple_Pack(6, a, b, c, d, e, f);
}
static inline PyObject *swiftbuf_call_method(PyObject *object, const char *name) {
  return PyObject_CallMethod(object, name, NULL);
}

// Whether `owner`, which belongs to the first interpreter that asks, belongs to the current one,
// whose GIL then guards it. Always false in free-threaded builds, which have no lock.
static inline int swiftbuf_belongs_to_interpreter(void **owner) {
#ifdef Py_GIL_DISABLED
  return 0;
#else
  void *first = __atomic_load_n(owner, __ATOMIC_RELAXED), *here = PyInterpreterState_Get();
  // If two interpreters with their own GILs ask at the same time, one of them becomes the owner.
  return first == here ||
         (!first && __atomic_compare_exchange_n(
                        owner, &first, here, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED));
#endif
}

// Releases deferred until the running ones of this thread have returned.
typedef struct {
  int depth;
  void *waiting;
} swiftbuf_deferrals;

static inline swiftbuf_deferrals *_Nonnull swiftbuf_deferral(void) {
  static _Thread_local swiftbuf_deferrals deferrals;
  return &deferrals;
}

#endif
