#!/bin/sh
# usage: tools/setup.sh VENV
# Makes the virtual environment VENV for the interpreter $PYTHON (by default the python3 of the
# PATH), with the Debian packages that it and Swift need. Debian's own Python gets Debian's own
# NumPy, an older one than PyPI's, as its users have it.
set -eu
venv=$1
here=$(dirname "$0")
# shellcheck source=tools/messages.sh
. "$here/messages.sh"

command -v swift >/dev/null || stop 'no swift on PATH: install Swift 6.3 or newer,' \
  'on Linux with "swiftly install latest" (https://www.swift.org/install/linux)'

find_python() { "$here/pythons.sh" "${PYTHON:-}" | head -n 1; }

"$here/packages.sh" swift
[ -n "${PYTHON:-}" ] || "$here/packages.sh" python3
python=$(find_python)
[ -n "$python" ] ||
  stop "${PYTHON:-python3} is no Python 3.11 or newer that runs here: set PYTHON to one that is"
debian_numpy=
case $python in
"$(realpath /usr/bin/python3)")
  PYTHON=$python "$here/packages.sh" python numpy
  debian_numpy=yes
  ;;
/usr/bin/*) PYTHON=$python "$here/packages.sh" python ;;
esac

say "making $venv for $("$python" --version) ($python)"
"$python" -m venv --clear "$venv"
# From 25.1 on pip knows the dependency groups of pyproject.toml.
"$venv/bin/python" -m pip install --quiet --upgrade "pip>=25.1"

if [ -n "$debian_numpy" ]; then
  site=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
  ln -s /usr/lib/python3/dist-packages/numpy* "$site"
  # So that pip takes other libraries that go with it, and leaves it alone. It splits paths at
  # spaces.
  (cd "$venv" && bin/python -c '
import numpy, pathlib
limit = pathlib.Path("numpy.txt").absolute()
limit.write_text(f"numpy=={numpy.__version__}\n")
pathlib.Path("pip.conf").write_text(f"[install]\nconstraint = {limit.as_uri()}\n")')
fi
