// What of C the library waits with, and has threads by.
#include <poll.h>
#include <pthread.h>
#include <unistd.h>

static inline int sample_start_thread(void (*body)(void *), void *context, int wait) {
  // A function of this form returns nothing that is looked at.
  pthread_t thread;
  if (pthread_create(&thread, NULL, (void *(*)(void *))(void *)body, context) != 0) return 0;
  return (wait ? pthread_join(thread, NULL) : pthread_detach(thread)) == 0;
}
