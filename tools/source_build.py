"""swiftbuf.build as it is in this source, for tools that compile the library."""

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType


def load() -> ModuleType:
    """The module; the working directory is the project's from then on."""
    os.chdir(Path(__file__).parent.parent)
    # By its path, as in setup.py: swiftbuf itself need not be installed.
    location = "python/swiftbuf/build/__init__.py"
    spec = importlib.util.spec_from_file_location("swiftbuf_build", location)
    sys.modules["swiftbuf_build"] = build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    return build
