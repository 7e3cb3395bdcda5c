#!/bin/sh
# usage: tools/aarch64.sh SYSTEM LIBRARY
# Compiles the library for aarch64 Linux, on any machine, with the headers and the C library of SYSTEM: the
# folder of a Debian for arm64 with libpython3.11-dev and libc6-dev. It runs on Python 3.11 and all later ones.
#
# Swift for x86-64 brings no standard library for aarch64 Linux, but that of Embedded Swift for machines
# without an operating system. Their ABI is the same (AAPCS64), and what it asks of its surroundings is
# malloc and free. So the objects are made for those, and linked for Linux.
set -eu
system=$(realpath "$1") library=$2
cd "$(dirname "$0")/.."
objects=aarch64-none-none-elf
include=$system/usr/include
scratch=$PWD/build/swift-aarch64
toolchain=$(tools/toolchain.sh)

mkdir -p "$scratch" "$(dirname "$library")"
cat >"$scratch/python3.pc" <<END
Name: Python
Description: headers of $system
Version: 3
Cflags: "-I$include/python3.11"
END
swift build --target=SwiftBufferExt --configuration=release --triple=$objects \
  --scratch-path="$scratch" --pkg-config-path="$scratch" --disable-automatic-resolution \
  -debug-info-format none --omit-frame-pointers -Xswiftc -Xfrontend -Xswiftc -function-sections \
  -Xcc -D__linux__ -Xcc -D_GNU_SOURCE=1 -Xcc -DPy_LIMITED_API=0x030B0000 \
  -Xcc -isystem -Xcc "$include/aarch64-linux-gnu" -Xcc -isystem -Xcc "$include"

echo '{ global: PyInit__swiftbuf; local: *; };' >"$scratch/exports"
"$toolchain/usr/bin/clang" --target=aarch64-linux-gnu --sysroot="$system" -fuse-ld=lld -shared -nostdlib \
  -Wl,--gc-sections,--strip-all,--soname=SwiftBufferExt,--version-script="$scratch/exports" \
  -o "$library" "$scratch/$objects/release"/*.build/*.o -lc
