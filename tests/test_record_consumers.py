"""Who takes records: NumPy and its files, `struct`, wire headers, record files of instruments."""

import io
import socket
import struct

import numpy as np

from swiftbuf import Waveform

PULSE = "T{<f:volts:B:marker:}"
VALUES = [(0.5, 1), (-1.5, 0), (2.25, 255)]
# The header of a BGP message (RFC 4271, 4.1), and of an UPDATE what follows it.
HEADER = ">T{16s:marker:H:length:B:type:H:withdrawn:}"


def pulses():
    return Waveform.from_values(VALUES, PULSE)


def test_fields_of_numpy_are_in_place():
    waveform = pulses()
    array = np.asarray(waveform)
    array["volts"] *= 2
    array[array["marker"] > 1] = (0, 7)
    assert waveform.tolist() == [(1.0, 1), (-3.0, 0), (0.0, 7)]
    assert np.frombuffer(waveform, array.dtype).tolist() == waveform.tolist()


def test_np_save_and_load():
    file = io.BytesIO()
    np.save(file, pulses())
    file.seek(0)
    loaded = np.load(file)
    assert loaded.dtype == np.dtype([("volts", "<f4"), ("marker", "u1")])
    assert Waveform.from_buffer(loaded) == pulses()


def test_struct_iterates_and_unpacks():
    waveform = pulses()
    assert list(struct.iter_unpack("<fB", waveform)) == waveform.tolist()
    struct.pack_into("<fB", waveform, 5, 4.5, 9)
    assert waveform[1] == struct.unpack_from("<fB", waveform, 5) == (4.5, 9)


def test_a_file_of_samples_with_markers_for_an_awg(tmp_path):
    """Five bytes a sample, float32 and a marker byte, as Tektronix AWGs take waveforms."""
    path = tmp_path / "sine.wfm"
    path.write_bytes(b"MAGIC 1000\r\n#215" + pulses().tobytes() + b"CLOCK 1e9\r\n")
    with Waveform.mmap(path, PULSE, mode="r+", offset=16, count=3) as waveform:
        waveform["volts"][:] = waveform["volts"].convert("d", scale=0.5)
        waveform["marker"] = 0x80
        waveform.flush()
    expected = b"".join(struct.pack("<fB", volts / 2, 0x80) for volts, _ in VALUES)
    assert path.read_bytes() == b"MAGIC 1000\r\n#215" + expected + b"CLOCK 1e9\r\n"


def test_headers_come_by_wire_and_go_back():
    left, right = socket.socketpair()
    with left, right:
        left.sendall(struct.pack(">16sHBH", b"\xff" * 16, 23, 2, 0))
        header = Waveform(1, HEADER)
        assert right.recv_into(header) == header.nbytes == 21
        assert header[0] == (b"\xff" * 16, 23, 2, 0)
        header["length"] = 25
        header["withdrawn"][0] = 2
        right.sendall(header)
        assert left.recv(64) == struct.pack(">16sHBH", b"\xff" * 16, 25, 2, 2)


def test_fields_go_where_records_do_not():
    waveform = pulses()
    volts = waveform["volts"].copy()
    assert np.from_dlpack(volts).tolist() == [0.5, -1.5, 2.25]
    assert volts.__arrow_c_array__()
    assert waveform["marker"].envelope(1).tolist() == [[0, 255]]
