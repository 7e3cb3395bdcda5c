#!/bin/sh
# usage: tools/inside.sh SYSTEM COPY COMMAND...
# Runs COMMAND with the Debian in the folder SYSTEM (tools/debian-system.sh) as its root directory,
# in SYSTEM/COPY, a fresh copy of this project, and with this machine's Swift toolchain in
# /opt/swift unless SWIFT=none is set. Needs root.
set -eu
system=$(realpath "$1") copy=$2
shift 2
cd "$(dirname "$0")/.."
toolchain=
[ "${SWIFT:-}" = none ] || toolchain=$(tools/toolchain.sh)
cp -L /etc/resolv.conf "$system/etc/resolv.conf"
cp /etc/ssl/certs/ca-certificates.crt "$system/etc/ssl/certs/ca-certificates.crt"

# All of the project and its wheel, but no other build products; of an earlier run only the
# environment stays.
mkdir -p "$system/$copy" "$system/opt/swift"
find "$system/$copy" -mindepth 1 -maxdepth 1 ! -name '.venv*' -exec rm -rf {} +
{
  git ls-files -z --cached --others --exclude-standard
  find dist -name '*.whl' -print0 2>/dev/null || true
} | tar -c --null -T - --ignore-failed-read | tar -x -C "$system/$copy"

# In a mount namespace of its own, because the tests read /proc. SYSTEM becomes its root by
# pivot_root, because some tests mount file systems, which is impossible in a chroot.
# shellcheck disable=SC2016  # arguments of the inner shells
unshare --mount --propagation private sh -euc '
  toolchain=$1 system=$2 copy=$3
  shift 3
  mount --bind "$system" "$system"
  for tree in /proc /dev /sys; do mount --rbind $tree "$system$tree"; done
  [ -z "$toolchain" ] || mount --bind "$toolchain" "$system/opt/swift"
  cd "$system"
  pivot_root . mnt
  exec chroot . sh -euc "umount --lazy /mnt && cd \"\$1\" && shift && exec \"\$@\"" sh "/$copy" "$@"
' sh "$toolchain" "$system" "$copy" \
  /usr/bin/env -i PATH=/opt/swift/usr/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 "$@"
