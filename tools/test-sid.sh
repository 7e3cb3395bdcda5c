#!/bin/sh
# usage: tools/test-sid.sh FOLDER VERSION [VARIABLE=VALUE...]
# Runs `make test` with Debian sid's Python VERSION (3.14, 3.15) in FOLDER, which tools/sid.sh has
# unpacked, on a copy of this project and with this machine's Swift toolchain. WHEEL=dist/....whl and
# ARGS="..." go to make. As root.
set -eu
folder=$1 version=$2
shift 2
here=$(realpath "$(dirname "$0")/..")
toolchain=$(swift -print-target-info | sed -n 's|.*"runtimeResourcePath": "\(.*\)/usr/lib/swift".*|\1|p')
copy=$folder/work/$version
cp -L /etc/resolv.conf "$folder/etc/resolv.conf"
cp /etc/ssl/certs/ca-certificates.crt "$folder/etc/ssl/certs/ca-certificates.crt"

# All of the project but its build products; of an earlier run only the environment stays.
mkdir -p "$copy" "$folder/opt/swift"
find "$copy" -mindepth 1 -maxdepth 1 ! -name '.venv-*' -exec rm -rf {} +
(cd "$here" && git ls-files -z --cached --others --exclude-standard | tar -c --null -T - --ignore-failed-read) |
  tar -x -C "$copy"
for variable; do
  shift
  case $variable in
  WHEEL=?*)
    mkdir -p "$copy/dist"
    cp "${variable#*=}" "$copy/dist"
    variable=WHEEL=dist/${variable##*/}
    ;;
  esac
  set -- "$@" "$variable"
done

# In mounts of its own, which end with it: the tests read what /proc says of their memory. FOLDER becomes
# their root, as in a chroot nobody can mount anything, and some tests do.
# shellcheck disable=SC2016  # arguments of the inner shells
unshare --mount --propagation private sh -euc '
  toolchain=$1 folder=$2
  shift 2
  mount --bind "$folder" "$folder"
  for tree in /proc /dev /sys; do mount --rbind $tree "$folder$tree"; done
  mount --bind "${toolchain:-/}" "$folder/opt/swift"
  cd "$folder"
  pivot_root . mnt
  exec chroot . sh -euc "umount --lazy /mnt && exec \"\$@\"" sh "$@"
' sh "$toolchain" "$folder" \
  /usr/bin/env -i PATH=/opt/swift/usr/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
  make --no-print-directory -C "/work/$version" test PYTHON="python$version" "$@"
