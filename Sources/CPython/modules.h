// The definition of a module: a PyModuleDef that PyInit_… returns (PEP 489), or in abi3t, where
// PyModuleDef is incomplete, the slots that PyModExport_… returns (PEP 793).

#ifndef SWIFTBUF_MODULES_H
#define SWIFTBUF_MODULES_H

#ifdef Py_TARGET_ABI3T

// A module's token (`Py_mod_token`) points to the size of its state. That is the one way to it
// while the garbage collector runs.
typedef struct {
  Py_ssize_t state_size;
  PySlot slots[13];
} swiftbuf_definition;

#else

typedef struct {
  PyModuleDef definition;
  PyModuleDef_Slot slots[4];
} swiftbuf_definition;

#endif

// Never freed, because CPython keeps its address for the whole process. NULL if there is no memory.
static inline swiftbuf_definition *swiftbuf_define(
    const char *name, PyMethodDef *methods, Py_ssize_t state_size, int uses_gil,
    int (*execute)(PyObject *), traverseproc traverse, inquiry clear, freefunc free) {
  swiftbuf_definition *made = (swiftbuf_definition *)calloc(1, sizeof *made);
  if (!made) return NULL;
#ifdef Py_TARGET_ABI3T
  PyABIInfo_VAR(abi);
  PySlot *next = made->slots;
  made->state_size = state_size;
  *next++ = (PySlot)PySlot_STATIC_DATA(Py_mod_abi, &abi);
  *next++ = (PySlot)PySlot_STATIC_DATA(Py_mod_name, (void *)name);
  *next++ = (PySlot)PySlot_STATIC_DATA(Py_mod_token, &made->state_size);
  *next++ = (PySlot)PySlot_SIZE(Py_mod_state_size, state_size);
  *next++ = (PySlot)PySlot_FUNC(Py_mod_exec, execute);
  *next++ = (PySlot)PySlot_FUNC(Py_mod_state_traverse, traverse);
  *next++ = (PySlot)PySlot_FUNC(Py_mod_state_clear, clear);
  *next++ = (PySlot)PySlot_FUNC(Py_mod_state_free, free);
  if (methods) *next++ = (PySlot)PySlot_STATIC_DATA(Py_mod_methods, methods);
  if (!uses_gil) {
    *next++ = (PySlot)PySlot_DATA(
        Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED);
    *next++ = (PySlot)PySlot_DATA(Py_mod_gil, Py_MOD_GIL_NOT_USED);
  }
#else
  made->definition.m_name = name;
  made->definition.m_methods = methods;
  made->definition.m_slots = made->slots;
  made->definition.m_size = state_size;
  made->definition.m_traverse = traverse;
  made->definition.m_clear = clear;
  made->definition.m_free = free;
  PyModuleDef_Slot *next = made->slots;
  *next++ = (PyModuleDef_Slot){Py_mod_exec, (void *)execute};
  if (!uses_gil) {
    // By number, because the headers define them only for newer limited APIs:
    // Py_mod_multiple_interpreters with Py_MOD_PER_INTERPRETER_GIL_SUPPORTED (3.12), Py_mod_gil
    // with Py_MOD_GIL_NOT_USED (3.13). Python rejects slots that it does not know.
    if (Py_Version >= 0x030C0000) *next++ = (PyModuleDef_Slot){3, (void *)2};
#ifdef Py_GIL_DISABLED
    *next++ = (PyModuleDef_Slot){4, (void *)1};
#endif
  }
#endif
  return made;
}

// What the library's entry returns. In abi3t the linker gives PyInit_… the name PyModExport_…, and
// this is the address of the slots.
static inline PyObject *swiftbuf_initialize(swiftbuf_definition *made) {
#ifdef Py_TARGET_ABI3T
  return (PyObject *)made->slots;
#else
  return PyModuleDef_Init(&made->definition);
#endif
}

// The state of a module that `swiftbuf_define` describes, and its size in bytes; NULL before the
// module has one. Also for the garbage collector (C API manual, "Traversal").
static inline void *swiftbuf_module_state(PyObject *module, Py_ssize_t *size) {
#ifdef Py_TARGET_ABI3T
  void *token = NULL, *state = PyModule_GetState_DuringGC(module);
  if (!state || PyModule_GetToken_DuringGC(module, &token) < 0 || !token) return NULL;
  *size = *(const Py_ssize_t *)token;
#else
  void *state = PyModule_GetState(module);
  PyModuleDef *definition = state ? PyModule_GetDef(module) : NULL;
  if (!definition) return NULL;
  *size = definition->m_size;
#endif
  return state;
}

#endif
