#!/bin/sh
# usage: tools/source-date.sh
# Prints the time stamp of all files in distributions (SOURCE_DATE_EPOCH,
# https://reproducible-builds.org/specs/source-date-epoch/): the caller's, or else the time of the
# commit, or else the time of the sdist that this was unpacked from.
set -eu
cd "$(dirname "$0")/.."
if [ -n "${SOURCE_DATE_EPOCH:-}" ]; then
  echo "$SOURCE_DATE_EPOCH"
elif [ -e .git ]; then
  git log -1 --format=%ct
else
  stat -c %Y PKG-INFO
fi
