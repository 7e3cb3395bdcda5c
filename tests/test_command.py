"""`python -m swiftbuf FILE`: run as a user runs it, with and without what the extra brings."""

import json
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

import swiftbuf
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
    lines = output.split("peak to peak\n")[1].splitlines()
    return [line.split() for line in lines if re.match(r"channel \d+ ", line)]


TWO = ("two.bin", "--format", "<h", "--offset", "4")


def test_the_summary(recording):
    done = run(*TWO, "--shape", ",2")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "format h, shape (1000, 2)"
    assert rows(done.stdout) == [
        ["channel", "0", "0", "999", "499.5", "576.9172", "999"],
        ["channel", "1", "-3", "-3", "-3", "3", "0"],
    ]


def test_the_plot_is_drawn_in_characters_and_no_wider_than_the_terminal(recording):
    done = run(*TWO, "--shape", ",2")
    assert "\nchannel 0, value\n" in done.stdout
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
    output = capsys.readouterr().out
    assert output.splitlines()[2].split() == ["1", "2", "1.5", "1.581139", "1"]
    assert "\n                 2 NaN, left out\n" in output
    np.full(3, np.nan).tofile(tmp_path / "gaps.bin")
    assert command.main(["gaps.bin", "--format", "d"]) == 0
    output = capsys.readouterr().out
    assert output.splitlines()[2].split() == ["nan"] * 5
    assert "3 NaN, left out" in output
    assert output.splitlines()[-1] == "no plot: all NaN"


