/// The texts of `Waveform+Looking.swift`.
extension Manual {
  static let envelope: StaticString = """
    envelope($self, /, bins)
    --

    Return the minimum and maximum of each of bins stretches of samples.

    It is what a scope draws where there are more samples than pixels: no peak
    is lost. The first dimension is divided, the others are channels: from
    shape (samples,) comes (bins, 2), from interleaved (samples, channels)
    comes (bins, channels, 2), with [..., 0] the minimum and [..., 1] the
    maximum. Bin i is w[i * n // bins : (i + 1) * n // bins] of n samples, so
    all are of one length or one sample longer. For planar channels ask each
    row: w[0].envelope(bins).

        >>> from swiftbuf import Waveform
        >>> w = Waveform(6, 'h')
        >>> w[:] = [0, 3, -1, 5, 5, 4]
        >>> w.envelope(2).tolist()
        [[-1, 3], [4, 5]]

    The result is a Waveform with memory of its own, in the same format in
    native byte order. A NaN is left out, as by numpy.fmin and numpy.fmax, and
    comes out only where a bin has nothing else: one bad sample in a recording
    must not blank a stretch of the picture.

    TypeError: no order among elements (complex, 'c'), 0 or 64 dimensions, or
    bins is not an integer.
    ValueError: bins is less than 1 or more than len(w).
    Cost: O(elements), one pass, without the GIL from 256 KiB on. Ctrl-C works.
    """

  static let reprSVG: StaticString = """
    _repr_svg_($self, /)
    --

    Return a picture as SVG text, which Jupyter shows, or None.

    Drawn from the envelope: the channels one under the other, real and
    imaginary part of complex samples as two, at most 16. Samples run along
    the longer of two dimensions. None for what has no picture: 0 or more than
    2 dimensions, nothing in it, released, characters.
    """

  static let total: StaticString = """
    _total($module, waveform, /)
    --

    Return the sum of all elements and how many they are, without NaNs.
    """
}
