"""IEEE 488.2 blocks to an instrument over TCP: by a plain socket, by PyVISA, by the example."""

import ctypes
import hashlib
import importlib.util
import socket
import subprocess
import sys
import threading
import time
from types import SimpleNamespace

import instrument
import numpy as np
import pytest
import pyvisa
from copies import address, copies, recording
from pyvisa.ctwrapper import functions, types
from readme import ROOT

from swiftbuf import Waveform

EXAMPLE = ROOT / "examples" / "scpi_block.py"
TIMEOUT = 30


@pytest.fixture(scope="module")
def port():
    with instrument.running() as port:
        yield port


@pytest.fixture
def link(port):
    with socket.create_connection(("127.0.0.1", port), TIMEOUT) as link:
        yield link


@pytest.fixture
def scope(port):
    """The instrument as PyVISA has it, with the terminations that a plain socket needs."""
    manager = pyvisa.ResourceManager("@py")
    name = f"TCPIP::127.0.0.1::{port}::SOCKET"
    with manager.open_resource(
        name, read_termination="\n", write_termination="\n", timeout=TIMEOUT * 1000
    ) as scope:
        yield scope
    manager.close()


@pytest.fixture(scope="module")
def example():
    spec = importlib.util.spec_from_file_location("scpi_block", EXAMPLE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def w():
    return recording()


def header(w: Waveform) -> bytes:
    return b"CURVE #%d%d" % (len(str(w.nbytes)), w.nbytes)


def digest(w: Waveform) -> str:
    return hashlib.sha256(w).hexdigest()


def has_curve(link, w) -> bool:
    link.sendall(b"CURVE:SHA256?\n")
    return link.makefile("rb").readline().decode().strip() == digest(w)


def store(example, link, w):
    """Have the instrument hold `w`, and wait until it does: `scope` is another connection to it."""
    example.send_block(link, "CURVE", w)
    assert has_curve(link, w)


def test_the_instrument_is_one(scope):
    assert scope.query("*IDN?") == instrument.IDENTITY


def test_sendmsg_sends_a_block_without_a_copy(link, w):
    link.settimeout(None)
    assert copies(lambda: link.sendmsg([header(w), w, b"\n"]), w) < 0.1
    assert has_curve(link, w)


def test_a_block_sent_by_the_example_arrives_without_a_copy(example, link, w):
    assert copies(lambda: example.send_block(link, "CURVE", w), w) < 0.1
    assert has_curve(link, w)


def test_the_example_sends_all_of_it_to_a_slow_reader(example, w):
    near, far = socket.socketpair()
    received = []

    def read_slowly():
        while chunk := far.recv(50_001):
            received.append(chunk)
            time.sleep(0.001)

    with near, far:
        near.settimeout(TIMEOUT)
        near.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        reader = threading.Thread(target=read_slowly)
        reader.start()
        example.send_block(near, "CURVE", w)
        near.shutdown(socket.SHUT_WR)
        reader.join(TIMEOUT)
    assert b"".join(received) == header(w) + bytes(w) + b"\n"


def test_a_block_read_by_the_example_arrives_where_it_stays(example, link, w):
    example.send_block(link, "CURVE", w)
    link.sendall(b"CURVE?\n")
    got = []
    assert copies(lambda: got.append(example.read_block(link, "h")), w) < 0.1
    assert got[0] == w.cast("h", [w.nbytes // 2])


def test_what_is_left_on_the_line_is_not_touched(example):
    near, far = socket.socketpair()
    with near, far:
        far.sendall(b"#14\1\0\2\0\n" + b"next")
        assert example.read_block(near, "<h").tolist() == [1, 2]
        assert near.recv(16) == b"next"


@pytest.fixture
def ends():
    """The ends of a connection without an instrument: to the example, and to the test."""
    near, far = socket.socketpair()
    with near, far:
        near.settimeout(TIMEOUT)
        yield near, far


@pytest.mark.parametrize(
    ("size", "header"),
    [(0, b"#10"), (10, b"#210"), (999_999_999, b"#9999999999")],
)
def test_the_header_of_a_block(example, size, header):
    assert example.block_header(size) == header


def test_a_size_of_ten_digits_is_refused_before_anything_is_sent(example, ends):
    near, far = ends
    near.settimeout(0.1)
    untouched = Waveform(10**9, "B")
    with pytest.raises(ValueError, match="at most 999,999,999 bytes, not 1,000,000,000"):
        example.send_block(near, "CURVE", untouched)
    near.close()
    assert far.recv(16) == b""


@pytest.mark.parametrize(
    "answer",
    [
        b"#14\1\0\2\0\r\n",
        b"C1:WF DAT2,#14\1\0\2\0\n",
        b":CURVE #14\1\0\2\0\n",
        b"#9000000004\1\0\2\0\n",
        b"#A0000000004\1\0\2\0\n",
    ],
    ids=["CRLF", "LeCroy's prefix", "Tektronix's prefix", "zero-padded", "ten digits"],
)
def test_forms_of_a_block(example, ends, answer):
    near, far = ends
    far.sendall(answer + b"next")
    assert example.read_block(near, "<h").tolist() == [1, 2]
    assert near.recv(16) == b"next"


def test_a_block_without_a_newline_ends_where_its_size_says(example, ends):
    near, far = ends
    far.sendall(b"#14\1\0\2\0" + b"#14\3\0\4\0\n")
    assert example.read_block(near, "<h").tolist() == [1, 2]
    assert example.read_block(near, "<h").tolist() == [3, 4]


@pytest.mark.parametrize("end", [b"", b"\r", b"\n"], ids=["none", "CR", "newline"])
def test_a_complete_block_is_kept_when_the_instrument_hangs_up(example, ends, end):
    near, far = ends
    far.sendall(b"#14\1\0\2\0" + end)
    far.close()
    assert example.read_block(near, "<h").tolist() == [1, 2]


def test_a_complete_block_is_kept_when_the_connection_is_reset(example, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        near = socket.create_connection(listener.getsockname(), TIMEOUT)
        far, _ = listener.accept()
    fill = example.fill

    def fill_and_reset(link, w):
        fill(link, w)
        if w.nbytes == 4:  # the samples: now close, with a command unread, so by a reset
            near.sendall(b"*IDN?\n")
            far.close()
        return w

    monkeypatch.setattr(example, "fill", fill_and_reset)
    with near, far:
        far.sendall(b"#14\1\0\2\0")
        assert example.read_block(near, "<h").tolist() == [1, 2]


@pytest.mark.parametrize("timeout", [0.1, None], ids=["short timeout", "no timeout"])
def test_a_complete_block_is_kept_when_nothing_more_comes(example, ends, monkeypatch, timeout):
    monkeypatch.setattr(example, "PATIENCE", 0.1)
    near, far = ends
    near.settimeout(timeout)
    far.sendall(b"#14\1\0\2\0")
    assert example.read_block(near, "<h").tolist() == [1, 2]
    assert near.gettimeout() == timeout
    far.sendall(b"\n" + b"#14\3\0\4\0\n")  # the newline is late
    assert example.read_block(near, "<h").tolist() == [3, 4]


def test_a_block_of_unknown_length_ends_at_the_newline_before_the_hangup(example, ends):
    near, far = ends
    far.sendall(b"#0\n\0\n\n\n")
    far.close()
    assert example.read_block(near, "<h").tolist() == [10, 0x0A0A]


def test_a_newline_does_not_end_a_block_of_unknown_length_while_more_may_come(example, ends):
    near, far = ends
    near.settimeout(0.1)
    far.sendall(b"#0\1\0\n")
    with pytest.raises(TimeoutError, match="#0 block ends when the instrument hangs up"):
        example.read_block(near, "<h")


def test_an_answer_without_a_block_is_shown(example, ends):
    near, far = ends
    far.sendall(b"\nERROR -113\n")
    with pytest.raises(ValueError, match="ERROR -113"):
        example.read_block(near, "<h")


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b"#0ab", ConnectionError),
        (b"ERROR\n", ValueError),
        (b"ERROR", ConnectionError),
        (b"#(4)abcd\n", ValueError),
        (b"#2", ConnectionError),
        (b"#14ab", ConnectionError),
        (b"#13abc\n", TypeError),
    ],
    ids=[
        "unknown length, cut short",
        "no block",
        "half an answer",
        "Rohde & Schwarz's form",
        "no length",
        "cut short",
        "half a sample",
    ],
)
def test_the_example_refuses_what_is_no_block(example, ends, answer, error):
    near, far = ends
    far.sendall(answer)
    far.shutdown(socket.SHUT_WR)
    with pytest.raises(error):
        example.read_block(near, "<h")


def test_an_empty_block_is_an_empty_waveform(example):
    near, far = socket.socketpair()
    with near, far:
        far.sendall(b"#10\n")
        assert example.read_block(near, "<h").shape == (0,)


def test_the_example_runs(port):
    run = subprocess.run(
        [sys.executable, EXAMPLE, f"127.0.0.1:{port}"], capture_output=True, text=True, timeout=60
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines() == [
        "sent      10000 samples, 20000 bytes",
        "received  10000 samples from 0 to 32767",
        "the same  True",
    ]


def test_the_example_without_an_instrument_tells_how_it_is_called():
    run = subprocess.run([sys.executable, EXAMPLE], capture_output=True, text=True, timeout=60)
    assert (run.returncode, run.stderr) == (2, f"usage: {EXAMPLE} HOST:PORT\n")


def test_pyvisa_write_binary_values_makes_an_object_of_each_sample(scope, w):
    samples = w.cast("h", [w.nbytes // 2])
    # A tuple of eight bytes a sample for struct.pack, the objects in it, and the block three times.
    assert copies(lambda: scope.write_binary_values("CURVE ", samples, "h"), w) > 10
    assert scope.query("CURVE:SHA256?") == digest(w)


def test_pyvisa_write_binary_values_of_an_array_copies_it(scope, w):
    samples = np.asarray(w.cast("h", [w.nbytes // 2]))
    assert copies(lambda: scope.write_binary_values("CURVE ", samples, "h"), w) > 1.9
    assert scope.query("CURVE:SHA256?") == digest(w)


def test_pyvisa_write_raw_sends_the_bytes_of_a_waveform(scope, w):
    def send():
        scope.write_raw(header(w))
        scope.write_raw(w.cast("B"))
        scope.write_raw(b"\n")

    assert copies(send, w) < 0.1
    assert scope.query("CURVE:SHA256?") == digest(w)


def test_pyvisa_write_raw_loses_samples_that_are_not_bytes():
    manager = pyvisa.ResourceManager("@py")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        name = f"TCPIP::127.0.0.1::{listener.getsockname()[1]}::SOCKET"
        with manager.open_resource(name) as scope:
            far, _ = listener.accept()
            scope.write_raw(Waveform(10_000, "h"))  # so it is w.cast("B")
        with far:
            assert len(far.makefile("rb").read()) < 20_000
    manager.close()


def test_pyvisa_hands_the_memory_of_a_ctypes_array_to_a_visa_library_in_c(w):
    given = []
    signature = ctypes.CFUNCTYPE(
        ctypes.c_int, types.ViSession, ctypes.c_void_p, types.ViUInt32, ctypes.c_void_p
    )
    write = signature(lambda session, data, count, written: given.append((data, count)) or 0)
    # As PyVISA declares the function of the real libraries, none of which comes as a package.
    write.argtypes = [types.ViSession, types.ViBuf, types.ViUInt32, types.ViPUInt32]
    library = SimpleNamespace(viWrite=write)
    functions.write(library, 1, (ctypes.c_char * w.nbytes).from_buffer(w))
    assert given == [(address(w), w.nbytes)]
    with pytest.raises(ctypes.ArgumentError):
        functions.write(library, 1, w.cast("B"))


def test_pyvisa_query_binary_values_gives_a_list(example, scope, link, w):
    store(example, link, w)
    values = []
    peak = copies(lambda: values.append(scope.query_binary_values("CURVE?", "h")), w)
    assert peak > 8
    assert values == [w.cast("h", [w.nbytes // 2]).tolist()]


def test_an_array_of_pyvisa_is_a_waveform_without_another_copy(example, scope, link, w):
    store(example, link, w)
    samples = scope.query_binary_values("CURVE?", "h", container=np.ndarray)
    capture = Waveform.from_buffer(samples)
    assert (address(capture), capture.readonly) == (samples.ctypes.data, False)
    assert capture == w.cast("h", [w.nbytes // 2])


def test_pyvisa_reads_a_block_in_pieces_into_a_waveform(example, scope, link, w):
    store(example, link, w)
    capture = Waveform(w.shape, w.format)

    def query():
        scope.write("CURVE?")
        digits = int(scope.read_bytes(2)[1:])
        raw = capture.cast("B")
        assert int(scope.read_bytes(digits)) == len(raw)
        for start in range(0, len(raw), 4096):
            piece = raw[start : start + 4096]
            piece[:] = scope.read_bytes(len(piece))
        assert scope.read_bytes(1) == b"\n"

    assert copies(query, w) < 0.1
    assert capture == w


def test_pyvisa_read_raw_ends_at_the_first_newline_among_the_samples(example, scope, link):
    w = Waveform(100, "B")
    w[50] = ord("\n")
    store(example, link, w)
    scope.write("CURVE?")
    assert len(scope.read_raw()) == len("#3100") + 51
    scope.clear()
