"""`python -m swiftbuf`: what it writes and never overwrites, and how it ends."""

import fcntl
import os
import signal
import subprocess
import sys
import termios
import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from swiftbuf import __main__ as command
from swiftbuf import _sources

PLAIN = ["v.raw", "--format", "int16"]
takes_resvg = pytest.mark.skipif(
    find_spec("resvg_py") is None, reason="PNG takes resvg_py, which has no wheel for this Python"
)
OPTIONS = ["--svg", pytest.param("--png", marks=takes_resvg)]


@pytest.fixture(autouse=True)
def recording(tmp_path, monkeypatch):
    """The bytes of a recording, v.raw in the working folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    content = np.arange(1000, dtype="h").tobytes()
    (tmp_path / "v.raw").write_bytes(content)
    return content


def started(*arguments, **options):
    return subprocess.Popen(
        [sys.executable, "-m", "swiftbuf", *arguments], stderr=subprocess.PIPE, **options
    )


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("name", ["v.raw", "./v.raw", "symbolic", "hard"])
@pytest.mark.parametrize("force", [[], ["--force"]])
def test_the_input_is_never_overwritten(recording, tmp_path, capsys, option, name, force):
    (tmp_path / "symbolic").symlink_to("v.raw")
    (tmp_path / "hard").hardlink_to(tmp_path / "v.raw")
    assert command.main([*PLAIN, option, name, *force]) == 1
    assert capsys.readouterr().err == f"python -m swiftbuf: {option} {name}: this is the input\n"
    assert (tmp_path / "v.raw").read_bytes() == recording


@pytest.mark.parametrize("option", OPTIONS)
def test_a_file_that_exists_is_overwritten_only_by_force(tmp_path, capsys, option):
    (tmp_path / "old").write_text("mine")
    assert command.main([*PLAIN, option, "old"]) == 1
    assert "old: the file exists; --force overwrites it" in capsys.readouterr().err
    assert (tmp_path / "old").read_text() == "mine"
    assert command.main([*PLAIN, option, "old", "--force"]) == 0
    assert (tmp_path / "old").read_bytes() != b"mine"


@takes_resvg
def test_a_refused_file_means_that_no_other_is_written(tmp_path):
    (tmp_path / "old.png").write_text("mine")
    assert command.main([*PLAIN, "--svg", "new.svg", "--png", "old.png"]) == 1
    assert not (tmp_path / "new.svg").exists()


@takes_resvg
def test_a_file_that_cannot_be_written_does_not_take_the_other_with_it(tmp_path, capsys):
    assert command.main([*PLAIN, "--svg", "nowhere/v.svg", "--png", "v.png"]) == 1
    out, err = capsys.readouterr()
    assert (tmp_path / "v.png").exists()
    assert err.count("\n") == 1
    assert "nowhere/v.svg" in err
    assert "minimum" in out


def test_a_disk_that_is_full_leaves_no_half_of_a_file(tmp_path, capsys):
    (tmp_path / "full.svg").symlink_to("/dev/full")
    assert command.main([*PLAIN, "--svg", "full.svg", "--force"]) == 1
    assert "No space left" in capsys.readouterr().err


def test_files_are_written_before_the_terminal_is_drawn_in(tmp_path, monkeypatch):
    monkeypatch.setattr(command._terminal, "plot", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        command.main([*PLAIN, "--svg", "v.svg"])
    assert (tmp_path / "v.svg").exists()


def test_a_dash_is_standard_output_and_nothing_else_is_printed():
    done = started(*PLAIN, "--svg", "-", stdout=subprocess.PIPE)
    out, err = done.communicate()
    assert (done.returncode, err) == (0, b"")
    assert out.startswith(b"<svg")
    assert out.endswith(b"</svg>\n")


def test_only_one_picture_is_standard_output(capsys):
    with pytest.raises(SystemExit) as exit:
        command.main([*PLAIN, "--svg", "-", "--png", "-"])
    assert exit.value.code == 2


def test_a_reader_that_has_gone_ends_it_without_a_word():
    read, write = os.pipe()
    os.close(read)
    with started(*PLAIN, stdout=write) as done:
        os.close(write)
        assert done.stderr.read() == b""
    assert done.returncode == 128 + signal.SIGPIPE


def test_a_terminal_without_braille_has_the_summary_and_a_line(monkeypatch):
    done = started(*PLAIN, stdout=subprocess.PIPE, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    out, err = done.communicate()
    assert (done.returncode, err) == (0, b"")
    assert b"minimum" in out
    assert out.splitlines()[-1] == b"for a plot: use a terminal with UTF-8; this one has ascii"


def waits_for_input(process):
    """Whether it has read all of its pipe, and sleeps."""
    left = fcntl.ioctl(process.stdin, termios.FIONREAD, bytes(4))
    state = Path(f"/proc/{process.pid}/stat").read_text().rpartition(") ")[2][0]
    return not any(left) and state == "S"


def test_control_c_is_one_line_and_status_130():
    with started("-", "--format", "int16", stdin=subprocess.PIPE) as done:
        done.stdin.write(bytes(2**20))
        done.stdin.flush()
        while not waits_for_input(done):
            time.sleep(0.01)
        done.send_signal(signal.SIGINT)
        assert done.stderr.read() == b"python -m swiftbuf: interrupted\n"
    assert done.returncode == 128 + signal.SIGINT


def test_a_file_cut_short_meanwhile_is_one_line(monkeypatch, capsys):
    fill = _sources.fill

    def cut(file, w, report):
        os.truncate("v.raw", 1001)
        return fill(file, w, report)

    monkeypatch.setattr(_sources, "fill", cut)
    assert command.main(PLAIN) == 1
    error = capsys.readouterr().err
    assert error.startswith("python -m swiftbuf: the data ends after 1001 bytes; 2 bytes make")
    assert error.count("\n") == 1


def test_blocks_of_a_file_make_the_same_summary_as_the_whole(monkeypatch, capsys):
    samples = np.random.default_rng(0).normal(size=(30_000, 3))
    samples[20_000:, 1] = np.nan
    samples.tofile("three.raw")
    outputs = set()
    for block in [1, 100_000, 1 << 22]:
        monkeypatch.setattr(_sources, "BLOCK", block)
        assert command.main(["three.raw", "--format", "d", "--shape", ",3"]) == 0
        outputs.add(capsys.readouterr().out)
    assert len(outputs) == 1
    assert "10000 NaN, left out" in outputs.pop()


@pytest.mark.parametrize("shape", [",2", "2,"])
@pytest.mark.parametrize("format", ["Zf", "h"])
def test_interleaved_and_planar_files_have_the_same_channels(capsys, shape, format):
    rows = np.arange(400, dtype=np.dtype(format.replace("Zf", "F"))).reshape(200, 2)
    (rows if shape == ",2" else rows.T).tofile("two.raw")
    assert command.main(["two.raw", "--format", format, "--shape", shape]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert next(line.split()[-5:-2] for line in lines if "channel 0" in line) == ["0", "398", "199"]
    assert next(line.split()[-5:-2] for line in lines if "channel 1" in line)[:1] in (["1"], ["0"])
