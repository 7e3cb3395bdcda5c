"""Exports from several threads at once."""

import threading

# A C loop keeps the GIL to its end: short loops let the threads take turns as real ones do.
EXPORTS_A_LOOP = 100


def export_in_threads(exports, objects, count: int) -> None:
    """`count` exports of each of the objects, each in a thread of its own."""

    def run(target):
        for _ in range(count // EXPORTS_A_LOOP):
            exports(target, EXPORTS_A_LOOP)

    threads = [threading.Thread(target=run, args=(target,)) for target in objects]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
