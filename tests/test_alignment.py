"""The `align` argument of what makes memory: addresses for O_DIRECT and DMA."""

import errno
import mmap
import os
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from modelling import address

from swiftbuf import Waveform

PAGE = mmap.PAGESIZE
POWERS = [1 << bits for bits in range(PAGE.bit_length())]  # 1 to a page
SIZES = [0, 1, 64, 2048, 2049, 5000, 1 << 20, (1 << 22) + 1]


def contents(size):
    return bytes(index * 7 % 251 for index in range(size))


@pytest.mark.parametrize("align", POWERS)
def test_an_address_is_a_multiple_of_the_alignment_and_of_64(align, tmp_path):
    path = tmp_path / "samples"
    path.write_bytes(b"12345678" * 700)
    made = [
        *(Waveform(size, "B", align=align) for size in SIZES),
        *(Waveform.from_values(range(count), "h", align=align) for count in (0, 3, 3000)),
        Waveform.from_values(np.arange(3000), align=align),
        Waveform.from_file(path, "h", offset=2, align=align),
    ]
    assert {address(w) % max(align, 64) for w in made} == {0}


@given(st.lists(st.tuples(st.sampled_from(SIZES), st.sampled_from(POWERS)), max_size=20))
def test_memory_of_any_alignment_is_zero_and_its_own(wanted):
    made = [Waveform(size, "B", align=align) for size, align in wanted]
    for number, w in enumerate(made):
        assert not np.asarray(w).any()
        w.fill(number + 1)
    for number, w in enumerate(made):
        assert np.all(np.asarray(w) == number + 1)


@pytest.mark.parametrize("align", [64, 512, PAGE])
def test_values_and_files_arrive_in_it(align, tmp_path):
    data = contents(10_000)
    path = tmp_path / "samples"
    path.write_bytes(data)
    assert Waveform.from_file(path, "<i", align=align).tobytes() == data
    assert Waveform.from_values(list(data), "B", align=align).tobytes() == data
    assert Waveform.from_values(np.frombuffer(data, "<i"), "<i", align=align).tobytes() == data


def test_a_subclass_has_it_too():
    class Samples(Waveform):
        pass

    assert address(Samples(3, "h", align=PAGE)) % PAGE == 0
    assert isinstance(Samples.from_values([1, 2], align=PAGE), Samples)


def test_a_misaligned_view_gets_aligned_memory_by_from_values():
    view = Waveform(PAGE + 1, "B", align=PAGE)[1:]
    assert address(view) % PAGE == 1
    again = Waveform.from_values(view, view.format, align=PAGE)
    assert (address(again) % PAGE, again == view) == (0, True)


@pytest.mark.parametrize("align", [0, -1, -64, 3, 65, 96, PAGE - 1, PAGE + 1, 2 * PAGE, 1 << 40])
def test_any_other_number_is_refused(align, tmp_path):
    path = tmp_path / "samples"
    path.write_bytes(b"1234")
    pattern = re.escape(f"align: {align} is not a power of two from 1 to {PAGE}")
    for make in (
        lambda: Waveform(3, align=align),
        lambda: Waveform.from_values([1], align=align),
        lambda: Waveform.from_file(path, align=align),
    ):
        with pytest.raises(ValueError, match=pattern):
            make()


@pytest.mark.parametrize("align", [1 << 63, 1 << 200, -(1 << 200)])
def test_a_number_that_no_address_has_is_refused(align):
    with pytest.raises(ValueError, match=f"align: {align} is too large"):
        Waveform(3, align=align)


@pytest.mark.parametrize("align", [None, 64.0, "64", [64]])
def test_what_is_not_an_integer_is_a_type_error(align):
    with pytest.raises(TypeError, match="align: .* is not an integer"):
        Waveform(3, align=align)


def test_anything_with_an_index_is_an_integer():
    assert address(Waveform(3, align=np.int32(512))) % 512 == 0


def test_it_is_known_by_its_name_only():
    with pytest.raises(TypeError, match="at most 2 positional"):
        Waveform(3, "h", 64)


def open_past_the_cache(path, flags):
    try:
        return os.open(path, flags | os.O_DIRECT)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        pytest.skip("this file system has no O_DIRECT")


@pytest.mark.parametrize("read", [os.readv, lambda fd, into: os.preadv(fd, into, 0)])
def test_o_direct_reads_into_it(tmp_path, read):
    data = contents(4 * PAGE)
    path = tmp_path / "direct"
    path.write_bytes(data)
    w = Waveform(4 * PAGE // 2, "<h", align=PAGE)
    fd = open_past_the_cache(path, os.O_RDONLY)
    try:
        assert read(fd, [w]) == len(data)
    finally:
        os.close(fd)
    assert w.tobytes() == data


def test_o_direct_writes_from_it(tmp_path):
    data = contents(4 * PAGE)
    path = tmp_path / "direct"
    w = Waveform.from_values(np.frombuffer(data, "<h"), "<h", align=PAGE)
    fd = open_past_the_cache(path, os.O_WRONLY | os.O_CREAT)
    try:
        assert os.writev(fd, [w]) == len(data)
    finally:
        os.close(fd)
    assert path.read_bytes() == data
