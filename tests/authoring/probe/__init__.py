"""An extension that stands on BufferProtocol, as a handle on all of its public surface."""

from . import _probe
from ._probe import *  # noqa: F403

__all__ = [name for name in dir(_probe) if not name.startswith("_")]
