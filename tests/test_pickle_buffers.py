"""Protocol 5 (PEP 574): which memory is sent, and on which memory what arrives stands."""

import pickle

import numpy as np
import pytest
from modelling import as_array, waveform_of
from test_pickle import check, every_way, in_band, out_of_band

from swiftbuf import Waveform

MIB = 2**20


@pytest.mark.parametrize(("part", "holder"), [(Waveform, bytearray), (Waveform.toreadonly, bytes)])
def test_protocol_5_in_band_stands_on_the_bytes_of_the_unpickler(part, holder):
    waveform = Waveform(8, "h")
    again = in_band(5)(waveform if part is Waveform else part(waveform))
    assert type(again.obj) is holder
    assert again.nbytes == len(again.obj) == 16


def test_out_of_band_carries_the_memory_itself():
    waveform = Waveform((1024, 1024), "d")
    buffers = []
    stream = pickle.dumps(waveform, 5, buffer_callback=buffers.append)
    assert len(stream) < 200
    assert [buffer.raw().nbytes for buffer in buffers] == [8 * MIB]
    again = pickle.loads(stream, buffers=buffers)
    assert again.obj is buffers[0]
    assert np.shares_memory(np.asarray(again), np.asarray(waveform))
    again[3, 5] = 7
    assert waveform[3, 5] == 7


def test_the_buffer_holds_the_memory_until_it_and_what_stands_on_it_are_released():
    waveform, buffers = Waveform(4), []
    stream = pickle.dumps(waveform, 5, buffer_callback=buffers.append)
    again = pickle.loads(stream, buffers=buffers)
    for standing in [again, *buffers]:
        with pytest.raises(BufferError, match=str(waveform.exports)):
            waveform.release()
        standing.release()
    waveform.release()


def test_what_is_not_contiguous_goes_as_a_contiguous_copy():
    for waveform in [Waveform(8, "h")[::2], Waveform.from_buffer(np.zeros((2, 3), order="F"))]:
        again = out_of_band(waveform)
        assert not np.shares_memory(as_array(again), as_array(waveform))
        assert waveform.exports == 0


@pytest.mark.parametrize("mode", ["r", "r+", "c"])
@pytest.mark.parametrize("part", [slice(None), slice(2, 6), slice(None, None, -3)])
@every_way
def test_a_map_goes_by_value(tmp_path, mode, part, trip):
    path = tmp_path / "mapped.dat"
    path.write_bytes(bytes(range(20)))
    waveform, buffers = Waveform.mmap(path, ">h", mode=mode), []
    for value in [waveform, waveform[part]]:
        pickle.dumps(value, 5, buffer_callback=buffers.append)
        again = trip(value)
        check(again, value)
        assert (buffers, again.obj) == ([], None)
    with pytest.raises(ValueError, match="flush"):
        again.flush()


HANDED_OVER = {
    "bytearray": lambda: bytearray(range(8)),
    "bytes": lambda: bytes(range(8)),
    "array": lambda: np.frombuffer(bytes(range(8)), "d").copy(),
    "read-only array": lambda: np.frombuffer(bytes(range(8)), "d"),
    "memoryview": lambda: memoryview(bytearray(range(8))),
    "waveform": lambda: waveform_of(bytes(range(8)), "h", (2, 2)),
    "fortran": lambda: np.arange(8, dtype="B").reshape(2, 4, order="F"),
}


@pytest.mark.parametrize("make", HANDED_OVER.values(), ids=HANDED_OVER)
@pytest.mark.parametrize("readonly", [False, True])
def test_out_of_band_stands_on_what_the_unpickler_is_handed(make, readonly):
    waveform, handed = Waveform((2, 2), ">h"), make()
    stream = pickle.dumps(
        waveform.toreadonly() if readonly else waveform, 5, buffer_callback=[].append
    )
    if not memoryview(handed).c_contiguous:
        with pytest.raises(ValueError, match="data"):
            pickle.loads(stream, buffers=[handed])
        return
    again = pickle.loads(stream, buffers=[handed])
    assert (again.format, again.shape) == (">h", (2, 2))
    assert (again.tobytes(), again.readonly) == (
        bytes(range(8)),
        readonly or memoryview(handed).readonly,
    )
    if not readonly:
        assert again.obj is handed
    if not again.readonly:
        assert np.shares_memory(np.asarray(again), np.asarray(handed))


@pytest.mark.parametrize("handed", [bytes(7), bytes(9), b"", np.zeros(1), "text", 5, None])
def test_what_cannot_be_the_memory_is_a_clean_error(handed):
    stream = pickle.dumps(Waveform((2, 2), "i"), 5, buffer_callback=[].append)
    with pytest.raises((ValueError, TypeError), match="data"):
        pickle.loads(stream, buffers=[handed])
