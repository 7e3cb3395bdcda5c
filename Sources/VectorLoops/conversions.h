// Converting numbers, once for each set of vectors: included by VectorLoops.c with SWIFTBUF_NAME
// defined. Plain loops that the compiler vectorizes, and explicit vectors where it would not.

// Numbers at unaligned addresses.
#ifndef SWIFTBUF_NUMBERS
#define SWIFTBUF_NUMBERS
#define SWIFTBUF_NUMBER(name, type)                                                                \
  typedef type swiftbuf_##name##_at __attribute__((aligned(1), may_alias));                        \
  typedef type swiftbuf_##name##_vector                                                            \
      __attribute__((ext_vector_type(32 / sizeof(type)), aligned(1), may_alias));
SWIFTBUF_NUMBER(int8, int8_t)
SWIFTBUF_NUMBER(uint8, uint8_t)
SWIFTBUF_NUMBER(int16, int16_t)
SWIFTBUF_NUMBER(uint16, uint16_t)
SWIFTBUF_NUMBER(int32, int32_t)
SWIFTBUF_NUMBER(uint32, uint32_t)
SWIFTBUF_NUMBER(int64, int64_t)
SWIFTBUF_NUMBER(uint64, uint64_t)
SWIFTBUF_NUMBER(float, float)
SWIFTBUF_NUMBER(double, double)

// IEEE 754 binary16 by its bits: 0x3F000000 is 0.5 as a float32, whose last bit has the weight
// 2^-24, like the last bit of a half below 2^-14. The exponent of a half is 112 less than that of a
// float; for infinity and NaN it is twice that.
static inline float swiftbuf_float_of_half(uint16_t half) {
  uint32_t magnitude = half & 0x7FFF, sign = (uint32_t)(half & 0x8000) << 16;
  uint32_t small_bits = 0x3F000000 + magnitude, bits = (magnitude << 13) + (112u << 23);
  float small, result;
  memcpy(&small, &small_bits, 4);
  small -= 0.5f;
  memcpy(&small_bits, &small, 4);
  bits += magnitude >= 0x7C00 ? 112u << 23 : 0;
  bits = (magnitude < 0x0400 ? small_bits : bits) | sign;
  memcpy(&result, &bits, 4);
  return result;
}

// The nearest half, ties to even (IEEE 754, 4.3.1): infinity from 65520 on.
static inline uint16_t swiftbuf_half_of_float(float number) {
  uint32_t bits, small_bits;
  memcpy(&bits, &number, 4);
  uint32_t sign = bits >> 16 & 0x8000;
  bits &= 0x7FFFFFFF;
  float small;
  memcpy(&small, &bits, 4);
  small += 0.5f;
  memcpy(&small_bits, &small, 4);
  uint32_t rounded = (bits + 0xFFF + (bits >> 13 & 1) - (112u << 23)) >> 13;
  rounded = bits >= 0x47800000 ? 0x7C00 : rounded;
  rounded = bits > 0x7F800000 ? 0x7E00 | (bits >> 13 & 0x3FF) : rounded;
  rounded = bits < 0x38800000 ? small_bits - 0x3F000000 : rounded;
  return (uint16_t)(rounded | sign);
}

// A float32 that rounds to the same half as the float64 does: truncated, with the last bit set if
// anything was cut off ("round to odd"). It has enough more bits than a half that this causes no
// tie.
static inline float swiftbuf_float_to_odd(double number) {
  uint64_t bits;
  memcpy(&bits, &number, 8);
  const uint64_t rest = 0x1FFFFFFF;
  bits = (bits & ~rest) | ((bits & rest) != 0 ? rest + 1 : 0);
  double odd;
  memcpy(&odd, &bits, 8);
  return (float)odd;
}
#endif

