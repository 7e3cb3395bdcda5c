"""How much one `write` takes: docs/devices.md."""

import os

from swiftbuf import Waveform


def test_one_write_takes_less_than_2_gib():
    fd = os.open(os.devnull, os.O_WRONLY)
    try:
        assert os.write(fd, Waveform(1 << 30, "h")) == 0x7FFF_F000
    finally:
        os.close(fd)
