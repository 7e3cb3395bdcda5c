"""`Exporter`: what its methods may do to the same object while they run.

On Python 3.12 and later each test also runs on plain classes: see exporting.py.
"""

import threading

import pytest
from exporting import exporter_by, on_each_base, recorder, unraisable

pytestmark = on_each_base


def test_it_may_be_asked_again_while_it_is_asked(base):
    depth = []

    def buffer(self, flags):
        depth.append(flags)
        return memoryview(b"waveform" if len(depth) == 5 else self)

    assert bytes(exporter_by(base, buffer)) == b"waveform"
    assert len(depth) == 5


def test_it_may_be_asked_again_while_a_view_comes_back(base):
    seen = []

    def release(self, view):
        if len(self.given) < 4:
            with memoryview(self) as again:
                seen.append(bytes(again))

    exporter = recorder(base, release=release)
    memoryview(exporter).release()
    assert seen == [b"waveform"] * 3
    assert len(exporter.returned) == len(exporter.given) == 4


def test_another_view_may_be_released_while_one_is_asked_for(base):
    views = []

    def buffer(self, flags):
        while views:
            views.pop().release()
        return memoryview(self.memory)

    exporter = recorder(base, __buffer__=buffer)
    for _ in range(3):
        views.append(memoryview(exporter))
    assert len(exporter.returned) == 2


def test_another_view_may_be_released_while_one_comes_back(base):
    views = []

    def release(self, view):
        while views:
            views.pop().release()

    exporter = recorder(base, release=release)
    first, *views = [memoryview(exporter) for _ in range(4)]
    first.release()
    assert len(exporter.returned) == 4


def test_the_methods_may_be_deleted_while_they_run(base):
    def buffer(self, flags):
        del type(self).__buffer__
        return memoryview(b"waveform")

    def release(self, view):
        del type(self).__release_buffer__

    exporter = recorder(base, release=release, __buffer__=buffer)
    with unraisable() as caught:
        view = memoryview(exporter)
        assert bytes(view) == b"waveform"
        view.release()
    assert caught == []
    with pytest.raises(TypeError, match="bytes-like"):
        memoryview(exporter)


def test_threads_get_and_give_back_views_of_their_own(base):
    exporter = recorder(base, release=lambda self, view: view.release())

    def work():
        for _ in range(500):
            with memoryview(exporter) as view:
                assert view[0] == ord("w")

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(exporter.returned) == 2000
    exporter.memory.append(0)
