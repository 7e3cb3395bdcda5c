/// The texts of `Picture.swift`.
extension Manual {
  static let reprSVG: StaticString = """
    _repr_svg_($self, /)
    --

    Return the picture of plot() as SVG text, which Jupyter shows, or None.

    An empty Waveform says "no samples" in it, a released one "released". None
    for characters ('c') and for 0 or more than 2 dimensions.
    """

  static let plot: StaticString = """
    plot($self, /, *, channels=None, rate=None, range=None, axis=0)
    --

    Return a picture of the samples, which Jupyter shows.

    Channels are drawn one below the other, all on one scale. Complex samples
    are two traces, the real and the imaginary part. Every peak is visible,
    however many samples there are; NaN and infinity are marked and counted.

        >>> from swiftbuf import Waveform
        >>> w = Waveform((1000, 4), 'h')
        >>> picture = w.plot(channels=[0, 2], rate=48_000)
        >>> picture
        <swiftbuf plot of format h, shape (1000, 4)>
        >>> picture.save('recording.svg')

    channels
        A number or a list of numbers; by default the first 16.
    rate
        Samples per second: the axis is then a time.
    range
        The lower and the upper end of the value axis, as a pair; 'each' gives
        each channel a scale of its own; by default that of all samples.
    axis
        The dimension that is samples, 0 as in envelope(), or 1.

    The picture shows the samples as they were when it was made, and does not
    hold the memory of w. picture.save(path) writes SVG or PNG, depending on
    the suffix. PNG needs swiftbuf[plot] and is an ImportError without it.
    str(picture) is the SVG text.

    TypeError: an argument of the wrong type, characters, or 0 or more than 2
    dimensions.
    ValueError: a rate that is not positive, a range that is empty, a number
    that is too large for a float, an axis that w does not have.
    IndexError: no such channel.
    Cost: O(elements), one pass, without the GIL from 256 KiB on. Ctrl-C works.
    """

  static let statistics: StaticString = """
    _statistics($module, waveform, scale, /)
    --

    Return sum, squares, numbers, lowest and highest of all elements.

    sum and squares are floats that add up to the sum of all finite elements
    and of their squares: exactly, for integers; for floating point, of
    element * scale, a power of two, and as if with twice the precision.
    The rest is how many elements are not NaN, the least value of their type
    or negative infinity, and the greatest.
    """
}
