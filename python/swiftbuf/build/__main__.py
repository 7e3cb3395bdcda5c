"""``python -m swiftbuf.build``: the Swift sources, what the build generates, and new projects."""

import argparse
import os
import sys
from distutils.core import run_setup
from pathlib import Path

from setuptools.errors import BaseError

from . import SwiftExtension, new_project, swift_package
from .swift_build import SwiftBuild, generate


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m swiftbuf.build",
        description="Without arguments, print the folder of swiftbuf's Swift sources.",
    )
    parser.add_argument(
        "--show",
        action="store_true",
        help="print the Swift sources that the build of the project in this folder generates",
    )
    commands = parser.add_subparsers(dest="command", metavar="new NAME")
    new = commands.add_parser("new", help="write a project in a new folder NAME")
    new.add_argument(
        "name",
        metavar="NAME",
        help="of the Python package; the Swift module of signal_tools is SignalTools",
    )
    arguments = parser.parse_args()
    try:
        if arguments.command == "new":
            for file in new_project.make(arguments.name, Path()):
                print(file)
        else:
            print(shown() if arguments.show else swift_package())
    except FileExistsError:
        raise SystemExit(f"error: {arguments.name} exists already") from None
    except (BaseError, new_project.NameProblem, OSError) as problem:
        raise SystemExit(f"error: {problem}") from None


def shown() -> str:
    """The generated sources of all modules of the project in the current folder."""
    if not os.path.exists("setup.py"):
        raise SystemExit("error: no setup.py in this folder, which --show reads")
    extensions = run_setup("setup.py", stop_after="init").ext_modules or []
    generated = [
        ext for ext in extensions if isinstance(ext, SwiftExtension) and ext.module is not None
    ]
    if not generated:
        raise SystemExit("error: setup.py has no SwiftExtension(..., module=...)")
    blocks = []
    for ext in generated:
        binding, _ = generate(SwiftBuild(ext, "release", output=sys.stderr))
        for file in sorted(binding.sources.iterdir()):
            blocks.append(f"// {file.relative_to(Path.cwd())}\n\n{file.read_text()}")
    return "\n".join(blocks)


if __name__ == "__main__":
    main()
