"""The two classes that every test here is about: both are held to the same."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import matrix
import pytest


@pytest.fixture(scope="session")
def cython_matrix(tmp_path_factory):
    """cython_matrix.pyx, compiled by Cython and the C++ compiler."""
    folder = tmp_path_factory.mktemp("cython")
    shutil.copy(Path(__file__).with_name("cython_matrix.pyx"), folder)
    run = subprocess.run(
        [sys.executable, "-m", "Cython.Build.Cythonize", "--inplace", "cython_matrix.pyx"],
        cwd=folder,
        env=os.environ | {"CFLAGS": "-O0"},  # quick to compile, and nothing here is timed
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    (library,) = folder.glob("cython_matrix.*.so")
    spec = importlib.util.spec_from_file_location("cython_matrix", library)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(params=["swift", "cython"])
def Matrix(request):
    """The class `Matrix` in one language, then in the other."""
    if request.param == "swift":
        return matrix.Matrix
    return request.getfixturevalue("cython_matrix").Matrix


@pytest.fixture
def filled(Matrix):
    """Makes a matrix of which the cells count up from 0."""

    def make(rows, columns):
        made = Matrix(columns)
        for _ in range(rows):
            made.add_row()
        with memoryview(made) as view:
            for row in range(rows):
                for column in range(columns):
                    view[row, column] = row * columns + column
        return made

    return make
