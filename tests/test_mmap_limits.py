"""`Waveform.mmap`: wrong arguments; a failure leaves file and process as they were."""

import re

import pytest
from proc import descriptors, maps

from swiftbuf import Waveform

MODES = ["r", "r+", "c"]
CONTENTS = bytes(range(10))


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "short.dat"
    path.write_bytes(CONTENTS)
    return path


@pytest.fixture(autouse=True)
def nothing_is_left_behind(path):
    """No descriptor, no map of the file, and no change in it, whatever a test tries."""
    before = descriptors()
    yield
    assert descriptors() == before
    assert maps(path) == []
    assert path.read_bytes() == CONTENTS


def attempt(*arguments, **options):
    """What a call raises."""
    with pytest.raises(Exception) as caught:  # noqa: B017, PT011 - its type is looked at
        Waveform.mmap(*arguments, **options)
    return caught.value


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        ({"format": "d"}, ["10", "8"]),
        ({"format": "h", "offset": 1}, ["9", "2"]),
        ({"offset": 10}, ["10"]),
        ({"offset": 11}, ["11", "10"]),
        ({"offset": 4096}, ["4096", "10"]),
        ({"offset": 2**62}, [str(2**62), "10"]),
        ({"offset": 2**63 - 1}, [str(2**63 - 1), "10"]),
        ({"count": 11}, ["11", "10"]),
        ({"count": 3, "format": "i"}, ["3", "10"]),
        ({"count": 1, "offset": 3, "format": "d"}, ["1", "3"]),
        ({"count": 2**62, "format": "d"}, [str(2**62), "10"]),
        ({"count": 2**61, "offset": 8, "format": "Zd"}, [str(2**61), "8"]),
    ],
)
def test_a_file_of_the_wrong_length_is_a_value_error_with_path_and_numbers(
    path, options, numbers, mode
):
    error = attempt(path, mode=mode, **options)
    assert type(error) is ValueError
    assert str(path) in str(error)
    assert set(numbers) <= set(re.findall(r"\d+", str(error).replace(str(path), "")))


@pytest.mark.parametrize(
    ("options", "error", "named"),
    [
        ({"offset": -1}, ValueError, "offset.*-1"),
        ({"count": -1}, ValueError, "count.*-1"),
        ({"offset": 2**64}, ValueError, "offset"),
        ({"count": -(2**64)}, ValueError, "count"),
        ({"offset": 1.0}, TypeError, "offset"),
        ({"count": "1"}, TypeError, "count"),
        ({"format": "y"}, ValueError, "format.*'y'"),
        ({"format": 5}, TypeError, "format"),
        ({"mode": 5}, TypeError, "mode.*5"),
        ({"mode": b"r"}, TypeError, "mode.*b'r'"),
        ({"mode": None}, TypeError, "mode.*None"),
        ({"readonly": True}, TypeError, "readonly"),
        ({"path": "twice"}, TypeError, "path"),
    ],
)
def test_arguments_are_checked_by_name(path, options, error, named):
    raised = attempt(path, **options)
    assert type(raised) is error
    assert re.search(named, str(raised))


@pytest.mark.parametrize(
    "mode", ["", "w", "w+", "a", "rw", "R", "C", "+r", "r+b", "r\0", " r", "é"]
)
def test_other_modes_are_value_errors_that_name_them(path, mode):
    error = attempt(path, mode=mode)
    assert type(error) is ValueError
    assert "mode" in str(error)
    assert repr(mode) in str(error)


def test_mode_offset_and_count_go_by_name_only(path):
    assert isinstance(attempt(path, "B", "r"), TypeError)
    assert isinstance(attempt(), TypeError)


@pytest.mark.parametrize("mode", MODES)
def test_flush_of_what_is_no_map_is_a_value_error(path, mode):
    waveform = Waveform.mmap(path, mode=mode)
    for other in [Waveform(3), Waveform(3)[1:], waveform.copy(), Waveform.from_buffer(waveform)]:
        with pytest.raises(ValueError, match="flush"):
            other.flush()
    del waveform, other
