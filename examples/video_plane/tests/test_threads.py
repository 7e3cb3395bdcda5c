"""Decoding runs without the GIL, and one decoder serves one thread at a time."""

import os
import threading

import pytest
import video_plane


def run_all(*functions):
    threads = [threading.Thread(target=function) for function in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()


@pytest.fixture
def waiting_decoder(clip, tmp_path):
    """A decoder whose file goes on after 50 of 100 frames only when an event is set, and that."""
    content = clip("gray", "wrapped_avframe", frames=100, size="64x48", suffix="y4m").read_bytes()
    half = len(content) - 50 * len(b"FRAME\n" + bytes(64 * 48))
    fifo, go_on = tmp_path / "fifo", threading.Event()
    os.mkfifo(fifo)

    def write():
        with open(fifo, "wb") as file:
            file.write(content[:half])
            file.flush()
            go_on.wait(60)
            file.write(content[half:])

    writer = threading.Thread(target=write)
    writer.start()
    decoder = video_plane.decode(fifo)
    assert len([next(decoder) for _ in range(50)]) == 50
    yield decoder, go_on
    go_on.set()
    writer.join(60)
    assert not writer.is_alive()


def test_a_second_thread_is_refused_while_one_waits_for_a_frame(waiting_decoder):
    """One of the two waits for the rest of the file, without the GIL: the other one can run."""
    decoder, go_on = waiting_decoder
    frames, refusals = [], []

    def take():
        try:
            frames.append(next(decoder))
        except ValueError as problem:
            refusals.append(str(problem))
            try:
                decoder.close()
            except ValueError as problem:
                refusals.append(str(problem))
            go_on.set()

    run_all(take, take)
    assert refusals == ["decoder: another thread is waiting for a frame of it"] * 2
    assert len(frames) == 1
    assert len(list(decoder)) == 49


def test_threads_that_fight_for_one_decoder_get_each_frame_once(clip):
    decoder = video_plane.decode(clip(frames=200, size="64x48"))
    times = []

    def take():
        while True:
            try:
                times.append(next(decoder).time)
            except StopIteration:
                return
            except ValueError:
                continue

    run_all(*[take] * 4)
    assert len(times) == len(set(times)) == 200


def test_threads_with_decoders_of_their_own_get_all_frames(clip):
    path = clip("yuv420p", "libx264", frames=50, size="320x240")
    expected = [bytes(memoryview(frame.planes[0])) for frame in video_plane.decode(path)]
    results = []

    def take():
        results.append([bytes(memoryview(frame.planes[0])) for frame in video_plane.decode(path)])

    run_all(*[take] * 4)
    assert results == [expected] * 4


def test_a_plane_can_be_given_back_by_another_thread(clip):
    frames = list(video_plane.decode(clip(frames=7)))
    views = [memoryview(plane) for frame in frames for plane in frame.planes]
    frames.clear()

    def drop():
        while views:
            views.pop().release()

    run_all(drop, drop)
    assert views == []
