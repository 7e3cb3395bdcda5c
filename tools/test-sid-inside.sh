#!/bin/sh
# The part of tools/test-sid.sh that runs inside: VERSION WHEEL [PYTEST-ARGUMENT...]
set -eu
version=$1 wheel=$2
shift 2
cd /work
venv=/root/venv-$version
[ -x "$venv/bin/pytest" ] || {
  rm -rf "$venv"
  "python$version" -m venv --system-site-packages "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check pytest hypothesis setuptools build
}
install() { "$venv/bin/pip" install --quiet --disable-pip-version-check "$@" >/tmp/pip.log 2>&1; }
missing=
for library in numpy cython pyserial exabgp==5.0.15 pyelftools typing_extensions optype matplotlib av mypy \
  "pyright[nodejs]" pyvisa pyvisa-py pyzmq plotille resvg_py; do
  name=${library%%=*}
  name=${name%%\[*}
  "$venv/bin/pip" show --quiet "$name" 2>/dev/null || install --only-binary=:all: "$library" || missing="$missing $name"
done
install --no-deps --force-reinstall "$wheel"

# What compiles: Swift, C or Cython.
left_out="test_packaging test_examples test_swift_tutorial test_authoring_* test_cython test_benchmarks"
for name in $missing; do
  case $name in
  numpy) module=numpy ;;
  pyserial) module=serial ;;
  pyelftools) module=elftools ;;
  pyzmq) module=zmq ;;
  *) module=$(echo "$name" | tr - _) ;;
  esac
  left_out="$left_out $(grep -lE "^ *(import|from) $module\\b" tests/*.py | sed 's:tests/\(.*\)\.py:\1:' | tr '\n' ' ')"
done
echo "== Python $version: no wheel of:${missing:- nothing}; left out: $left_out"
options=
for name in $left_out; do options="$options --ignore-glob=tests/$name.py"; done
# shellcheck disable=SC2086  # one word an option
exec "$venv/bin/python" -m pytest -p no:cacheprovider $options "$@"
