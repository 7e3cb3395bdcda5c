"""Python 2's buffer objects: the tables of docs/interoperability.md, cell by cell.

The expressions in the cells are run as they stand there.
"""

import ctypes
import re
from ctypes import addressof, c_char
from pathlib import Path

import pytest
import readme

from swiftbuf import Waveform


def tables(heading):
    """The tables under one heading, each a list of rows, each row a dict by the column heads."""
    section = readme.text(Path("docs/interoperability.md")).split(f"\n## {heading}\n")[1]
    for table in re.findall(r"^(?:\|.*\n)+", section.split("\n## ")[0], re.MULTILINE):
        head, _, *rows = [
            [cell.strip() for cell in line.strip("| \n").split(" | ")]
            for line in table.splitlines()
        ]
        yield [dict(zip(head, row, strict=True)) for row in rows]


MAKERS, USES = tables("Python 2's buffer objects")
COLUMNS = list(MAKERS[0])[1:]
CELLS = [(row, column) for row in MAKERS for column in COLUMNS]
DATA = b"0123456789"
OFFSET, SIZE = 3, 4


class Memory:
    """What the expressions speak of: `base`, and `ptr` that points at some memory."""

    def __init__(self, base=None, offset=OFFSET, size=SIZE):
        self.raw = ctypes.create_string_buffer(DATA, len(DATA))
        self.base = bytearray(DATA) if base is None else base
        self.offset, self.size = offset, size

    def run(self, expression):
        names = {"base": self.base, "offset": self.offset, "size": self.size}
        names |= {"ptr": addressof(self.raw), "c_char": c_char, "Waveform": Waveform}
        return eval(expression.strip("`"), names)

    def shown(self, maker):
        """The bytes that the row's object is to show."""
        if "New" in maker:
            return bytes(SIZE)
        return DATA[OFFSET : OFFSET + SIZE] if "base" in maker else DATA[:SIZE]


def now(row, cell):
    memory = Memory()
    waveform = memory.run(cell)
    assert waveform.tobytes() == memory.shown(row["Python 2"])
    assert (waveform.format, waveform.ndim) == ("B", 1)
    memory.base[OFFSET] = memory.raw[0] = 255
    assert waveform[0] == (0 if "New" in row["Python 2"] else 255)


def to_the_end_of_base(row, cell):
    if cell == "-":
        assert "base" not in row["Python 2"]
        return
    assert Memory().run(cell).tobytes() == DATA[OFFSET:]
    assert Memory(offset=len(DATA)).run(cell).tobytes() == b""
    assert Memory().run(cell).readonly is Memory().run(row["Now"]).readonly


def writable(row, cell):
    memory = Memory()  # kept: some rows keep nothing alive
    waveform = memory.run(row["Now"])
    if cell == "yes":
        waveform[:] = b"wave"
        assert waveform.tobytes() == b"wave"
    else:
        assert cell == "no"
        with pytest.raises(TypeError, match="read-only"):
            waveform[0] = 1
    if "base" in row["Python 2"] and cell == "yes":
        with pytest.raises(BufferError):
            Memory(base=DATA).run(row["Now"])
    elif "base" in row["Python 2"]:
        assert Memory(base=DATA).run(row["Now"]).tobytes() == DATA[OFFSET : OFFSET + SIZE]


def keeps_alive(row, cell):
    memory = Memory()
    waveform = memory.run(row["Now"])
    if cell == "`base`":
        assert waveform.obj is memory.base
        with pytest.raises(BufferError):  # and of its size
            memory.base.append(0)
    elif cell == "nothing":
        assert waveform.obj._objects is None
    else:
        assert (cell, waveform.obj) == ("its own memory", None)


def size_below_0(row, cell):
    assert cell == "ValueError"
    with pytest.raises(ValueError, match="-1|>= 0"):
        Memory(size=-1).run(row["Now"])
    if "offset" in row["Python 2"]:
        with pytest.raises(ValueError, match="offset: -1"):
            Memory(offset=-1).run(row["Now"])


def size_past_the_end(row, cell):
    if cell == "ValueError":
        with pytest.raises(ValueError, match="count: 8"):
            Memory(size=8).run(row["Now"])
    else:
        assert cell == ("-" if "New" in row["Python 2"] else "unknowable")


CHECKS = [now, to_the_end_of_base, writable, keeps_alive, size_below_0, size_past_the_end]


@pytest.mark.parametrize(
    ("row", "column"), CELLS, ids=[f"{row['Python 2'][1:-1]}-{column}" for row, column in CELLS]
)
def test_each_cell_of_the_table_of_functions(row, column):
    CHECKS[COLUMNS.index(column)](row, row[column])


def test_the_table_has_every_function():
    names = ["FromObject", "FromReadWriteObject", "FromMemory", "FromReadWriteMemory", "New"]
    assert [row["Python 2"].split("(")[0] for row in MAKERS] == [f"`PyBuffer_{n}" for n in names]
    assert len(COLUMNS) == len(CHECKS)


# What each expression of the table of uses gives for w = Waveform over DATA.
RESULTS = {
    "len(w)": 10,
    "bytes(w[i : i + 1])": b"2",
    "w[i]": ord("2"),
    "bytes(w[i:j])": b"234",
    "w[i:j]": b"234",
    "bytes(w) + other": DATA + b"abc",
    "bytes(w)": DATA,
    "hash(bytes(w))": hash(DATA),
    "isinstance(w, Waveform)": True,
}


def expressions(cell):
    return [part for part in cell.split("`")[1::2] if part not in ('"c"', "bytes")]


def in_use(w, **names):
    return {"w": w, "i": 2, "j": 5, "other": b"abc", "Waveform": Waveform, **names}


@pytest.mark.parametrize("cell", [row["Now"] for row in USES])
def test_each_use_of_a_buffer_object(cell):
    w = Waveform.from_buffer(bytearray(DATA))
    for expression in expressions(cell):
        if expression == "w[i:j] = other":
            exec(expression, in_use(w))
            assert w.tobytes() == b"01abc56789"
        elif "addressof" in expression:
            found = eval(expression, in_use(w, addressof=addressof, c_char=c_char))
            assert ctypes.string_at(found, len(w)) == DATA
            ctypes.memset(found, ord("x"), 1)
            assert w[0] == ord("x")
        else:
            assert eval(expression, in_use(w)) == RESULTS[expression]


def test_an_element_may_be_a_character():
    assert Waveform.from_buffer(DATA, "c")[2] == b"2"
