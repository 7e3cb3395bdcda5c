"""Paths and files in a plain Swift library: arguments, errors, and an iteration that waits."""

import gc
import os
import sys
import threading
import time
from pathlib import Path

import projects
import pytest
import readme


class Broken:
    def __fspath__(self):
        raise LookupError("no path today")


@pytest.mark.parametrize(
    "path",
    ["a/b", "", b"a/b", b"", "h\u00e9", "bad\udcff", b"bad\xff", Path("/x y"), Path("\udcfe")],
)
def test_a_path_is_str_bytes_or_pathlike(sample, path):
    assert sample.same_path(path) == os.fspath(path)
    assert bytes(sample.path_bytes(of=path)) == os.fsencode(path)


def test_a_path_can_be_optional_a_key_and_a_result(sample):
    assert bytes(sample.path_bytes()) == bytes(sample.path_bytes(None)) == b"nothing"
    assert sample.path_of("h\u00e9") == "h\u00e9"
    assert sample.path_of("a\0b") is None
    assert sample.count_paths({"a": 1, b"b": 2, Path("c"): 4}) == 7
    assert bytes(sample.first_path(lambda: Path("x"))) == b"x"


@pytest.mark.parametrize(
    ("path", "error", "message"),
    [
        (3, TypeError, "path: 3 is neither str, bytes nor os.PathLike"),
        (None, TypeError, "path: None is neither"),
        (bytearray(b"a"), TypeError, "path: an object of type bytearray is neither"),
        ("a\0b", ValueError, r"path: 'a\\x00b' contains a null character"),
        (b"\0", ValueError, r"path: b'\\x00' contains a null character"),
        (Path("a\0"), ValueError, r"path: 'a\\x00' contains a null character"),
        ("\ud800", ValueError, r"^path: '\\ud800' cannot be encoded as the name of a file$"),
        (Broken(), LookupError, "no path today"),
    ],
)
def test_what_is_not_a_path(sample, path, error, message):
    with pytest.raises(error, match=message):
        sample.same_path(path)


@pytest.mark.parametrize("name", ["missing", b"missing", Path("missing"), "\udcff", b"\xff"])
def test_an_error_of_the_system_is_an_oserror_with_its_path(sample, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    for function in (open, sample.FileBytes):
        with pytest.raises(FileNotFoundError) as caught:
            function(name)
        assert caught.value.errno == 2
        assert caught.value.filename in (name, str(name))
        assert type(caught.value.filename) is type(os.fspath(name))


def test_an_error_of_another_kind_is_another_exception(sample, tmp_path):
    (tmp_path / "text").write_bytes(b"ab\xff")
    file = sample.FileBytes(tmp_path / "text")
    assert [next(file), next(file)] == list(b"ab")
    with pytest.raises(ValueError, match="^the byte 255 is not text$"):
        next(file)
    assert not hasattr(sample, "ReadingError")


def test_the_code_of_the_docs_is_compiled():
    section = readme.text(Path("docs/swift.md")).split("## Errors of Python's own\n")[1]
    code = section.split("```swift\n")[1].split("```")[0]
    assert code in (projects.ROOT / "tests/generated/Sources/Sample/Files.swift").read_text()


def test_a_property_that_throws(sample, tmp_path):
    (tmp_path / "text").write_bytes(b"abc")
    assert sample.FileBytes(tmp_path / "text").available == 3
    reading, writing = os.pipe()
    with pytest.raises(OSError, match="Illegal seek") as caught:
        _ = sample.FileBytes(f"/dev/fd/{reading}").available
    assert caught.value.filename == f"/dev/fd/{reading}"
    os.close(reading)
    os.close(writing)


def test_a_method_named_next_iterates(sample, tmp_path):
    (tmp_path / "text").write_bytes(b"abc")
    file = sample.FileBytes(tmp_path / "text")
    assert iter(file) is file
    assert list(file) == list(b"abc")
    assert next(file, "no more") == "no more"
    with pytest.raises(IsADirectoryError):
        next(sample.FileBytes(tmp_path))


def test_other_threads_run_while_it_waits_for_the_next_element(sample):
    reading, writing = os.pipe()
    file = sample.FileBytes(f"/dev/fd/{reading}")

    def write():
        time.sleep(0.05)
        os.write(writing, b"x")
        os.close(writing)

    thread = threading.Thread(target=write)
    thread.start()
    assert list(file) == list(b"x")
    thread.join()
    os.close(reading)


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda sample: sample.FileBytes("/missing"), OSError),
        (lambda sample: sample.same_path("a\0"), ValueError),
        (lambda sample: next(sample.FileBytes("/")), OSError),
    ],
)
def test_errors_leave_nothing_behind(sample, call, error):
    def in_use():
        gc.collect()
        return sys.getallocatedblocks(), len(os.listdir("/proc/self/fd"))

    def use(times):
        for _ in range(times):
            with pytest.raises(error):
                call(sample)

    use(20)
    blocks, descriptors = in_use()
    use(300)
    assert in_use()[0] - blocks < 150
    assert in_use()[1] == descriptors
