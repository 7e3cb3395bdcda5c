"""mpi4py's own tests with Waveform as the only array: run by each rank of `mpiexec`.

    mpiexec -n 4 python mpi4py_waveform.py FOLDER_OF_ITS_TESTS MODULE...

The last line of a rank is a JSON object: how many tests ran, the reason of each that was skipped,
and what failed.
"""

import importlib
import json
import sys
import unittest

from swiftbuf import Waveform

tests, *names = sys.argv[1:]
sys.path.insert(0, tests)
arrayimpl = importlib.import_module("arrayimpl")
load = unittest.defaultTestLoader


class WaveformArray(arrayimpl.BaseArray):
    """What mpi4py's ArrayNumPy is for ndarray."""

    backend = "swiftbuf"
    # All type codes of theirs but `g` and `G`: a long double is no format of ours.
    TypeMap = {
        code: datatype
        for code, datatype in arrayimpl.ArrayNumPy.TypeMap.items()
        if code not in ("g", "G")
    }

    def __init__(self, arg, typecode, shape=None):
        filled = isinstance(arg, (int, float, complex))
        if shape is None:
            shape = () if filled else len(arg)
        elif not isinstance(shape, int):
            shape = tuple(map(int, shape))
        self.typecode = typecode
        self.array = Waveform(shape, typecode)
        if filled:
            self.array.fill(self.wrapped(arg))
        else:
            self.array[...] = [self.wrapped(value) for value in arg]

    def wrapped(self, value):
        """-1 in unsigned integers, and numbers in truth values, as NumPy's `astype` has them."""
        if self.typecode == "?":
            return bool(value)
        return value % (1 << 8 * self.itemsize) if self.typecode in "BHILQ" else value

    @property
    def itemsize(self):
        return Waveform(0, self.typecode).itemsize

    @property
    def size(self):
        return self.array.nbytes // self.array.itemsize

    @property
    def flat(self):
        return self.array.cast("B").cast(self.typecode)

    @property
    def address(self):
        return arrayimpl.MPI.Get_address(self.array)


arrayimpl.ArrayBackends[:] = [WaveformArray]


def message_tests():
    """Their tests of what a bare array says of itself: a class for each kind of array."""
    theirs = importlib.import_module("test_msgspec")

    def array(self, typecode, initializer):
        return WaveformArray(initializer, typecode).array

    for kind in ("Simple", "Vector"):
        base = getattr(theirs, f"BaseTestMessage{kind}Array")
        case = type(f"TestMessage{kind}Waveform", (unittest.TestCase, base), {"array": array})
        yield load.loadTestsFromTestCase(case)


def file_tests():
    """Their tests of files, without complex formats.

    They ask of each element whether it is `< 42`, which no complex number of Python can answer.
    """
    theirs = importlib.import_module("test_io")
    loop = theirs.arrayimpl_loop_io
    theirs.arrayimpl_loop_io = lambda: (row for row in loop() if row[1] not in ("F", "D"))
    return load.loadTestsFromModule(theirs)


FITTED = {"test_msgspec": message_tests, "test_io": file_tests}
suite = unittest.TestSuite()
for name in names:
    suite.addTests(FITTED[name]() if name in FITTED else load.loadTestsFromName(name))
result = unittest.TextTestRunner(stream=sys.stderr, verbosity=0).run(suite)
report = {
    "ran": result.testsRun,
    "skipped": sorted({reason for _, reason in result.skipped}),
    "failed": [f"{test}\n{text}" for test, text in result.errors + result.failures],
}
sys.stdout.write(json.dumps(report) + "\n")
