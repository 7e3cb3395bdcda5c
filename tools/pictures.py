"""Draws the pictures of the documentation: `make pictures`. tests/test_pictures.py compares them.

The recording is the one of the demo: four channels of EEG, 800 samples at 80 a second, that
matplotlib ships as sample data.
"""

from pathlib import Path

from matplotlib.cbook import get_sample_data

from swiftbuf import Waveform

DOCS = Path(__file__).parent.parent / "docs"


def drawn() -> dict[str, str]:
    """The SVG text of each picture by its name in docs/."""
    flat = Waveform.from_file(get_sample_data("eeg.dat", asfileobj=False), "d")
    recording = flat.cast("d", (-1, 4))
    nan, inf = float("nan"), float("inf")
    damaged = recording[:200, 2].copy()
    damaged[60:80] = nan
    damaged[120] = inf
    damaged[150:155] = -inf
    return {
        "looking.svg": str(recording.plot(rate=80)),
        "looking-damaged.svg": str(damaged.plot(rate=80)),
    }


def main() -> None:
    for name, text in drawn().items():
        (DOCS / name).write_text(text, encoding="utf-8")
        print(f"drew {DOCS / name}")


if __name__ == "__main__":
    main()
