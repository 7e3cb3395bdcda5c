"""Several processes: pools, executors, queues and pipes, forked and spawned."""

import concurrent.futures
import multiprocessing
import pickle
import subprocess
import sys

import numpy as np
import pytest
from modelling import waveform_of

from swiftbuf import Waveform

CONTENTS = bytes(range(16))


class Recording(Waveform):
    """A subclass that both processes can import."""


def doubled(waveform):
    """A new Waveform, made in the other process."""
    assert waveform.exports == 0
    result = waveform.copy()
    result[:] = [2 * value for value in waveform]
    return result


def edited(waveform):
    """What came, changed and sent back."""
    waveform[0] = 99
    return waveform


def described(waveform):
    return type(waveform), waveform.format, waveform.shape, waveform.readonly, waveform.tobytes()


def failing(waveform):
    waveform[len(waveform)] = 1


def echo(queue, connection, count):
    for _ in range(count):
        connection.send(queue.get())


def samples():
    recording = Recording((2, 4), "h")
    recording.note = "sine"
    return [
        waveform_of(CONTENTS, "h"),
        waveform_of(CONTENTS, ">d"),
        waveform_of(CONTENTS, "h")[::-2],
        waveform_of(CONTENTS, "Zf").toreadonly(),
        Waveform(()),
        Waveform((0, 3)),
        recording,
    ]


# First what forks without a pool: a pool has threads, and threads are no company for fork(2).


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_a_queue_and_a_pipe(method):
    context = multiprocessing.get_context(method)
    queue, (here, there) = context.SimpleQueue(), context.Pipe()
    process = context.Process(target=echo, args=(queue, there, len(samples())))
    process.start()
    for waveform in samples():
        queue.put(waveform)
        assert described(here.recv()) == described(waveform)
    process.join()
    assert process.exitcode == 0


class PoolOfWorkers:
    def __init__(self, context):
        self.pool = context.Pool(2)
        self.map, self.close = self.pool.map, self.pool.terminate

    def run(self, function, *arguments):
        return self.pool.apply(function, arguments)


class Executor:
    def __init__(self, context):
        self.executor = concurrent.futures.ProcessPoolExecutor(2, mp_context=context)
        self.map, self.close = self.executor.map, self.executor.shutdown

    def run(self, function, *arguments):
        return self.executor.submit(function, *arguments).result()


@pytest.fixture(
    params=[(kind, method) for kind in [PoolOfWorkers, Executor] for method in ["fork", "spawn"]],
    ids=["Pool forked", "Pool spawned", "executor forked", "executor spawned"],
    scope="module",
)
def workers(request):
    kind, method = request.param
    workers = kind(multiprocessing.get_context(method))
    yield workers
    workers.close()


def test_workers_return_waveforms(workers):
    waveforms = [waveform_of(CONTENTS, format) for format in ["b", ">h", "i"]]
    for waveform, result in zip(waveforms, workers.map(doubled, waveforms), strict=True):
        assert result.format == waveform.format
        assert result.tolist() == [2 * value for value in waveform]


def test_workers_are_sent_everything_that_a_waveform_is(workers, tmp_path):
    path = tmp_path / "mapped.dat"
    path.write_bytes(CONTENTS)
    mapped = Waveform.mmap(path, ">h")
    waveforms = [*samples(), mapped, mapped[1:]]
    assert list(workers.map(described, waveforms)) == [
        described(waveform) for waveform in waveforms
    ]


def test_what_comes_back_is_another_object_and_can_be_changed(workers):
    waveform = waveform_of(CONTENTS, "B")
    again = workers.run(edited, waveform)
    again[1] = 98
    assert again.tolist() == [99, 98, *CONTENTS[2:]]
    assert (waveform.tobytes(), waveform.exports) == (CONTENTS, 0)


def test_a_subclass_comes_back_with_its_attributes(workers):
    recording = Recording(4)
    recording.note = ["sine"]
    again = workers.run(edited, recording)
    assert (type(again), again.note, again[0]) == (Recording, ["sine"], 99.0)


def test_errors_come_back(workers):
    with pytest.raises(IndexError, match="16"):
        workers.run(failing, waveform_of(CONTENTS))
    with pytest.raises(TypeError, match="read-only"):
        workers.run(edited, waveform_of(CONTENTS).toreadonly())


def test_a_large_waveform(workers):
    waveform = Waveform(2**20, "d")
    np.asarray(waveform)[:] = np.arange(2**20)
    again = workers.run(edited, waveform)
    assert again[0] == 99
    assert again[1:] == waveform[1:]


LOAD = "import pickle, sys; sys.stdout.write(repr(pickle.load(sys.stdin.buffer).tolist()))"


@pytest.mark.parametrize("protocol", range(6))
def test_a_stream_brings_its_import_along(protocol):
    stream = pickle.dumps(waveform_of(CONTENTS, ">h"), protocol)
    script = f"import sys; sys.path[:0] = {sys.path!r}; {LOAD}"
    done = subprocess.run([sys.executable, "-c", script], input=stream, capture_output=True)
    assert done.stdout.decode() == repr(waveform_of(CONTENTS, ">h").tolist()), done.stderr
