// Lets a free-threaded Python 3.13 import `_swiftbuf.abi3t.so`, a file for Python 3.15 and later
// (PEP 803): the entry, the functions and the numbers of slots that 3.13 lacks. So that file can be
// tested without a GIL where no free-threaded 3.15 is to be had (tools/test-abi3t.sh).
//
// This is the module that 3.13 imports, next to the file. The file names this library as one that it
// needs, and is loaded with its own scope first (RTLD_DEEPBIND): functions here come before those of
// Python with the same name.

#define _GNU_SOURCE
#include <Python.h>

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The headers of 3.13 have macros or functions of some of these names: only the linker knows them.
#define FOR_3_15(result, name, parameters, symbol) \
  __attribute__((visibility("default"))) result name parameters __asm__(symbol); \
  result name parameters

// The function of Python behind one of the same name here.
static void *of_python(const char *name) { return dlsym(dlopen(NULL, RTLD_NOW), name); }

FOR_3_15(PyTypeObject *, type_of, (PyObject *object), "Py_TYPE") { return Py_TYPE(object); }

FOR_3_15(int, is_type, (PyObject *object, PyTypeObject *type), "Py_IS_TYPE") {
  return Py_IS_TYPE(object, type);
}

// Numbers of slots (slots_generated.h of 3.15); all others are as in 3.13.
enum {
  tp_token = 83,
  mod_exec = 85,
  mod_multiple_interpreters,
  mod_gil,
  bf_getbuffer,
  bf_releasebuffer,
  mp_ass_subscript,
  mp_length,
  mod_name = 100,
  mod_state_size = 102,
  mod_methods,
  mod_state_traverse,
  mod_state_clear,
  mod_state_free,
  mod_abi = 109,
  mod_token,
};

static int number_in_3_13(int slot) {
  switch (slot) {
  case bf_getbuffer: return Py_bf_getbuffer;
  case bf_releasebuffer: return Py_bf_releasebuffer;
  case mp_ass_subscript: return Py_mp_ass_subscript;
  case mp_length: return Py_mp_length;
  default: return slot;
  }
}

FOR_3_15(void *, slot_of, (PyTypeObject *type, int slot), "PyType_GetSlot") {
  void *(*get)(PyTypeObject *, int) = (void *(*)(PyTypeObject *, int))of_python("PyType_GetSlot");
  return get(type, number_in_3_13(slot));
}

// Types. All that have a token have the same one, and are known by their `tp_dealloc`: a class made
// in Python has another.

static void *token;
static destructor with_token[8];
static PyMutex lock;

static void add(destructor dealloc, void *its_token) {
  PyMutex_Lock(&lock);
  int place = 0;
  while (place < 7 && with_token[place] && with_token[place] != dealloc) place++;
  with_token[place] = dealloc;
  token = its_token;
  PyMutex_Unlock(&lock);
}

FOR_3_15(int, base_with_token, (PyTypeObject *type, void *wanted, PyTypeObject **found),
         "PyType_GetBaseByToken") {
  for (*found = NULL; type && wanted == token; type = type->tp_base)
    for (int place = 0; place < 8 && with_token[place]; place++) {
      if (with_token[place] != type->tp_dealloc) continue;
      *found = (PyTypeObject *)Py_NewRef((PyObject *)type);
      return 1;
    }
  return 0;
}

// 3.13 counts `__weaklistoffset__` from the start of the object, whatever Py_RELATIVE_OFFSET says.
// Python keeps the copy.
static PyMemberDef *counted_from_the_start(const PyMemberDef *given) {
  PyMemberDef *made = calloc(8, sizeof *made);
  for (int i = 0; made && i < 7 && given[i].name; i++) {
    made[i] = given[i];
    if (strcmp(given[i].name, "__weaklistoffset__") != 0) continue;
    made[i].flags &= ~Py_RELATIVE_OFFSET;
    made[i].offset += PyBaseObject_Type.tp_basicsize;
  }
  return made;
}

