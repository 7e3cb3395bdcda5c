#!/bin/sh
# usage: tools/test-sid.sh FOLDER WHEEL VERSION [PYTEST-ARGUMENT...]
# Runs the tests of WHEEL on Debian sid's Python VERSION (3.14, 3.15) in FOLDER, which tools/sid.sh has
# unpacked. Test libraries come from PyPI as wheels, NumPy from Debian if there is no wheel. What has
# neither is named, with the tests that go with it; so are the tests that compile Swift, as the
# toolchain is not in FOLDER.
set -eu
folder=$1 wheel=$2 version=$3
shift 3
here=$(realpath "$(dirname "$0")/..")
cp -L /etc/resolv.conf "$folder/etc/resolv.conf"
cp /etc/ssl/certs/ca-certificates.crt "$folder/etc/ssl/certs/ca-certificates.crt"
rm -rf "$folder/work"
mkdir -p "$folder/work"
(cd "$here" && git ls-files -z --cached --others --exclude-standard | tar -c --null -T - --ignore-failed-read) |
  tar -x -C "$folder/work"
cp "$wheel" "$folder/work/"
# In mounts of its own, which end with it: the tests read what /proc says of their memory.
# shellcheck disable=SC2016  # arguments of the inner shell
unshare --mount --propagation private sh -c '
  mount --rbind /proc "$1/proc" && mount --rbind /dev "$1/dev" && exec chroot "$@"
' sh "$folder" /usr/bin/env -i PATH=/usr/bin:/bin HOME=/root LANG=C.UTF-8 \
  sh /work/tools/test-sid-inside.sh "$version" "$(basename "$wheel")" "$@"
