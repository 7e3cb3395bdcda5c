// How many views stand on an object's memory. Under the GIL the count is a plain number; where
// there is no GIL (PEP 703) it is atomic, and is closed before the memory goes, so that an export
// that meets a release gets the memory or is refused. This is the one place that knows which of the
// two it is, here and in the few other fields that threads share.

#ifndef SWIFTBUF_COUNTS_H
#define SWIFTBUF_COUNTS_H

#include <Python.h>

#ifdef Py_GIL_DISABLED

static inline int swiftbuf_is_free_threaded(void) { return 1; }

// A closed count stays below zero whatever is added while others find out that it is closed.
#define SWIFTBUF_CLOSED (PY_SSIZE_T_MIN / 2)

// One view less. What was done with the memory comes before its end.
static inline void swiftbuf_count_down(Py_ssize_t *count) {
  __atomic_fetch_sub(count, 1, __ATOMIC_RELEASE);
}
// One view more; 0 if the count is closed.
static inline int swiftbuf_count_up(Py_ssize_t *count) {
  if (__atomic_fetch_add(count, 1, __ATOMIC_ACQUIRE) >= 0) return 1;
  swiftbuf_count_down(count);
  return 0;
}
// Closes a count of zero and returns 0; else returns the count, below zero if it was closed before.
static inline Py_ssize_t swiftbuf_count_close(Py_ssize_t *count) {
  Py_ssize_t found = 0;
  __atomic_compare_exchange_n(
      count, &found, SWIFTBUF_CLOSED, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
  return found;
}
// The reverse, by whoever closed it.
static inline void swiftbuf_count_reopen(Py_ssize_t *count) {
  __atomic_fetch_sub(count, SWIFTBUF_CLOSED, __ATOMIC_RELEASE);
}
static inline Py_ssize_t swiftbuf_count(const Py_ssize_t *count) {
  Py_ssize_t found = __atomic_load_n(count, __ATOMIC_RELAXED);
  return found < 0 ? 0 : found;
}
// A field that says whether there is memory, read without a count.
static inline void *swiftbuf_load(void *const *field) {
  return __atomic_load_n(field, __ATOMIC_ACQUIRE);
}
static inline void swiftbuf_store(void **field, void *value) {
  __atomic_store_n(field, value, __ATOMIC_RELEASE);
}
// Fields of which threads read a value, whichever, while another may write one.
static inline unsigned char swiftbuf_load_kind(const void *field) {
  return __atomic_load_n((const unsigned char *)field, __ATOMIC_RELAXED);
}
static inline void swiftbuf_store_kind(void *field, unsigned char value) {
  __atomic_store_n((unsigned char *)field, value, __ATOMIC_RELAXED);
}
static inline Py_ssize_t swiftbuf_load_index(const Py_ssize_t *field) {
  return __atomic_load_n(field, __ATOMIC_RELAXED);
}
static inline void swiftbuf_store_index(Py_ssize_t *field, Py_ssize_t value) {
  __atomic_store_n(field, value, __ATOMIC_RELAXED);
}

#else

static inline int swiftbuf_is_free_threaded(void) { return 0; }

// Nobody else runs between a look at the count and what follows from it, so nothing is ever closed.
static inline int swiftbuf_count_up(Py_ssize_t *count) {
  ++*count;
  return 1;
}
static inline void swiftbuf_count_down(Py_ssize_t *count) { --*count; }
static inline Py_ssize_t swiftbuf_count_close(Py_ssize_t *count) { return *count; }
static inline void swiftbuf_count_reopen(Py_ssize_t *count) { (void)count; }
static inline Py_ssize_t swiftbuf_count(const Py_ssize_t *count) { return *count; }
static inline void *swiftbuf_load(void *const *field) { return *field; }
static inline void swiftbuf_store(void **field, void *value) { *field = value; }
static inline unsigned char swiftbuf_load_kind(const void *field) {
  return *(const unsigned char *)field;
}
static inline void swiftbuf_store_kind(void *field, unsigned char value) {
  *(unsigned char *)field = value;
}
static inline Py_ssize_t swiftbuf_load_index(const Py_ssize_t *field) { return *field; }
static inline void swiftbuf_store_index(Py_ssize_t *field, Py_ssize_t value) { *field = value; }

#endif
#endif
