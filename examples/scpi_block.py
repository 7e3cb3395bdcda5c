"""A waveform to an instrument and a capture back, as IEEE 488.2 blocks, without a copy of either.

    $ python examples/scpi_block.py 192.0.2.7:5025

Most oscilloscopes and waveform generators take SCPI commands on a plain TCP port, 5025 as a rule.
Samples go as a definite length arbitrary block (IEEE 488.2, 7.7.6 and 8.7.9): `#`, one digit that
tells how many digits follow, the number of bytes in that many digits, the bytes. The two commands
below are Tektronix's; put in those of your instrument.
"""

import math
import socket
import sys

from swiftbuf import Waveform

SEND, ASK = "CURVE", "CURVE?"
FORMAT = "<h"  # the samples, as the instrument wants and gives them
TIMEOUT = 10  # seconds


def send_block(link: socket.socket, command: str, w: Waveform) -> None:
    """Send a command with samples: the bytes go out from where they are."""
    size = str(w.nbytes)
    parts = [f"{command} #{len(size)}{size}".encode(), w.cast("B"), b"\n"]
    while parts:  # with a timeout, a socket may take less than all of it
        sent = link.sendmsg(parts)
        while parts and sent >= len(parts[0]):
            sent -= len(parts.pop(0))
        if parts:
            parts[0] = parts[0][sent:]


def fill(link: socket.socket, w: Waveform) -> Waveform:
    """Receive until the memory of `w` is full: the bytes arrive where they stay."""
    missing = w.cast("B")
    while missing:
        count = link.recv_into(missing)
        if count == 0:
            raise ConnectionError(f"the instrument hung up {len(missing)} bytes too early")
        missing = missing[count:]
    return w


def read_block(link: socket.socket, format: str) -> Waveform:
    """Receive a block into new memory of just its size."""
    mark, digits = bytes(fill(link, Waveform(2, "B"))).decode("ascii")
    if mark != "#" or digits == "0":
        raise ValueError(f"no block of definite length: it begins with {mark + digits!r}")
    size = int(bytes(fill(link, Waveform(int(digits), "B"))))
    w = fill(link, Waveform(size, "B")).cast(format)
    fill(link, Waveform(1, "B"))  # the newline that ends the message
    return w


def main() -> int:
    if len(sys.argv) != 2:
        print(f"usage: {sys.argv[0]} HOST:PORT", file=sys.stderr)
        return 2
    host, _, port = sys.argv[1].rpartition(":")
    pulse = Waveform(10_000, FORMAT)
    pulse[:] = [round(32767 * math.sin(math.pi * i / len(pulse))) for i in range(len(pulse))]
    with socket.create_connection((host, int(port)), TIMEOUT) as link:
        send_block(link, SEND, pulse)
        print(f"sent      {len(pulse)} samples, {pulse.nbytes} bytes")
        link.sendall(ASK.encode() + b"\n")
        capture = read_block(link, FORMAT)
    print(f"received  {len(capture)} samples from {min(capture)} to {max(capture)}")
    print(f"the same  {capture == pulse}")
    return 0 if capture == pulse else 1


if __name__ == "__main__":
    sys.exit(main())
