"""One Python module, written for swiftbuf's generator, nanobind, pybind11 and Cython.

- `authored_*`, `swift/`: the sources. A comment `[Image]` begins the lines of that part.
- `tools.py`: who is compared, and how each is compiled. A new tool is a line in its table.
- `check.py`: what each module has to do, before anything of it is measured.
- `figures.py`: what is measured besides calls.
"""
