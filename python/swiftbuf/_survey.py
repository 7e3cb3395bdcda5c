"""What the summary and the pictures need of samples, taken in one pass: the extremes of short
stretches, the sum, and how many are not NaN."""

from dataclasses import dataclass, field
from io import FileIO
from math import isfinite, isinf, isnan, nan
from os import PathLike

from ._swiftbuf import Waveform, _total

BINS = 2560  # stretches of a channel at most: four to a pixel of the picture
BLOCK = 1 << 22  # bytes of a file that are in memory at once


@dataclass
class Channel:
    """The samples of one channel as far as they have been seen."""

    name: str
    length: int
    sum: float = 0  # an int, and exact, for integers
    numbers: int = 0  # samples that are not NaN
    bins: list[list[float]] = field(default_factory=list)  # minimum and maximum of each stretch

    @property
    def stretch(self) -> int:
        """Samples of a stretch; the last one may be shorter."""
        return max(-(-self.length // BINS), 1)

    def add(self, samples: Waveform) -> None:
        """The next samples: a whole number of stretches, or the rest."""
        whole = len(samples) // self.stretch
        for part, bins in [
            (samples[: whole * self.stretch], whole),
            (samples[whole * self.stretch :], 1),
        ]:
            if len(part):
                self.bins += part.envelope(bins).tolist()
        total, count = _total(samples)
        self.sum += total
        self.numbers += count

    @property
    def mean(self) -> float:
        """Of all samples but NaN; NaN if there are none, or their sum is too large for a float."""
        if not self.numbers or (isinf(self.sum) and not any(map(isinf, self.extremes(1)[0]))):
            return nan
        return self.sum / self.numbers

    def extremes(self, columns: int) -> list[list[float]]:
        """Minimum and maximum of `columns` stretches, or of as many as there are. A NaN comes out
        only where there is nothing else."""
        columns = min(columns, len(self.bins))
        edges = [i * len(self.bins) // columns for i in range(columns + 1)]
        return [merged(self.bins[start:end]) for start, end in zip(edges, edges[1:], strict=False)]

    def limits(self) -> tuple[float, float] | None:
        """The least and the greatest finite number of the stretches; None if there is none."""
        finite = [value for pair in self.bins for value in pair if isfinite(value)]
        return (min(finite), max(finite)) if finite else None


def merged(bins: list[list[float]]) -> list[float]:
    """Minimum and maximum of several stretches."""
    pairs = [pair for pair in bins if not isnan(pair[0])]
    return [min(p[0] for p in pairs), max(p[1] for p in pairs)] if pairs else [nan, nan]


def is_planar(shape: tuple[int, ...]) -> bool:
    """Whether samples are along the second dimension. They are along the longer one, the first if
    the two are equal, so that interleaved and planar recordings both come out right."""
    return len(shape) == 2 and shape[0] < shape[1]


def channel_count(shape: tuple[int, ...], format: str) -> int:
    """How many channels samples of a shape are: 0 if they have no picture. A complex channel counts
    twice, for its real and its imaginary part."""
    if format == "c" or not 1 <= len(shape) <= 2 or 0 in shape:
        return 0
    return (min(shape) if len(shape) == 2 else 1) * (2 if "Z" in format else 1)


def parts(w: Waveform, planar: bool) -> list[tuple[str, Waveform]]:
    """Name and samples of each channel, which have one dimension.

    They are views, so complex samples that are not contiguous, which cannot be cast into parts,
    have none.
    """
    components: list[tuple[str, tuple[int, ...]]] = [("", ())]
    dimensions = w.ndim
    if "Z" in w.format:
        if not w.c_contiguous:
            return []
        components = [("real", (0,)), ("imag", (1,))]
        w = w.cast(w.format.replace("Z", ""), (*w.shape, 2))
    every: tuple[int | slice, ...] = (slice(None),)
    keys = [("", every)]
    if dimensions == 2 and planar:
        keys = [(f"channel {i}", (i, *every)) for i in range(w.shape[0])]
    elif dimensions == 2:
        keys = [(f"channel {i}", (*every, i)) for i in range(w.shape[1])]
    return [
        (f"{name} {component}".strip(), w[(*key, *index)])
        for name, key in keys
        for component, index in components
    ]


def of_memory(w: Waveform, most: int) -> list[Channel]:
    """The first `most` channels of a Waveform."""
    channels = []
    if channel_count(w.shape, w.format):
        for name, samples in parts(w, is_planar(w.shape))[:most]:
            channels.append(Channel(name, len(samples)))
            channels[-1].add(samples)
    return channels


def of_file(
    path: str | PathLike[str], format: str, offset: int, shape: tuple[int, ...], most: int
) -> list[Channel]:
    """The first `most` channels of samples in a file, which is read once, block by block.

    OSError: the file cannot be read. ValueError: it has become shorter meanwhile.
    """
    channels: list[Channel] = []
    if not channel_count(shape, format):
        return channels
    with open(path, "rb", buffering=0) as file:
        file.seek(offset)
        if not is_planar(shape):
            return in_rows(file, format, shape, most)
        for index in range(min(shape[0], most)):
            for channel in in_rows(file, format, shape[1:], most):
                channel.name = f"channel {index} {channel.name}".strip()
                channels.append(channel)
    return channels[:most]


def in_rows(file: FileIO, format: str, shape: tuple[int, ...], most: int) -> list[Channel]:
    """The channels of interleaved samples, or the only one, from where the file is."""
    length, *others = shape
    row = Waveform((1, *others), format)
    channels = [Channel(name, length) for name, _ in parts(row, planar=False)[:most]]
    stretch = channels[0].stretch
    rows = min(max(BLOCK // row.nbytes // stretch, 1) * stretch, length)
    block = Waveform((rows, *others), format)
    for done in range(0, length, rows):
        part = block[: length - done]
        fill(file, part)
        for channel, (_, samples) in zip(channels, parts(part, planar=False), strict=False):
            channel.add(samples)
    return channels


def fill(file: FileIO, w: Waveform) -> None:
    """Reads until the memory is full."""
    missing = w.cast("B")
    while missing:
        count = file.readinto(missing)
        if not count:
            raise ValueError(f"path: {file.name!r}: the file ended at byte {file.tell()}")
        missing = missing[count:]
