"""What long work has to bear: a signal whose handler raises, and a release by another thread."""

import contextlib
import os
import signal
import sys
import threading


def end_by_signal(work, pinned):
    """Ends this process with status 0 if a signal ends the work with nothing left pinned.

    Meanwhile none of the Waveforms in `pinned` can be released.
    """

    def handler(*_):
        for waveform in pinned:
            try:
                waveform.release()
            except BufferError:
                continue
            os._exit(2)
        raise KeyboardInterrupt

    signal.signal(signal.SIGALRM, handler)
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    try:
        work()
    except KeyboardInterrupt:
        assert [waveform.exports for waveform in pinned] == [0] * len(pinned)
        os._exit(0)
    os._exit(1)


def refused_release(work, waveform):
    """Of a release by another thread during the work: a list of the error, or an empty one."""
    begin, outcome = threading.Event(), []

    def release():
        begin.wait()
        try:
            waveform.release()
        except BufferError as error:
            outcome.append(error)

    thread = threading.Thread(target=release)
    thread.start()
    sys.setswitchinterval(1000)  # the other thread runs only where the GIL is given up
    try:
        begin.set()
        with contextlib.suppress(ValueError):  # where there is no GIL, a release may come before it
            work()
        return outcome.copy()
    finally:
        sys.setswitchinterval(0.005)
        thread.join()
