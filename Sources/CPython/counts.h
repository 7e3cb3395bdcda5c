// The number of exports of an object's memory. Under the GIL the count is a plain number. Without a
// GIL (PEP 703) it is atomic, and is closed before the memory is freed, so that an export
// concurrent with a release either gets the memory or is refused. Only this file distinguishes the
// two cases, for the count, for the few other fields that threads share, and for the lock of an
// object that asks Swift code for its memory.

#ifndef SWIFTBUF_COUNTS_H
#define SWIFTBUF_COUNTS_H

#include <Python.h>
#include <sched.h>

#ifdef Py_GIL_DISABLED

static inline int swiftbuf_is_free_threaded(void) { return 1; }

// A closed count stays below zero even if other threads add to it before noticing.
#define SWIFTBUF_CLOSED (PY_SSIZE_T_MIN / 2)

// One view fewer. All uses of the memory happen before this.
static inline void swiftbuf_count_down(Py_ssize_t *count) {
  __atomic_fetch_sub(count, 1, __ATOMIC_RELEASE);
}
// One view more; 0 if the count is closed.
static inline int swiftbuf_count_up(Py_ssize_t *count) {
  if (__atomic_fetch_add(count, 1, __ATOMIC_ACQUIRE) >= 0) return 1;
  swiftbuf_count_down(count);
  return 0;
}
// Closes a count of zero and returns 0; otherwise returns the count, which is below zero if it was
// already closed.
static inline Py_ssize_t swiftbuf_count_close(Py_ssize_t *count) {
  Py_ssize_t found = 0;
  __atomic_compare_exchange_n(
      count, &found, SWIFTBUF_CLOSED, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
  return found;
}
// Reopens a count; only for the caller that closed it.
static inline void swiftbuf_count_reopen(Py_ssize_t *count) {
  __atomic_fetch_sub(count, SWIFTBUF_CLOSED, __ATOMIC_RELEASE);
}
// Zero comes after all uses of the memory by the views that there were.
static inline Py_ssize_t swiftbuf_count(const Py_ssize_t *count) {
  Py_ssize_t found = __atomic_load_n(count, __ATOMIC_ACQUIRE);
  return found < 0 ? 0 : found;
}
// The pointer to the memory, or NULL, read without a pin.
static inline void *swiftbuf_load(void *const *field) {
  return __atomic_load_n(field, __ATOMIC_ACQUIRE);
}
static inline void swiftbuf_store(void **field, void *value) {
  __atomic_store_n(field, value, __ATOMIC_RELEASE);
}
// Fields that threads may read while another thread writes them; they get the old or the new value.
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
// Takes a lock, which is 0 while no thread has it. A thread that waits is detached meanwhile, so that
// the interpreter can stop all threads while the one that has the lock is detached too.
static inline void swiftbuf_lock(unsigned char *lock) {
  while (__atomic_exchange_n(lock, 1, __ATOMIC_ACQUIRE)) {
    Py_BEGIN_ALLOW_THREADS
    sched_yield();
    Py_END_ALLOW_THREADS
  }
}
static inline void swiftbuf_unlock(unsigned char *lock) {
  __atomic_store_n(lock, 0, __ATOMIC_RELEASE);
}

#else

static inline int swiftbuf_is_free_threaded(void) { return 0; }

// With a GIL no other code runs between checking the count and acting on it, so a count is never
// closed.
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
static inline void swiftbuf_lock(unsigned char *lock) { (void)lock; }
static inline void swiftbuf_unlock(unsigned char *lock) { (void)lock; }

#endif
#endif
