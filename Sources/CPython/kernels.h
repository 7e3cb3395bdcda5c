// Loops over memory that cannot be written in Swift: instructions without a Swift equivalent,
// vectors that not every processor has, and a loop that the Swift compiler does not vectorize.

#ifndef SWIFTBUF_KERNELS_H
#define SWIFTBUF_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#include "processor.h"

// Whether two runs of floating-point numbers are equal, by value: a NaN is not. Blocks of 256 bytes
// are compared as a whole, as nothing vectorizes a loop with a way out.
#define SWIFTBUF_EQUAL(name, type, integer)                                                        \
  typedef type swiftbuf_##name __attribute__((vector_size(16), aligned(1)));                       \
  static inline int swiftbuf_equal_##name(const void *left, const void *right, size_t count) {     \
    const uint8_t *l = (const uint8_t *)left, *r = (const uint8_t *)right;                         \
    const uint8_t *end = l + count * sizeof(type);                                                 \
    for (; end - l >= 256; l += 256, r += 256) {                                                   \
      const swiftbuf_##name *a = (const swiftbuf_##name *)l, *b = (const swiftbuf_##name *)r;      \
      integer __attribute__((vector_size(16))) same = a[0] == b[0], more = a[1] == b[1];           \
      for (size_t i = 2; i < 16; i += 2) same &= a[i] == b[i], more &= a[i + 1] == b[i + 1];       \
      int64_t __attribute__((vector_size(16))) all =                                               \
          (int64_t __attribute__((vector_size(16))))(same & more);                                 \
      if ((all[0] & all[1]) != -1) return 0;                                                       \
    }                                                                                              \
    for (; l < end; l += sizeof(type), r += sizeof(type)) {                                        \
      type a, b;                                                                                   \
      __builtin_memcpy(&a, l, sizeof a);                                                           \
      __builtin_memcpy(&b, r, sizeof b);                                                           \
      if (!(a == b)) return 0;                                                                     \
    }                                                                                              \
    return 1;                                                                                      \
  }

SWIFTBUF_EQUAL(doubles, double, int64_t)
SWIFTBUF_EQUAL(floats, float, int32_t)

#if defined(__x86_64__)

// `rep stosq` writes whole cache lines without reading them first, as memset does; plain stores of
// a pattern read every line that they are about to overwrite. For less than a few KiB, its startup
// costs more.
static inline int swiftbuf_fill_words(void *start, uint64_t word, size_t count) {
  __asm__ volatile("rep stosq" : "+D"(start), "+c"(count) : "a"(word) : "memory");
  return 1;
}

typedef uint8_t swiftbuf_bytes32 __attribute__((vector_size(32), aligned(1)));

// Reverses the bytes of each component in vectors of 32 bytes, and returns the number of bytes
// processed: none on a processor without AVX2.
#define SWIFTBUF_SWAP(size, ...)                                                                   \
  __attribute__((target("avx2"))) static inline void swiftbuf_swap_##size(                         \
      uint8_t *start, size_t byte_count) {                                                         \
    for (size_t done = 0; done < byte_count; done += 32) {                                         \
      swiftbuf_bytes32 *place = (swiftbuf_bytes32 *)(start + done);                                \
      *place = __builtin_shufflevector(*place, *place, __VA_ARGS__);                               \
    }                                                                                              \
  }

SWIFTBUF_SWAP(2, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14, 17, 16, 19, 18, 21, 20, 23, 22,
              25, 24, 27, 26, 29, 28, 31, 30)
SWIFTBUF_SWAP(4, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12, 19, 18, 17, 16, 23, 22, 21, 20,
              27, 26, 25, 24, 31, 30, 29, 28)
SWIFTBUF_SWAP(8, 7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8, 23, 22, 21, 20, 19, 18, 17, 16,
              31, 30, 29, 28, 27, 26, 25, 24)

static inline size_t swiftbuf_swap_vectors(void *start, size_t byte_count, size_t size) {
  if (!swiftbuf_has_avx2()) return 0;
  byte_count &= ~(size_t)31;
  switch (size) {
  case 2: swiftbuf_swap_2(start, byte_count); break;
  case 4: swiftbuf_swap_4(start, byte_count); break;
  case 8: swiftbuf_swap_8(start, byte_count); break;
  default: return 0;
  }
  return byte_count;
}

#else

static inline int swiftbuf_fill_words(void *start, uint64_t word, size_t count) { return 0; }
static inline size_t swiftbuf_swap_vectors(void *start, size_t byte_count, size_t size) { return 0; }

#endif
#endif
