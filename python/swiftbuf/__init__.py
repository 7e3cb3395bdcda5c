"""Fixed-length, typed, native memory with the buffer protocol: see help(swiftbuf.Waveform)."""

from ._swiftbuf import Waveform

__version__ = "0.1.0"

__all__ = ["Waveform", "__version__"]
