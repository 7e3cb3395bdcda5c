"""Errors that say what to write instead."""

import pytest

from swiftbuf import Waveform


def test_bytes_that_do_not_divide_name_the_whole_elements(tmp_path):
    path = tmp_path / "cut.dat"
    path.write_bytes(b"abcdefg")
    for make, source in [
        (Waveform.from_buffer, b"abcdefg"),
        (Waveform.from_file, path),
        (Waveform.mmap, path),
    ]:
        with pytest.raises(ValueError, match=r"7 bytes.*count=3"):
            make(source, "h")
        assert make(source, "h", count=3).nbytes == 6


def test_memory_with_gaps_names_the_copy(tmp_path):
    waveform = Waveform.from_values(range(6), "h")
    for buffering in (0, -1):
        with open(tmp_path / "out.dat", "wb", buffering=buffering) as file:
            with pytest.raises(BufferError, match=r"copy\(\)"):
                file.write(waveform[::2])
            file.write(waveform[::2].copy())
        assert (tmp_path / "out.dat").read_bytes() == bytes(waveform[::2])


def test_a_copy_is_not_named_where_it_does_not_help():
    with pytest.raises(BufferError) as caught:
        Waveform((2, 3), "h").__buffer__(0x058)  # Fortran-contiguous
    assert "copy" not in str(caught.value)
