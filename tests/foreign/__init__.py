"""The buffer tests of CPython and NumPy, as they are installed, with a Waveform in their way."""
