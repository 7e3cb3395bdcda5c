"""Other people's projects that use the installed swiftbuf: how tests run and install them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PRODUCTS = shutil.ignore_patterns(
    "build", ".build", "*.egg-info", "*.so", "__pycache__", ".*_cache"
)


def run(*command: object, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder and return what it did, both outputs as one."""
    return subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def install(project: Path, folder: Path) -> tuple[Path, Path]:
    """Install a copy of a project under a folder; return the copy and where its packages are.

    From a copy, so that no product of the build lands in the project.
    """
    source, prefix = folder / project.name, folder / "installed"
    shutil.copytree(project, source, ignore=PRODUCTS)
    command = [sys.executable, "-m", "pip", "install", "--no-build-isolation", "--no-deps"]
    command += ["--ignore-installed", "--disable-pip-version-check", "--prefix", prefix, source]
    done = run(*command, cwd=folder)
    assert done.returncode == 0, done.stdout
    (site,) = prefix.glob("lib/python*/site-packages")
    return source, site
