"""Writing files: never over the input, and over other files only on request."""

import sys
from pathlib import Path

STDIN = STDOUT = "-"


def check(option: str, path: str, source: str, force: bool) -> None:
    """ValueError if `path`, given for `option`, must not be written: it is the input, under any
    name, or it exists and `force` is false."""
    if path == STDOUT:
        return
    target = Path(path)
    if source != STDIN and target.exists() and target.samefile(source):
        raise ValueError(f"{option} {path}: this is the input")
    if not force and (target.is_file() or target.is_symlink()):
        raise ValueError(f"{option} {path}: the file exists; --force overwrites it")


def write(path: str, content: bytes, force: bool) -> None:
    """Writes to a file or standard output. OSError: it cannot be written, or exists by now."""
    if path == STDOUT:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    target = Path(path)
    is_new = not target.exists()
    with open(target, "xb" if is_new and not force else "wb") as file:
        try:
            file.write(content)
            file.flush()
        except OSError:
            if is_new:
                target.unlink()
            raise
