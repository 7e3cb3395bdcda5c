"""Random bytes made into uses of Waveform, each held against a model.

`make fuzz` runs it with libFuzzer on a build that counts the branches which the Swift code takes;
tests/test_fuzz.py runs the kept inputs, and random ones, on every Python.
"""
