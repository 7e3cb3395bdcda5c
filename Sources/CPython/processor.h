// Whether the processor has the vectors that some loops have a version for.

#ifndef SWIFTBUF_PROCESSOR_H
#define SWIFTBUF_PROCESSOR_H

#if defined(__x86_64__)

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// Whether the processor has AVX2 and the system saves its registers (Intel's manual, volume 1,
// 14.3). Not if SWIFTBUF_VECTORS is "baseline", which is for tests.
//
// Cached, because `cpuid` exits a virtual machine, which takes a microsecond. Threads that ask at
// the same time get the same answer.
static inline int swiftbuf_has_avx2(void) {
  static int known = -1;
  int answer = __atomic_load_n(&known, __ATOMIC_RELAXED);
  if (answer < 0) {
    uint32_t leaf = 1, b, c = 0, d, saved = 0;
    __asm__("cpuid" : "+a"(leaf), "=b"(b), "+c"(c), "=d"(d));
    const uint32_t osxsave_and_avx = 3u << 27;
    answer = (c & osxsave_and_avx) == osxsave_and_avx;
    if (answer) {
      __asm__("xgetbv" : "=a"(saved), "=d"(d) : "c"(0));
      leaf = 7, c = 0;
      __asm__("cpuid" : "+a"(leaf), "=b"(b), "+c"(c), "=d"(d));
      answer = (saved & 6) == 6 && (b & 1u << 5) != 0;
    }
    const char *forced = getenv("SWIFTBUF_VECTORS");
    if (forced && strcmp(forced, "baseline") == 0) answer = 0;
    __atomic_store_n(&known, answer, __ATOMIC_RELAXED);
  }
  return answer;
}

#endif
#endif
