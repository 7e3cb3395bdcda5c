"""Draws the pictures of the documentation: `make pictures`. tests/test_pictures.py compares them.

The recording is the one of the demo: four channels of EEG, 800 samples at 80 a second, that
matplotlib ships as sample data.
"""

import importlib.util
from pathlib import Path

import diagrams

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


def demo():
    """examples/file_to_device.py as a module."""
    spec = importlib.util.spec_from_file_location(
        "file_to_device", ROOT / "examples/file_to_device.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def drawn() -> dict[str, str]:
    """The SVG text of each picture by its name in docs/."""
    module = demo()
    recording = module.read_recording(module.recording_path())
    nan, inf = float("nan"), float("inf")
    damaged = recording[:200, 2].copy()
    damaged[60:80] = nan
    damaged[120] = inf
    damaged[150:155] = -inf
    return {
        "looking.svg": str(recording.plot(rate=80)),
        "looking-damaged.svg": str(damaged.plot(rate=80)),
        **diagrams.drawn(),
    }


def draw_demo(path: Path) -> None:
    """What the demo draws, without its devices."""
    module = demo()
    recording = module.read_recording(module.recording_path())
    before = recording.copy()
    module.edit(recording)
    module.turn_down(recording)
    module.draw(before, recording, path)


def main() -> None:
    draw_demo(DOCS / "demo.png")
    for name, text in drawn().items():
        (DOCS / name).write_text(text, encoding="utf-8")
        print(f"drew {DOCS / name}")


if __name__ == "__main__":
    main()
