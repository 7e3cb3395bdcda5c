#!/bin/sh
# usage: tools/test-aarch64.sh LIBRARY [PYTEST-ARGUMENT...]
# Runs the tests of the LIBRARY that tools/aarch64.py has compiled, inside its system
# (tools/inside.sh). There is no toolchain for that machine here, so the tests that compile Swift
# are left out.
set -eu
library=$1
shift
venv=.venv-aarch64
[ -e $venv/.made ] || {
  python3 -m venv --clear $venv
  $venv/bin/python -m pip install --quiet --upgrade "pip>=25.1"
  touch $venv/.made
}
without=$($venv/bin/python tools/test-libraries.py test)
for name in test_authoring_* test_benchmarks test_examples test_packaging test_swift_tutorial; do
  without="$without --ignore-glob=tests/$name.py"
done
site=$($venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
rm -rf "$site/swiftbuf"
cp -r python/swiftbuf "$site/"
cp "$library" "$site/swiftbuf/"
# shellcheck disable=SC2086  # one word an option
exec $venv/bin/python -m pytest $without "$@"
