"""Operations that call back to Python: `do` is called in the middle of each.

They run in an interpreter of their own, so this module imports next to nothing.
"""

import contextlib
import copy
import sys
import weakref

from swiftbuf import Waveform

ASSIGNMENTS, READINGS, ENDINGS = {}, {}, {}
AFTER = [1, 2, 3, 4]


def assignment(function):
    """Stores `world.expected`, and calls `do` on the way."""
    ASSIGNMENTS[function.__name__] = function


def reading(function):
    """Stores nothing, calls `do` on the way, and raises nothing of its own."""
    READINGS[function.__name__] = function


def ending(function):
    """Calls `do` where an exception goes nowhere."""
    ENDINGS[function.__name__] = function


def calling(name, do, answer):
    """An object whose special method calls `do` before it answers."""

    def special(self, *arguments):
        do()
        return answer(*arguments) if callable(answer) else answer

    return type("Calling", (), {name: special})()


@assignment
def index_in_a_list(world, do):
    world.waveform[:] = world.list_with(calling("__index__", do, 2))


@assignment
def index_in_a_tuple(world, do):
    world.waveform[::1] = (1, calling("__index__", do, 2), 3, 4)


@assignment
def index_in_nested_lists(world, do):
    square = world.waveform.cast(world.waveform.format, (2, 2))
    world.values[:] = [[1, calling("__index__", do, 2)], [3, 4]]
    square[...] = world.values


@assignment
def index_in_a_slice(world, do):
    bounds = (calling("__index__", do, bound) for bound in (0, 4, 1))
    world.waveform[slice(*bounds)] = AFTER


@assignment
def iter_of_the_values(world, do):
    world.waveform[:] = calling("__iter__", do, lambda: iter(AFTER))


@assignment
def next_of_the_values(world, do):
    world.waveform[:] = (do() or value for value in AFTER)


@assignment
def iter_and_len_of_the_values(world, do):
    methods = {"__iter__": lambda self: do() or iter(AFTER), "__len__": lambda self: do() or 4}
    world.waveform[:] = type("Sized", (), methods)()


@assignment
def getitem_of_the_values(world, do):
    world.waveform[:] = calling("__getitem__", do, AFTER.__getitem__)


@assignment
def index_of_an_element(world, do):
    world.waveform[calling("__index__", do, 0)] = calling("__index__", do, 2)
    world.expected = [2]


@assignment
def index_of_a_filling_value(world, do):
    world.waveform.fill(calling("__index__", do, 2))
    world.expected = [2] * 4


@assignment
def index_of_a_scalar(world, do):
    world.waveform[:] = calling("__index__", do, 2)
    world.expected = [2] * 4


@assignment
def float_in_a_list(world, do):
    world.waveform[:] = world.list_with(calling("__float__", do, 2.0))


@assignment
def complex_in_a_list(world, do):
    world.waveform[:] = world.list_with(calling("__complex__", do, 2 + 0j))


if sys.version_info >= (3, 12):  # an exporter can be written in Python from here on: PEP 688

    @assignment
    def buffer_of_the_values(world, do):
        world.waveform[:] = calling("__buffer__", do, lambda flags: memoryview(bytes(AFTER)))


@reading
def index_as_shape(world, do):
    Waveform(calling("__index__", do, 2))


@reading
def index_in_a_shape(world, do):
    Waveform((calling("__index__", do, 2), 2))


@reading
def item_of_values(world, do):
    world.values[:] = [calling("__index__", do, 2), calling("__index__", do, 2)]
    Waveform.from_values(world.values, "h")


@reading
def items_of_an_iterator_of_values(world, do):
    Waveform.from_values((do() or [1, 2] for _ in range(3)), "h")


@reading
def len_and_getitem_of_the_shape_of_a_cast(world, do):
    methods = {"__len__": lambda self: do() or 2, "__getitem__": lambda self, i: do() or (2, 3)[i]}
    with contextlib.suppress(TypeError):  # the sizes need not work out
        world.waveform.cast(world.waveform.format, type("Sides", (), methods)())


@reading
def index_in_the_shape_of_a_cast(world, do):
    world.values[:] = [calling("__index__", do, 2), calling("__index__", do, 2)]
    world.waveform.cast(world.waveform.format, world.values).tolist()


@reading
def index_as_number_of_bins(world, do):
    world.waveform.envelope(calling("__index__", do, 2)).tolist()


@reading
def index_of_the_element_to_read(world, do):
    assert world.waveform[calling("__index__", do, 2)] in (9, 7, 3)


@reading
def index_in_the_slice_to_read(world, do):
    world.waveform[calling("__index__", do, 1) : calling("__index__", do, 3)].tolist()


@reading
def index_as_offset_and_count(world, do):
    offset, count = calling("__index__", do, 0), calling("__index__", do, 1)
    Waveform.from_buffer(memoryview(world.waveform), offset=offset, count=count).tolist()


@reading
def bool_as_readonly(world, do):
    Waveform.from_buffer(
        memoryview(world.waveform), readonly=calling("__bool__", do, True)
    ).tolist()


@reading
def eq_of_a_value_to_find(world, do):
    assert calling("__eq__", do, False) not in world.waveform


@reading
def eq_of_the_other_side(world, do):
    assert world.waveform == calling("__eq__", do, True)


@reading
def fspath_of_a_path(world, do):
    Waveform.from_file(calling("__fspath__", do, __file__)).tolist()


@reading
def bool_of_a_value(world, do):
    Waveform(4, "?")[:] = calling("__bool__", do, True)


@reading
def deepcopy_of_an_attribute(world, do):
    subclass = type("Sub", (Waveform,), {})
    waveform = subclass(4)
    waveform.attribute = calling("__deepcopy__", do, lambda memo: 3)
    assert copy.deepcopy(waveform).attribute == 3


if sys.version_info >= (3, 12):

    @reading
    def buffer_of_a_source(world, do):
        exporter = calling("__buffer__", do, lambda flags: memoryview(bytes(4)))
        assert Waveform.from_buffer(exporter).tolist() == [0] * 4

    @reading
    def buffer_of_the_other_side(world, do):
        exporter = calling("__buffer__", do, lambda flags: memoryview(bytes(4)))
        assert world.waveform != exporter


@ending
def weak_reference_to_a_waveform(world, do):
    waveform = Waveform(3)
    world.kept.append(weakref.ref(waveform, lambda reference: do()))
    del waveform


@ending
def del_of_a_source(world, do):
    source = type("Source", (bytearray,), {"__del__": lambda self: do()})(8)
    world.kept.append(Waveform.from_buffer(source)[1:])
    del source
    world.kept.clear()


@ending
def del_of_a_subclass(world, do):
    type("Sub", (Waveform,), {"__del__": lambda self: do()})(8)


if sys.version_info >= (3, 12):

    @ending
    def release_buffer_of_a_source(world, do):
        methods = {
            "__buffer__": lambda self, flags: memoryview(bytearray(4)),
            "__release_buffer__": lambda self, view: do(),
        }
        exporter = type("Source", (), methods)()
        world.kept.append(Waveform.from_buffer(exporter))
        world.kept.clear()
        assert Waveform(4) != exporter or True
