// The loops of the table, once for each set of vectors.

#define SWIFTBUF_FLOATS(name)                                                                      \
  [swiftbuf_f32] = SWIFTBUF_NAME(name##_f32), [swiftbuf_f64] = SWIFTBUF_NAME(name##_f64)
#define SWIFTBUF_TO(bits, name)                                                                    \
  [swiftbuf_i##bits] = SWIFTBUF_NAME(name##_##bits), [swiftbuf_u##bits] = SWIFTBUF_NAME(name##_##bits)
#define SWIFTBUF_EACH(suffix)                                                                      \
  {                                                                                                \
    [swiftbuf_i8] = SWIFTBUF_NAME(i8##suffix), [swiftbuf_u8] = SWIFTBUF_NAME(u8##suffix),          \
    [swiftbuf_i16] = SWIFTBUF_NAME(i16##suffix), [swiftbuf_u16] = SWIFTBUF_NAME(u16##suffix),      \
    [swiftbuf_i32] = SWIFTBUF_NAME(i32##suffix), [swiftbuf_u32] = SWIFTBUF_NAME(u32##suffix),      \
    [swiftbuf_f32] = SWIFTBUF_NAME(f32##suffix), [swiftbuf_f64] = SWIFTBUF_NAME(f64##suffix),
#define SWIFTBUF_SIZES(name)                                                                       \
  {                                                                                                \
    SWIFTBUF_NAME(name##_8), SWIFTBUF_NAME(name##_16), SWIFTBUF_NAME(name##_32),                   \
        SWIFTBUF_NAME(name##_64)                                                                   \
  }
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define SWIFTBUF_ORDERS(name)                                                                      \
  { SWIFTBUF_NAME(name##_little), SWIFTBUF_NAME(name##_big) }
#else
#define SWIFTBUF_ORDERS(name)                                                                      \
  { SWIFTBUF_NAME(name##_big), SWIFTBUF_NAME(name##_little) }
#endif

static const swiftbuf_loops SWIFTBUF_NAME(table) = {
    .convert =
        {
            [swiftbuf_i8] = {SWIFTBUF_TO(16, i8), SWIFTBUF_TO(32, i8), SWIFTBUF_TO(64, i8),
                             SWIFTBUF_FLOATS(i8)},
            [swiftbuf_u8] = {SWIFTBUF_TO(16, u8), SWIFTBUF_TO(32, u8), SWIFTBUF_TO(64, u8),
                             SWIFTBUF_FLOATS(u8)},
            [swiftbuf_i16] = {SWIFTBUF_TO(8, cut_16), SWIFTBUF_TO(32, i16), SWIFTBUF_TO(64, i16),
                              SWIFTBUF_FLOATS(i16)},
            [swiftbuf_u16] = {SWIFTBUF_TO(8, cut_16), SWIFTBUF_TO(32, u16), SWIFTBUF_TO(64, u16),
                              SWIFTBUF_FLOATS(u16)},
            [swiftbuf_i32] = {SWIFTBUF_TO(8, cut_32), SWIFTBUF_TO(16, cut_32), SWIFTBUF_TO(64, i32),
                              SWIFTBUF_FLOATS(i32)},
            [swiftbuf_u32] = {SWIFTBUF_TO(8, cut_32), SWIFTBUF_TO(16, cut_32), SWIFTBUF_TO(64, u32),
                              SWIFTBUF_FLOATS(u32)},
            [swiftbuf_i64] = {SWIFTBUF_TO(8, cut_64), SWIFTBUF_TO(16, cut_64),
                              SWIFTBUF_TO(32, cut_64), [swiftbuf_f64] = SWIFTBUF_NAME(i64_f64)},
            [swiftbuf_u64] = {SWIFTBUF_TO(8, cut_64), SWIFTBUF_TO(16, cut_64),
                              SWIFTBUF_TO(32, cut_64), [swiftbuf_f64] = SWIFTBUF_NAME(u64_f64)},
            [swiftbuf_f16] = {[swiftbuf_f32] = SWIFTBUF_NAME(f16_f32)},
            [swiftbuf_f32] = {[swiftbuf_f16] = SWIFTBUF_NAME(f32_f16),
                              [swiftbuf_f64] = SWIFTBUF_NAME(f32_f64)},
            [swiftbuf_f64] = {[swiftbuf_f16] = SWIFTBUF_NAME(f64_f16),
                              [swiftbuf_f32] = SWIFTBUF_NAME(f64_f32)},
        },
    .to_f64 = SWIFTBUF_EACH(_to_f64)},
    .to_f32 = SWIFTBUF_EACH(_to_f32)},
    .from_f32 = {[swiftbuf_i8] = SWIFTBUF_NAME(f32_to_i8), [swiftbuf_u8] = SWIFTBUF_NAME(f32_to_u8),
                 [swiftbuf_i16] = SWIFTBUF_NAME(f32_to_i16),
                 [swiftbuf_u16] = SWIFTBUF_NAME(f32_to_u16),
                 [swiftbuf_i32] = SWIFTBUF_NAME(f32_to_i32)},
    .from_f64 = {[swiftbuf_i8] = SWIFTBUF_NAME(f64_to_i8), [swiftbuf_u8] = SWIFTBUF_NAME(f64_to_u8),
                 [swiftbuf_i16] = SWIFTBUF_NAME(f64_to_i16),
                 [swiftbuf_u16] = SWIFTBUF_NAME(f64_to_u16),
                 [swiftbuf_i32] = SWIFTBUF_NAME(f64_to_i32),
                 [swiftbuf_u32] = SWIFTBUF_NAME(f64_to_u32),
                 [swiftbuf_i64] = SWIFTBUF_NAME(f64_to_i64),
                 [swiftbuf_u64] = SWIFTBUF_NAME(f64_to_u64)},
    .extremes = SWIFTBUF_EACH(_extremes) [swiftbuf_f16] = SWIFTBUF_NAME(f16_extremes),
      [swiftbuf_i64] = SWIFTBUF_NAME(i64_extremes), [swiftbuf_u64] = SWIFTBUF_NAME(u64_extremes)},
    .swap = SWIFTBUF_SIZES(swap),
    .pair = SWIFTBUF_SIZES(pair),
    .truth = SWIFTBUF_SIZES(truth),
    .find = SWIFTBUF_SIZES(find),
    .bits = SWIFTBUF_SIZES(bits),
    .nan = {[swiftbuf_f32] = SWIFTBUF_NAME(f32_nan), [swiftbuf_f64] = SWIFTBUF_NAME(f64_nan)},
    .clip_f64 = SWIFTBUF_NAME(clip_f64),
    .complex_f64 = SWIFTBUF_NAME(complex_f64),
    .i24 = SWIFTBUF_ORDERS(i24),
    .u24 = SWIFTBUF_ORDERS(u24),
    .to_24 = SWIFTBUF_ORDERS(narrow),
    .sums_f64 = SWIFTBUF_NAME(sums_f64),
    .sums_short = SWIFTBUF_NAME(sums_short),
};

#undef SWIFTBUF_FLOATS
#undef SWIFTBUF_TO
#undef SWIFTBUF_EACH
#undef SWIFTBUF_SIZES
#undef SWIFTBUF_ORDERS