FOR_3_15(PyObject *, make_type, (PyObject *module, PyType_Spec *given, PyObject *bases),
         "PyType_FromModuleAndSpec") {
  PyType_Slot rows[64] = {{0}};
  PyType_Spec spec = *given;
  spec.slots = rows;
  destructor dealloc = NULL;
  void *its_token = NULL;
  int count = 0;
  for (const PyType_Slot *row = given->slots; row->slot && count < 63; row++) {
    if (row->slot == tp_token) {
      its_token = row->pfunc;
      continue;
    }
    if (row->slot == Py_tp_dealloc) dealloc = (destructor)row->pfunc;
    rows[count].slot = number_in_3_13(row->slot);
    rows[count++].pfunc =
        row->slot == Py_tp_members ? counted_from_the_start(row->pfunc) : row->pfunc;
  }
  if (its_token && dealloc) add(dealloc, its_token);
  PyObject *(*make)(PyObject *, PyType_Spec *, PyObject *) =
      (PyObject * (*)(PyObject *, PyType_Spec *, PyObject *)) of_python("PyType_FromModuleAndSpec");
  return make(module, &spec, bases);
}

// The module. Its slots (PySlot, PEP 820) become a PyModuleDef.

typedef struct {
  uint16_t id, flags;
  uint32_t reserved;
  void *value;
} Slot;

static struct {
  PyModuleDef definition;
  PyModuleDef_Slot slots[4];
  void *token;
} module;

FOR_3_15(void *, state_of, (PyObject *made), "PyModule_GetState_DuringGC") {
  return PyModule_GetState(made);
}

FOR_3_15(int, token_of, (PyObject *made, void **found), "PyModule_GetToken_DuringGC") {
  *found = PyModule_GetDef(made) == &module.definition ? module.token : NULL;
  return 0;
}

static const Slot *slots_of_the_file(void) {
  Dl_info here;
  char path[4096];
  if (!dladdr(&module, &here)) return NULL;
  int folder = (int)(strrchr(here.dli_fname, '/') - here.dli_fname);
  snprintf(path, sizeof path, "%.*s/_swiftbuf.abi3t.so", folder, here.dli_fname);
  void *file = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND);
  const Slot *(*entry)(void) =
      file ? (const Slot *(*)(void))dlsym(file, "PyModExport__swiftbuf") : NULL;
  if (entry) return entry();
  PyErr_SetString(PyExc_ImportError, dlerror());
  return NULL;
}

PyMODINIT_FUNC PyInit__swiftbuf(void) {
  PyModuleDef *made = &module.definition;
  if (made->m_slots) return PyModuleDef_Init(made); // for another interpreter
  const Slot *slot = slots_of_the_file();
  if (!slot) return NULL;
  int count = 0;
  for (; slot->id; slot++) {
    switch (slot->id) {
    case mod_exec: module.slots[count++] = (PyModuleDef_Slot){Py_mod_exec, slot->value}; break;
    case mod_multiple_interpreters:
      module.slots[count++] = (PyModuleDef_Slot){Py_mod_multiple_interpreters, slot->value};
      break;
    case mod_gil: module.slots[count++] = (PyModuleDef_Slot){Py_mod_gil, slot->value}; break;
    case mod_name: made->m_name = slot->value; break;
    case mod_state_size: made->m_size = (Py_ssize_t)slot->value; break;
    case mod_methods: made->m_methods = slot->value; break;
    case mod_state_traverse: made->m_traverse = (traverseproc)slot->value; break;
    case mod_state_clear: made->m_clear = (inquiry)slot->value; break;
    case mod_state_free: made->m_free = (freefunc)slot->value; break;
    case mod_token: module.token = slot->value; break;
    case mod_abi: break; // what it was compiled for
    default:
      return PyErr_Format(PyExc_ImportError, "a slot %d that is not known here", slot->id);
    }
  }
  made->m_slots = module.slots;
  return PyModuleDef_Init(made);
}
