"""A frame lives as long as anything that shows it, and no longer."""

import ctypes
import gc
import os
import shutil
import sys
import weakref

import numpy as np
import pytest
import video_plane


def test_views_outlive_plane_frame_decoder_and_file(clip, tmp_path):
    path = shutil.copy(clip(frames=7), tmp_path)
    expected = [[np.array(plane) for plane in frame.planes] for frame in video_plane.decode(path)]
    decoder = video_plane.decode(path)
    kept = [[np.asarray(plane) for plane in frame.planes] for frame in decoder]
    decoder.close()
    os.unlink(path)
    del decoder
    gc.collect()
    for _ in range(5):  # decoders that would reuse the memory, were it free
        assert list(video_plane.decode(clip(frames=7, size="322x242")))
    for arrays, planes in zip(kept, expected, strict=True):
        for array, plane in zip(arrays, planes, strict=True):
            np.testing.assert_array_equal(array, plane)


def test_a_view_keeps_its_plane_and_nothing_else_does(clip):
    plane = next(video_plane.decode(clip())).planes[0]
    gone = weakref.ref(plane)
    view = np.asarray(plane)[10:20, ::2]
    del plane
    assert gone() is not None
    assert view.shape == (10, 161)
    del view
    assert gone() is None


class Heap(ctypes.Structure):
    """What glibc says of its heap (mallinfo2)."""

    names = "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost"
    _fields_ = [(name, ctypes.c_size_t) for name in names.split()]


def bytes_in_use():
    """Bytes that C code has allocated and not freed, in the heap and in maps of their own."""
    mallinfo2 = ctypes.CDLL(None).mallinfo2
    mallinfo2.restype = Heap
    heap = mallinfo2()
    return heap.uordblks + heap.hblkhd


def grown_after(runs, action):
    """Bytes of C code and blocks of Python that each further run leaves behind.

    The least of three rounds: a leak is in all of them. What glibc's heap loses to the alignment of
    pictures, until their places have settled, is mostly in the first.
    """
    for _ in range(100):
        action()
    rounds = [growth_in(runs, action) for _ in range(3)]
    return tuple(map(min, *rounds))


def growth_in(runs, action):
    gc.collect()
    heap, blocks = bytes_in_use(), sys.getallocatedblocks()
    for _ in range(runs):
        action()
    gc.collect()
    return (bytes_in_use() - heap) / runs, (sys.getallocatedblocks() - blocks) / runs


def decode_all(path):
    for frame in video_plane.decode(path):
        for plane in frame.planes:
            assert np.asarray(plane).shape == memoryview(plane).shape


def leave_early(path):
    decoder = video_plane.decode(path)
    planes = next(decoder).planes
    del decoder
    np.asarray(planes[0]).max()


def close_early(path):
    decoder = video_plane.decode(path)
    frame = next(decoder)
    decoder.close()
    with pytest.raises(ValueError):
        next(decoder)
    assert frame.time == 0


def fail(path):
    for wrong, error in [(__file__ + "x", OSError), (__file__, ValueError), (1, TypeError)]:
        with pytest.raises(error):
            video_plane.decode(wrong)


@pytest.mark.parametrize("action", [decode_all, leave_early, close_early, fail])
def test_a_thousand_decodes_leave_nothing_behind(clip, action):
    path = clip(size="63x47")
    descriptors = len(os.listdir("/proc/self/fd"))
    bytes_each, blocks_each = grown_after(1000, lambda: action(path))
    # The smallest thing there is to leak, an AVPacket or a reference, is more than that.
    assert bytes_each < 16
    assert blocks_each < 0.5
    assert len(os.listdir("/proc/self/fd")) == descriptors


def test_errors_under_way_leave_nothing_behind(clip, tmp_path):
    path = tmp_path / "cut.nut"
    path.write_bytes(clip(codec="rawvideo", suffix="nut", size="63x47").read_bytes()[:-500])

    def action():
        with pytest.raises(ValueError):
            decode_all(path)

    assert max(grown_after(300, action)) < 16


def test_the_measure_sees_a_frame_that_is_kept(clip):
    kept = []
    path = clip(size="63x47")
    bytes_each, blocks_each = grown_after(50, lambda: kept.append(next(video_plane.decode(path))))
    assert bytes_each > 63 * 47
    assert blocks_each >= 1


def test_the_memory_of_planes_is_counted_while_they_live(clip):
    path = clip("gray", "rawvideo", size="640x480", suffix="nut")
    before = bytes_in_use()
    views = [np.asarray(frame.planes[0]) for frame in video_plane.decode(path)]
    assert bytes_in_use() - before > 3 * 640 * 480
    views.clear()
    assert bytes_in_use() - before < 640 * 480
