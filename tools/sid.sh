#!/bin/sh
# usage: tools/sid.sh FOLDER
# Unpacks Debian sid into FOLDER, from the mirror of this machine's own package sources, with the
# newest Pythons there are. As root; nothing outside FOLDER but debootstrap is installed. A FOLDER that
# has one is left as it is.
set -eu
folder=$1
# shellcheck source=tools/debian.sh
. "$(dirname "$0")/debian.sh"

[ ! -e "$folder/.made" ] || exit 0

[ "$(id -u)" = 0 ] || stop "debootstrap and chroot are for root alone"
need "debootstrap debian-archive-keyring" command -v debootstrap
need util-linux command -v unshare
install_missing

mirror=$(debian_mirror)
[ -n "$mirror" ] || stop "no mirror of Debian among the package sources of this machine"

say "unpacking Debian sid from $mirror into $folder"
rm -rf "$folder"
mkdir -p "$folder"
debootstrap --variant=minbase --include=ca-certificates,make,python3.14-venv,python3.15-venv \
  sid "$folder" "$mirror" >"$folder.log" 2>&1 || {
  tail -n 20 "$folder.log" >&2
  stop "debootstrap has failed: $folder.log"
}
# A mirror may be a snapshot of some weeks ago: debootstrap takes it, and so shall apt.
echo 'Acquire::Check-Valid-Until "false";' >"$folder/etc/apt/apt.conf.d/90snapshot"
touch "$folder/.made"