#define SWIFTBUF_CONVERT(name, S, T, expression)                                                   \
  SWIFTBUF_LOOP void SWIFTBUF_NAME(name)(                                                          \
      const void *restrict source, void *restrict target, size_t count,                            \
      const swiftbuf_line *line) {                                                                 \
    const swiftbuf_##S##_at *restrict from = (const swiftbuf_##S##_at *)source;                    \
    swiftbuf_##T##_at *restrict to = (swiftbuf_##T##_at *)target;                                  \
    _Pragma("clang loop interleave_count(2)") for (size_t i = 0; i < count; i++) {                 \
      (void)line;                                                                                  \
      swiftbuf_##S##_at x = from[i];                                                               \
      to[i] = expression;                                                                          \
    }                                                                                              \
  }

SWIFTBUF_CONVERT(i8_16, int8, int16, x)
SWIFTBUF_CONVERT(i8_32, int8, int32, x)
SWIFTBUF_CONVERT(i8_64, int8, int64, x)
SWIFTBUF_CONVERT(u8_16, uint8, int16, x)
SWIFTBUF_CONVERT(u8_32, uint8, int32, x)
SWIFTBUF_CONVERT(u8_64, uint8, int64, x)
SWIFTBUF_CONVERT(i16_32, int16, int32, x)
SWIFTBUF_CONVERT(i16_64, int16, int64, x)
SWIFTBUF_CONVERT(u16_32, uint16, int32, x)
SWIFTBUF_CONVERT(u16_64, uint16, int64, x)
SWIFTBUF_CONVERT(i32_64, int32, int64, x)
SWIFTBUF_CONVERT(u32_64, uint32, int64, x)
SWIFTBUF_CONVERT(cut_16_8, uint16, uint8, (uint8_t)x)
SWIFTBUF_CONVERT(cut_32_8, uint32, uint8, (uint8_t)x)
SWIFTBUF_CONVERT(cut_32_16, uint32, uint16, (uint16_t)x)
SWIFTBUF_CONVERT(cut_64_8, uint64, uint8, (uint8_t)x)
SWIFTBUF_CONVERT(cut_64_16, uint64, uint16, (uint16_t)x)
SWIFTBUF_CONVERT(cut_64_32, uint64, uint32, (uint32_t)x)

SWIFTBUF_CONVERT(i8_f32, int8, float, (float)x)
SWIFTBUF_CONVERT(u8_f32, uint8, float, (float)x)
SWIFTBUF_CONVERT(i16_f32, int16, float, (float)x)
SWIFTBUF_CONVERT(u16_f32, uint16, float, (float)x)
SWIFTBUF_CONVERT(i32_f32, int32, float, (float)x)
SWIFTBUF_CONVERT(u32_f32, uint32, float, (float)(double)x)
SWIFTBUF_CONVERT(i8_f64, int8, double, x)
SWIFTBUF_CONVERT(u8_f64, uint8, double, x)
SWIFTBUF_CONVERT(i16_f64, int16, double, x)
SWIFTBUF_CONVERT(u16_f64, uint16, double, x)
SWIFTBUF_CONVERT(i32_f64, int32, double, x)
SWIFTBUF_CONVERT(u32_f64, uint32, double, x)
SWIFTBUF_CONVERT(i64_f64, int64, double, (double)x)
SWIFTBUF_CONVERT(u64_f64, uint64, double, (double)x)
SWIFTBUF_CONVERT(f32_f64, float, double, x)
SWIFTBUF_CONVERT(f64_f32, double, float, (float)x)
SWIFTBUF_CONVERT(f16_f32, uint16, float, swiftbuf_float_of_half(x))
SWIFTBUF_CONVERT(f32_f16, float, uint16, swiftbuf_half_of_float(x))
SWIFTBUF_CONVERT(f64_f16, double, uint16, swiftbuf_half_of_float(swiftbuf_float_to_odd(x)))

