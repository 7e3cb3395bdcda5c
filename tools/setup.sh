#!/bin/sh
# usage: tools/setup.sh VENV
# Makes the virtual environment VENV for the interpreter $PYTHON (by default the python3 of the PATH).
# It first installs the Debian packages that are missing. What it cannot install it names in one line.
# Debian's own Python gets Debian's own NumPy, an older one than PyPI's, as its users have it.
set -eu
venv=$1
here=$(dirname "$0")

. "$here/debian.sh"

command -v swift >/dev/null || stop 'no swift on PATH: install Swift 6.3 or newer,' \
  'on Linux with "swiftly install latest" (https://www.swift.org/install/linux)'

find_python() { "$here/pythons.sh" "${PYTHON:-}" | head -n 1; }

# What the Swift toolchain stands on: shared libraries, a C library to compile against, a linker.
need "libcurl4 libncurses6 libsqlite3-0 libxml2" swift --version
need "gcc libc6-dev" test -e /usr/include/stdio.h
need binutils-gold command -v ld.gold
if [ -z "${PYTHON:-}" ]; then
  need python3 test -n "$(find_python)"
fi
install_missing

debian_numpy=
python=$(find_python)
[ -n "$python" ] ||
  stop "${PYTHON:-python3} is no Python 3.11 or newer that runs here: set PYTHON to one that is"
case $python in
/usr/bin/*)
  version=${python#/usr/bin/python}
  need "python$version-venv" "$python" -c 'import ensurepip'
  need "libpython$version-dev" test -e "/usr/include/python$version/Python.h"
  if [ "$python" = "$(realpath /usr/bin/python3)" ]; then
    need python3-numpy "$python" -c 'import numpy'
    debian_numpy=yes
  fi
  install_missing
  ;;
esac

say "making $venv for $("$python" --version) ($python)"
"$python" -m venv --clear "$venv"
# From 25.1 on pip knows the dependency groups of pyproject.toml.
"$venv/bin/python" -m pip install --quiet --upgrade "pip>=25.1"

if [ -n "$debian_numpy" ]; then
  site=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
  ln -s /usr/lib/python3/dist-packages/numpy* "$site"
  # So that pip takes other libraries that go with it, and leaves it alone. It splits paths at spaces.
  (cd "$venv" && bin/python -c '
import numpy, pathlib
limit = pathlib.Path("numpy.txt").absolute()
limit.write_text(f"numpy=={numpy.__version__}\n")
pathlib.Path("pip.conf").write_text(f"[install]\nconstraint = {limit.as_uri()}\n")')
fi
