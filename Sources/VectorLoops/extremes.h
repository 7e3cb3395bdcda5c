// The least and the greatest of a block, once for each set of vectors.
//
// KEY turns a number into the value that is compared, and back. LOW and HIGH are the candidates for
// the least and the greatest: the value itself, or, for a half that is a NaN, a value that changes
// neither. A floating-point NaN compares false, and the order of the operands keeps the old value.

#define SWIFTBUF_EXTREMES(name, S, type, mask, KEY, LOW, HIGH)                                     \
  SWIFTBUF_LOOP int SWIFTBUF_NAME(name##_extremes)(                                                \
      const void *source, size_t count, void *extremes) {                                          \
    enum { lanes = 32 / sizeof(type) };                                                            \
    typedef swiftbuf_##S##_vector vector;                                                          \
    const swiftbuf_##S##_at *from = (const swiftbuf_##S##_at *)source;                             \
    swiftbuf_##S##_at *pair = (swiftbuf_##S##_at *)extremes;                                       \
    type least = KEY(pair[0]), greatest = KEY(pair[1]);                                            \
    int has_nan = 0;                                                                               \
    if (count >= lanes) {                                                                          \
      vector a = least, b = a, c = greatest, d = c;                                                \
      swiftbuf_##mask##_vector nan = {0};                                                          \
      size_t i = 0;                                                                                \
      for (; i + 2 * lanes <= count; i += 2 * lanes) {                                             \
        vector x = *(const vector *)(from + i), y = *(const vector *)(from + i + lanes);           \
        x = KEY(x), y = KEY(y);                                                                    \
        vector low = LOW(x), other_low = LOW(y), high = HIGH(x), other_high = HIGH(y);             \
        a = low < a ? low : a;                                                                     \
        b = other_low < b ? other_low : b;                                                         \
        c = high > c ? high : c;                                                                   \
        d = other_high > d ? other_high : d;                                                       \
        nan |= (low != high) | (other_low != other_high);                                          \
      }                                                                                            \
      /* The rest, as two vectors that may begin among those before. */                            \
      size_t rest = count - lanes;                                                                 \
      for (int last = 0; last < 2; last++) {                                                       \
        vector x = *(const vector *)(from + (last ? rest : i < rest ? i : rest));                  \
        x = KEY(x);                                                                                \
        vector low = LOW(x), high = HIGH(x);                                                       \
        a = low < a ? low : a;                                                                     \
        c = high > c ? high : c;                                                                   \
        nan |= low != high;                                                                        \
      }                                                                                            \
      a = b < a ? b : a;                                                                           \
      c = d > c ? d : c;                                                                           \
      least = __builtin_reduce_min(a);                                                             \
      greatest = __builtin_reduce_max(c);                                                          \
      has_nan = __builtin_reduce_or(nan) != 0;                                                     \
    } else {                                                                                       \
      for (size_t i = 0; i < count; i++) {                                                         \
        type x = KEY(from[i]), low = LOW(x), high = HIGH(x);                                       \
        least = low < least ? low : least;                                                         \
        greatest = high > greatest ? high : greatest;                                              \
        has_nan |= low != high;                                                                    \
      }                                                                                            \
    }                                                                                              \
    pair[0] = KEY(least);                                                                          \
    pair[1] = KEY(greatest);                                                                       \
    return has_nan;                                                                                \
  }

#define SWIFTBUF_SAME(x) x
SWIFTBUF_EXTREMES(i8, int8, int8_t, int8, SWIFTBUF_SAME, SWIFTBUF_SAME, SWIFTBUF_SAME)
SWIFTBUF_EXTREMES(u8, uint8, uint8_t, int8, SWIFTBUF_SAME, SWIFTBUF_SAME, SWIFTBUF_SAME)
SWIFTBUF_EXTREMES(i16, int16, int16_t, int16, SWIFTBUF_SAME, SWIFTBUF_SAME, SWIFTBUF_SAME)
SWIFTBUF_EXTREMES(u16, uint16, uint16_t, int16, SWIFTBUF_SAME, SWIFTBUF_SAME, SWIFTBUF_SAME)
SWIFTBUF_EXTREMES(i32, int32, int32_t, int32, SWIFTBUF_SAME, SWIFTBUF_SAME, SWIFTBUF_SAME)
SWIFTBUF_EXTREMES(u32, uint32, uint32_t, int32, SWIFTBUF_SAME, SWIFTBUF_SAME, SWIFTBUF_SAME)
SWIFTBUF_EXTREMES(i64, int64, int64_t, int64, SWIFTBUF_SAME, SWIFTBUF_SAME, SWIFTBUF_SAME)
SWIFTBUF_EXTREMES(u64, uint64, uint64_t, int64, SWIFTBUF_SAME, SWIFTBUF_SAME, SWIFTBUF_SAME)
SWIFTBUF_EXTREMES(f32, float, float, int32, SWIFTBUF_SAME, SWIFTBUF_SAME, SWIFTBUF_SAME)
SWIFTBUF_EXTREMES(f64, double, double, int64, SWIFTBUF_SAME, SWIFTBUF_SAME, SWIFTBUF_SAME)

// The bits of a half are in the order of the value, but for the sign (IEEE 754, 3.4): those of
// infinity are 0x7C00, and NaNs are beyond it on either side.
#define SWIFTBUF_HALF_KEY(x) ((x) ^ (((x) >> 15) & (short)0x7FFF))
#define SWIFTBUF_HALF_LOW(x) ((x) < (short)-0x7C01 ? ~(x) : (x))
#define SWIFTBUF_HALF_HIGH(x) ((x) > (short)0x7C00 ? ~(x) : (x))
SWIFTBUF_EXTREMES(f16, int16, int16_t, int16, SWIFTBUF_HALF_KEY, SWIFTBUF_HALF_LOW,
                  SWIFTBUF_HALF_HIGH)

#undef SWIFTBUF_EXTREMES
#undef SWIFTBUF_SAME
#undef SWIFTBUF_HALF_KEY
#undef SWIFTBUF_HALF_LOW
#undef SWIFTBUF_HALF_HIGH
