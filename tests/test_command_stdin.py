"""`python -m swiftbuf -`: standard input says what a file of the same bytes says."""

import io
import json
import re

import numpy as np
import pytest

from swiftbuf import __main__ as command
from swiftbuf import _sources

FORMATS = ["<hB", "c", "2s", "<h", "B", "<Zf"]
CONTENT = bytes(range(48))  # whole elements of each of these


@pytest.fixture
def found(tmp_path, monkeypatch, capsys):
    """The status, the output and the error for a file and for standard input."""
    monkeypatch.chdir(tmp_path)

    def found(content, *arguments):
        results = []
        (tmp_path / "v.raw").write_bytes(content)
        for name in ["v.raw", "-"]:
            monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(Raw(content))))
            status = command.main([name, *arguments])
            results.append((status, *capsys.readouterr()))
        return results

    return found


class Raw(io.BytesIO):
    """A pipe that gives few bytes at a time."""

    def readinto(self, buffer):
        return super().readinto(memoryview(buffer)[:5])


@pytest.mark.parametrize("block", [7, 1 << 22])
@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(
    "arguments",
    [[], ["--offset", "24"], ["--count", "2"], ["--count", "0"], ["--channels", "2"]],
)
def test_it_is_counted_as_a_file_is(found, monkeypatch, format, arguments, block):
    monkeypatch.setattr(_sources, "BLOCK", block)
    file, pipe = found(CONTENT, "--format", format, "--no-plot", *arguments)
    assert pipe == file
    assert pipe[0] == 0


@pytest.mark.parametrize("shape", ["2,", ",2", "2,2,", "1,2,8", "16"])
def test_shapes_of_records(found, shape):
    file, pipe = found(CONTENT, "--format", "<hB", "--shape", shape)
    assert pipe == file
    lengths = [int(length or -1) for length in shape.split(",")]
    assert pipe[1] == f"format T{{=h:f0:B:f1:}}, shape {np.zeros(16).reshape(lengths).shape}\n"


def test_the_shape_of_records_as_json(found):
    _, (status, out, _) = found(CONTENT, "--format", "<hB", "--rate", "4", "--json")
    facts = json.loads(out)
    assert (status, facts["shape"], facts["seconds"]) == (0, [16], 4)


@pytest.mark.parametrize("format", FORMATS)
def test_without_a_byte_there_are_no_samples(found, format):
    for status, out, error in found(b"", "--format", format):
        assert (status, out, error.count("\n")) == (1, "", 1)
        assert "empty" in error
    for status, out, _ in found(b"ab", "--format", format, "--offset", "2"):
        assert (status, out) == (1, "")


@pytest.mark.parametrize("format", ["<hB", "2s", "<h", "<Zf"])
def test_bytes_left_over_are_an_error(found, format):
    for status, out, error in found(CONTENT + b"!", "--format", format):
        assert (status, out, error.count("\n")) == (1, "", 1)
        assert re.search(r"\b49 bytes", error)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("arguments", [["--count", "49"], ["--count", "-1"], ["--offset", "-1"]])
def test_what_it_does_not_hold_is_an_error(found, format, arguments):
    for status, out, error in found(CONTENT, "--format", format, *arguments):
        assert (status, out, error.count("\n")) == (1, "", 1)


def test_samples_that_do_not_fit_the_shape_of_records(found):
    for (status, _, error), source in zip(
        found(CONTENT, "--format", "<hB", "--shape", ",5"),
        ["the file", "standard input"],
        strict=True,
    ):
        assert (status, error.count("\n")) == (1, 1)
        assert f"--shape ,5: {source} holds 16 samples" in error
