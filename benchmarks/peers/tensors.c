// Loops of C that take a tensor from a Python object and give it back (DLPack), in the two ways that
// there are.

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "../../Sources/CPython/interchange.h"

// exchanged(object, count): by the C exchange API of its type, which consumers look up once.
static PyObject *exchanged(PyObject *module, PyObject *const *arguments, Py_ssize_t count) {
  if (count != 2) return PyErr_Format(PyExc_TypeError, "exchanged(object, count)");
  Py_ssize_t times = PyLong_AsSsize_t(arguments[1]);
  if (times == -1 && PyErr_Occurred()) return NULL;
  PyObject *capsule =
      PyObject_GetAttrString((PyObject *)Py_TYPE(arguments[0]), "__dlpack_c_exchange_api__");
  if (!capsule) return NULL;
  DLPackExchangeAPI *api = PyCapsule_GetPointer(capsule, "dlpack_exchange_api");
  Py_DECREF(capsule);
  if (!api) return NULL;
  for (Py_ssize_t i = 0; i < times; i++) {
    DLManagedTensorVersioned *tensor;
    if (api->managed_tensor_from_py_object_no_sync(arguments[0], &tensor) < 0) return NULL;
    tensor->deleter(tensor);
  }
  Py_RETURN_NONE;
}

// called(object, count): by `__dlpack__(max_version=(1, 0))`, whose name and arguments are ready.
static PyObject *called(PyObject *module, PyObject *const *arguments, Py_ssize_t count) {
  if (count != 2) return PyErr_Format(PyExc_TypeError, "called(object, count)");
  Py_ssize_t times = PyLong_AsSsize_t(arguments[1]);
  if (times == -1 && PyErr_Occurred()) return NULL;
  PyObject *name = PyUnicode_InternFromString("__dlpack__");
  PyObject *version = Py_BuildValue("(ii)", 1, 0), *names = Py_BuildValue("(s)", "max_version");
  PyObject *vector[] = {arguments[0], version};
  Py_ssize_t done = 0;
  while (name && version && names && done < times) {
    PyObject *capsule = PyObject_VectorcallMethod(name, vector, 1, names);
    if (!capsule) break;
    DLManagedTensorVersioned *tensor = PyCapsule_GetPointer(capsule, "dltensor_versioned");
    if (tensor) PyCapsule_SetName(capsule, "used_dltensor_versioned");
    Py_DECREF(capsule);
    if (!tensor) break;
    tensor->deleter(tensor);
    done++;
  }
  Py_XDECREF(name), Py_XDECREF(version), Py_XDECREF(names);
  if (done < times) return NULL;
  Py_RETURN_NONE;
}

#define FAST(function) {#function, (PyCFunction)(void (*)(void))function, METH_FASTCALL, NULL}
static PyMethodDef methods[] = {FAST(exchanged), FAST(called), {NULL, NULL, 0, NULL}};
static PyModuleDef definition = {PyModuleDef_HEAD_INIT, .m_name = "tensors", .m_methods = methods};
PyMODINIT_FUNC PyInit_tensors(void) { return PyModuleDef_Init(&definition); }
