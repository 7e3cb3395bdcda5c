"""One target under libFuzzer: `python -m fuzz.worker TARGET FLAGS... FOLDERS...`."""

import shlex
import sys

import atheris

from .choices import Choices
from .targets import TARGETS


def main():
    name = sys.argv.pop(1)
    # To merge inputs libFuzzer starts its program again, by the shell.
    sys.argv[0] = shlex.join([sys.executable, "-m", "fuzz.worker", name])
    fuzz(name)


def fuzz(name):
    """Run a target with the flags and folders of the command line (oss-fuzz/build.sh)."""
    atheris.Setup(sys.argv, lambda data: TARGETS[name](Choices(data)))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
