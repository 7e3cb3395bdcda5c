"""Several threads at one Waveform: large copies run without the GIL, and nothing comes to harm."""

import random
import sys
import threading

from modelling import run_isolated

from swiftbuf import Waveform

OPERATIONS = [
    lambda waveform, pick: waveform.__setitem__(slice(None, None, 2), waveform[1::2]),
    lambda waveform, pick: waveform.__setitem__(slice(None), waveform[::-1]),
    lambda waveform, pick: waveform.__setitem__(pick, (value % 9 for value in range(300))),
    lambda waveform, pick: waveform.fill(pick),
    lambda waveform, pick: waveform.byteswap(),
    lambda waveform, pick: waveform.copy() == waveform,
    lambda waveform, pick: waveform.tobytes("F"),
    lambda waveform, pick: waveform[pick].tolist(),
    lambda waveform, pick: memoryview(waveform).cast("B").tobytes(),
    lambda waveform, pick: 99 in waveform[pick:],
    lambda waveform, pick: waveform.envelope(pick + 1),
]


def hammer():
    sys.setswitchinterval(1e-6)
    waveform, errors = Waveform((1000, 300), "h"), []

    def work(seed):
        pick = random.Random(seed)
        try:
            for _ in range(100):
                pick.choice(OPERATIONS)(waveform, pick.randrange(1000))
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors, errors
    assert waveform.exports == 0
    waveform.fill(7)
    assert waveform.tolist() == [[7] * 300] * 1000


def test_threads():
    run_isolated(hammer)
