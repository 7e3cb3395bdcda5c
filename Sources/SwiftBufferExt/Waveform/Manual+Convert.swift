/// The text of `Convert.swift`.
extension Manual {
  static let convert: StaticString = """
    convert($self, /, format=None, *, scale=1, offset=0, overflow='raise', out=None)
    --

    Return the values times scale plus offset, in another format.

    The product and the sum are computed as Python floats, each rounded. The
    result is then rounded once to the format: for integers to the nearest,
    ties to even. With scale=1 and offset=0 there is no arithmetic, and integers
    are converted to integers exactly.

        >>> from swiftbuf import Waveform
        >>> codes = Waveform(3, '>h')
        >>> codes[:] = [0, 16384, -32768]
        >>> volts = codes.convert('f', scale=2 / 32768)
        >>> volts.tolist()
        [0.0, 1.0, -2.0]
        >>> volts.convert('h', scale=32768 / 2, overflow='clip').tolist()
        [0, 16384, -32768]

    format
        The format of the result: by default that of out, otherwise that of the
        Waveform in native byte order.
    scale, offset
        Numbers, taken as floats; complex only for a complex format.
    overflow
        'raise': a result outside the range of the format is a ValueError, and
        nothing is written. 'clip': it becomes the nearest value in range.
        Infinity stays infinite in floating point and is clipped for integers.
        A NaN converted to an integer is always a ValueError.
    out
        A writable buffer of the same shape, which is filled and returned. It
        may overlap the Waveform; unless elements are in the same places, that
        needs as much memory again. By default a new Waveform, C-contiguous.

    Real numbers become complex with an imaginary part of 0; '?' counts as 0 or
    1. For the format '?', results are converted by their truth value.

    TypeError: complex to real (cast('d') gives the components); 'c'; scale or
    offset is not a number, or is complex for a real format.
    ValueError: a result is out of range (the error has its index); overflow is
    another str; scale or offset is too large for a float; out has another
    shape or format.
    BufferError: out is read-only.
    Cost: O(elements), without the GIL from 256 KiB on. Ctrl-C works.
    """
}