// Without fused multiply-add: each operation is rounded, as in Python.
#define SWIFTBUF_SCALE(name, S, T, expression)                                                     \
  SWIFTBUF_LOOP void SWIFTBUF_NAME(name)(                                                          \
      const void *restrict source, void *restrict target, size_t count,                            \
      const swiftbuf_line *restrict line) {                                                        \
    _Pragma("STDC FP_CONTRACT OFF")                                                                \
    const swiftbuf_##S##_at *restrict from = (const swiftbuf_##S##_at *)source;                    \
    swiftbuf_##T##_at *restrict to = (swiftbuf_##T##_at *)target;                                  \
    const double scale = line->scale, offset = line->offset;                                       \
    const double low = line->low, high = line->high;                                               \
    (void)low, (void)high;                                                                         \
    _Pragma("clang loop interleave_count(2)") for (size_t i = 0; i < count; i++) {                 \
      double y = (double)from[i] * scale;                                                          \
      y = y + offset;                                                                              \
      to[i] = expression;                                                                          \
    }                                                                                              \
  }

#define SWIFTBUF_SCALES(name, S)                                                                   \
  SWIFTBUF_SCALE(name##_to_f64, S, double, y)                                                      \
  SWIFTBUF_SCALE(name##_to_f32, S, float, (float)y)

SWIFTBUF_SCALES(i8, int8)
SWIFTBUF_SCALES(u8, uint8)
SWIFTBUF_SCALES(i16, int16)
SWIFTBUF_SCALES(u16, uint16)
SWIFTBUF_SCALES(i32, int32)
SWIFTBUF_SCALES(u32, uint32)
SWIFTBUF_SCALES(f32, float)
SWIFTBUF_SCALES(f64, double)

#ifndef SWIFTBUF_CLIPPED
#define SWIFTBUF_CLIPPED
// A NaN compares false, so it becomes `low`. Adding 1.5 * 2^52 leaves no bits for a fraction: the
// processor rounds to nearest, ties to even.
static inline double swiftbuf_clipped(double y, double low, double high) {
  y = y > low ? y : low;
  y = y < high ? y : high;
  return (y + 0x1.8p52) - 0x1.8p52;
}
// 64-bit integers: the ends are not exact in float64, and from 2^52 on there is no fraction.
static inline double swiftbuf_rounded(double y) {
  double rest = y < 0 ? -0x1p52 : 0x1p52;
  return y > -0x1p52 && y < 0x1p52 ? (y + rest) - rest : y;
}
static inline int64_t swiftbuf_clipped_i64(double y) {
  y = swiftbuf_rounded(y);
  return !(y >= -0x1p63) ? INT64_MIN : y >= 0x1p63 ? INT64_MAX : (int64_t)y;
}
static inline uint64_t swiftbuf_clipped_u64(double y) {
  y = swiftbuf_rounded(y);
  return !(y > 0) ? 0 : y >= 0x1p64 ? UINT64_MAX : (uint64_t)y;
}
#endif

#define SWIFTBUF_CODES(name, S)                                                                    \
  SWIFTBUF_SCALE(name##_to_i8, S, int8, (int8_t)(int32_t)swiftbuf_clipped(y, low, high))           \
  SWIFTBUF_SCALE(name##_to_u8, S, uint8, (uint8_t)(int32_t)swiftbuf_clipped(y, low, high))         \
  SWIFTBUF_CODES_OF_16_BITS(name, S)                                                               \
  SWIFTBUF_SCALE(name##_to_i32, S, int32, (int32_t)swiftbuf_clipped(y, low, high))

#ifdef SWIFTBUF_AVX2
// The same for 16 bits, sixteen at a time. The sum with 1.5 * 2^52 has the integer in its lower half,
// where it is taken from: no conversion back, and no second sum.
#ifndef SWIFTBUF_ROUND_UP_TO_BITS
#define SWIFTBUF_ROUND_UP_TO_BITS
#define SWIFTBUF_FOUR(type) type __attribute__((ext_vector_type(4)))
typedef SWIFTBUF_FOUR(double) swiftbuf_four_doubles;
typedef SWIFTBUF_FOUR(float) swiftbuf_four_floats_at __attribute__((aligned(1), may_alias));
typedef SWIFTBUF_FOUR(double) swiftbuf_four_doubles_at __attribute__((aligned(1), may_alias));
typedef int32_t swiftbuf_eight_ints __attribute__((ext_vector_type(8)));
typedef int16_t swiftbuf_sixteen_shorts __attribute__((vector_size(32)));
typedef int32_t swiftbuf_pack_ints __attribute__((vector_size(32)));
#endif
#define SWIFTBUF_FOUR_CODES(S, place)                                                              \
  ({                                                                                               \
    swiftbuf_four_doubles y =                                                                      \
        __builtin_convertvector(*(const swiftbuf_four_##S##s_at *)(place), swiftbuf_four_doubles); \
    y = y * scale;                                                                                 \
    y = y + offset;                                                                                \
    y = y > low ? y : low;                                                                         \
    y = y < high ? y : high;                                                                       \
    (swiftbuf_eight_ints)(y + 0x1.8p52);                                                           \
  })
#define SWIFTBUF_SHORT_CODES(name, S, T, pack)                                                     \
  SWIFTBUF_LOOP void SWIFTBUF_NAME(name)(                                                          \
      const void *restrict source, void *restrict target, size_t count,                            \
      const swiftbuf_line *restrict line) {                                                        \
    _Pragma("STDC FP_CONTRACT OFF")                                                                \
    const swiftbuf_##S##_at *restrict from = (const swiftbuf_##S##_at *)source;                    \
    swiftbuf_##T##_at *restrict to = (swiftbuf_##T##_at *)target;                                  \
    const swiftbuf_four_doubles scale = line->scale, offset = line->offset;                        \
    const swiftbuf_four_doubles low = line->low, high = line->high;                                \
    size_t i = 0;                                                                                  \
    for (; i + 16 <= count; i += 16) {                                                             \
      swiftbuf_eight_ints a = SWIFTBUF_FOUR_CODES(S, from + i);                                    \
      swiftbuf_eight_ints b = SWIFTBUF_FOUR_CODES(S, from + i + 4);                                \
      swiftbuf_eight_ints c = SWIFTBUF_FOUR_CODES(S, from + i + 8);                                \
      swiftbuf_eight_ints d = SWIFTBUF_FOUR_CODES(S, from + i + 12);                               \
      a = __builtin_shufflevector(a, b, 0, 2, 8, 10, 4, 6, 12, 14);                                \
      c = __builtin_shufflevector(c, d, 0, 2, 8, 10, 4, 6, 12, 14);                                \
      swiftbuf_eight_ints packed =                                                                 \
          (swiftbuf_eight_ints)pack((swiftbuf_pack_ints)a, (swiftbuf_pack_ints)c);                 \
      packed = __builtin_shufflevector(packed, packed, 0, 4, 1, 5, 2, 6, 3, 7);                    \
      *(swiftbuf_int32_vector *)(to + i) = (swiftbuf_int32_vector)packed;                          \
    }                                                                                              \
    for (; i < count; i++) {                                                                       \
      double y = (double)from[i] * line->scale;                                                    \
      y = y + line->offset;                                                                        \
      to[i] = (T##_t)(int32_t)swiftbuf_clipped(y, line->low, line->high);                          \
    }                                                                                              \
  }
#define SWIFTBUF_CODES_OF_16_BITS(name, S)                                                         \
  SWIFTBUF_SHORT_CODES(name##_to_i16, S, int16, __builtin_ia32_packssdw256)                        \
  SWIFTBUF_SHORT_CODES(name##_to_u16, S, uint16, __builtin_ia32_packusdw256)
#else
#define SWIFTBUF_CODES_OF_16_BITS(name, S)                                                         \
  SWIFTBUF_SCALE(name##_to_i16, S, int16, (int16_t)(int32_t)swiftbuf_clipped(y, low, high))        \
  SWIFTBUF_SCALE(name##_to_u16, S, uint16, (uint16_t)(int32_t)swiftbuf_clipped(y, low, high))
#endif

SWIFTBUF_CODES(f32, float)
SWIFTBUF_CODES(f64, double)
SWIFTBUF_SCALE(f64_to_u32, double, uint32, (uint32_t)(int64_t)swiftbuf_clipped(y, low, high))
SWIFTBUF_SCALE(f64_to_i64, double, int64, ((void)low, swiftbuf_clipped_i64(y)))
SWIFTBUF_SCALE(f64_to_u64, double, uint64, swiftbuf_clipped_u64(y))

SWIFTBUF_LOOP void SWIFTBUF_NAME(clip_f64)(
    const void *restrict source, void *restrict target, size_t count,
    const swiftbuf_line *restrict line) {
  const swiftbuf_double_at *restrict from = (const swiftbuf_double_at *)source;
  swiftbuf_double_at *restrict to = (swiftbuf_double_at *)target;
  const double low = line->low, high = line->high, infinity = __builtin_inf();
  for (size_t i = 0; i < count; i++) {
    double x = from[i], y = x < low ? low : x;
    y = y > high ? high : y;
    to[i] = x == infinity || x == -infinity ? x : y;
  }
}

// As C and Python multiply complex numbers: four products, each rounded, and two sums. A real
// factor multiplies each component (C11, G.5.1), so that an infinite factor does not turn the other
// component into a NaN.
SWIFTBUF_LOOP void SWIFTBUF_NAME(complex_f64)(
    const void *restrict source, void *restrict target, size_t count,
    const swiftbuf_line *restrict line) {
#pragma STDC FP_CONTRACT OFF
  const swiftbuf_double_at *restrict from = (const swiftbuf_double_at *)source;
  swiftbuf_double_at *restrict to = (swiftbuf_double_at *)target;
  const double a = line->scale, b = line->imaginary_scale;
  const double c = line->offset, d = line->imaginary_offset;
  if (line->mask) {
    for (size_t i = 0; i < count; i++) {
      double x = from[2 * i], y = from[2 * i + 1];
      double xa = x * a, yb = y * b, xb = x * b, ya = y * a;
      double re = xa - yb, im = xb + ya;
      to[2 * i] = re + c, to[2 * i + 1] = im + d;
    }
  } else {
    for (size_t i = 0; i < count; i++) {
      double re = from[2 * i] * a, im = from[2 * i + 1] * a;
      to[2 * i] = re + c, to[2 * i + 1] = im + d;
    }
  }
}

// Whether there is a NaN.
#define SWIFTBUF_ANY_NAN(name, S, lane)                                                            \
  SWIFTBUF_LOOP int SWIFTBUF_NAME(name##_nan)(const void *source, size_t count) {                  \
    enum { lanes = 32 / sizeof(swiftbuf_##S##_at) };                                               \
    const swiftbuf_##S##_at *from = (const swiftbuf_##S##_at *)source;                             \
    int has_nan = 0;                                                                               \
    size_t i = 0;                                                                                  \
    swiftbuf_##lane##_vector nan = {0}, more = {0};                                                \
    for (; i + 4 * lanes <= count; i += 4 * lanes) {                                               \
      const swiftbuf_##S##_vector *x = (const swiftbuf_##S##_vector *)(from + i);                  \
      nan |= (x[0] != x[0]) | (x[1] != x[1]);                                                      \
      more |= (x[2] != x[2]) | (x[3] != x[3]);                                                     \
    }                                                                                              \
    nan |= more;                                                                                   \
    for (size_t j = 0; j < lanes; j++) has_nan |= nan[j] != 0;                                     \
    _Pragma("clang loop vectorize(disable) unroll(disable)") for (; i < count; i++)                \
      has_nan |= from[i] != from[i];                                                               \
    return has_nan;                                                                                \
  }

SWIFTBUF_ANY_NAN(f32, float, int32)
SWIFTBUF_ANY_NAN(f64, double, int64)

#undef SWIFTBUF_ANY_NAN
#undef SWIFTBUF_CONVERT
#undef SWIFTBUF_SCALE
#undef SWIFTBUF_SCALES
#undef SWIFTBUF_CODES
#undef SWIFTBUF_CODES_OF_16_BITS
#undef SWIFTBUF_SHORT_CODES
#undef SWIFTBUF_FOUR_CODES
