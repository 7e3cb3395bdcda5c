// Threads: those of Python that have given up the GIL, those that Python knows nothing of, and the
// end of the interpreter, at which the latter must not be there any more: it would end or hang a
// thread that asks for the GIL afterwards (C API manual, "Cautions regarding runtime finalization").

#ifndef SWIFTBUF_THREADS_H
#define SWIFTBUF_THREADS_H

#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

// One interpreter that Swift threads may enter. It is never freed: they may ask for it at any time.
typedef struct swiftbuf_interpreter {
  struct swiftbuf_interpreter *next;
  PyInterpreterState *state;
  int64_t id;
  // The process that made it. A fork has none of the threads that are counted.
  pid_t process;
  // How many threads are in it or wait for its GIL.
  long inside;
  int has_ended;
} swiftbuf_interpreter;

// With a value, as Swift makes no definition of a tentative one.
SWIFTBUF_SHARED swiftbuf_interpreter *swiftbuf_interpreters = NULL;
// The state of this thread while it has given up the GIL (`swiftbuf_save_thread`).
SWIFTBUF_SHARED _Thread_local PyThreadState *swiftbuf_given_up = NULL;

// PyThreadState is imported as different types with and without the limited API.
static inline void *swiftbuf_save_thread(void) {
  return swiftbuf_given_up = PyEval_SaveThread();
}
static inline void swiftbuf_restore_thread(void *thread) {
  swiftbuf_given_up = NULL;
  PyEval_RestoreThread((PyThreadState *)thread);
}

// Has the GIL for a moment, if this thread has given it up: then `thread` is what to give up again
// by `swiftbuf_save_thread`, otherwise NULL. 0 in a thread that Python knows nothing of.
static inline int swiftbuf_regain_gil(void **thread) {
  *thread = swiftbuf_given_up;
  if (*thread) swiftbuf_restore_thread(*thread);
  return *thread || PyGILState_GetThisThreadState();
}

// Has the interpreter refuse threads, and waits until none is inside. Called by `atexit`, before
// the interpreter begins to end: threads that wait for the GIL still get it.
static inline PyObject *swiftbuf_end(PyObject *capsule, PyObject *unused) {
  swiftbuf_interpreter *here = (swiftbuf_interpreter *)PyCapsule_GetPointer(capsule, NULL);
  if (!here) return NULL;
  __atomic_store_n(&here->has_ended, 1, __ATOMIC_SEQ_CST);
  Py_BEGIN_ALLOW_THREADS
  struct timespec pause = {0, 1000000};
  while (here->process == getpid() && __atomic_load_n(&here->inside, __ATOMIC_SEQ_CST) > 0)
    nanosleep(&pause, NULL);
  Py_END_ALLOW_THREADS
  Py_RETURN_NONE;
}

SWIFTBUF_SHARED PyMethodDef swiftbuf_end_method = {"swiftbuf_end", swiftbuf_end, METH_NOARGS, NULL};

static inline int swiftbuf_register_end(swiftbuf_interpreter *here) {
  PyObject *result = NULL, *function = NULL, *atexit = NULL;
  PyObject *capsule = PyCapsule_New(here, NULL, NULL);
  if (capsule) function = PyCFunction_NewEx(&swiftbuf_end_method, capsule, NULL);
  if (function) atexit = PyImport_ImportModule("atexit");
  if (atexit) result = PyObject_CallMethod(atexit, "register", "O", function);
  Py_XDECREF(capsule);
  Py_XDECREF(function);
  Py_XDECREF(atexit);
  Py_XDECREF(result);
  return result != NULL;
}

// The interpreter that runs here; NULL with an exception set if there is no memory.
static inline swiftbuf_interpreter *swiftbuf_interpreter_here(void) {
  PyInterpreterState *state = PyInterpreterState_Get();
  int64_t id = PyInterpreterState_GetID(state);
  swiftbuf_interpreter *first = __atomic_load_n(&swiftbuf_interpreters, __ATOMIC_ACQUIRE);
  for (swiftbuf_interpreter *each = first; each; each = each->next)
    if (each->state == state && each->id == id) return each;
  swiftbuf_interpreter *made = (swiftbuf_interpreter *)calloc(1, sizeof *made);
  if (!made) return (swiftbuf_interpreter *)PyErr_NoMemory();
  made->state = state;
  made->id = id;
  made->process = getpid();
  if (!swiftbuf_register_end(made)) {
    free(made);
    return NULL;
  }
  // Two threads may each make one; both are right.
  do made->next = first;
  while (!__atomic_compare_exchange_n(
      &swiftbuf_interpreters, &first, made, 0, __ATOMIC_RELEASE, __ATOMIC_ACQUIRE));
  return made;
}

// The main one, once it has been asked for.
static inline swiftbuf_interpreter *swiftbuf_main_interpreter(void) {
  swiftbuf_interpreter *each = __atomic_load_n(&swiftbuf_interpreters, __ATOMIC_ACQUIRE);
  while (each && each->id != 0) each = each->next;
  return each;
}

// How a thread came into an interpreter, and leaves it.
typedef struct {
  swiftbuf_interpreter *interpreter;
  // Whether it had the GIL already; else its state, which this may have made.
  int had_gil, is_new;
  PyThreadState *state;
} swiftbuf_entry;

// Takes the GIL, unless the thread has it. 0 if the interpreter ends or has ended.
static inline int swiftbuf_enter(swiftbuf_interpreter *interpreter, swiftbuf_entry *entry) {
  *entry = (swiftbuf_entry){interpreter, 0, 0, swiftbuf_given_up};
  if (entry->state) {
    swiftbuf_restore_thread(entry->state);
    return 1;
  }
  // Swift code gets to run with the GIL, and gives it up in `withoutGIL` alone.
  if (PyGILState_GetThisThreadState()) {
    entry->had_gil = 1;
    return 1;
  }
  __atomic_fetch_add(&interpreter->inside, 1, __ATOMIC_SEQ_CST);
  if (!__atomic_load_n(&interpreter->has_ended, __ATOMIC_SEQ_CST)) {
    entry->state = PyThreadState_New(interpreter->state);
    if (entry->state) {
      entry->is_new = 1;
      PyEval_RestoreThread(entry->state);
      return 1;
    }
  }
  __atomic_fetch_sub(&interpreter->inside, 1, __ATOMIC_SEQ_CST);
  return 0;
}

static inline void swiftbuf_leave(swiftbuf_entry *entry) {
  if (entry->had_gil) return;
  if (!entry->is_new) {
    swiftbuf_save_thread();
    return;
  }
  // Nothing called this code, and would hear of the exception.
  if (PyErr_Occurred()) PyErr_WriteUnraisable(NULL);
  PyThreadState_Clear(entry->state);
  PyThreadState_DeleteCurrent();
  __atomic_fetch_sub(&entry->interpreter->inside, 1, __ATOMIC_SEQ_CST);
}

#endif
