// What of C the library waits with.
#include <poll.h>
