// Loops over packed numbers in native byte order that cannot be written in Swift, which cannot
// compile functions for vectors that not every processor has. They are in a C file, not inline
// functions of a header, so that the library contains each of them once.
//
// Contract of every loop: `source` has `count` numbers and `target` room for as many; the two do
// not overlap; neither need be aligned. No value is undefined behaviour: other threads may change
// the memory during a loop.

#ifndef SWIFTBUF_VECTOR_LOOPS_H
#define SWIFTBUF_VECTOR_LOOPS_H

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// The kinds of numbers, as indices of the tables. Half floats are represented by their bits.
enum {
  swiftbuf_i8, swiftbuf_u8, swiftbuf_i16, swiftbuf_u16, swiftbuf_i32, swiftbuf_u32,
  swiftbuf_i64, swiftbuf_u64, swiftbuf_f16, swiftbuf_f32, swiftbuf_f64, swiftbuf_number_count
};

// Further parameters of a loop: a product and a sum in float64, complex for two components, the
// limits for clipping, and the bits that make a number true.
typedef struct {
  double scale, offset, low, high;
  double imaginary_scale, imaginary_offset;
  uint64_t mask;
} swiftbuf_line;

typedef void (*swiftbuf_loop)(
    const void *source, void *target, size_t count, const swiftbuf_line *line);

// One loop of the table, because Swift sees an array in a struct as a tuple. The index must be
// valid.
swiftbuf_loop _Nullable swiftbuf_to_f64(int index);
swiftbuf_loop _Nullable swiftbuf_to_f32(int index);
swiftbuf_loop _Nullable swiftbuf_from_f32(int index);
swiftbuf_loop _Nullable swiftbuf_from_f64(int index);
swiftbuf_loop _Nullable swiftbuf_swap(int index);
swiftbuf_loop _Nullable swiftbuf_pair(int index);
swiftbuf_loop _Nullable swiftbuf_truth(int index);
swiftbuf_loop _Nonnull swiftbuf_clip(void);
swiftbuf_loop _Nonnull swiftbuf_complex(void);
swiftbuf_loop _Nullable swiftbuf_i24(int index);
swiftbuf_loop _Nullable swiftbuf_u24(int index);
swiftbuf_loop _Nullable swiftbuf_to_24(int index);
swiftbuf_loop _Nullable swiftbuf_conversion(int from, int to);
int swiftbuf_widen(int index, const void *source, size_t count, void *extremes);
int swiftbuf_has_nan(int index, const void *source, size_t count);
uint64_t swiftbuf_all_bits(int size, const void *source, size_t count, uint64_t summand);
size_t swiftbuf_first(int size, const void *source, size_t count, uint64_t mask, uint64_t pattern,
                      uint64_t other);

// A sum in float64, and what rounding has lost of it.
typedef struct {
  double sum, lost;
} swiftbuf_total;

// What blocks add up to. The sum is that of all totals of `sum`, and the sum of squares that of all
// of `squares`; of integers, each total has bits of its own weight, and is exact for up to 2^42
// numbers.
typedef struct {
  swiftbuf_total sum[2], squares[4];
  // How many are not NaN, and how many are the least and the greatest of their kind.
  uint64_t numbers, lowest, highest;
} swiftbuf_sums;

// Adds a block of at most 2^20 numbers: float64, each times a power of two; integers of less than
// 2^32 in magnitude as int64, with the least and the greatest of their kind; 64-bit integers.
void swiftbuf_add_doubles(const void *source, size_t count, double scale, swiftbuf_sums *sums);
void swiftbuf_add_short(
    const void *source, size_t count, int64_t low, int64_t high, swiftbuf_sums *sums);
void swiftbuf_add_i64(const void *source, size_t count, swiftbuf_sums *sums);
void swiftbuf_add_u64(const void *source, size_t count, swiftbuf_sums *sums);

// Converts 64-bit integers to the nearest of the other signedness.
void swiftbuf_saturate_i64_u64(
    const void *source, void *target, size_t count, const swiftbuf_line *line);
void swiftbuf_saturate_u64_i64(
    const void *source, void *target, size_t count, const swiftbuf_line *line);

// Equality of 64-bit integers with other numbers and with float64, with Python's rules: exact.
int swiftbuf_equal_i64_u64(const void *left, const void *right, size_t count);
int swiftbuf_equal_i64_f64(const void *left, const void *right, size_t count);
int swiftbuf_equal_u64_f64(const void *left, const void *right, size_t count);

#pragma clang assume_nonnull end

#endif
