"""Where the tests of CPython and NumPy do not hold with a Waveform in their way, and why.

One row for each difference. A row that nothing deviates by any more fails the tests, and so does a
deviation without a row.
"""

import re
import sys
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Deviation:
    places: tuple[str, ...]  # functions of places.py
    tests: str  # the whole name of a test, as a regular expression
    text: str  # the start of what is reported, likewise
    reason: str
    pythons: tuple[tuple[int, ...], tuple[int, int]] = ((3, 11), (3, 99))

    @property
    def is_of_this_python(self):
        first, last = self.pythons
        return first <= sys.version_info and sys.version_info[:2] <= last

    def explains(self, place, test, text):
        return (
            place in self.places
            and re.fullmatch(self.tests, test) is not None
            and re.match(self.text, text) is not None
        )


INSTEAD, BETWEEN, BOTH = ("instead",), ("between",), ("instead", "between")
ONLY_3_11, NEVER = ((3, 11), (3, 11)), ((0, 0), (0, 0))
SINCE_3_14, SINCE_3_14_3 = ((3, 14), (3, 99)), ((3, 14, 3), (3, 99))
# Not run at all: memory_iter() reads the format of a released memoryview, and here the exporter to
# which that belongs has gone with it. What comes of that is chance; seen on 3.11 and 3.13.
LEFT_OUT = {
    ("between", "TestBufferProtocol.test_memoryview_check_released", (3, minor))
    for minor in (11, 12, 13)
}
VIEW = r"<(swiftbuf\.Waveform|\w+\.places\.View) format .*>"

