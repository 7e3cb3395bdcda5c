"""In-place operators are refused: they would rebind the name and leave the memory as it was."""

import operator

import numpy as np
import pytest

from swiftbuf import Waveform

OPERATORS = [
    operator.iadd,
    operator.isub,
    operator.imul,
    operator.imatmul,
    operator.itruediv,
    operator.ifloordiv,
    operator.imod,
    operator.ipow,
    operator.ilshift,
    operator.irshift,
    operator.iand,
    operator.ixor,
    operator.ior,
]


@pytest.mark.parametrize("operand", [1, np.float64(1), np.arange(4), Waveform(4, "h")], ids=repr)
@pytest.mark.parametrize("apply", OPERATORS)
def test_an_in_place_operator_names_numpy(apply, operand):
    waveform = Waveform(4, "h")
    with pytest.raises(TypeError, match=r"np\.asarray\(w\)"):
        apply(waveform, operand)
    assert waveform.tolist() == [0, 0, 0, 0]
