"""Records in libraries of tables and files: h5py, pandas, pyarrow, Polars."""

import h5py
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from swiftbuf import Waveform

VALUES = [(0.5, 1), (-1.5, 0), (2.25, 255)]


@pytest.fixture
def pulses():
    return Waveform.from_values(VALUES, "T{<f:volts:B:marker:}")


def test_h5py_stores_and_reads_compound_types(pulses, tmp_path):
    with h5py.File(tmp_path / "pulses.h5", "w") as file:
        file["pulses"] = np.asarray(pulses)
        assert file["pulses"].dtype == np.asarray(pulses).dtype
        again = Waveform(3, file["pulses"].dtype)
        file["pulses"].read_direct(np.asarray(again))
    assert again == pulses


def test_pandas(pulses):
    frame = pd.DataFrame(np.asarray(pulses))
    assert list(frame.columns) == ["volts", "marker"]
    assert frame["volts"].tolist() == [0.5, -1.5, 2.25]


def test_pyarrow_takes_fields(pulses):
    with pytest.raises(BufferError, match=r"w\['volts'\]"):
        pa.array(pulses)
    table = pa.table({name: pa.array(pulses[name].copy()) for name in pulses.fields})
    assert table.column("marker").to_pylist() == [1, 0, 255]
    assert table.column("volts").to_pylist() == [0.5, -1.5, 2.25]


def test_polars_takes_fields(pulses):
    frame = pl.DataFrame({name: np.asarray(pulses[name]) for name in pulses.fields})
    assert frame.rows() == VALUES
