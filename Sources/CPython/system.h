// The operating system for Swift: libc, with the calls for memory and files. Where systems differ,
// the two halves of one condition below have each what it needs; the rest is POSIX. The half for
// macOS has never been compiled: no such machine was at hand.

#ifndef SWIFTBUF_SYSTEM_H
#define SWIFTBUF_SYSTEM_H

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#if defined(__linux__)

#include <sys/syscall.h>

// Direct system calls: the libc functions are new in glibc 2.33, and a library that uses them does
// not load on older systems. On 64-bit Linux the kernel fills in libc's struct.
static inline int swiftbuf_status(int descriptor, struct stat *status) {
  return (int)syscall(SYS_fstat, descriptor, status);
}
static inline int swiftbuf_status_of_path(const char *path, struct stat *status) {
  return (int)syscall(SYS_newfstatat, AT_FDCWD, path, status, 0);
}
// Up to 256 random bytes, which getrandom(2) returns at once; from /dev/urandom on kernels older
// than 3.17. Not arc4random_buf, which is new in glibc 2.36.
static inline int swiftbuf_random(void *bytes, size_t count) {
  ssize_t got;
  do got = syscall(SYS_getrandom, bytes, count, 0);
  while (got < 0 && errno == EINTR);
  if (got == (ssize_t)count) return 1;
  int device = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
  if (device < 0) return 0;
  do got = read(device, bytes, count);
  while (got < 0 && errno == EINTR);
  close(device);
  return got == (ssize_t)count;
}
// Only a hint, for whole pages: a kernel without huge pages refuses it without harm.
static inline void swiftbuf_advise_huge_pages(void *page, size_t size) {
  (void)madvise(page, size, MADV_HUGEPAGE);
}

#elif defined(__APPLE__)

static inline int swiftbuf_status(int descriptor, struct stat *status) {
  return fstat(descriptor, status);
}
static inline int swiftbuf_status_of_path(const char *path, struct stat *status) {
  return stat(path, status);
}
static inline int swiftbuf_random(void *bytes, size_t count) {
  arc4random_buf(bytes, count);
  return 1;
}
static inline void swiftbuf_advise_huge_pages(void *page, size_t size) {
  (void)page, (void)size;
}

#else
#error "Sources/CPython/system.h has no half for this operating system"
#endif

static inline int64_t swiftbuf_nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}
static inline int swiftbuf_errno(void) { return errno; }
static inline void swiftbuf_set_errno(int value) { errno = value; }
static inline int swiftbuf_open(const char *path, int writable) {
  // O_NONBLOCK: opening a FIFO must not wait for a writer. It has no effect on regular files.
  return open(path, (writable ? O_RDWR : O_RDONLY) | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
}
static inline void *swiftbuf_map_file(
    int descriptor, size_t size, off_t offset, int writable, int shared) {
  void *map = mmap(NULL, size, writable ? PROT_READ | PROT_WRITE : PROT_READ,
                   shared ? MAP_SHARED : MAP_PRIVATE, descriptor, offset);
  return map == MAP_FAILED ? NULL : map;
}
static inline size_t swiftbuf_page_size(void) { return (size_t)sysconf(_SC_PAGESIZE); }
static inline int swiftbuf_is_regular(mode_t mode) { return S_ISREG(mode); }
static inline int swiftbuf_is_directory(mode_t mode) { return S_ISDIR(mode); }
static inline void *swiftbuf_map_pages(size_t size) {
  void *pages = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return pages == MAP_FAILED ? NULL : pages;
}

#endif
