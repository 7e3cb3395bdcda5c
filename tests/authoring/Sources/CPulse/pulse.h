// A record as a device driver's header declares it: what Swift exports and reads as records.

#ifndef PULSE_H
#define PULSE_H

#include <stddef.h>
#include <stdint.h>

struct pulse {
  float volts;
  uint16_t length;  // big-endian, as it comes from the wire
  uint8_t codes[3];
};

// Embedded Swift has no MemoryLayout.offset(of:).
enum {
  PULSE_VOLTS = offsetof(struct pulse, volts),
  PULSE_LENGTH = offsetof(struct pulse, length),
  PULSE_CODES = offsetof(struct pulse, codes),
};

#endif
