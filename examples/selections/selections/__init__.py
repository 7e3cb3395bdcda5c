"""A part of swift-algorithms as a Python package: an example of swiftbuf."""

from ._selections import SelectionError, combinations, least, runs

__all__ = ["SelectionError", "combinations", "least", "runs"]
