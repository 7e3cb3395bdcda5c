"""Where a Waveform is put: what names mean in a suite. Each place counts what it did in a tally."""

import builtins
import re
import sys
import unittest

from swiftbuf import Exporter, Waveform

# Why `from_buffer` refuses a source that `memoryview` takes, by what its error says. Such a source
# is none for a Waveform: it is left to `memoryview`, and counted.
DECLINED = {
    "is not one element": "a format of several values, or of pointers and text",
    "buffers with suboffsets": "a source of pointers, which is no one block of memory",
}
MADE = "Waveforms"


def over(kind, source, tally):
    """A Waveform over a source, or None where that is declined."""
    try:
        made = kind.from_buffer(source)
    except (ValueError, BufferError) as error:
        reason = next((why for why in DECLINED if re.search(why, str(error))), None)
        if reason is None:
            raise
        tally[reason] += 1
        return None
    tally[MADE] += 1
    return made


def instead(tally):
    """A Waveform is what the suite takes for a memoryview."""

    class AnyView(type):
        def __instancecheck__(cls, thing):
            return isinstance(thing, (Waveform, memoryview))

    class View(Waveform, metaclass=AnyView):
        def __new__(cls, object):
            made = over(cls, object, tally)
            return memoryview(object) if made is None else made

        def hex(self, *arguments):  # for nearly every test; a plain Waveform has none
            return self.tobytes().hex(*arguments)

    View.__qualname__ = View.__name__
    return {"memoryview": View, "len": length}


def length(thing):
    """Before 3.12, `len` of a memoryview without dimensions was 1, and nearly every test asks."""
    if sys.version_info < (3, 12) and isinstance(thing, Waveform) and thing.ndim == 0:
        return 1
    return len(thing)


def between(tally):
    """A memoryview is one, and stands on a Waveform: the Waveform is the exporter."""

    class View:
        def __new__(cls, object):
            made = over(Waveform, object, tally)
            return memoryview(object) if made is None else memoryview(made)

    return {"memoryview": View}


def sources(tally):
    """The memory that the views of test_memoryview show is that of Waveforms."""
    make = waveforms(tally)["bytearray"]

    def integers(data):
        made = make(bytes(4 * len(data))).cast("i")
        made[:] = list(data)
        return made

    return {
        "BaseBytesMemoryTests.rw_type": make,
        "BaseBytesMemoryTests.ro_type": staticmethod(lambda data: make(data).toreadonly()),
        "BaseArrayMemoryTests.rw_type": staticmethod(integers),
    }


def nowhere(tally):
    """The suite as it is."""
    return {}


def reversed_bytes(tally):
    """What no suite may let pass: all bytes in the other order."""

    def view(object):
        tally[MADE] += 1
        return memoryview(memoryview(object).tobytes()[::-1])

    return {"memoryview": view}


# PEP 688: what a class of the suite stands on, where its tests write `__buffer__`.


def exporters(tally):
    """`class` statements put Exporter in front of whatever bases there are."""

    def build_class(body, name, *bases, **options):
        if not any(issubclass(base, (Exporter, unittest.TestCase)) for base in bases):
            bases = (Exporter, *bases)
            tally[MADE] += 1
        return builtins.__build_class__(body, name, *bases, **options)

    return {"__build_class__": build_class}


def waveforms(tally):
    """A Waveform is what the suite takes for a bytearray."""

    class Bytes(Waveform):
        def __new__(cls, data=b""):
            tally[MADE] += 1
            waveform = super().__new__(cls, len(data), "B")
            waveform[:] = data
            return waveform

        clear = Waveform.release  # both are a BufferError while the memory is exported

    return {"bytearray": Bytes}
