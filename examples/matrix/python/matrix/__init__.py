"""A matrix of float32 that grows by rows and shows them as a buffer."""

from ._matrix import Matrix

__all__ = ["Matrix"]
