"""The kept inputs: a file for each target, with one input a line, in hexadecimal digits."""

from pathlib import Path

FOLDER = Path(__file__).parent / "corpus"
MOST = 6000  # characters a file


def path_of(target):
    return FOLDER / f"{target}.txt"


def kept(target):
    return [bytes.fromhex(line) for line in path_of(target).read_text().splitlines()]


def unpack(target, folder):
    """Write each input to a file of its own, as libFuzzer wants them."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(kept(target)):
        (folder / f"kept-{number}").write_bytes(data)


def keep(target, folder):
    """Replace the kept inputs by the smallest of those in a folder, while there is room."""
    inputs = [path.read_bytes() for path in folder.iterdir()]
    lines = [data.hex() for data in sorted(inputs, key=lambda data: (len(data), data)) if data]
    while sum(len(line) + 1 for line in lines) > MOST:
        lines.pop()
    path_of(target).write_text("".join(f"{line}\n" for line in lines))
