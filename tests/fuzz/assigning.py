"""One assignment, to a Waveform and to its array."""

import warnings

import numpy as np

from . import values
from .model import Refused, agree, check_key, element_bytes, selected, selects_element, stored


def assign(waveform, array, key, choices):
    """Assign any value, which is stored or refused as a whole."""
    shape = ()
    try:
        check_key(key, array.shape)
    except Refused:
        value = values.a_value(choices, shape)
    else:
        part = selected(array, key)
        value = values.a_value(choices, part.shape)

    def expected():
        check_key(key, array.shape)
        if selects_element(key, array.shape):
            return element_bytes(waveform.format, value)
        return stored(value, part.shape, waveform.format)

    with warnings.catch_warnings():  # complex to real, of NumPy's scalars
        warnings.simplefilter("ignore")
        found = agree(lambda: waveform.__setitem__(key, value), expected)
    if found:
        part[...] = np.frombuffer(found[1], array.dtype).reshape(part.shape)
