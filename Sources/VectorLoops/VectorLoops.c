#include "VectorLoops.h"

#include <string.h>

#include "../CPython/processor.h"

typedef int (*swiftbuf_extremes)(const void *source, size_t count, void *extremes);
typedef size_t (*swiftbuf_find)(
    const void *source, size_t count, uint64_t mask, uint64_t pattern, uint64_t other);
typedef uint64_t (*swiftbuf_bits)(const void *source, size_t count, uint64_t summand);
typedef int (*swiftbuf_nan)(const void *source, size_t count);
typedef void (*swiftbuf_sum_f64)(
    const void *source, size_t count, double scale, swiftbuf_sums *sums);
typedef void (*swiftbuf_sum_short)(
    const void *source, size_t count, int64_t low, int64_t high, swiftbuf_sums *sums);

typedef struct {
  // Converts numbers by value: integers keep their low bits, floating point is rounded to nearest,
  // ties to even. NULL for conversions that take two steps.
  swiftbuf_loop convert[swiftbuf_number_count][swiftbuf_number_count];
  // value * scale + offset in float64, each rounded; the result as float64 or rounded to float32.
  swiftbuf_loop to_f64[swiftbuf_number_count], to_f32[swiftbuf_number_count];
  // The same, clipped, then rounded to the nearest integer, ties to even. A NaN becomes `low`.
  swiftbuf_loop from_f32[swiftbuf_number_count], from_f64[swiftbuf_number_count];
  // Widens a pair of numbers, the minimum and the maximum, and returns whether there was a NaN,
  // which does not widen it.
  swiftbuf_extremes extremes[swiftbuf_number_count];
  // Whether there is a NaN.
  swiftbuf_nan nan[swiftbuf_number_count];
  // By the logarithm of the bytes of a number: copies with the bytes of each reversed; each
  // followed by a zero; and 1 where `number & mask` is not 0, else 0.
  swiftbuf_loop swap[4], pair[4], truth[4];
  // The first index at which `number & mask` is `pattern`, or is not if `other` is 1; `count` if
  // there is none.
  swiftbuf_find find[4];
  // The bits that any of `number + summand` has.
  swiftbuf_bits bits[4];
  // Clips finite float64 numbers; multiplies and adds complex ones (two float64 each).
  swiftbuf_loop clip_f64, complex_f64;
  // Expands three bytes to four and back, by the order of the three: native, swapped.
  swiftbuf_loop i24[2], u24[2], to_24[2];
  // Adds up a block.
  swiftbuf_sum_f64 sums_f64;
  swiftbuf_sum_short sums_short;
} swiftbuf_loops;

#define SWIFTBUF_LOOP static

#define SWIFTBUF_NAME(name) swiftbuf_baseline_##name
#include "conversions.h"
#include "arrangements.h"
#include "extremes.h"
#include "sums.h"
#include "table.h"
#undef SWIFTBUF_NAME

#if defined(__x86_64__)
#define SWIFTBUF_AVX2
#define SWIFTBUF_NAME(name) swiftbuf_avx2_##name
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#include "conversions.h"
#include "arrangements.h"
#include "extremes.h"
#include "sums.h"
#include "table.h"
#pragma clang attribute pop
#undef SWIFTBUF_NAME
#undef SWIFTBUF_AVX2
#endif

// The loops for this processor.
static __attribute__((noinline)) const swiftbuf_loops *swiftbuf_vector_loops(void) {
#if defined(__x86_64__)
  if (swiftbuf_has_avx2()) return &swiftbuf_avx2_table;
#endif
  return &swiftbuf_baseline_table;
}

// One loop of the table, because Swift sees an array in a struct as a tuple. The index must be
// valid.
#define SWIFTBUF_PICK(name)                                                                        \
  swiftbuf_loop swiftbuf_##name(int index) {                                         \
    return swiftbuf_vector_loops()->name[index];                                                   \
  }
SWIFTBUF_PICK(to_f64)
SWIFTBUF_PICK(to_f32)
SWIFTBUF_PICK(from_f32)
SWIFTBUF_PICK(from_f64)
SWIFTBUF_PICK(swap)
SWIFTBUF_PICK(pair)
SWIFTBUF_PICK(truth)
SWIFTBUF_PICK(i24)
SWIFTBUF_PICK(u24)
SWIFTBUF_PICK(to_24)
swiftbuf_loop swiftbuf_clip(void) { return swiftbuf_vector_loops()->clip_f64; }
swiftbuf_loop swiftbuf_complex(void) { return swiftbuf_vector_loops()->complex_f64; }
swiftbuf_loop swiftbuf_conversion(int from, int to) {
  return swiftbuf_vector_loops()->convert[from][to];
}
int swiftbuf_widen(int index, const void *source, size_t count, void *extremes) {
  swiftbuf_extremes widen = swiftbuf_vector_loops()->extremes[index];
  return widen ? widen(source, count, extremes) : 0;
}
int swiftbuf_has_nan(int index, const void *source, size_t count) {
  swiftbuf_nan nan = swiftbuf_vector_loops()->nan[index];
  return nan ? nan(source, count) : 0;
}
uint64_t swiftbuf_all_bits(int size, const void *source, size_t count, uint64_t summand) {
  return swiftbuf_vector_loops()->bits[size](source, count, summand);
}
size_t swiftbuf_first(int size, const void *source, size_t count, uint64_t mask,
                                    uint64_t pattern, uint64_t other) {
  return swiftbuf_vector_loops()->find[size](source, count, mask, pattern, other);
}

