"""A waveform to an instrument and a capture back, as IEEE 488.2 blocks, without a copy of either.

    $ python examples/scpi_block.py 192.0.2.7:5025

Most oscilloscopes and waveform generators take SCPI commands on a plain TCP port, 5025 as a rule.
Samples go as a definite length arbitrary block (IEEE 488.2, 7.7.6 and 8.7.9): `#`, one digit that
tells how many digits follow, the number of bytes in that many digits, the bytes. The two commands
below are Tektronix's; put in those of your instrument.
"""

import contextlib
import math
import select
import socket
import sys

from swiftbuf import Waveform

SEND, ASK = "CURVE", "CURVE?"
FORMAT = "<h"  # the samples, as the instrument wants and gives them
TIMEOUT = 10  # seconds
PATIENCE = 0.5  # seconds that a newline may come after its block


def block_header(size: int) -> bytes:
    """`#`, the number of digits, the number of bytes.

    One digit counts nine others at most. Beyond that there is no form that instruments agree on:
    Tektronix and LeCroy write `#A1234567890`, Rohde & Schwarz `#(1234567890)`. The form for
    unknown length, `#0` (7.7.6.4), ends with the last byte of a message, which GPIB and USB mark
    and a plain socket does not: there the first sample byte of 10, a newline, would end it.
    """
    if size >= 10**9:
        raise ValueError(f"size: a block holds at most 999,999,999 bytes, not {size:,}")
    return b"#%d%d" % (len(str(size)), size)


def send_block(link: socket.socket, command: str, w: Waveform) -> None:
    """Send a command with samples: the bytes go out from where they are."""
    parts = [command.encode() + b" " + block_header(w.nbytes), w.cast("B"), b"\n"]
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


def take(link: socket.socket, count: int) -> bytes:
    return bytes(fill(link, Waveform(count, "B")))


def take_end(link: socket.socket) -> None:
    """Take the newline that ends a message, or CR and newline, if there is one.

    The samples are complete by then, so nothing that happens here is an error. A newline that comes
    later is skipped by the next `read_block`.
    """
    with contextlib.suppress(ConnectionError):
        for end in b"\r", b"\n":
            if not select.select([link], [], [], PATIENCE)[0]:
                return
            if link.recv(1, socket.MSG_PEEK) == end:
                link.recv(1)


def read_to_hangup(link: socket.socket) -> Waveform:
    """Receive a block of unknown length (8.7.10), `#0`, from an instrument that then hangs up.

    While the connection is open, a newline can be the end or a sample, so it ends nothing.
    """
    received = bytearray()
    try:
        while piece := link.recv(1 << 16):
            received += piece
    except TimeoutError:
        raise TimeoutError("a #0 block ends when the instrument hangs up, and it did not") from None
    if not received.endswith(b"\n"):
        raise ConnectionError("the instrument hung up before the newline that ends a #0 block")
    del received[-1]
    return Waveform.from_buffer(received)


def read_block(link: socket.socket, format: str) -> Waveform:
    """Receive a block into new memory of just its size.

    Text before the block is skipped, and the newline after it may be missing. ValueError if there
    is no block, ConnectionError if it is cut short, TypeError if its bytes are not whole samples.
    """
    prefix = b""  # such as ":CURVE ", or the late newline of the block before
    while (byte := take(link, 1)) != b"#":
        prefix += byte
        if byte == b"\n" and prefix.strip():
            raise ValueError(f"an answer without a block: {prefix!r}")
    digits = take(link, 1)
    if digits == b"0":
        return read_to_hangup(link).cast(format)
    if digits not in b"123456789ABCDEF":
        raise ValueError(f"not the beginning of a block: {prefix + b'#' + digits!r}")
    size = int(take(link, int(digits, 16)))
    w = fill(link, Waveform(size, "B"))
    take_end(link)
    return w.cast(format)


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
