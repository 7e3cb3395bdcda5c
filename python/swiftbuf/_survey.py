"""One pass over samples for summaries and pictures: the extremes of short stretches, sums, and
counts."""

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby
from math import frexp, inf, isfinite, isnan, isqrt, nan

from ._swiftbuf import Waveform, _statistics

BINS = 4096  # stretches of a trace at most: several to a column of a picture


@dataclass
class Trace:
    """One curve: the samples of a channel, or their real or imaginary part, seen so far."""

    format: str
    channel: int | None = None  # its number; None where samples have one dimension
    part: str = ""  # "real", "imag"
    length: int = 0
    stretch: int = 1  # samples of a bin, a power of two
    bins: list[list[float]] = field(default_factory=list)  # minimum and maximum of each stretch
    sum: Fraction = Fraction(0)  # of all samples but NaN and infinities
    squares: Fraction = Fraction(0)  # of the same
    numbers: int = 0  # samples that are not NaN
    lowest: int = 0  # samples at the lowest value of the format
    highest: int = 0

    def add(self, samples: Waveform) -> None:
        """The next samples, of one dimension."""
        while self.length + len(samples) > self.stretch * BINS:
            self._join_bins()
        begun = self.length % self.stretch
        first = min(-begun % self.stretch, len(samples))
        whole = (len(samples) - first) // self.stretch
        end = first + whole * self.stretch
        new = []
        if first:
            new = samples[:first].envelope(1).tolist()
            self.bins[-1] = merged([self.bins[-1], *new])
        for part, bins in [(samples[first:end], whole), (samples[end:], 1)]:
            if len(part):
                self.bins += part.envelope(bins).tolist()
        self.length += len(samples)
        self._count(samples, new + self.bins[-whole - 1 :])

    def _join_bins(self) -> None:
        self.bins = [merged(self.bins[i : i + 2]) for i in range(0, len(self.bins), 2)]
        self.stretch *= 2

    def _count(self, samples: Waveform, bins: list[list[float]]) -> None:
        """Adds to sums and counts. `bins` are the extremes of the samples, and perhaps of more."""
        sizes = [abs(value) for pair in bins for value in pair if isfinite(value)]
        exponent = frexp(float(max(sizes, default=0)))[1]
        # The squares of values as far from 1 as these are no float64.
        scale = 2.0 ** min(-exponent, 1000) if abs(exponent) > 400 else 1.0
        sum, squares, numbers, lowest, highest = _statistics(samples, scale)
        self.sum += _exact_sum(sum) / Fraction(scale)
        self.squares += _exact_sum(squares) / Fraction(scale) ** 2
        self.numbers += numbers
        self.lowest += lowest
        self.highest += highest

    @property
    def is_integer(self) -> bool:
        return self.format[-1] not in "efd?"

    @property
    def nan(self) -> int:
        return self.length - self.numbers

    @property
    def infinities(self) -> tuple[int, int]:
        """How many samples are positive and negative infinity."""
        return self._infinities(self.lowest, self.highest)

    def _infinities(self, lowest: int, highest: int) -> tuple[int, int]:
        return (highest, lowest) if self.format[-1] in "efd" else (0, 0)

    @property
    def full_scale(self) -> int | None:
        """How many samples are at a limit of their integer format; None for other formats."""
        return self.lowest + self.highest if self.is_integer else None

    @property
    def mean(self) -> float:
        """Of all samples except NaN; NaN if there are none, or infinities of both signs. The mean
        of finite samples is finite, even if their sum is too large for a float."""
        positive, negative = self.infinities
        if not self.numbers or (positive and negative):
            return nan
        if positive or negative:
            return inf if positive else -inf
        return float(self.sum / self.numbers)

    @property
    def rms(self) -> float:
        """The root of the mean square of all samples but NaN, rounded once; NaN if there are
        none."""
        if any(self.infinities):
            return inf
        return _root(self.squares / self.numbers) if self.numbers else nan

    @property
    def extremes(self) -> list[float]:
        """Minimum and maximum, infinities included; NaN if there is nothing else."""
        return merged(self.bins) if self.bins else [nan, nan]

    def columns(self, count: int) -> list[list[float]]:
        """Minimum and maximum of `count` stretches, or of as many as there are. A NaN comes out
        only where there is nothing else."""
        count = min(count, len(self.bins))
        edges = [i * len(self.bins) // count for i in range(count + 1)]
        return [merged(self.bins[start:end]) for start, end in zip(edges, edges[1:], strict=False)]

    def limits(self) -> tuple[float, float] | None:
        """The least and the greatest finite number of the bins; None if there is none."""
        finite = [value for pair in self.bins for value in pair if isfinite(value)]
        return (min(finite), max(finite)) if finite else None


def _exact_sum(parts: tuple[float, ...]) -> Fraction:
    return sum(map(Fraction, parts), Fraction(0))


def _root(square: Fraction) -> float:
    """The square root, rounded once: an integer of at least 64 bits, the last of which says that
    there are more."""
    bits = square.denominator.bit_length() - square.numerator.bit_length()
    shift = max(0, 64 + bits // 2 + 1)
    whole, rest = divmod(square.numerator << 2 * shift, square.denominator)
    root = isqrt(whole)
    more = rest != 0 or root * root != whole
    return float(Fraction(root << 1 | more, 1 << shift + 1))


def merged(bins: list[list[float]]) -> list[float]:
    """Minimum and maximum of several stretches."""
    pairs = [pair for pair in bins if not isnan(pair[0])]
    return [min(p[0] for p in pairs), max(p[1] for p in pairs)] if pairs else [nan, nan]


def common_limits(traces: list[Trace]) -> tuple[float, float] | None:
    """The least and the greatest finite number of several traces."""
    found = [limits for trace in traces if (limits := trace.limits())]
    return (min(low for low, _ in found), max(high for _, high in found)) if found else None


def has_picture(format: str, ndim: int) -> bool:
    """Whether samples of a format and a number of dimensions can be drawn and counted."""
    return ndim in (1, 2) and Waveform(0, format).format[-1] in "?bBhHiIlLqQnNefd3"


def traces(format: str, channels: list[int | None]) -> list[Trace]:
    """A trace for each channel, or two where samples are complex."""
    if "Z" in format:
        real = format.replace("Z", "")
        return [Trace(real, channel, part) for channel in channels for part in ("real", "imag")]
    return [Trace(format, channel) for channel in channels]


def add(traces: list[Trace], block: Waveform, axis: int) -> None:
    """The next samples of all traces. `axis` is the dimension of a block that is samples."""
    for channel, group in groupby(traces, key=lambda trace: trace.channel):
        samples = block
        if channel is not None and block.ndim == 2:
            samples = block[:, channel] if axis == 0 else block[channel]
        for trace, part in zip(group, _parts(samples), strict=True):
            trace.add(part)


def _parts(samples: Waveform) -> list[Waveform]:
    """Real samples as they are; of complex ones the real and the imaginary parts."""
    if "Z" not in samples.format:
        return [samples]
    if not samples.c_contiguous:
        samples = samples.copy()  # the components of what is strided are not one array
    pairs = samples.cast(samples.format.replace("Z", ""), (len(samples), 2))
    return [pairs[:, 0], pairs[:, 1]]
