#!/bin/sh
# usage: tools/debian-system.sh FOLDER SUITE ARCHITECTURE PACKAGE,...
# Unpacks a Debian with these packages into FOLDER, from the mirror in this machine's own package
# sources. Needs root. Installs debootstrap, and QEMU if ARCHITECTURE is not this machine's. If
# FOLDER is complete already, nothing is done.
set -eu
folder=$1 suite=$2 architecture=$3 packages_inside=$4
here=$(dirname "$0")
# shellcheck source=tools/messages.sh
. "$here/messages.sh"

[ "$(id -u)" = 0 ] || stop "debootstrap and chroot are for root alone"
"$here/packages.sh" system
if [ "$architecture" != "$(dpkg --print-architecture)" ]; then
  "$here/packages.sh" emulation
  # The package has systemd tell the kernel of it, which not every container has.
  formats=/proc/sys/fs/binfmt_misc
  [ -e $formats/register ] || mount -t binfmt_misc none $formats
  [ -e $formats/qemu-aarch64 ] || cat /usr/lib/binfmt.d/qemu-aarch64.conf >$formats/register
fi

[ ! -e "$folder/.made" ] || exit 0

mirror=$("$here/debian-mirror.sh")
[ -n "$mirror" ] || stop "no mirror of Debian among the package sources of this machine"

say "unpacking Debian $suite for $architecture from $mirror into $folder"
rm -rf "$folder"
mkdir -p "$folder"
debootstrap --variant=minbase --arch="$architecture" --include="$packages_inside" \
  "$suite" "$folder" "$mirror" >"$folder.log" 2>&1 || {
  tail -n 20 "$folder.log" >&2
  stop "debootstrap has failed: $folder.log"
}
# A mirror may be a snapshot that is some weeks old. debootstrap accepts it; apt now does so too.
echo 'Acquire::Check-Valid-Until "false";' >"$folder/etc/apt/apt.conf.d/90snapshot"
touch "$folder/.made"