DEVIATIONS = [
    # What follows from the Waveform's being in the way.
    Deviation(
        BOTH,
        ".*",
        r"\w+: <.*> is not (<.*>|array\(|None)",
        "obj is the Waveform that a view stands on, and the Waveform's obj is the source",
    ),
    Deviation(
        BETWEEN,
        r".*\.test_memoryview_release",
        r"\w+: ended by BufferError: memoryview has 1 exported buffer",
        "memoryviews of memoryviews share one export, a Waveform over one of them has its own",
    ),
    Deviation(
        ("between", "sources"),
        r".*\.test_(memoryview_)?hash",
        r"\w+: ended by TypeError: unhashable type: 'swiftbuf\.Waveform'",
        "a memoryview is hashed by the hash of its exporter first",
    ),
    Deviation(
        BOTH,
        r".*\.test_hash_use_after_free",
        r"\w+: TypeError instead of BufferError",
        "the same, and a Waveform is not hashable: the hash of its source is never asked for",
        SINCE_3_14_3,
    ),
    # What the contract of Waveform has otherwise than memoryview.
    Deviation(
        INSTEAD,
        r".*\.test_(ndarray|memoryview)_.*",
        r"\w+: <(swiftbuf\.Waveform|\w+\.places\.View) format 'T\{.*> != <(memory|ndarray object)>",
        "several codes are a record, exported as NumPy writes it, which memoryview does not unpack",
    ),
    Deviation(
        BETWEEN,
        r".*\.test_(ndarray|memoryview)_.*",
        r"\w+: <(memory|ndarray object)> != <(memory|ndarray object)>",
        "the same: what memoryview cannot unpack differs from everything",
    ),
    Deviation(
        INSTEAD,
        r".*\.test_memoryview_.*",
        r"\w+: (NotImplementedError not raised by \w+|TypeError instead of NotImplementedError)",
        "records and text are values",
    ),
    Deviation(
        INSTEAD,
        r".*\.test_memoryview_compare_special_cases(_deprecated_u_type_code)?",
        r"\w+: .* == .*",
        "the same: they are compared as values",
    ),
    Deviation(
        BOTH,
        r".*\.test_(ndarray|memoryview)_.*",
        r"\w+: '(\?|Z?\w)' != '@\1'",
        "a format is kept in the form in which NumPy exports it: without @",
    ),
    Deviation(
        BOTH,
        r".*\.test_ndarray_slice_assign_single",
        r"verify: False is not true",
        "the same: cmp_contig() of _testbuffer compares formats as text",
    ),
    Deviation(
        INSTEAD,
        r".*\.test_(memoryview_)?hash",
        r"\w+: ended by TypeError: unhashable type",
        "a Waveform is not hashable, read-only or not",
    ),
    Deviation(
        INSTEAD,
        r".*\.test_hash_writable",
        r"\w+: TypeError instead of ValueError",
        "what is not hashable is a TypeError, as with list and numpy.ndarray",
    ),
    Deviation(
        INSTEAD,
        r".*\.test_(contextmanager|release|memoryview_repr)",
        r"\w+: ('released memory' not found in '<released |False is not true"
        r"|.* doesn't start with '<memory')",
        "repr names the class: <released swiftbuf.Waveform>",
    ),
    Deviation(
        INSTEAD,
        r".*\.test_copy",
        r"\w+: TypeError not raised",
        "a Waveform can be copied",
    ),
    Deviation(
        INSTEAD,
        r".*\.test_pickle",
        r"\w+: (PicklingError|AttributeError) instead of TypeError",
        "a Waveform is pickled; the class of this test cannot be found by pickle",
    ),
    Deviation(
        INSTEAD,
        r".*\.test_memoryview_hex(_separator)?",
        r"\w+: ended by AttributeError: 'swiftbuf\.Waveform' object has no attribute 'hex'",
        "there are no text methods; bytes(w).hex()",
    ),
    Deviation(
        INSTEAD,
        r".*\.test_hex_use_after_free",
        r"\w+: BufferError not raised by hex",
        "the same: the hex() that views have here is one of a copy",
        SINCE_3_14_3,
    ),
    Deviation(
        INSTEAD,
        r".*\.test_(count|index)",
        r"\w+: ended by AttributeError: '(swiftbuf\.Waveform|View)' object has no attribute",
        "memoryview has count() and index() since 3.14; here that is left to NumPy",
        SINCE_3_14,
    ),
    Deviation(
        INSTEAD,
        r".*\.test_memoryview_sizeof",
        r"\w+: \d+ != \d+ : wrong size",
        "it has a size of its own",
    ),
    Deviation(
        INSTEAD,
        r".*\.test_use_released_memory",
        r"\w+: (BufferError instead of ValueError|ended by BufferError: cannot release)",
        "an operation under way pins the memory: release() is refused in it, and it completes",
    ),
    Deviation(
        INSTEAD,
        r".*\.test_memoryview_release",
        r"\w+: ended by BufferError: cannot release",
        "a Waveform over a Waveform stands on it; memoryviews of memoryviews share one export",
    ),
    Deviation(
        INSTEAD,
        r".*\.test_setitem_writable",
        r"\w+: TypeError instead of NotImplementedError",
        "slices of several dimensions are there, and here they are too many: TypeError",
    ),
    Deviation(
        INSTEAD,
        r".*\.test_memoryview_slice",
        r"\w+: (TypeError|ValueError) instead of NotImplementedError|\w+: NotImplementedError not"
        r"|\w+: TypeError not raised by __setitem__",
        "the same, and an iterable can be assigned to a slice",
    ),
    Deviation(
        INSTEAD,
        r".*\.test_memoryview_index",
        r"\w+: NotImplementedError not raised by __getitem__",
        "an index of a row gives the row",
    ),
    Deviation(
        INSTEAD,
        r".*\.test_memoryview_(index|assign)",
        r"\w+: 'index: -?\d+ is out of range for dimension",
        "an IndexError names the index, and counts dimensions from 0 as NumPy does",
    ),
    Deviation(
        INSTEAD,
        r".*\.test_memoryview_assign",
        r"\w+: ValueError instead of NotImplementedError",
        "assignment to a row works, where the shape fits",
    ),
    Deviation(
        INSTEAD,
        r".*\.test_ndarray_slice_invalid",
        r"\w+: (ValueError instead of NotImplementedError|(Type|Value)Error not raised by __setitem"
        r"|Lists differ: \[8, 2, 3)",
        "a buffer of another format is converted value by value, an iterable too",
    ),
    Deviation(
        INSTEAD,
        r".*\.test_(memoryview|ndarray)_sequence",
        r"\w+: TypeError not raised by eval",
        "`in` looks at the elements in any number of dimensions, none included",
    ),
    Deviation(
        INSTEAD,
        r".*\.test_memoryview_compare_ndim_one",
        rf"\w+: {VIEW} != <ndarray",
        "a source with suboffsets cannot be read, and is not equal to any Waveform",
    ),
    # Casts.
    Deviation(
        INSTEAD,
        r".*\.test_memoryview_cast_invalid",
        r"\w+: (TypeError|ValueError) not raised by cast",
        "from any format to any other, of any byte order, from any shape",
    ),
    Deviation(
        INSTEAD,
        r".*\.test_memoryview_cast_invalid",
        r"\w+: (TypeError instead of (Value|Overflow)Error|ValueError instead of TypeError)",
        "a size that does not work out is a TypeError, however large; P is an unknown format",
    ),
    Deviation(
        INSTEAD,
        r".*\.test_memoryview_cast_zero_shape",
        r"\w+: TypeError not raised by cast",
        "no elements of several dimensions are cast like no elements of one",
    ),
    # What is no matter of swiftbuf.
    Deviation(
        ("nowhere", *BOTH),
        r".*\.test_py_buffer_to_contiguous",
        r"\w+: ended by AttributeError: 'numpy\.ndarray' object has no attribute 'tostring'",
        "the suite of 3.11 is older than NumPy 2.3; swiftbuf has nothing to do with it",
        ONLY_3_11 if not hasattr(np.ndarray, "tostring") else NEVER,
    ),
    # PEP 688, with a Waveform where the suite has a bytearray.
    Deviation(
        ("waveforms",),
        r".*\.test_release_buffer_with_exception_set",
        r"\w+: ended by TypeError: object of type 'int' has no len\(\)",
        "a Waveform cannot be extended, and the test is about nothing else",
        ((3, 12), (3, 99)),
    ),
]
