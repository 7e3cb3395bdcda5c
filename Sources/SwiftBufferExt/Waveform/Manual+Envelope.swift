/// The texts of `Envelope.swift`.
extension Manual {
  static let envelope: StaticString = """
    envelope($self, /, bins)
    --

    Return the minimum and maximum of each bin of consecutive samples.

    An oscilloscope draws these: no peak is lost. The first dimension is
    divided into bins, the others are channels: shape (samples,) becomes
    (bins, 2), interleaved (samples, channels) becomes (bins, channels, 2),
    the minimum first. Bin i of n samples is
    w[i * n // bins : (i + 1) * n // bins].

        >>> from swiftbuf import Waveform
        >>> w = Waveform(6, 'h')
        >>> w[:] = [0, 3, -1, 5, 5, 4]
        >>> w.envelope(2).tolist()
        [[-1, 3], [4, 5]]

    The result is a Waveform with memory of its own, in the same format in
    native byte order. A NaN is left out, as by numpy.fmin and numpy.fmax,
    unless a bin has nothing else.

    TypeError: the elements have no order (complex, 'c'), there are 0 or 64
    dimensions, or bins is not an integer.
    ValueError: bins is less than 1 or more than len(w).
    Cost: O(elements), one pass, without the GIL from 256 KiB on. Ctrl-C works.
    """
}
