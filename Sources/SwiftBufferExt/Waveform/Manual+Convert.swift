/// The text of `Convert.swift`.
extension Manual {
  static let convert: StaticString = """
    convert($self, /, format=None, *, scale=1, offset=0, overflow='raise', out=None)
    --

    Return the values times scale plus offset, in another format.

    The product and the sum are those of Python's floats, each rounded, and the
    result is rounded once to the format: to integers to the nearest, ties to
    even. With scale=1 and offset=0 values stay what they are, and integers
    become integers exactly.

        >>> from swiftbuf import Waveform
        >>> codes = Waveform(3, '>h')
        >>> codes[:] = [0, 16384, -32768]
        >>> volts = codes.convert('f', scale=2 / 32768)
        >>> volts.tolist()
        [0.0, 1.0, -2.0]
        >>> volts.convert('h', scale=32768 / 2, overflow='clip').tolist()
        [0, 16384, -32768]

    format
        That of the result: by default out's, else the Waveform's own in native
        byte order.
    scale, offset
        Numbers, taken as floats; complex only for a complex format.
    overflow
        'raise': a result beyond the range of the format is a ValueError, and
        nothing is written. 'clip': it becomes the nearest value that the
        format has. Infinity stays infinite in floating point and is clipped in
        integers. A NaN for an integer is a ValueError either way.
    out
        A writable buffer of the same shape, which is written and returned. It
        may overlap the Waveform, and takes as much memory again if it does so
        in other places. By default a new Waveform, C-contiguous.

    Real numbers become complex ones with the imaginary part 0, and '?' is 0 or
    1. Results become '?' by their truth.

    TypeError: complex to real (cast('d') has the components), 'c', scale or
    offset is not a number or is complex for a real format.
    ValueError: a result is out of range, named with its index; overflow is
    another str, scale or offset too large for a float, out is of another shape
    or format.
    BufferError: out is read-only.
    Cost: O(elements), without the GIL from 256 KiB on. Ctrl-C works.
    """
}
