#!/bin/sh
# usage: tools/test-aarch64.sh [PYTEST-ARGUMENT...]
# Runs the tests of the wheel for aarch64 in dist/, inside its system (tools/inside.sh), on all
# processors. `--quick` leaves out tests that compile Swift, because no toolchain for aarch64 runs
# here, and the refused allocations, which take hours; `--wheel` leaves out those that run on one
# Python only, and `--emulated` what QEMU does otherwise than Linux (tests/conftest.py).
set -eu
venv=.venv-aarch64
[ -e $venv/.made ] || {
  python3 -m venv --clear $venv
  $venv/bin/python -m pip install --quiet --upgrade "pip>=25.1"
  touch $venv/.made
}
without=$($venv/bin/python tools/test-libraries.py test)
$venv/bin/python -m pip install --quiet --no-deps --force-reinstall dist/*aarch64.whl
# shellcheck disable=SC2086  # one word an option
exec $venv/bin/python -m pytest --wheel --quick --emulated --numprocesses=logical --dist=loadfile \
  $without "$@"
