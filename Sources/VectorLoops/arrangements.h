// Rearranging numbers without changing them, once for each set of vectors: swapping bytes, one of
// two channels, three bytes in four; and searching by bits.

#define SWIFTBUF_ARRANGE(bits, swapped)                                                            \
  SWIFTBUF_LOOP void SWIFTBUF_NAME(swap_##bits)(                                                   \
      const void *restrict source, void *restrict target, size_t count,                            \
      const swiftbuf_line *line) {                                                                 \
    (void)line;                                                                                    \
    const swiftbuf_uint##bits##_at *restrict from = (const swiftbuf_uint##bits##_at *)source;      \
    swiftbuf_uint##bits##_at *restrict to = (swiftbuf_uint##bits##_at *)target;                    \
    for (size_t i = 0; i < count; i++) to[i] = swapped(from[i]);                                   \
  }                                                                                                \
  SWIFTBUF_LOOP void SWIFTBUF_NAME(pair_##bits)(                                                   \
      const void *restrict source, void *restrict target, size_t count,                            \
      const swiftbuf_line *line) {                                                                 \
    (void)line;                                                                                    \
    const swiftbuf_uint##bits##_at *restrict from = (const swiftbuf_uint##bits##_at *)source;      \
    swiftbuf_uint##bits##_at *restrict to = (swiftbuf_uint##bits##_at *)target;                    \
    for (size_t i = 0; i < count; i++) to[2 * i] = from[i], to[2 * i + 1] = 0;                     \
  }                                                                                                \
  SWIFTBUF_LOOP void SWIFTBUF_NAME(truth_##bits)(                                                  \
      const void *restrict source, void *restrict target, size_t count,                            \
      const swiftbuf_line *line) {                                                                 \
    const swiftbuf_uint##bits##_at *restrict from = (const swiftbuf_uint##bits##_at *)source;      \
    swiftbuf_uint8_at *restrict to = (swiftbuf_uint8_at *)target;                                  \
    const uint##bits##_t kept = (uint##bits##_t)line->mask;                                              \
    for (size_t i = 0; i < count; i++) to[i] = (from[i] & kept) != 0;                              \
  }                                                                                                \
  SWIFTBUF_LOOP size_t SWIFTBUF_NAME(find_##bits)(                                                 \
      const void *source, size_t count, uint64_t mask, uint64_t pattern, uint64_t other) {         \
    const swiftbuf_uint##bits##_at *from = (const swiftbuf_uint##bits##_at *)source;               \
    const uint##bits##_t kept = (uint##bits##_t)mask, sought = (uint##bits##_t)pattern;            \
    enum { block = 1024 / sizeof(uint##bits##_t) };                                                \
    size_t i = 0;                                                                                  \
    /* Blocks as a whole, as nothing vectorizes a loop with a way out. */                          \
    for (; i + block <= count; i += block) {                                                       \
      const swiftbuf_uint##bits##_vector *next =                                                   \
          (const swiftbuf_uint##bits##_vector *)(from + i);                                        \
      swiftbuf_uint##bits##_vector a = {0}, b = a;                                                 \
      if (other) {                                                                                 \
        for (size_t j = 0; j < 32; j += 2) {                                                       \
          a |= (next[j] & kept) ^ sought;                                                          \
          b |= (next[j + 1] & kept) ^ sought;                                                      \
        }                                                                                          \
      } else {                                                                                     \
        for (size_t j = 0; j < 32; j += 2) {                                                       \
          a |= (swiftbuf_uint##bits##_vector)((next[j] & kept) == sought);                         \
          b |= (swiftbuf_uint##bits##_vector)((next[j + 1] & kept) == sought);                     \
        }                                                                                          \
      }                                                                                            \
      swiftbuf_uint64_vector found = (swiftbuf_uint64_vector)(a | b);                              \
      if (found[0] | found[1] | found[2] | found[3]) break;                                        \
    }                                                                                              \
    for (; i < count; i++) {                                                                       \
      if (((from[i] & kept) == sought) != other) return i;                                         \
    }                                                                                              \
    return count;                                                                                  \
  }                                                                                                \
  SWIFTBUF_LOOP uint64_t SWIFTBUF_NAME(bits_##bits)(                                               \
      const void *source, size_t count, uint64_t summand) {                                        \
    const swiftbuf_uint##bits##_at *from = (const swiftbuf_uint##bits##_at *)source;               \
    const uint##bits##_t added = (uint##bits##_t)summand;                                          \
    uint##bits##_t all = 0;                                                                        \
    for (size_t i = 0; i < count; i++) all |= (uint##bits##_t)(from[i] + added);                   \
    return all;                                                                                    \
  }

SWIFTBUF_ARRANGE(8, )
SWIFTBUF_ARRANGE(16, __builtin_bswap16)
SWIFTBUF_ARRANGE(32, __builtin_bswap32)
SWIFTBUF_ARRANGE(64, __builtin_bswap64)

// Three bytes are read as the upper three of four and shifted down, with or without the sign. The
// vectors read and write 32 bytes for 24, so they stop before that would exceed the memory.
#ifdef SWIFTBUF_AVX2
#define SWIFTBUF_WIDEN_VECTORS(lane, ...)                                                          \
  for (; i + 12 <= count; i += 8) {                                                                \
    typedef uint8_t bytes16 __attribute__((vector_size(16), aligned(1), may_alias));               \
    bytes16 low = *(const bytes16 *)(from + 3 * i), high = *(const bytes16 *)(from + 3 * i + 12);  \
    swiftbuf_uint8_vector both = (swiftbuf_uint8_vector)__builtin_shufflevector(                   \
        low, high, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,   \
        22, 23, 24, 25, 26, 27, 28, 29, 30, 31);                                                   \
    swiftbuf_uint8_vector zero = {0};                                                              \
    swiftbuf_##lane##_vector wide =                                                                \
        (swiftbuf_##lane##_vector)__builtin_shufflevector(both, zero, __VA_ARGS__);                \
    *(swiftbuf_##lane##_vector *)(to + i) = wide >> 8;                                             \
  }
#else
#define SWIFTBUF_WIDEN_VECTORS(lane, ...)
#endif

#define SWIFTBUF_WIDEN(name, lane, type, first, last, ...)                                         \
  SWIFTBUF_LOOP void SWIFTBUF_NAME(name)(                                                          \
      const void *restrict source, void *restrict target, size_t count,                            \
      const swiftbuf_line *line) {                                                                 \
    (void)line;                                                                                    \
    const uint8_t *restrict from = (const uint8_t *)source;                                        \
    swiftbuf_##lane##_at *restrict to = (swiftbuf_##lane##_at *)target;                            \
    size_t i = 0;                                                                                  \
    SWIFTBUF_WIDEN_VECTORS(lane, __VA_ARGS__)                                                      \
    _Pragma("clang loop vectorize(disable) interleave(disable)") for (; i < count; i++) {          \
      const uint8_t *place = from + 3 * i;                                                         \
      uint32_t bits = (uint32_t)place[first] << 8 | (uint32_t)place[1] << 16 |                     \
                      (uint32_t)place[last] << 24;                                                 \
      to[i] = (type)bits >> 8;                                                                     \
    }                                                                                              \
  }

#define SWIFTBUF_LITTLE                                                                            \
  32, 0, 1, 2, 32, 3, 4, 5, 32, 6, 7, 8, 32, 9, 10, 11, 48, 16, 17, 18, 48, 19, 20, 21, 48, 22, 23, \
      24, 48, 25, 26, 27
#define SWIFTBUF_BIG                                                                               \
  32, 2, 1, 0, 32, 5, 4, 3, 32, 8, 7, 6, 32, 11, 10, 9, 48, 18, 17, 16, 48, 21, 20, 19, 48, 24, 23, \
      22, 48, 27, 26, 25
SWIFTBUF_WIDEN(i24_little, int32, int32_t, 0, 2, SWIFTBUF_LITTLE)
SWIFTBUF_WIDEN(u24_little, uint32, uint32_t, 0, 2, SWIFTBUF_LITTLE)
SWIFTBUF_WIDEN(i24_big, int32, int32_t, 2, 0, SWIFTBUF_BIG)
SWIFTBUF_WIDEN(u24_big, uint32, uint32_t, 2, 0, SWIFTBUF_BIG)

#ifdef SWIFTBUF_AVX2
#define SWIFTBUF_NARROW_VECTORS(...)                                                               \
  for (; i + 10 <= count; i += 8) {                                                                \
    typedef uint8_t bytes16 __attribute__((vector_size(16), aligned(1), may_alias));               \
    bytes16 low = *(const bytes16 *)(from + i), high = *(const bytes16 *)(from + i + 4);           \
    *(bytes16 *)(to + 3 * i) = __builtin_shufflevector(low, low, __VA_ARGS__);                     \
    *(bytes16 *)(to + 3 * i + 12) = __builtin_shufflevector(high, high, __VA_ARGS__);              \
  }
#else
#define SWIFTBUF_NARROW_VECTORS(...)
#endif

// Four numbers are twelve bytes of a vector of sixteen; the four that follow are written over by the
// next ones.
#define SWIFTBUF_NARROW(name, first, last, ...)                                                         \
  SWIFTBUF_LOOP void SWIFTBUF_NAME(name)(                                                          \
      const void *restrict source, void *restrict target, size_t count,                            \
      const swiftbuf_line *line) {                                                                 \
    (void)line;                                                                                    \
    const swiftbuf_uint32_at *restrict from = (const swiftbuf_uint32_at *)source;                  \
    uint8_t *restrict to = (uint8_t *)target;                                                      \
    size_t i = 0;                                                                                  \
    SWIFTBUF_NARROW_VECTORS(__VA_ARGS__)                                                           \
    _Pragma("clang loop vectorize(disable)") for (; i < count; i++) {                              \
      uint32_t bits = from[i];                                                                     \
      to[3 * i + first] = (uint8_t)bits;                                                           \
      to[3 * i + 1] = (uint8_t)(bits >> 8);                                                        \
      to[3 * i + last] = (uint8_t)(bits >> 16);                                                    \
    }                                                                                              \
  }

SWIFTBUF_NARROW(narrow_little, 0, 2, 0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 3, 7, 11, 15)
SWIFTBUF_NARROW(narrow_big, 2, 0, 2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, 3, 7, 11, 15)

#undef SWIFTBUF_ARRANGE
#undef SWIFTBUF_WIDEN
#undef SWIFTBUF_WIDEN_VECTORS
#undef SWIFTBUF_LITTLE
#undef SWIFTBUF_BIG
#undef SWIFTBUF_NARROW
#undef SWIFTBUF_NARROW_VECTORS