void swiftbuf_add_doubles(const void *source, size_t count, double scale, swiftbuf_sums *sums) {
  swiftbuf_vector_loops()->sums_f64(source, count, scale, sums);
}
void swiftbuf_add_short(
    const void *source, size_t count, int64_t low, int64_t high, swiftbuf_sums *sums) {
  swiftbuf_vector_loops()->sums_short(source, count, low, high, sums);
}

// Sums of 64-bit integers and of their squares, which have 128 bits: exact, as no block has more
// than 2^20 numbers. What is added as float64 has at most 53 bits.
#define SWIFTBUF_ADD_LONG(name, type, least, greatest, magnitude)                                  \
  void swiftbuf_add_##name(const void *source, size_t count, swiftbuf_sums *sums) {                \
    const swiftbuf_##type##_at *from = (const swiftbuf_##type##_at *)source;                       \
    type##_t high_half = 0;                                                                        \
    unsigned __int128 squares[2] = {0, 0};                                                         \
    uint64_t low_half = 0, lowest = 0, highest = 0;                                                \
    for (size_t i = 0; i < count; i++) {                                                           \
      type##_t x = from[i];                                                                        \
      uint64_t size = magnitude;                                                                   \
      unsigned __int128 square = (unsigned __int128)size * size;                                   \
      low_half += x & UINT32_MAX, high_half += x >> 32;                                            \
      squares[0] += (uint64_t)square, squares[1] += (uint64_t)(square >> 64);                      \
      lowest += x == least, highest += x == greatest;                                              \
    }                                                                                              \
    swiftbuf_add(&sums->sum[0], (double)low_half);                                                 \
    swiftbuf_add(&sums->sum[1], (double)high_half * 0x1p32);                                       \
    for (int i = 0; i < 2; i++) {                                                                  \
      double weight = i ? 0x1p64 : 1, high_weight = weight * 0x1p32;                               \
      swiftbuf_add(&sums->squares[2 * i], (double)(uint32_t)squares[i] * weight);                  \
      uint64_t rest = (uint64_t)(squares[i] >> 32);                                                \
      swiftbuf_add(&sums->squares[2 * i + 1], (double)rest * high_weight);                         \
    }                                                                                              \
    swiftbuf_count(sums, count, lowest, highest);                                                  \
  }
SWIFTBUF_ADD_LONG(i64, int64, INT64_MIN, INT64_MAX, x < 0 ? 0 - (uint64_t)x : (uint64_t)x)
SWIFTBUF_ADD_LONG(u64, uint64, 0, UINT64_MAX, x)

// Converts 64-bit integers to the nearest of the other signedness.
#define SWIFTBUF_SATURATE(name, S, T, condition, end)                                              \
  void swiftbuf_saturate_##name(                                                                   \
      const void *source, void *target, size_t count, const swiftbuf_line *line) {                 \
    (void)line;                                                                                    \
    const swiftbuf_##S##_at *from = (const swiftbuf_##S##_at *)source;                             \
    swiftbuf_##T##_at *to = (swiftbuf_##T##_at *)target;                                           \
    for (size_t i = 0; i < count; i++) to[i] = from[i] condition ? end : (T##_t)from[i];           \
  }
SWIFTBUF_SATURATE(i64_u64, int64, uint64, < 0, 0)
SWIFTBUF_SATURATE(u64_i64, uint64, int64, > INT64_MAX, INT64_MAX)

// Equality of 64-bit integers with other numbers and with float64, with Python's rules: exact.

int swiftbuf_equal_i64_u64(const void *left, const void *right, size_t count) {
  const uint8_t *l = (const uint8_t *)left, *r = (const uint8_t *)right;
  uint64_t difference = 0;
  for (size_t i = 0; i < count; i++) {
    uint64_t a, b;
    memcpy(&a, l + 8 * i, 8);
    memcpy(&b, r + 8 * i, 8);
    difference |= (a ^ b) | (a >> 63);
  }
  return difference == 0;
}

#define SWIFTBUF_EQUAL_INTEGERS_AND_DOUBLES(name, type, high)                                        \
  int swiftbuf_equal_##name(const void *left, const void *right, size_t count) {     \
    const uint8_t *l = (const uint8_t *)left, *r = (const uint8_t *)right;                         \
    int equal = 1;                                                                                 \
    for (size_t i = 0; i < count; i++) {                                                           \
      type a;                                                                                      \
      double b;                                                                                    \
      memcpy(&a, l + 8 * i, 8);                                                                    \
      memcpy(&b, r + 8 * i, 8);                                                                    \
      /* Where rounding `a` gives `b`, `b` is in range, but for the end that rounds upwards. */    \
      int same = (double)a == b && b < high;                                                       \
      equal &= same && (type)(same ? b : 0) == a;                                                  \
    }                                                                                              \
    return equal;                                                                                  \
  }

SWIFTBUF_EQUAL_INTEGERS_AND_DOUBLES(i64_f64, int64_t, 0x1p63)
SWIFTBUF_EQUAL_INTEGERS_AND_DOUBLES(u64_f64, uint64_t, 0x1p64)
