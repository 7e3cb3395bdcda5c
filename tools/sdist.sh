#!/bin/sh
# usage: tools/sdist.sh PYTHON
# Puts a source distribution into dist/. setuptools keeps the times, owners and modes that the files
# have on this machine. They are removed by packing it again, so that one commit gives one file.
set -eu
python=$1
cd "$(dirname "$0")/.."
SOURCE_DATE_EPOCH=$(tools/source-date.sh)
export SOURCE_DATE_EPOCH

raw=$(mktemp -d)
trap 'rm -rf "$raw"' EXIT
"$python" -m build --no-isolation --sdist --outdir "$raw"
archive=$(basename "$raw"/*.tar.gz)
tar -xf "$raw/$archive" -C "$raw"
mkdir -p dist
tar -c --format=pax --pax-option=delete=atime,delete=ctime --sort=name \
  --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX \
  -C "$raw" "${archive%.tar.gz}" | gzip -n >"dist/$archive"
