#!/bin/sh
# usage: tools/debian-swift.sh
# On a machine without Swift, installs Debian's own compiler, where the distribution has one that is
# new enough, and says so. Elsewhere tools/setup.sh names the official installer.
set -eu
oldest=6.2 # as in python/swiftbuf/build/toolchain.py
# shellcheck source=tools/messages.sh
. "$(dirname "$0")/messages.sh"

! command -v swift >/dev/null || exit 0
command -v apt-get >/dev/null || exit 0
sudo=
if [ "$(id -u)" != 0 ]; then
  sudo=sudo
  command -v sudo >/dev/null || exit 0
fi
candidate() { apt-cache policy swiftlang | sed -n 's/^ *Candidate: \([0-9].*\)/\1/p'; }

version=$(candidate)
if [ -z "$version" ]; then # there may be no lists of packages yet
  $sudo apt-get -q update >/dev/null 2>&1 </dev/null || exit 0
  version=$(candidate)
fi
dpkg --compare-versions "${version:-0}" ge $oldest || exit 0
say "no swift on PATH: installing this distribution's own, swiftlang $version, of some 600 MB"
# shellcheck disable=SC2016  # arguments of the inner shell
log=$($sudo sh -c 'export DEBIAN_FRONTEND=noninteractive
  apt-get -q update </dev/null &&
    apt-get -qy -o DPkg::Lock::Timeout=600 install --no-install-recommends swiftlang </dev/null' \
  2>&1) || {
  printf '%s\n' "$log" >&2
  stop "could not do, as root: apt-get install swiftlang"
}
