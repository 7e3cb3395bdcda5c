"""One target under libFuzzer: `python -m fuzz.worker TARGET FLAGS... FOLDERS...`."""

import sys

import atheris

from .choices import Choices
from .targets import TARGETS


def main():
    target = TARGETS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, lambda data: target(Choices(data)))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
