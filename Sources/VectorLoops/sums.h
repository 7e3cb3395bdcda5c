// Sums, sums of squares, and counts of a block, once for each set of vectors.

#ifndef SWIFTBUF_SUMS
#define SWIFTBUF_SUMS
// Adds to a sum, and the rounding error to a second sum (Knuth, TAOCP volume 2, 4.2.2, theorem B).
static __attribute__((noinline)) void swiftbuf_add(swiftbuf_total *total, double value) {
#pragma STDC FP_CONTRACT OFF
  double sum = total->sum + value, added = sum - total->sum;
  total->lost += (total->sum - (sum - added)) + (value - added);
  total->sum = sum;
}

static inline void swiftbuf_count(
    swiftbuf_sums *sums, uint64_t numbers, uint64_t lowest, uint64_t highest) {
  sums->numbers += numbers, sums->lowest += lowest, sums->highest += highest;
}
#endif

#define SWIFTBUF_ADD(sum, lost, value)                                                             \
  do {                                                                                             \
    swiftbuf_double_vector term = value, more = sum + term, added = more - sum;                    \
    lost += (sum - (more - added)) + (term - added);                                               \
    sum = more;                                                                                    \
  } while (0)

// Infinities and NaNs are counted, not added. The rest of less than a vector is filled up with
// zeros, which change no sum.
SWIFTBUF_LOOP void SWIFTBUF_NAME(sums_f64)(
    const void *source, size_t count, double scale, swiftbuf_sums *sums) {
#pragma STDC FP_CONTRACT OFF
  const swiftbuf_double_at *from = (const swiftbuf_double_at *)source;
  const double infinity = __builtin_inf();
  swiftbuf_double_vector sum = {0}, lost = {0}, squares = {0}, lost_squares = {0};
  swiftbuf_int64_vector nan = {0}, lowest = {0}, highest = {0};
  swiftbuf_double_vector rest = {0};
  memcpy(&rest, from + (count & ~(size_t)3), 8 * (count & 3));
  for (size_t i = 0; i < count; i += 4) {
    const void *next = count - i < 4 ? (const void *)&rest : from + i;
    swiftbuf_double_vector x = *(const swiftbuf_double_vector *)next;
    nan -= x != x;
    lowest -= x == -infinity;
    highest -= x == infinity;
    swiftbuf_int64_vector is_finite = (x < infinity) & (x > -infinity);
    x = (swiftbuf_double_vector)((swiftbuf_int64_vector)x & is_finite) * scale;
    SWIFTBUF_ADD(sum, lost, x);
    SWIFTBUF_ADD(squares, lost_squares, x * x);
  }
  _Pragma("clang loop unroll(disable)") for (int lane = 0; lane < 4; lane++) {
    swiftbuf_add(&sums->sum[0], sum[lane]);
    swiftbuf_add(&sums->sum[0], lost[lane]);
    swiftbuf_add(&sums->squares[0], squares[lane]);
    swiftbuf_add(&sums->squares[0], lost_squares[lane]);
  }
  swiftbuf_count(
      sums, count - (uint64_t)__builtin_reduce_add(nan), (uint64_t)__builtin_reduce_add(lowest),
      (uint64_t)__builtin_reduce_add(highest));
}

// Integers of less than 2^32 in magnitude, as int64: their sum is exact, and so are the sums of both
// halves of their squares.
SWIFTBUF_LOOP void SWIFTBUF_NAME(sums_short)(
    const void *source, size_t count, int64_t low, int64_t high, swiftbuf_sums *sums) {
  const swiftbuf_int64_at *from = (const swiftbuf_int64_at *)source;
  int64_t sum = 0;
  uint64_t squares[2] = {0, 0}, lowest = 0, highest = 0;
  _Pragma("clang loop interleave_count(1)") for (size_t i = 0; i < count; i++) {
    int64_t x = from[i];
    uint64_t magnitude = (uint32_t)(x < 0 ? 0 - (uint64_t)x : (uint64_t)x);
    uint64_t square = magnitude * magnitude;
    sum += x;
    squares[0] += square & UINT32_MAX;
    squares[1] += square >> 32;
    lowest += x == low;
    highest += x == high;
  }
  swiftbuf_add(&sums->sum[0], (double)sum);
  swiftbuf_add(&sums->squares[0], (double)squares[0]);
  swiftbuf_add(&sums->squares[1], (double)squares[1] * 0x1p32);
  swiftbuf_count(sums, count, lowest, highest);
}

#undef SWIFTBUF_ADD
