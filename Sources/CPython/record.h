// The table of formats (FormatTable.swift), which all threads of a process share: those of other
// interpreters too, whose GIL is another one. So it is atomic in every build.

#ifndef SWIFTBUF_RECORD_H
#define SWIFTBUF_RECORD_H

#include <Python.h>

static inline void *swiftbuf_load_slot(void *const *slot) {
  return __atomic_load_n(slot, __ATOMIC_ACQUIRE);
}
// Writes to an empty slot; 0, and nothing is written, if it is not empty.
static inline int swiftbuf_claim_slot(void **slot, void *value) {
  void *empty = NULL;
  return __atomic_compare_exchange_n(
      slot, &empty, value, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
}
// Adds to a number, and returns the sum.
static inline Py_ssize_t swiftbuf_add(Py_ssize_t *number, Py_ssize_t summand) {
  return __atomic_add_fetch(number, summand, __ATOMIC_RELAXED);
}

#endif
