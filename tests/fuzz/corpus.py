"""The kept inputs: a file for each target, with one input a line, in hexadecimal digits."""

from pathlib import Path

FOLDER = Path(__file__).parent / "corpus"


def kept(target):
    path = FOLDER / f"{target}.txt"
    return [bytes.fromhex(line) for line in path.read_text().splitlines()] if path.exists() else []


def unpack(target, folder):
    """Write each input to a file of its own, as libFuzzer wants them."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(kept(target)):
        (folder / f"kept-{number}").write_bytes(data)
