"""`python -m swiftbuf FILE`: run as a user runs it, with and without what the extra brings."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
import readme
from matplotlib.cbook import get_sample_data

from swiftbuf import __main__ as command

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def recording(tmp_path, monkeypatch):
    """A file of 1000 samples of two interleaved channels behind four bytes."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    samples = np.stack([np.arange(1000), np.full(1000, -3)], axis=1).astype("<h")
    (tmp_path / "two.bin").write_bytes(b"HDR!" + samples.tobytes())
    return samples


def run(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "swiftbuf", *arguments], capture_output=True, text=True, check=False
    )


def rows(output):
    """The numbers of each channel in the summary."""
    lines = output.split("mean\n")[1].splitlines()
    return [line.split() for line in lines if line.startswith("channel")]


TWO = ("two.bin", "--format", "<h", "--offset", "4")


def test_the_summary(recording):
    done = run(*TWO, "--shape", ",2")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "format h, shape (1000, 2)"
    assert rows(done.stdout) == [
        ["channel", "0", "0", "999", "499.5"],
        ["channel", "1", "-3", "-3", "-3"],
    ]


def test_the_plot_is_drawn_in_characters_and_no_wider_than_the_terminal(recording):
    done = run(*TWO, "--shape", ",2")
    assert "(channel 0) ^" in done.stdout
    assert any("\u2800" < character <= "\u28ff" for character in done.stdout)
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.parametrize(
    ("arguments", "shape"),
    [
        (["--count", "10"], (10,)),
        (["--count", "10", "--shape", "5,"], (5, 2)),
        (["--count", "10", "--shape", "2,5"], (2, 5)),
        (["--shape", "2000"], (2000,)),
    ],
)
def test_shapes(recording, capsys, arguments, shape):
    assert command.main([*TWO, *arguments]) == 0
    assert capsys.readouterr().out.startswith(f"format h, shape {shape}\n")


def test_nan_is_left_out_and_said_so(recording, tmp_path, capsys):
    np.array([1.0, np.nan, 2.0, np.nan]).tofile(tmp_path / "gaps.bin")
    assert command.main(["gaps.bin", "--format", "d"]) == 0
    assert "1             2           1.5  2 NaN left out" in capsys.readouterr().out
    np.full(3, np.nan).tofile(tmp_path / "gaps.bin")
    assert command.main(["gaps.bin", "--format", "d"]) == 0
    assert "nan           nan           nan  3 NaN left out" in capsys.readouterr().out


def test_complex_samples(recording, tmp_path, capsys):
    np.array([1 + 5j, 3 - 5j], "<c8").tofile(tmp_path / "iq.bin")
    assert command.main(["iq.bin", "--format", "<Zf"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines[2:4] == [["real", "1", "3", "2"], ["imag", "-5", "5", "0"]]


def test_of_many_channels_the_first(recording, tmp_path, capsys):
    (tmp_path / "many.bin").write_bytes(bytes(2000))
    assert command.main(["many.bin", "--shape", ",20"]) == 0
    output = capsys.readouterr().out
    assert len(rows(output)) == 16
    assert "... and 4 more channels" in output


def test_pictures(recording, tmp_path):
    done = run(*TWO, "--shape", ",2", "--svg", "two.svg", "--png", "two.png")
    assert (done.returncode, done.stderr) == (0, "")
    svg = ElementTree.fromstring((tmp_path / "two.svg").read_text(encoding="utf-8"))
    assert svg.get("aria-label") == "format h, shape (1000, 2)"
    png = (tmp_path / "two.png").read_bytes()
    assert png.startswith(PNG_SIGNATURE)
    assert int.from_bytes(png[16:20], "big") == 2 * int(svg.get("width"))


@pytest.fixture
def without_extra(monkeypatch):
    """As after `pip install swiftbuf` alone: None in `sys.modules` is what is not there."""
    for name in ["plotille", "resvg_py"]:
        monkeypatch.setitem(sys.modules, name, None)


def test_without_the_extra_there_is_the_summary_and_a_word_on_what_to_install(
    recording, without_extra, tmp_path, capsys
):
    assert command.main([*TWO, "--svg", "two.svg"]) == 0
    output = capsys.readouterr().out
    assert "-3           999        248.25" in output
    assert output.splitlines()[-1] == "for a plot: pip install 'swiftbuf[plot]'"
    assert (tmp_path / "two.svg").exists()


def test_without_the_extra_a_png_is_refused_before_anything_is_done(
    recording, without_extra, tmp_path, capsys
):
    assert command.main([*TWO, "--png", "two.png"]) == 1
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "--png: pip install 'swiftbuf[plot]'" in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["missing.bin"], "missing.bin"),
        (["."], "directory"),
        (["/dev/null"], "not a regular file"),
        ([*TWO, "--offset", "99999"], "offset: 99999"),
        ([*TWO, "--offset", "5"], "multiple|bytes"),
        ([*TWO, "--count", "-1"], "count: -1"),
        ([*TWO, "--shape", "3,7"], "--shape 3,7: the file holds 2000 samples"),
        ([*TWO, "--shape", ",7"], "--shape ,7: the file holds 2000 samples"),
        ([*TWO, "--svg", "/nowhere/two.svg"], "/nowhere/two.svg"),
        ([*TWO, "--shape", "10,10,", "--svg", "two.svg"], "no picture of format h"),
    ],
)
def test_what_goes_wrong_with_a_file_is_one_line_and_status_1(
    recording, capsys, arguments, message
):
    assert command.main(arguments) == 1
    error = capsys.readouterr().err
    assert error.startswith("python -m swiftbuf: ")
    assert error.count("\n") == 1
    assert re.search(message, error)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        [*TWO, "--format", "y"],
        [*TWO, "--format", "hd"],
        [*TWO, "--shape", ",,"],
        [*TWO, "--shape", "x"],
        [*TWO, "--shape", "-1,2"],
        [*TWO, "--shape", "0"],
        [*TWO, "--offset", "x"],
        [*TWO, "--colour"],
    ],
)
def test_wrong_usage_is_status_2(recording, capsys, arguments):
    with pytest.raises(SystemExit) as exit:
        command.main(arguments)
    assert exit.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines()[-1].startswith("python -m swiftbuf: error: ")


def test_the_docs_show_what_it_prints(recording, tmp_path):
    page = Path("docs/looking.md")
    shutil.copy(get_sample_data("eeg.dat", asfileobj=False), "eeg.dat")
    (command,) = [line for line in readme.blocks("sh", page)[0].splitlines() if "-m" in line]
    done = run(*shlex.split(command)[3:])
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(*readme.blocks("text", page))
    assert {path.name for path in tmp_path.glob("eeg.*")} == {"eeg.dat", "eeg.svg", "eeg.png"}


def test_help(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit) as exit:
        command.main(["--help"])
    assert exit.value.code == 0
    page = capsys.readouterr().out
    for option in ["FILE", "--format", "--shape", "--offset", "--count", "--svg", "--png"]:
        assert option in page
    assert max(map(len, page.splitlines())) <= 80


def test_the_file_is_mapped_and_not_copied(recording, tmp_path, capsys):
    """A file that is much larger than the memory it may have."""
    path = tmp_path / "large.bin"
    with open(path, "wb") as file:
        file.truncate(1 << 28)
    code = (
        "import resource, sys; from swiftbuf import __main__ as command;"
        "resource.setrlimit(resource.RLIMIT_DATA, (1 << 27, 1 << 27));"
        "sys.exit(command.main(['large.bin', '--format', '<h']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "shape (134217728,)" in done.stdout
