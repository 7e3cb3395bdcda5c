#!/bin/sh
# usage: tools/sid.sh FOLDER [PACKAGE...]
# Unpacks Debian sid into FOLDER, from the mirror of this machine's own package sources, with the
# newest Pythons there are and the PACKAGEs. As root; nothing outside FOLDER but debootstrap is installed.
set -eu
folder=$1
shift
pythons="python3.14-venv python3.15-venv python3-numpy"
# shellcheck source=tools/debian.sh
. "$(dirname "$0")/debian.sh"

[ "$(id -u)" = 0 ] || stop "debootstrap and chroot are for root alone"
need "debootstrap debian-archive-keyring" command -v debootstrap
need util-linux command -v unshare
install_missing

mirror=$(debian_mirror)
[ -n "$mirror" ] || stop "no mirror of Debian among the package sources of this machine"

include=$(echo $pythons ca-certificates "$@" | tr ' ' ,)
if ! [ -e "$folder/.made" ]; then
  say "unpacking Debian sid from $mirror into $folder"
  rm -rf "$folder"
  mkdir -p "$folder"
  debootstrap --variant=minbase --include="$include" sid "$folder" "$mirror" >"$folder.log" 2>&1 || {
    tail -n 20 "$folder.log" >&2
    stop "debootstrap has failed: $folder.log"
  }
  touch "$folder/.made"
fi
