// What of C the library reads files and waits with, and has threads by.
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <unistd.h>

// Variadic, and a macro: not for Swift.
static inline int sample_open(const char *path) { return open(path, O_RDONLY | O_CLOEXEC); }
static inline int sample_errno(void) { return errno; }

static inline int sample_start_thread(void (*body)(void *), void *context, int wait) {
  // A function of this form returns nothing that is looked at.
  pthread_t thread;
  if (pthread_create(&thread, NULL, (void *(*)(void *))(void *)body, context) != 0) return 0;
  return (wait ? pthread_join(thread, NULL) : pthread_detach(thread)) == 0;
}