def test_complex_samples(recording, tmp_path, capsys):
    np.array([1 + 5j, 3 - 5j], "<c8").tofile(tmp_path / "iq.bin")
    assert command.main(["iq.bin", "--format", "<Zf"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines[2:4] == [
        ["real", "1", "3", "2", "2.236068", "2"],
        ["imag", "-5", "5", "0", "5", "10"],
    ]


def test_of_many_channels_the_first(recording, tmp_path, capsys):
    (tmp_path / "many.bin").write_bytes(bytes(2000))
    assert command.main(["many.bin", "--shape", ",20"]) == 0
    output = capsys.readouterr().out
    assert len(rows(output)) == 16
    assert output.startswith("format B, shape (100, 20), 16 of 20 channels\n")


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
    monkeypatch.setitem(sys.modules, "resvg_py", None)


def test_all_but_png_needs_no_other_package(recording, without_extra, tmp_path, capsys):
    assert command.main([*TWO, "--svg", "two.svg"]) == 0
    assert "┤" in capsys.readouterr().out
    assert (tmp_path / "two.svg").exists()


def test_without_the_extra_a_png_is_refused_before_anything_is_done(
    recording, without_extra, tmp_path, capsys
):
    assert command.main([*TWO, "--png", "two.png"]) == 1
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "PNG takes resvg_py: pip install 'swiftbuf[plot]'" in err


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
        ([*TWO, "--channels", "3"], "--channels 3: the file holds 2000 samples"),
        ([*TWO, "--channels", "2", "--channel", "2"], "channels: 2 is not one of the 2 channels"),
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
        [*TWO, "--format", "h}d"],
        [*TWO, "--shape", ",,"],
        [*TWO, "--shape", "x"],
        [*TWO, "--shape", "-1,2"],
        [*TWO, "--shape", "0"],
        [*TWO, "--offset", "x"],
        [*TWO, "--channels", "0"],
        [*TWO, "--channels", "2", "--shape", ",2"],
        [*TWO, "--rate", "0"],
        [*TWO, "--rate", "fast"],
        [*TWO, "--range", "2,1"],
        [*TWO, "--range", "some"],
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
    (command,) = [line for line in readme.blocks("sh", page)[0].splitlines() if "--svg" in line]
    done = run(*shlex.split(command)[1:])
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(readme.blocks("text", page)[0])
    assert {path.name for path in tmp_path.glob("eeg.*")} == {"eeg.dat", "eeg.svg", "eeg.png"}


def test_help(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit) as exit:
        command.main(["--help"])
    assert exit.value.code == 0
    page = capsys.readouterr().out
    for option in [
        *("FILE", "--format", "--channels", "--shape", "--offset", "--count", "--rate"),
        *("--channel", "--range", "--hex", "--no-plot", "--json", "--svg", "--png", "--force"),
        "--version",
    ]:
        assert option in page
    assert max(map(len, page.splitlines())) <= 80


def test_the_file_is_mapped_and_not_copied(recording, tmp_path, capsys):
    """A file that is much larger than the memory it may have."""
    path = tmp_path / "large.bin"
    with open(path, "wb") as file:
        file.truncate(1 << 28)
    # Besides what Python has: a free-threaded one reserves a gigabyte at its start.
    code = (
        "import resource, sys; from swiftbuf import __main__ as command;"
        "data = next(line for line in open('/proc/self/status') if line.startswith('VmData:'));"
        "limit = int(data.split()[1]) * 1024 + (1 << 27);"
        "resource.setrlimit(resource.RLIMIT_DATA, (limit, limit));"
        "sys.exit(command.main(['large.bin', '--format', '<h']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "shape (134217728,)" in done.stdout


def test_channels_are_interleaved(recording):
    short, long = run(*TWO, "--channels", "2"), run(*TWO, "--shape", ",2")
    assert short.stdout == long.stdout


def test_one_channel_by_number(recording, capsys):
    assert command.main([*TWO, "--channels", "2", "--channel", "1"]) == 0
    output = capsys.readouterr().out
    assert output.startswith("format h, shape (1000, 2), 1 of 2 channels\n")
    assert [row[:2] for row in rows(output)] == [["channel", "1"]]
    assert "channel 0" not in output


def test_an_offset_may_be_hexadecimal(recording):
    assert run("two.bin", "--format", "<h", "--offset", "0x4").stdout == run(*TWO).stdout


def test_a_rate_is_a_duration_and_a_time_axis(recording, capsys):
    assert command.main([*TWO, "--channels", "2", "--rate", "2e6"]) == 0
    output = capsys.readouterr().out
    assert output.startswith("format h, shape (1000, 2), 0.0005 s at 2000000 samples/s\n")
    assert "time (\N{MICRO SIGN}s)" in output


def test_no_plot(recording, capsys):
    assert command.main([*TWO, "--no-plot"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3


def test_the_version(capsys):
    with pytest.raises(SystemExit) as exit:
        command.main(["--version"])
    assert exit.value.code == 0
    assert capsys.readouterr().out == f"swiftbuf {swiftbuf.__version__}\n"


def test_the_console_script(recording):
    script = Path(sys.executable).with_name("swiftbuf")
    done = subprocess.run([script, *TWO], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, run(*TWO).stdout)
    wrong = subprocess.run([script, "missing"], capture_output=True, text=True, check=False)
    assert wrong.stderr.startswith("swiftbuf: ")


def test_json(recording, tmp_path, capsys):
    assert command.main([*TWO, "--channels", "2", "--rate", "500", "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    channels = facts.pop("channels")
    assert facts == {
        **{"file": "two.bin", "format": "h", "shape": [1000, 2], "offset": 4},
        **{"rate": 500, "seconds": 2, "advice": None},
    }
    assert channels[0] == {
        **{"channel": 0, "part": None, "samples": 1000, "minimum": 0, "maximum": 999},
        **{"mean": 499.5, "rms": pytest.approx(576.917238), "peak_to_peak": 999, "full_scale": 0},
        **{"nan": 0, "positive_infinity": 0, "negative_infinity": 0},
    }
    np.array([np.nan, np.inf, -np.inf, 1]).tofile("bad.bin")
    assert command.main(["bad.bin", "--format", "d", "--json"]) == 0
    (bad,) = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)["channels"]
    counts = {bad[key] for key in ("nan", "positive_infinity", "negative_infinity")}
    assert (counts, bad["maximum"], bad["full_scale"]) == ({1}, None, None)


def test_a_hex_view_has_offsets_in_the_file(recording, capsys):
    assert command.main(["two.bin", "--format", "<h", "--offset", "4", "--hex", "--no-plot"]) == 0
    lines = capsys.readouterr().out.splitlines()[1:5]
    content = Path("two.bin").read_bytes()
    for i, line in enumerate(lines):
        offset, data = line[:8], line[10:57]
        assert int(offset, 16) == 4 + 16 * i
        assert bytes.fromhex(data) == content[4 + 16 * i : 20 + 16 * i]
    assert lines[0].endswith(" " + "........" + "........")


def test_integers_at_full_scale_are_counted(recording, capsys):
    np.array([32767, -32768, 32767, 0], "h").tofile("clipped.bin")
    assert command.main(["clipped.bin", "--format", "h"]) == 0
    assert "3 at full scale" in capsys.readouterr().out


def test_infinities_are_counted_and_so_are_nan(recording, capsys):
    np.array([np.inf, 1, -np.inf, np.inf, np.nan]).tofile("bad.bin")
    assert command.main(["bad.bin", "--format", "d"]) == 0
    assert "1 NaN, left out, 2 +inf, 1 -inf" in capsys.readouterr().out


# Standard input.


def piped(content, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "swiftbuf", *arguments],
        input=content,
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize("options", [[], ["--channels", "2"], ["--count", "10"], ["--shape", "4,"]])
def test_standard_input_is_read_as_a_file_is(recording, options):
    count = [] if "--shape" not in options else ["--count", "2000"]
    content = Path("two.bin").read_bytes()
    done = piped(content, "-", *TWO[1:], *options, *count, "--hex")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == run(*TWO, *options, *count, "--hex").stdout


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--shape", "2,"], b"needs --count"),
        (["--channels", "3"], b"the data ends"),
        (["--count", "5000"], b"the data ends"),
        (["--offset", "9999"], b"the data ends"),
    ],
)
def test_standard_input_that_ends_too_early_is_one_line(recording, options, message):
    done = piped(bytes(1000), "-", "--format", "<h", *options)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.count(b"\n") == 1
    assert message in done.stderr


def test_an_empty_pipe_is_an_error_as_an_empty_file_is(recording):
    done = piped(b"", "-", "--format", "<h")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr == b"python -m swiftbuf: standard input is empty: there are no samples\n"
