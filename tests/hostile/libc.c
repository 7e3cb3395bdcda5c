// A libc that fails when it is told to: loaded before the real one (LD_PRELOAD, ld.so(8)), it
// passes every call on but the ones that a test has picked. It counts for the thread that arms it
// alone.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <link.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

// glibc's own names: `dlsym` would allocate to find the others.
extern void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t);
extern void __libc_free(void *);

static _Thread_local long allocations, first_failure, failures;
static uintptr_t library_start, library_end;

// For dl_iterate_phdr(3): the bounds of the library that holds an address.
static int find_library(struct dl_phdr_info *info, size_t size, void *inside) {
  uintptr_t start = UINTPTR_MAX, end = 0;
  for (int index = 0; index < info->dlpi_phnum; index++) {
    const ElfW(Phdr) *part = &info->dlpi_phdr[index];
    if (part->p_type != PT_LOAD) continue;
    uintptr_t from = info->dlpi_addr + part->p_vaddr, to = from + part->p_memsz;
    if (from < start) start = from;
    if (to > end) end = to;
  }
  if ((uintptr_t)inside < start || (uintptr_t)inside >= end) return 0;
  library_start = start;
  library_end = end;
  return 1;
}

// Calls a Python function. Of the allocations that the library under test makes meanwhile, itself
// or by what it calls, `count` are refused in a row, the `first`-th to begin with. Those of the
// interpreter alone are not: it loses exceptions when it has no memory for a traceback.
// Like functions of the C API: a new reference, or NULL with an exception set.
void *call_without_memory(void *inside_library, void *function, long first, long count) {
  void *(*call)(void *) = (void *(*)(void *))dlsym(RTLD_DEFAULT, "PyObject_CallNoArgs");
  dl_iterate_phdr(find_library, inside_library);
  allocations = 0;
  failures = count;
  first_failure = first;
  void *result = call(function);
  first_failure = 0;
  return result;
}

// How many allocations the library tried in the last such call.
long allocations_tried(void) { return allocations; }

static int is_called_by_library(void) {
  void *callers[64];
  long watched = first_failure;
  first_failure = 0;  // looking allocates too
  int count = backtrace(callers, 64), found = 0;
  for (int caller = 0; caller < count && !found; caller++) {
    uintptr_t place = (uintptr_t)callers[caller];
    found = place >= library_start && place < library_end;
  }
  first_failure = watched;
  return found;
}

static int fails(void) {
  if (first_failure == 0 || !is_called_by_library()) return 0;
  long number = ++allocations;
  if (number < first_failure || number >= first_failure + failures) return 0;
  errno = ENOMEM;
  return 1;
}

// The blocks that are allocated now, to the block: the C library's own figures count its caches
// too.
static long blocks;

long allocated_blocks(void) { return __atomic_load_n(&blocks, __ATOMIC_RELAXED); }

static void *counted(void *block) {
  if (block) __atomic_fetch_add(&blocks, 1, __ATOMIC_RELAXED);
  return block;
}

void *malloc(size_t size) { return fails() ? NULL : counted(__libc_malloc(size)); }
void *calloc(size_t count, size_t size) {
  return fails() ? NULL : counted(__libc_calloc(count, size));
}
void *realloc(void *block, size_t size) {
  if (fails()) return NULL;
  void *other = __libc_realloc(block, size);
  return block ? other : counted(other);
}
void free(void *block) {
  if (block) __atomic_fetch_sub(&blocks, 1, __ATOMIC_RELAXED);
  __libc_free(block);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
// On 64-bit Linux off_t is off64_t, and a program may be linked by either name.
#define ALSO(name) __attribute__((alias(#name)))

void *mmap(void *place, size_t size, int protection, int flags, int file, off_t offset) {
  static __typeof__(&mmap) real;
  if (!real) real = REAL(mmap);
  return fails() ? MAP_FAILED : real(place, size, protection, flags, file, offset);
}
void *mmap64(void *, size_t, int, int, int, off64_t) ALSO(mmap);

// Of `pread`: what it fails with, and how often; the most that it reads at once, 0 for no limit;
// and at which call Ctrl-C is pressed.
static _Thread_local int read_error, read_errors, interrupted_read, reads;
static _Thread_local size_t read_limit;

void fail_reads(int error, int count) {
  read_error = error;
  read_errors = count;
}

void limit_reads(size_t limit) { read_limit = limit; }

void interrupt_read(int number) {
  interrupted_read = number;
  reads = 0;
}

int reads_made(void) { return reads; }

ssize_t pread(int file, void *place, size_t size, off_t offset) {
  static __typeof__(&pread) real;
  if (!real) real = REAL(pread);
  if (++reads == interrupted_read) raise(SIGINT);
  if (read_errors > 0) {
    read_errors--;
    errno = read_error;
    return -1;
  }
  return real(file, place, read_limit && size > read_limit ? read_limit : size, offset);
}
ssize_t pread64(int, void *, size_t, off64_t) ALSO(pread);

// What the next `msync` fails with.
static _Thread_local int sync_error;

void fail_sync(int error) { sync_error = error; }

int msync(void *place, size_t size, int flags) {
  static __typeof__(&msync) real;
  if (!real) real = REAL(msync);
  if (sync_error == 0) return real(place, size, flags);
  errno = sync_error;
  sync_error = 0;
  return -1;
}
