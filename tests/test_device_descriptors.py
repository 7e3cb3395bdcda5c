"""ioctl, preadv and pwritev: system calls that work on the Waveform's memory itself."""

import ctypes
import fcntl
import os
import select
import socket
import struct
import subprocess
import sys
import termios
import tty

import pytest
from copies import copies, recording

from swiftbuf import Waveform

SIOCGIFCONF = 0x8912  # netdevice(7)
IFREQ = 40  # sizeof(struct ifreq) on 64-bit Linux
STATIC = 1024  # bytes up to which fcntl.ioctl works on a copy of its own, by its documentation


@pytest.fixture
def terminal():
    far, near = os.openpty()
    tty.setraw(near)
    yield far, near
    os.close(near)
    os.close(far)


@pytest.fixture
def file(tmp_path):
    with open(tmp_path / "recording.bin", "w+b") as file:
        yield file.fileno()


def test_ioctl_reads_and_writes_a_structure(terminal):
    far, near = terminal
    size = Waveform(4, "H")  # struct winsize: rows, columns, and two sizes in pixels
    size[:] = [50, 132, 0, 0]
    assert fcntl.ioctl(near, termios.TIOCSWINSZ, size) == 0
    size.fill(0)
    fcntl.ioctl(far, termios.TIOCGWINSZ, size)
    assert size.tolist() == [50, 132, 0, 0]
    assert os.get_terminal_size(near) == (132, 50)


def test_ioctl_changes_a_number(terminal):
    far, near = terminal
    os.write(far, b"reading")
    select.select([near], [], [])
    waiting = Waveform((), "i")
    fcntl.ioctl(near, termios.FIONREAD, waiting)
    assert waiting[()] == 7


@pytest.mark.parametrize("size", [8, STATIC, STATIC + 8, 1 << 20])
def test_ioctl_takes_memory_of_any_size(terminal, size):
    fcntl.ioctl(terminal[1], termios.TIOCSWINSZ, struct.pack("4H", 1, 2, 3, 4))
    w = Waveform(size, "B")
    w.fill(255)
    fcntl.ioctl(terminal[0], termios.TIOCGWINSZ, w)
    assert bytes(w[:8]) == struct.pack("4H", 1, 2, 3, 4)
    assert bytes(w[8:]) == b"\xff" * (size - 8)


def test_ioctl_of_more_than_its_own_memory_touches_only_what_the_driver_writes(tmp_path, terminal):
    # Behind the first page there is no file any more: who copied the whole would die of SIGBUS.
    script = """
import fcntl, mmap, os, sys, termios
from swiftbuf import Waveform
path, line = sys.argv[1], int(sys.argv[2])
os.truncate(path, 2 * mmap.PAGESIZE)
w = Waveform.mmap(path, "H", mode="r+")
os.truncate(path, mmap.PAGESIZE)
fcntl.ioctl(line, termios.TIOCGWINSZ, w)
print(*w[:4])
"""
    fcntl.ioctl(terminal[1], termios.TIOCSWINSZ, struct.pack("4H", 1, 2, 3, 4))
    path = tmp_path / "pages"
    path.touch()
    command = [sys.executable, "-c", script, path, str(terminal[0])]
    run = subprocess.run(command, pass_fds=terminal, capture_output=True, text=True, timeout=60)
    assert (run.returncode, run.stdout) == (0, "1 2 3 4\n"), run.stderr


def test_ioctl_gives_bytes_for_read_only_memory(terminal):
    fcntl.ioctl(terminal[1], termios.TIOCSWINSZ, struct.pack("4H", 1, 2, 3, 4))
    w = Waveform(4, "H")
    answer = fcntl.ioctl(terminal[0], termios.TIOCGWINSZ, w.toreadonly())
    assert (answer, w.tolist()) == (struct.pack("4H", 1, 2, 3, 4), [0, 0, 0, 0])


def test_ioctl_of_one_part_of_a_larger_waveform(terminal):
    fcntl.ioctl(terminal[1], termios.TIOCSWINSZ, struct.pack("4H", 1, 2, 3, 4))
    table = Waveform((3, 4), "H")
    fcntl.ioctl(terminal[0], termios.TIOCGWINSZ, table[1])
    assert table.tolist() == [[0] * 4, [1, 2, 3, 4], [0] * 4]


def test_a_structure_with_a_pointer_is_filled_where_it_points():
    # struct ifconf: a size and a pointer, as SPI, I2C and video devices have them too.
    interfaces = Waveform((64, IFREQ), "B")
    pinned = ctypes.c_char.from_buffer(interfaces)
    request = Waveform(16, "B")
    struct.pack_into("iP", request, 0, interfaces.nbytes, ctypes.addressof(pinned))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SIOCGIFCONF, request)
    (size,) = struct.unpack_from("i", request)
    names = [bytes(entry[:16]).rstrip(b"\0") for entry in interfaces[: size // IFREQ]]
    assert b"lo" in names
    assert interfaces.exports == 1
    del pinned
    assert interfaces.exports == 0


def test_pwritev_and_preadv_copy_nothing(file):
    header, w = b"#6200000", recording()
    received = bytearray(len(header)), Waveform(w.shape, w.format)

    def exchange():
        assert os.pwritev(file, [header, w], 16) == len(header) + w.nbytes
        assert os.preadv(file, received, 16) == len(header) + w.nbytes

    assert copies(exchange, w) < 0.01
    assert received == (header, w)


def test_preadv_scatters_planes_over_waveforms(file):
    left, right = Waveform(100, "h"), Waveform(100, "h")
    os.pwrite(file, struct.pack("200h", *range(200)), 0)
    assert os.preadv(file, [left, right], 0) == 400
    assert left.tolist() + right.tolist() == list(range(200))


def test_preadv_takes_rows_of_one_waveform(file):
    planes = Waveform((2, 100), "h")
    os.pwrite(file, struct.pack("200h", *range(200)), 0)
    os.preadv(file, [planes[1], planes[0]], 0)
    assert planes[1].tolist() + planes[0].tolist() == list(range(200))


def test_pwritev_refuses_a_channel_of_interleaved_samples(file):
    with pytest.raises(BufferError):
        os.pwritev(file, [recording()[:, 0]], 0)
    assert os.fstat(file).st_size == 0
