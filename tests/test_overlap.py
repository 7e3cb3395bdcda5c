"""Assignment from overlapping memory: as if the source had been copied first, like memmove."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from modelling import FORMATS, SWAP, as_array, waveform_of

from swiftbuf import Waveform

SEEN_THROUGH = [
    lambda waveform: waveform,
    memoryview,
    np.asarray,
    Waveform.from_buffer,
    lambda waveform: Waveform.from_buffer(np.asarray(waveform)),
    lambda waveform: waveform.toreadonly(),
]


@st.composite
def slices_of(draw, size, count):
    """Slices that select `count` of `size` elements, forwards or backwards."""
    step = draw(st.integers(1, max(1, (size - 1) // max(count - 1, 1))))
    start = draw(st.integers(0, size - 1 - step * max(count - 1, 0)))
    indices = range(size)[start : start + step * count : step]
    assert len(indices) == count
    if count and draw(st.booleans()):
        stop = indices[0] - 1
        return slice(indices[-1], stop if stop >= 0 else None, -step)
    return slice(start, start + step * count, step)


@st.composite
def pairs_of_slices(draw, size):
    count = draw(st.integers(0, size))
    return draw(slices_of(size, count)), draw(slices_of(size, count))


@given(
    pairs_of_slices(12), st.sampled_from(SEEN_THROUGH), st.sampled_from(["B", "h", ">i", "d", "Zd"])
)
def test_one_dimension(pair, seen_through, format):
    target, source = pair
    itemsize = Waveform(0, format).itemsize
    waveform = waveform_of(bytes(range(12 * itemsize)), format)
    expected = as_array(waveform).copy()
    expected[target] = expected[source].copy()
    waveform[target] = seen_through(waveform)[source]
    assert waveform.tobytes() == expected.tobytes()


@given(pairs_of_slices(5), pairs_of_slices(6), st.sampled_from([0, 2, 3, 4, 5]))
def test_two_dimensions(rows, columns, seen_through):
    waveform = waveform_of(bytes(range(60)), "h", (5, 6))
    target, source = zip(rows, columns, strict=True)
    expected = as_array(waveform).copy()
    expected[target] = expected[source].copy()
    waveform[target] = SEEN_THROUGH[seen_through](waveform)[source]
    assert waveform.tobytes() == expected.tobytes()


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_moves_and_turns_around(format):
    waveform = waveform_of(bytes(range(1, 65)), format)
    values = waveform.tolist()
    waveform[1:] = waveform[:-1]
    assert repr(waveform.tolist()) == repr(values[:1] + values[:-1])
    waveform[:-1] = waveform[1:]
    assert repr(waveform.tolist()) == repr(values[:-1] + values[-2:-1])
    waveform[:] = waveform[::-1]
    assert repr(waveform.tolist()) == repr(values[-2:-1] + values[-2::-1])


def test_a_square_is_transposed_in_place():
    waveform = waveform_of(bytes(range(49)), "B", (7, 7))
    waveform[:] = np.asarray(waveform).T
    assert waveform.tobytes() == np.arange(49, dtype="B").reshape(7, 7).T.tobytes()


# The formats of the target and of the source over the same bytes. Every value of the source fits.
MIXED = [("h", "B"), ("B", "?"), ("q", "h"), ("d", "B"), ("d", "h"), ("Zd", "H"), ("h", SWAP + "h")]
MIXED += [(SWAP + "q", "i"), ("e", "B"), ("B", "B"), (SWAP + "f", "h"), ("?", "Q")]


@given(st.data(), st.sampled_from(MIXED), st.binary(min_size=64, max_size=64))
def test_another_format_over_the_same_memory(data, formats, content):
    waveform = waveform_of(content)
    target, source = (waveform.cast(format) for format in formats)
    count = data.draw(st.integers(0, min(len(target), len(source))))
    into = data.draw(slices_of(len(target), count))
    taken = data.draw(slices_of(len(source), count))
    expected = waveform_of(content).cast(formats[0])
    as_array(expected)[into] = as_array(source)[taken].copy()
    target[into] = source[taken]
    assert target.tobytes() == expected.tobytes()


@given(st.sampled_from([("b", "h"), ("h", "i"), ("B", "q")]), st.binary(min_size=64, max_size=64))
def test_a_value_that_does_not_fit_leaves_all_of_it_unchanged(formats, content):
    waveform = waveform_of(content)
    target, source = (waveform.cast(format) for format in formats)
    values = source.tolist()
    least, most = np.iinfo(formats[0]).min, np.iinfo(formats[0]).max
    if all(least <= value <= most for value in values):
        target[: len(source)] = source
        assert target[: len(source)].tolist() == values
    else:
        with pytest.raises(ValueError):
            target[: len(source)] = source
        assert waveform.tobytes() == content


@pytest.mark.parametrize(
    "lazy",
    [reversed, lambda w: (w[i] for i in range(4, -1, -1)), lambda w: iter(w[::-1])],
    ids=["reversed", "generator", "iter"],
)
def test_iterables_that_read_the_target_see_it_unchanged(lazy):
    waveform = waveform_of(bytes(range(5)))
    waveform[:] = lazy(waveform)
    assert waveform.tolist() == [4, 3, 2, 1, 0]
