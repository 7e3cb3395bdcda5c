"""The plot in a terminal: in the range of the samples, with round ticks, at any width."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios

import numpy as np
import pytest

from swiftbuf import __main__ as command
from swiftbuf import _progress


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def plot(capsys, monkeypatch, samples, width, *options):
    """The lines of the plot of samples."""
    samples.tofile("samples.raw")
    monkeypatch.setenv("COLUMNS", str(width))
    form = samples.dtype.char.replace("F", "Zf")
    assert command.main(["samples.raw", "--format", form, *options]) == 0
    shown = capsys.readouterr().out
    return shown[shown.index("\n\n") + 2 :].splitlines()


def dots(lines):
    """The dots of a plot, True where one is: rows from the top, columns from the left."""
    cells = [re.split("[┤│]", line, maxsplit=1)[1] for line in lines if re.search("[┤│]", line)]
    columns = max(map(len, cells))
    found = np.zeros((4 * len(cells), 2 * columns), bool)
    for row, text in enumerate(cells):
        for column, character in enumerate(text):
            bits = ord(character) - 0x2800 if "\u2800" <= character <= "\u28ff" else 0
            for bit, (y, x) in enumerate(
                [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (2, 1), (3, 0), (3, 1)]
            ):
                found[4 * row + y, 2 * column + x] |= bool(bits >> bit & 1)
    return found


@pytest.mark.parametrize("width", [20, 40, 80, 120, 200, 300])
def test_it_is_as_wide_as_the_terminal(capsys, monkeypatch, width):
    lines = plot(capsys, monkeypatch, np.sin(np.arange(5000) / 300), width)
    assert max(map(len, lines)) == width
    assert dots(lines).any(axis=0).sum() > 1.8 * (width - 10)


def test_it_keeps_to_the_range_of_the_samples(capsys, monkeypatch):
    lines = plot(capsys, monkeypatch, np.linspace(3.3, 9.9, 500), 60)
    found = dots(lines)
    assert found[0].any()
    assert found[-1].any()
    assert found[0].nonzero()[0].min() > found[-1].nonzero()[0].max()
    labels = [line.split("┤")[0].strip() for line in lines if "┤" in line]
    assert labels == ["8", "6", "4"]


def test_ticks_are_round_and_where_they_belong(capsys, monkeypatch):
    lines = plot(capsys, monkeypatch, np.arange(1000, dtype="h"), 80)
    ruler, labels, name = lines[-3:]
    assert name.strip() == "sample"
    places = [match.start() for match in re.finditer("┬", ruler)]
    start = ruler.index("└") + 1
    assert labels.split() == ["0", "200", "400", "600", "800"]
    columns = len(ruler) - start
    expected = [start + int((value + 0.5) / 1000 * columns) for value in (0, 200, 400, 600, 800)]
    assert places == expected


def test_no_peak_is_lost(capsys, monkeypatch):
    samples = np.zeros(1_000_000, "h")
    samples[777_777] = 100
    found = dots(plot(capsys, monkeypatch, samples, 80))
    (column,) = found[0].nonzero()[0]
    assert column / found.shape[1] == pytest.approx(0.777777, abs=0.02)


def test_the_line_is_whole(capsys, monkeypatch):
    found = dots(plot(capsys, monkeypatch, np.array([0, 10, 0, 10], "h"), 60))
    assert found.any(axis=1).all()
    inner = found[:, found.any(axis=0).nonzero()[0].min() : found.any(axis=0).nonzero()[0].max()]
    assert inner.any(axis=0).all()


def test_all_channels_have_one_scale_or_each_its_own(capsys, monkeypatch):
    samples = np.stack([np.arange(100), np.arange(100) / 10], axis=1)
    one = plot(capsys, monkeypatch, samples, 60, "--channels", "2")
    assert dots(one[14:]).any(axis=1).sum() <= 5
    each = plot(capsys, monkeypatch, samples, 60, "--channels", "2", "--range", "each")
    assert dots(each[14:]).any(axis=1).all()


def test_a_range_may_be_given(capsys, monkeypatch):
    lines = plot(capsys, monkeypatch, np.arange(100, dtype="h"), 60, "--range", "0,1000")
    assert dots(lines).any(axis=1).sum() <= 5


def test_gaps_stay_empty_and_one_sample_is_a_dot(capsys, monkeypatch):
    samples = np.full(101, np.nan)
    samples[50] = 1
    assert dots(plot(capsys, monkeypatch, samples, 60)).sum() == 1
    assert dots(plot(capsys, monkeypatch, np.array([7.0]), 60)).sum() == 1


def test_long_integers_are_counted_from_a_round_one(capsys, monkeypatch):
    lines = plot(capsys, monkeypatch, 2**60 + np.arange(7), 60)
    assert lines[0] == "value - 1152921504606846980"


# The progress bar.


def test_a_bar_is_shown_on_a_terminal_and_taken_away(folder):
    here, there = pty.openpty()
    fcntl.ioctl(there, termios.TIOCSWINSZ, struct.pack("4H", 24, 80, 0, 0))
    (folder / "zeros.raw").write_bytes(bytes(20 << 20))
    code = (
        "import sys; from swiftbuf import _progress, __main__ as command;"
        "_progress.FIRST = _progress.NEXT = 0; sys.exit(command.main(['zeros.raw', '--no-plot']))"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=there) as it:
        os.close(there)
        shown = b""
        while True:
            try:
                shown += os.read(here, 4096)
            except OSError:  # EIO: the other end is closed
                break
        assert b"[" not in it.stdout.read()
    os.close(here)
    assert b"100% of 21 MB" in shown
    assert shown.endswith(b"\r\x1b[K")


def test_without_a_terminal_there_is_no_bar(folder, capsys, monkeypatch):
    monkeypatch.setattr(_progress, "FIRST", 0)
    (folder / "zeros.raw").write_bytes(bytes(20 << 20))
    assert command.main(["zeros.raw", "--no-plot"]) == 0
    assert capsys.readouterr().err == ""


def test_what_the_bar_says():
    bar = _progress.Progress(200_000_000)
    bar.done = 50_000_000
    assert bar.text() == "[######                  ]  25% of 200 MB"
    bar.total = None
    assert bar.text() == "50 MB read"
