#!/bin/sh
# usage: tools/free-threaded.sh FOLDER VERSION [thread]
# Builds a free-threaded CPython and installs it into FOLDER: 3.13 from the source package in
# Debian trixie, 3.15 from that in sid, as Debian has no package of such a build. It takes about ten
# minutes on two cores and leaves FOLDER/bin/pythonVERSIONt; a FOLDER that has one is left as it is.
# With "thread" it is one with ThreadSanitizer, compiled by the clang of the Swift toolchain, whose
# runtime then is in the process.
set -eu
folder=$(realpath -m "$1")
version=$2
sanitizer=${3:-}
here=$(realpath "$(dirname "$0")")
# shellcheck source=tools/messages.sh
. "$here/messages.sh"

[ ! -x "$folder/bin/python${version}t" ] || exit 0
case $version in
3.13) suite=trixie ;;
3.15) suite=sid ;;
*) stop "tools/free-threaded.sh knows no release of Debian with the source of Python $version" ;;
esac
[ "$sanitizer" != thread ] || toolchain=$("$here/toolchain.sh")

"$here/packages.sh" free-threaded

# Lists of their own, so that the machine's package sources stay as they are.
apt=$folder.apt
mkdir -p "$apt/lists/partial" "$apt/source"
echo "deb-src $("$here/debian-mirror.sh") $suite main" >"$apt/sources.list"
quietly() { "$@" >"$apt/log" 2>&1 || {
  tail -n 20 "$apt/log" >&2
  stop "could not do: $*"
}; }
from_debian() {
  (cd "$apt/source" && apt-get -q -o Dir::Etc::sourcelist="$apt/sources.list" \
    -o Dir::Etc::sourceparts=/dev/null -o Dir::State::lists="$apt/lists" \
    -o APT::Sandbox::User=root "$@")
}
say "fetching Debian's source of python$version"
quietly from_debian update
quietly from_debian source --download-only --tar-only "python$version"
archive=$(find "$apt/source" -name "python${version}_*.orig.tar.*z" | head -n 1)
quietly tar -xf "$archive" -C "$apt/source"

say "building a free-threaded Python $version in $folder"
cd "$(find "$apt/source" -mindepth 1 -maxdepth 1 -type d -iname "python*$version*" | head -n 1)"
set -- --prefix="$folder" --disable-gil
if [ "$sanitizer" = thread ]; then
  # That runtime watches libdispatch too, and does not name it as a library that it needs.
  libraries=$toolchain/usr/lib/swift/linux
  set -- "$@" --with-thread-sanitizer \
    CC="$toolchain/usr/bin/clang" CXX="$toolchain/usr/bin/clang++" \
    LDFLAGS="-L$libraries -Wl,-rpath,$libraries -ldispatch -lBlocksRuntime"
fi
quietly ./configure "$@"
quietly make -j "$(nproc)" OPT="-DNDEBUG -O1" # in half the time of -O3
quietly make install OPT="-DNDEBUG -O1"
cp Tools/tsan/suppressions_free_threading.txt "$folder"
rm -rf "$apt"
