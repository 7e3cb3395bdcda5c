#!/bin/sh
# usage: tools/packages.sh GROUP...
# Installs the Debian packages of these groups that are missing. What it cannot install it names in
# one line. $PYTHON is the interpreter that `python`, `numpy` and `tests` are for. Python packages
# come from the groups of pyproject.toml, by pip.
set -eu
# shellcheck source=tools/messages.sh
. "$(dirname "$0")/messages.sh"
python=${PYTHON:-python3}

# The groups. One line says which packages, and what fails where they are missing.
group() {
  case $1 in
  swift) # what the toolchain needs: shared libraries, a C library to compile against, a linker
    need "libcurl4 libncurses6 libsqlite3-0 libxml2" swift --version
    need "gcc libc6-dev" test -e /usr/include/stdio.h
    need binutils-gold command -v ld.gold
    ;;
  python3) need python3 test -n "$("$(dirname "$0")/pythons.sh")" ;; # one that is new enough
  python) # headers and `venv` of Debian's own $PYTHON; other Pythons bring both
    version=${python#/usr/bin/python}
    need "python$version-venv" "$python" -c 'import ensurepip'
    need "libpython$version-dev" test -e "/usr/include/python$version/Python.h"
    ;;
  numpy) need python3-numpy "$python" -c 'import numpy' ;;
  tests)
    need g++ command -v g++ # for the peers in Cython, nanobind and pybind11
    need "libavcodec-dev libavformat-dev libavutil-dev" \
      sh -c 'ls /usr/include/*/libavformat/avformat.h /usr/include/*/libavcodec/avcodec.h'
    need ffmpeg command -v ffmpeg
    need valgrind command -v valgrind
    need util-linux command -v unshare
    # Python's own tests, which Debian packs separately.
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    need "libpython$version-testsuite" "$python" -c 'import test.test_buffer, test.test_memoryview'
    ;;
  ecosystem)
    need libportaudio2 sh -c 'ls /usr/lib/*/libportaudio.so.2' # for sounddevice
    need libusb-1.0-0 sh -c 'ls /usr/lib/*/libusb-1.0.so.0' # for libusb1
    # PyTorch for the CPU: PyPI has it for Linux only with gigabytes for GPUs.
    need python3-torch test -d /usr/lib/python3/dist-packages/torch
    need chromium command -v chromium # for the site in a browser
    ;;
  debug-python) need "python3-dbg python3-venv" command -v python3-dbg ;;
  system) # to unpack another Debian (tools/debian-system.sh)
    need "debootstrap debian-archive-keyring" command -v debootstrap
    need util-linux command -v unshare
    ;;
  emulation) need qemu-user-static command -v qemu-aarch64-static ;;
  free-threaded) # to compile CPython, with the modules that pip and the tests import
    need "gcc libc6-dev" test -e /usr/include/stdio.h
    need make command -v make
    need pkg-config command -v pkg-config
    need xz-utils command -v xz
    for header in zlib1g-dev:zlib libffi-dev:libffi libssl-dev:openssl libsqlite3-dev:sqlite3; do
      need "${header%:*}" pkg-config --exists "${header#*:}"
    done
    need libbz2-dev test -e /usr/include/bzlib.h
    ;;
  *) stop "tools/packages.sh has no group $1" ;;
  esac
}

missing=
need() { # PACKAGES PROBE...: the packages are missing if the probe fails
  wanted=$1
  shift
  "$@" >/dev/null 2>&1 || missing="$missing $wanted"
}

for name; do group "$name"; done
[ -n "$missing" ] || exit 0
exec 9<"$0" && flock 9 # two of these at once would refuse each other the lists of packages
command -v apt-get >/dev/null || stop "no apt-get here to install what Debian calls$missing"
sudo=
if [ "$(id -u)" != 0 ]; then
  sudo=sudo
  command -v sudo >/dev/null || stop "neither root nor sudo here; as root: apt-get install$missing"
fi
say "installing Debian packages:$missing"
# shellcheck disable=SC2016,SC2086  # arguments of the inner shell; one word a package
log=$($sudo sh -c 'export DEBIAN_FRONTEND=noninteractive
  apt-get -q update </dev/null &&
    apt-get -qy -o DPkg::Lock::Timeout=600 install --no-install-recommends "$@" </dev/null' \
  sh $missing 2>&1) || {
  printf '%s\n' "$log" >&2
  stop "could not do, as root: apt-get install$missing"
}
