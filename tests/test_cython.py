"""Cython: typed memoryviews and `cython.view.array` read from and write into a Waveform.

cython_views.pyx is compiled once, by Cython and the C compiler, as users compile theirs.
"""

import gc
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import readme
from modelling import address, waveform_of

from swiftbuf import Waveform

SOURCE = Path(__file__).with_name("cython_views.pyx")
# Not "n", "N" and "e", for which Cython has no type: those are cast first.
CYTHON_CODES = list("bBhHiIlLqQfd") + ["Zf", "Zd"]


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    """The modules of cython_views.pyx and of the code in docs/interoperability.md."""
    folder = tmp_path_factory.mktemp("cython")
    shutil.copy(SOURCE, folder)
    (code,) = readme.blocks("cython", Path("docs/interoperability.md"))
    (folder / "documented.pyx").write_text(code)
    run = subprocess.run(
        [sys.executable, "-m", "Cython.Build.Cythonize", "-3", "--inplace", "--quiet", "*.pyx"],
        cwd=folder,
        env=os.environ | {"CFLAGS": "-O0"},  # quick to compile, and nothing here is timed
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr

    def load(name):
        (library,) = folder.glob(f"{name}.*.so")
        spec = importlib.util.spec_from_file_location(name, library)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return {name: load(name) for name in ("cython_views", "documented")}


@pytest.fixture(scope="module")
def cython_views(compiled):
    return compiled["cython_views"]


def test_the_code_of_the_docs(compiled):
    waveform = Waveform(3)
    waveform[:] = [1, 2, 3]
    compiled["documented"].scale(waveform, 0.5)
    assert waveform.tolist() == [0.5, 1.0, 1.5]
    assert compiled["documented"].total(waveform.toreadonly()) == 3.0


@pytest.mark.parametrize("format", CYTHON_CODES)
def test_a_typed_memoryview_reads_and_writes_every_c_type(cython_views, format):
    waveform = Waveform(4, format)
    waveform[:] = [1, 2, 3, 30]
    cython_views.double_each(waveform)
    assert waveform.tolist() == [2, 4, 6, 60]
    assert waveform.exports == 0


@pytest.mark.parametrize("key", [slice(None, None, 2), slice(None, None, -1), slice(4, 1, -2)])
def test_a_slice_with_a_step_is_written_through(cython_views, key):
    waveform, expected = Waveform(6), np.arange(6.0)
    waveform[:] = range(6)
    cython_views.double_each(waveform[key])
    expected[key] *= 2
    assert waveform.tolist() == expected.tolist()


def test_two_dimensions_of_any_stride(cython_views):
    waveform = Waveform((4, 6), "i")
    waveform.fill(-1)
    cython_views.number_cells(waveform[::2, ::-3])
    expected = np.full((4, 6), -1)
    expected[::2, ::-3] = [[0, 1], [10, 11]]
    assert waveform.tolist() == expected.tolist()


def test_three_dimensions_without_gaps(cython_views):
    waveform = Waveform((2, 3, 4), "h")
    cython_views.number_voxels(waveform)
    assert waveform[1, 2, 3] == 123
    assert waveform[:, :, 0].tolist() == [[0, 10, 20], [100, 110, 120]]


def test_fortran_order(cython_views):
    waveform = Waveform.from_buffer(np.array([[1.0, 2.0], [3.0, 4.0]], order="F"))
    assert cython_views.column_sums(waveform) == [4.0, 6.0]
    with pytest.raises(BufferError, match="contiguous"):
        cython_views.column_sums(waveform.copy())


def test_slices_that_cython_makes_overlap_safely(cython_views):
    waveform = Waveform(6)
    waveform[:] = range(6)
    cython_views.reverse_half(waveform)
    assert waveform.tolist() == [5, 4, 3, 3, 4, 5]


def test_a_whole_table_is_filled(cython_views):
    waveform = Waveform((2, 5))
    cython_views.fill(waveform[:, 1::2], 2.5)
    assert waveform.tolist() == [[0, 2.5, 0, 2.5, 0]] * 2


def test_a_const_memoryview_reads_what_must_not_be_written(cython_views):
    waveform = Waveform(4)
    waveform.fill(0.5)
    assert cython_views.total(waveform.toreadonly()) == 2.0
    assert cython_views.total(waveform) == 2.0
    with pytest.raises(BufferError, match="read-only"):
        cython_views.double_each_contiguous(waveform.toreadonly())
    assert waveform.tolist() == [0.5] * 4


@pytest.mark.parametrize(
    ("waveform", "error", "what"),
    [
        (Waveform(4, "f"), ValueError, "Buffer dtype mismatch, expected 'double' but got 'float'"),
        (Waveform(4, ">d"), ValueError, "Big-endian buffer not supported"),
        (Waveform((2, 2)), ValueError, "wrong number of dimensions"),
        (Waveform(8)[::2], BufferError, "not C-contiguous"),
    ],
    ids=["format", "byte order", "dimensions", "step"],
)
def test_what_does_not_fit_the_type_is_refused(cython_views, waveform, error, what):
    with pytest.raises(error, match=what):
        cython_views.double_each_contiguous(waveform)
    assert waveform.exports == 0


@pytest.mark.parametrize(("format", "type"), [("n", "l"), ("N", "L"), (">h", "h"), ("e", "H")])
def test_a_format_that_no_c_type_has_is_cast_or_copied_first(cython_views, format, type):
    waveform = Waveform(2, format)
    with pytest.raises(TypeError, match="No matching signature"):
        cython_views.double_each(waveform)
    cython_views.double_each(waveform.cast(type))
    native = Waveform(2, type)
    native[:] = [1, 2]
    cython_views.double_each(native)
    waveform[:] = native
    assert waveform.tolist() == [2, 4]


def test_a_view_that_is_kept_holds_the_memory(cython_views):
    waveform = Waveform(4)
    holder = cython_views.Holder(waveform)
    waveform[2] = 7
    assert (holder[2], waveform.exports) == (7, 1)
    with pytest.raises(BufferError, match="1"):
        waveform.release()
    array = np.asarray(holder.as_object())
    holder.close()
    assert address(array) == address(waveform)
    del array
    gc.collect()
    waveform.release()


@pytest.mark.parametrize("mode", ["c", "fortran"])
@pytest.mark.parametrize("format", CYTHON_CODES[:12])
def test_a_waveform_stands_on_an_array_of_cython(cython_views, format, mode):
    array = cython_views.new_array((2, 3), np.dtype(format).itemsize, format, mode)
    waveform = Waveform.from_buffer(array)
    waveform[:] = [[1, 2, 3], [4, 5, 6]]
    assert np.asarray(array).tolist() == [[1, 2, 3], [4, 5, 6]]
    assert (waveform.shape, waveform.format, waveform.obj is array) == ((2, 3), format, True)
    assert waveform.c_contiguous is (mode == "c")


def test_an_array_of_cython_over_a_waveform_is_the_same_memory(cython_views):
    waveform = waveform_of(bytes(48), "d", (2, 3))
    array = cython_views.array_over(waveform)
    np.asarray(array)[:] = [[1, 2, 3], [4, 5, 6]]
    assert waveform.tolist() == [[1, 2, 3], [4, 5, 6]]
    assert waveform.exports == 0  # a pointer is all that it has: the waveform must outlive it


def test_values_go_to_and_from_an_array_of_cython(cython_views):
    waveform = Waveform(6)
    waveform[:] = range(6)
    copy = cython_views.copy_into_array(waveform[::2])
    assert Waveform.from_buffer(copy).tolist() == [0, 2, 4]
    np.asarray(copy)[:] *= 10
    waveform[1::2] = copy
    assert waveform.tolist() == [0, 0, 2, 20, 4, 40]
    copy[:] = waveform[:3]
    assert np.asarray(copy).tolist() == [0, 0, 2]


def test_a_cython_class_with_getbuffer_is_a_source(cython_views):
    source = cython_views.Counted()
    waveform = Waveform.from_buffer(source, "h")
    part = waveform[1:]
    del waveform
    assert (source.views, part.obj.obj is source, part.tolist()) == (1, True, [0, 0, 0])
    del part
    assert source.views == 0
