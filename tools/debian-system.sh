#!/bin/sh
# usage: tools/debian-system.sh FOLDER SUITE ARCHITECTURE PACKAGE,...
# Unpacks a Debian into FOLDER, with those packages, from the mirror of this machine's own package
# sources. As root; what is installed outside FOLDER is debootstrap and, to run programs of another
# architecture than this machine's, QEMU. A FOLDER that has one is left as it is.
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
# A mirror may be a snapshot of some weeks ago: debootstrap takes it, and so shall apt.
echo 'Acquire::Check-Valid-Until "false";' >"$folder/etc/apt/apt.conf.d/90snapshot"
touch "$folder/.made"
