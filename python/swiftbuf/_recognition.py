"""Recognizes files that are not only raw samples, and suggests options or calls to read them."""

import wave
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from ._swiftbuf import Waveform

HEAD = 512  # bytes that are looked at
SPECIAL = set('"$`\\!\n\r')  # what shells heed within double quotes, and ends of lines


def advice(path: str, head: bytes) -> str | None:
    """One line on a file that looks like a container, by its first bytes; None for all others.
    `path` is "-" for standard input, which is not read for it."""
    for magic, at, name, reader in KINDS:
        if head[at : at + len(magic)] == magic:
            options = None
            if path != "-" and name in READERS:
                # A damaged header is not worth an error: the file is read as the caller said.
                with suppress(Exception):
                    options = READERS[name](path)
            return f"this looks like {name}: {f'{options}, or ' if options else ''}{reader(path)}"
    return _text_advice(path, head)


def _call(text: str) -> Callable[[str], str]:
    return lambda path: text.format("FILE" if path == "-" else repr(path))


def _command(text: str) -> Callable[[str], str]:
    return lambda path: text.format("FILE" if path == "-" else path)


KINDS: list[tuple[bytes, int, str, Callable[[str], str]]] = [
    (b"\x93NUMPY", 0, "a .npy file", _call("numpy.load({})")),
    (b"WAVE", 8, "a WAV file", _call("soundfile.read({})")),
    (b"AIFF", 8, "an AIFF file", _call("soundfile.read({})")),
    (b"AIFC", 8, "an AIFF file", _call("soundfile.read({})")),
    (b"fLaC", 0, "a FLAC file", _call("soundfile.read({})")),
    (b"\x89HDF\r\n\x1a\n", 0, "an HDF5 file", _call("h5py.File({})")),
    (b"PK\x03\x04", 0, "a ZIP or .npz file", _call("numpy.load({})")),
    (b"\x1f\x8b\x08", 0, "a gzip file", _command("gzip -dc {} | python -m swiftbuf -")),
]


def _text_advice(path: str, head: bytes) -> str | None:
    """Lines of numbers, separated by commas, semicolons, tabs or spaces."""
    try:
        text = head.decode("ascii")
    except UnicodeDecodeError:
        return None
    # The last line may be cut off.
    lines = text.splitlines()[: -1 if len(head) == HEAD else None]
    if len(lines) < 2 or not lines[-1].strip():
        return None
    separator = next((mark for mark in ",;\t" if mark in lines[-1]), None)
    try:
        for value in lines[-1].split(separator):
            float(value)
    except ValueError:
        return None
    name = "FILE" if path == "-" else repr(path)
    given = f", delimiter={separator!r}" if separator else ""
    return f"this looks like CSV or other text: numpy.loadtxt({name}{given})"


def _wave_options(path: str) -> str | None:
    """By the standard library's reader, which knows integers only."""
    with open(path, "rb") as file, wave.open(file) as header:
        # The samples follow the header that has just been read.
        width, channels, rate = header.getsampwidth(), header.getnchannels(), header.getframerate()
        offset = file.tell()
        count = header.getnframes() * channels
    format = {1: "B", 2: "<h", 3: "<i3", 4: "<i"}.get(width)
    options = f'--format "{format}" --offset {offset} --count {count}'
    options += f" --channels {channels}" if channels > 1 else ""
    options += f" --rate {rate}" if rate else ""  # recorders that do not know it write 0
    return options if format else None


def _npy_options(path: str) -> str | None:
    """By NumPy's reader, where NumPy is."""
    from numpy.lib import format as npy

    with open(path, "rb") as file:
        version = npy.read_magic(file)
        read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
        shape, is_fortran, dtype = read(file)
        offset = file.tell()
    # The name of a record's dtype, as in "|V8", tells no fields.
    format = Waveform(0, dtype).format if dtype.names else dtype.str
    Waveform(0, format)
    if set(format) & SPECIAL:
        return None
    options = f'--format "{format}" --offset {offset}'
    if len(shape) == 2:
        options += f" --shape {shape[1]}," if is_fortran else f" --channels {shape[1]}"
    return options


READERS: dict[str, Callable[[str], str | None]] = {
    "a .npy file": _npy_options,
    "a WAV file": _wave_options,
}


def head(path: str) -> bytes:
    """The first bytes of a file."""
    with Path(path).open("rb") as file:
        return file.read(HEAD)
