"""The targets of tests/fuzz on every Python: the inputs that the fuzzer has found, and random ones.

`make fuzz` searches for more, with libFuzzer, on a build with AddressSanitizer.
"""

import numpy as np
import pytest
from fuzz import assigning, corpus, model, records, sequences, targets
from fuzz.choices import Choices
from hypothesis import given, settings
from hypothesis import strategies as st

each_target = pytest.mark.parametrize("target", targets.TARGETS)


def run(target, data):
    targets.TARGETS[target](Choices(data))


@each_target
def test_what_the_fuzzer_has_found(target):
    kept = corpus.kept(target)
    assert len(kept) >= 10
    for data in kept:
        run(target, data)


@each_target
@settings(max_examples=300)
@given(data=st.binary(max_size=256))
def test_random_bytes(target, data):
    run(target, data)


def zeros(value, shape, format):
    return bytes(len(model.stored(value, shape, format)))


# For each target, what makes its model wrong: a function of a module, and another one.
WRONG = {
    "formats": (targets, "_size_of", lambda text: 3),
    "records": (records, "numpy_reads", lambda text: np.dtype("i1,i2")),
    "shapes": (targets, "_checked", lambda shape, itemsize: (1, 2, 3)),
    "keys": (targets, "selected", lambda array, key: array),
    "assignments": (assigning, "stored", zeros),
    "sources": (targets, "_shown", lambda source, writable, **options: np.ones(1)),
    "sequences": (sequences, "selected", lambda array, key: array),
}


@each_target
def test_a_wrong_model_is_noticed(target, monkeypatch):
    monkeypatch.setattr(*WRONG[target])
    noticed = 0
    for data in corpus.kept(target):
        try:
            run(target, data)
        except AssertionError:
            noticed += 1
        except Exception:  # what the model has allowed otherwise
            continue
    assert noticed >= 3
