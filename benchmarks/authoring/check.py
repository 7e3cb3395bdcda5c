"""What each of the modules has to do: figures are compared only of modules that do the same."""

from array import array
from types import ModuleType


def check(module: ModuleType) -> None:
    """Raise AssertionError if the module does anything else than the others."""
    _check_image(module.Image)
    _check_histogram(module)
    _check_calls(module)


def _check_image(image_class: type) -> None:
    image = image_class(3, height=2)
    assert (image.width, image.height) == (3, 2)
    view = memoryview(image)
    assert (view.format, view.shape, view.strides, view.readonly) == ("B", (2, 3), (3, 1), False)
    view[1, 2] = 7
    assert memoryview(image).tolist() == [[0, 0, 0], [0, 0, 7]]
    assert bytes(image) == b"\0\0\0\0\0\7"
    del image
    assert view[1, 2] == 7
    for width, height in ((-1, 2), (-1, -1)):
        assert raises(ValueError, image_class, width, height)
    for width, height in ((2**40, 2**40), (2**62, 1)):
        assert raises((MemoryError, ValueError), image_class, width, height)
    assert raises(TypeError, image_class, "3", 2)
    assert raises(AttributeError, setattr, image_class(1, 1), "width", 2)


def _check_histogram(module: ModuleType) -> None:
    histogram = module.Histogram(4)
    assert histogram.overflow == module.Overflow.DROP
    histogram.add(array("H", [1, 1, 3, 9]))
    counts = memoryview(histogram)
    assert (counts.format, counts.shape, counts.tolist()) == ("L", (4,), [0, 2, 0, 1])
    histogram.overflow = module.Overflow.CLIP
    histogram.add(array("H", [0, 9]))
    assert counts.tolist() == [1, 2, 0, 2]
    assert histogram.count(of=3) == histogram.count(3) == 2
    for code in (-1, 4):
        assert raises(module.HistogramError, histogram.count, code)
    assert raises(BufferError, histogram.resize, 8)
    assert counts.tolist() == [1, 2, 0, 2]
    counts.release()
    histogram.resize(to=6)
    assert memoryview(histogram).tolist() == [1, 2, 0, 2, 0, 0]
    assert raises(ValueError, module.Histogram, -1)
    assert raises((MemoryError, ValueError), module.Histogram, 2**60)
    for samples in (array("d", [1]), memoryview(array("H", [1, 2, 3]))[::2], [1]):
        assert raises((TypeError, ValueError, BufferError), histogram.add, samples)
    clipping = module.Histogram(2, overflow=module.Overflow.CLIP)
    clipping.add(array("H", [5]))
    assert memoryview(clipping).tolist() == [0, 1]


def _check_calls(module: ModuleType) -> None:
    assert module.answer() == 42
    assert module.total(3, -5) == -2
    assert raises(TypeError, module.total, "3", 4)
    assert module.bytes("1 µs") == 5
    assert raises(TypeError, module.bytes, 1)
    assert module.size(array("H", [1, 2, 3])) == 3
    assert raises((TypeError, ValueError), module.size, array("d", [1]))


def raises(kind: type | tuple[type, ...], function, *arguments) -> bool:
    try:
        function(*arguments)
    except kind:
        return True
    return False
