"""pyserial over a pseudo-terminal: what it copies, and how little it need copy."""

import os
import select
import subprocess
import sys
import tty

import pytest
import serial
from copies import copies, recording

from swiftbuf import Waveform

TIMEOUT = 30
PIECE = 4096
# The far side, in a process of its own, so that its memory is not counted: an echo of all it gets.
ECHO = """
import os, sys
line, size = int(sys.argv[1]), int(sys.argv[2])
received = b""
while len(received) < size:
    received += os.read(line, 65536)
while received:
    received = received[os.write(line, received):]
"""


@pytest.fixture
def w():
    return recording()


@pytest.fixture
def port(w):
    """A port whose far side takes as many bytes as `w` has, then sends them back."""
    far, near = os.openpty()
    tty.setraw(near)
    command = [sys.executable, "-c", ECHO, str(far), str(w.nbytes)]
    with (
        serial.Serial(os.ttyname(near), timeout=TIMEOUT, write_timeout=TIMEOUT) as port,
        subprocess.Popen(command, pass_fds=[far]) as echo,
    ):
        yield port
        if echo.poll() is None:
            echo.kill()
    os.close(near)
    os.close(far)


def write_in_pieces(port, w):
    raw = w.cast("B")
    for start in range(0, len(raw), PIECE):
        port.write(raw[start : start + PIECE])


def read_in_pieces(port, w):
    raw = w.cast("B")
    for start in range(0, len(raw), PIECE):
        assert port.readinto(raw[start : start + PIECE]) == min(PIECE, len(raw) - start)


def test_write_makes_two_copies_and_more_of_the_rest(port, w):
    assert copies(lambda: port.write(w), w) > 1.9
    received = Waveform(w.shape, w.format)
    read_in_pieces(port, received)
    assert received == w


def test_write_in_pieces_copies_a_piece_at_a_time(port, w):
    assert copies(lambda: write_in_pieces(port, w), w) < 0.1


def test_readinto_makes_two_copies(port, w):
    write_in_pieces(port, w)
    received = Waveform(w.shape, w.format)
    assert copies(lambda: port.readinto(received.cast("B")), w) > 1.9
    assert received == w


def test_readinto_in_pieces_copies_a_piece_at_a_time(port, w):
    write_in_pieces(port, w)
    received = Waveform(w.shape, w.format)
    assert copies(lambda: read_in_pieces(port, received), w) < 0.1
    assert received == w


def test_readinto_makes_no_elements_of_bytes(port, w):
    write_in_pieces(port, w)
    received = Waveform(w.nbytes // 2, "h")
    # pyserial reads as many bytes as there are elements, and assigns them.
    with pytest.raises(TypeError, match=r'w\.cast\("B"\)'):
        port.readinto(received)
    assert not any(received)


def test_the_descriptor_of_the_port_copies_nothing(port, w):
    received = Waveform(w.shape, w.format)

    def write_and_read():
        raw = w.cast("B")
        while raw:
            select.select([], [port], [], TIMEOUT)
            raw = raw[os.write(port.fileno(), raw) :]
        raw = received.cast("B")
        while raw:
            select.select([port], [], [], TIMEOUT)
            raw = raw[os.readv(port.fileno(), [raw]) :]

    assert copies(write_and_read, w) < 0.01
    assert received == w
