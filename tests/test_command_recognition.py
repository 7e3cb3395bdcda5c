"""Files that are not raw samples: `python -m swiftbuf` says what they are and what reads them, and
the options that it names do read them. The files are real ones, written by other libraries."""

import gzip
import json
import re
import shlex
import subprocess
import sys
import wave

import numpy as np
import pytest

from swiftbuf import Waveform, _recognition
from swiftbuf import __main__ as command


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def note(capsys, *arguments):
    """The line that the command says about a file; None if it says nothing."""
    assert command.main([*arguments, "--no-plot"]) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("note: ")]
    assert len(lines) <= 1
    return lines[0].removeprefix("note: ") if lines else None


def read(capsys, path, said):
    """What the command finds in a file with the options that it named."""
    options = shlex.split(re.search("(--format .*), or ", said)[1])
    assert command.main([path, *options, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(("width", "format"), [(1, "B"), (2, "<h"), (3, "<i3"), (4, "<i")])
def test_wave(capsys, width, format):
    with wave.open("sound.wav", "wb") as file:
        file.setparams((2, width, 8000, 0, "NONE", ""))
        file.writeframes(bytes(range(12 * width)) * 2)
    said = note(capsys, "sound.wav")
    options = f'--format "{format}" --offset 44 --count 24 --channels 2 --rate 8000'
    assert said == f"this looks like a WAV file: {options}, or soundfile.read('sound.wav')"
    facts = read(capsys, "sound.wav", said)
    assert (facts["shape"], facts["rate"]) == ([12, 2], 8000)
    assert facts["advice"] is None


def test_wave_of_one_channel_with_other_chunks_behind_its_samples(capsys):
    with wave.open("sound.wav", "wb") as file:
        file.setparams((1, 2, 44100, 0, "NONE", ""))
        file.writeframes(np.arange(10, dtype="<h").tobytes())
    with open("sound.wav", "ab") as file:
        file.write(b"LIST\4\0\0\0INFO")
    facts = read(capsys, "sound.wav", note(capsys, "sound.wav"))
    assert (facts["shape"], facts["channels"][0]["maximum"]) == ([10], 9)


def test_wave_that_the_standard_library_does_not_read(capsys):
    header = (
        b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x63\0\1\0\x40\x1f\0\0\x40\x1f\0\0\1\0\x08\0data\0\0\0\0"
    )
    with open("odd.wav", "wb") as file:
        file.write(header)
    assert note(capsys, "odd.wav") == "this looks like a WAV file: soundfile.read('odd.wav')"


def test_wave_without_a_rate(capsys):
    """Byte 24 of the header has the rate (RIFF WAVE, the chunk "fmt ")."""
    with wave.open("sound.wav", "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(np.arange(10, dtype="<h").tobytes())
    with open("sound.wav", "r+b") as file:
        file.seek(24)
        file.write(bytes(4))
    said = note(capsys, "sound.wav")
    assert "--rate" not in said
    assert read(capsys, "sound.wav", said)["channels"][0]["maximum"] == 9


@pytest.mark.parametrize("dtype", ["<f4", ">i2", "<c16", "|u1"])
def test_npy(capsys, dtype):
    samples = np.arange(300).reshape(100, 3).astype(dtype)
    np.save("rows.npy", samples)
    said = note(capsys, "rows.npy")
    options = f'--format "{dtype}" --offset 128 --channels 3'
    assert said == f"this looks like a .npy file: {options}, or numpy.load('rows.npy')"
    facts = read(capsys, "rows.npy", said)
    assert facts["shape"] == [100, 3]
    reals = [trace for trace in facts["channels"] if trace["part"] != "imag"]
    assert [trace["maximum"] for trace in reals] == samples.real.max(axis=0).tolist()


def test_npy_in_the_order_of_fortran(capsys):
    samples = np.arange(300.0).reshape(100, 3, order="F")
    np.save("columns.npy", samples)
    facts = read(capsys, "columns.npy", note(capsys, "columns.npy"))
    assert [trace["maximum"] for trace in facts["channels"]] == samples.max(axis=0).tolist()


@pytest.mark.parametrize(
    "dtype",
    [
        "i2,f4",
        ">i2,(2,3)<f8",
        [("at", "u8"), ("place", [("x", "f4"), ("y", ">f8")]), ("name", "S5")],
        {"names": ["a", "b c"], "formats": ["<i2", "<f4"], "offsets": [0, 8], "itemsize": 24},
    ],
)
def test_npy_of_records(capsys, dtype):
    np.save("records.npy", np.zeros(3, dtype))
    said = note(capsys, "records.npy")
    assert said.startswith('this looks like a .npy file: --format "T{')
    facts = read(capsys, "records.npy", said)
    assert facts["shape"] == [3]
    assert Waveform(0, facts["format"]).itemsize == np.dtype(dtype).itemsize
    assert list(Waveform(0, facts["format"]).fields) == list(np.dtype(dtype).names)


@pytest.mark.parametrize("dtype", [[("$x", "i2")], [('a"b', "i2")], "M8[ns]"])
def test_npy_whose_format_no_command_line_has(capsys, dtype):
    np.save("odd.npy", np.zeros(3, dtype))
    assert note(capsys, "odd.npy") == "this looks like a .npy file: numpy.load('odd.npy')"


def test_npy_without_numpy(capsys, monkeypatch):
    np.save("plain.npy", np.zeros(3))
    monkeypatch.setitem(sys.modules, "numpy.lib", None)
    assert note(capsys, "plain.npy") == "this looks like a .npy file: numpy.load('plain.npy')"


@pytest.mark.parametrize("kind", ["aiff", "flac"])
def test_other_sound_files(folder, capsys, kind):
    av = pytest.importorskip("av")
    with av.open(f"sound.{kind}", "w") as file:
        stream = file.add_stream("flac" if kind == "flac" else "pcm_s16be", rate=8000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 4000), "h"), "s16", "mono")
        frame.sample_rate = 8000
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            file.mux(packet)
    named = {"aiff": "an AIFF file", "flac": "a FLAC file"}[kind]
    assert note(capsys, f"sound.{kind}") == (
        f"this looks like {named}: soundfile.read('sound.{kind}')"
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t", " "])
def test_text(capsys, delimiter):
    np.savetxt("table.csv", np.arange(3000.0).reshape(1000, 3), delimiter=delimiter, header="a b")
    given = "" if delimiter == " " else f", delimiter={delimiter!r}"
    said = note(capsys, "table.csv")
    assert said == f"this looks like CSV or other text: numpy.loadtxt('table.csv'{given})"


def test_gzip(capsys):
    samples = np.arange(1000, dtype="<h")
    with gzip.open("samples.gz", "wb") as file:
        file.write(samples.tobytes())
    said = note(capsys, "samples.gz")
    assert said == "this looks like a gzip file: gzip -dc samples.gz | python -m swiftbuf -"
    line = said.split(": ")[1].replace("python", shlex.quote(sys.executable))
    shown = subprocess.check_output(f"{line} --format '<h' --no-plot", shell=True, text=True)
    assert shown.startswith("format h, shape (1000,)\n")


def test_hdf5(capsys):
    """The signature and the superblock as the HDF5 library writes them (HDF5 File Format
    Specification, II.A); tests/ecosystem/test_storage_hdf5.py has a file of the library itself."""
    with open("store.h5", "wb") as file:
        file.write(b"\x89HDF\r\n\x1a\n" + bytes(88))
    assert note(capsys, "store.h5") == "this looks like an HDF5 file: h5py.File('store.h5')"


def test_npz(capsys):
    np.savez("several.npz", a=np.zeros(3))
    assert note(capsys, "several.npz").endswith("numpy.load('several.npz')")


def test_a_pipe_is_recognised_too():
    with wave.open("sound.wav", "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(100))
    with open("sound.wav", "rb") as file:
        shown = subprocess.check_output(
            [sys.executable, "-m", "swiftbuf", "-", "--no-plot"], stdin=file, text=True
        )
    assert "note: this looks like a WAV file: soundfile.read(FILE)\n" in shown


@pytest.mark.parametrize(
    "content",
    [b"", b"1", bytes(1000), b"RIFF", b"words and\nother words\n", np.arange(9.0).tobytes()],
)
def test_nothing_is_said_of_what_may_be_samples(content):
    assert _recognition.advice("x", content) is None


def test_a_damaged_header_is_no_error(capsys):
    for name, start in [("a.npy", b"\x93NUMPY\1\0"), ("a.wav", b"RIFF\0\0\0\0WAVEfmt ")]:
        with open(name, "wb") as file:
            file.write(start + b"\xff" * 60)
        assert note(capsys, name).endswith(f"'{name}')")
