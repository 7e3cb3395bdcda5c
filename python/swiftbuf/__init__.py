"""Fixed-length, typed, native memory with the buffer protocol: see help(swiftbuf.Waveform)."""

from ._swiftbuf import Exporter, Waveform

__version__ = "0.1.0"

__all__ = ["Exporter", "Waveform", "__version__"]
