"""Arrays of other libraries: each takes a Waveform's memory and gives its own, without a copy."""

import gc

import duckdb
import jax
import numpy as np
import polars as pl
import pyarrow as pa
import pytest
import torch
from copies import address
from modelling import waveform_of

from swiftbuf import Waveform

jax.config.update("jax_enable_x64", True)

# Debian's PyTorch is 1.13, which has no truth values in DLPack yet; JAX below has.
TORCH_FORMATS = ["b", "B", "h", "i", "l", "e", "f", "d", "Zf", "Zd"]
JAX_FORMATS = ["?", *TORCH_FORMATS, "H", "I", "L"]
ARROW_FORMATS = list("bBhHiIlLefd")


def numbered(fmt, shape=(6, 4)):
    w = Waveform(shape, fmt)
    for index in range(len(w)):
        w[index] = index % 2
    return w


# PyTorch.


@pytest.mark.parametrize("fmt", TORCH_FORMATS)
def test_torch_takes_each_format_that_it_has(fmt):
    w = numbered(fmt)
    tensor = torch.from_dlpack(w)
    assert tensor.tolist() == w.tolist()
    assert tensor.data_ptr() == address(w)


def test_torch_shares_the_memory_and_holds_it():
    w = Waveform((3, 4))
    tensor = torch.from_dlpack(w[::2, ::3])
    tensor.fill_(5)
    assert w.tolist() == [[5, 0, 0, 5], [0] * 4, [5, 0, 0, 5]]
    assert w.exports == 1
    del tensor
    gc.collect()
    assert w.exports == 0


def test_torch_reads_on_when_the_waveform_has_gone():
    tensor = torch.from_dlpack(waveform_of(bytes(range(100))))
    gc.collect()
    assert tensor.sum().item() == sum(range(100))


@pytest.mark.parametrize("fmt", TORCH_FORMATS)
def test_a_torch_tensor_is_shown_in_place(fmt):
    tensor = torch.from_dlpack(numbered(fmt)).clone().t()
    w = Waveform.from_buffer(tensor)
    assert (w.format, w.shape) == (fmt, tuple(tensor.shape))
    assert address(w) == tensor.data_ptr()
    assert w.tolist() == tensor.tolist()
    w[3, 1] = 0
    assert tensor[3, 1].item() == 0
    assert w.obj is tensor


def test_a_torch_tensor_lives_as_long_as_the_waveform():
    w = Waveform.from_buffer(torch.arange(1000))
    gc.collect()
    assert w[-1] == 999


def test_a_torch_tensor_that_wants_its_gradient_is_refused_by_torch():
    with pytest.raises((RuntimeError, BufferError), match="grad"):
        Waveform.from_buffer(torch.ones(3, requires_grad=True))


# JAX.


@pytest.mark.parametrize("fmt", JAX_FORMATS)
def test_jax_takes_each_format_that_it_has(fmt):
    w = numbered(fmt)
    array = jax.numpy.from_dlpack(w)
    assert array.tolist() == w.tolist()
    assert array.unsafe_buffer_pointer() == address(w)


def test_a_jax_array_is_shown_in_place_and_read_only():
    array = jax.numpy.arange(6.0).reshape(2, 3)
    w = Waveform.from_buffer(array)
    assert (w.tolist(), w.readonly) == (array.tolist(), True)
    assert address(w) == array.unsafe_buffer_pointer()


# Arrow.


@pytest.mark.parametrize("fmt", ARROW_FORMATS)
@pytest.mark.parametrize("shape", [(24,), (6, 4), (2, 3, 4), (0,), (0, 3), (3, 0)])
def test_pyarrow_takes_every_number_in_any_shape(fmt, shape):
    w = Waveform(shape, fmt)
    array = pa.array(w)
    array.validate(full=True)
    assert array.to_pylist() == w.tolist()
    assert w.exports == 1
    del array
    assert w.exports == 0


def test_pyarrow_shares_the_memory():
    w = numbered("h", (5,))
    array = pa.array(w)
    assert array.buffers()[1].address == address(w)
    w[0] = 77
    assert array[0].as_py() == 77


def test_pyarrow_reads_on_when_the_waveform_has_gone():
    child = pa.array(waveform_of(bytes(range(100)), "B", (50, 2))).flatten()
    gc.collect()
    assert child.to_pylist() == list(range(100))


@pytest.mark.parametrize("fmt", ["?", "c", ">h", "Zd"])
def test_what_arrow_cannot_say_is_an_error(fmt):
    with pytest.raises(BufferError, match=f"format '{fmt}'"):
        pa.array(Waveform(3, fmt))


@pytest.mark.parametrize("fmt", ARROW_FORMATS)
def test_a_pyarrow_array_is_shown_in_place(fmt):
    array = pa.array(np.arange(12, dtype=fmt))[2:9]
    w = Waveform.from_buffer(array)
    assert (w.format, w.tolist(), w.readonly) == (fmt, array.to_pylist(), True)
    assert address(w) == array.buffers()[1].address + 2 * w.itemsize
    assert w.obj is array


def test_lists_of_one_length_are_dimensions():
    lists = pa.array([[[1, 2], [3, 4]], [[5, 6], [7, 8]]], pa.list_(pa.list_(pa.int32(), 2), 2))[1:]
    w = Waveform.from_buffer(lists)
    assert (w.shape, w.tolist()) == ((1, 2, 2), lists.to_pylist())


@pytest.mark.parametrize(
    "array",
    [
        pa.array([1, None]),
        pa.array([True, False]),
        pa.array(["text"]),
        pa.array([[1], [2, 3]]),
        pa.array([1, 1], pa.int8()).dictionary_encode(),
        pa.array([1], pa.timestamp("us")),
        pa.array([[1, 2], None], pa.list_(pa.int8(), 2)),
    ],
    ids=lambda array: str(array.type),
)
def test_what_is_no_run_of_numbers_is_a_value_error(array):
    with pytest.raises(ValueError, match="source"):
        Waveform.from_buffer(array)


def test_a_pyarrow_buffer_is_a_buffer():
    buffer = pa.py_buffer(b"\1\0\2\0")
    assert Waveform.from_buffer(buffer, "h").tolist() == [1, 2]


def test_polars_stands_on_the_memory():
    w = numbered("d", (5,))
    series = pl.Series(pa.array(w))
    assert series.to_list() == w.tolist()
    assert w.exports == 1
    assert Waveform.from_buffer(series.to_arrow()).tolist() == w.tolist()
    assert address(Waveform.from_buffer(series.to_arrow())) == address(w)


def test_polars_takes_a_waveform_itself():
    w = numbered("h", (5,))
    assert pl.Series("v", w).to_list() == w.tolist()


def test_duckdb_queries_the_memory():
    recorded = pa.table({"v": pa.array(numbered("i", (6,)))})
    with duckdb.connect() as engine:
        engine.register("recorded", recorded)
        assert engine.sql("select sum(v), count(*) from recorded").fetchall() == [(3, 6)]
        column = engine.sql("select v from recorded order by v").fetchnumpy()["v"]
    assert Waveform.from_buffer(column).tolist() == [0, 0, 0, 1, 1, 1]
