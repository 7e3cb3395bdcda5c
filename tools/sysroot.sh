#!/bin/sh
# usage: tools/sysroot.sh FOLDER SUITE ARCHITECTURE PACKAGE...
# Unpacks into FOLDER the files of a Debian, maybe for another ARCHITECTURE, that a compiler needs:
# packages with headers, and libraries to link with. None of them runs, so neither root nor an
# emulator is needed. If FOLDER is complete already, nothing is done.
set -eu
folder=$(realpath -m "$1") suite=$2 architecture=$3
shift 3
here=$(dirname "$0")
# shellcheck source=tools/messages.sh
. "$here/messages.sh"

[ ! -e "$folder/.made" ] || exit 0
mirror=$("$here/debian-mirror.sh")
[ -n "$mirror" ] || stop "no mirror of Debian among the package sources of this machine"

say "unpacking the headers of Debian $suite for $architecture from $mirror into $folder"
rm -rf "$folder"
# Lists of their own, so that the machine's package sources stay as they are.
apt=$folder/apt
mkdir -p "$apt/lists/partial" "$apt/archives/partial"
echo "deb $mirror $suite main" >"$apt/sources.list"
: >"$apt/status"
quietly() { "$@" >"$apt/log" 2>&1 || {
  tail -n 20 "$apt/log" >&2
  stop "could not do: $*"
}; }
from_suite() {
  (cd "$apt/archives" && apt-get -q -o APT::Architecture="$architecture" \
    -o APT::Architectures="$architecture" -o Dir::Etc::sourcelist="$apt/sources.list" \
    -o Dir::Etc::sourceparts=/dev/null -o Dir::State::lists="$apt/lists" \
    -o Dir::State::status="$apt/status" -o Dir::Cache="$apt" -o APT::Sandbox::User=root "$@")
}
quietly from_suite update
quietly from_suite download "$@"
for package in "$apt"/archives/*.deb; do dpkg-deb --extract "$package" "$folder"; done
rm -rf "$apt"
touch "$folder/.made"
