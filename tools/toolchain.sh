#!/bin/sh
# usage: tools/toolchain.sh
# Prints the root of the Swift toolchain, the folder that contains usr/. It asks the compiler,
# because the `swift` on the PATH may be swiftly, which only runs the toolchain.
set -eu
root=$(swift -print-target-info | sed -n 's|.*"runtimeResourcePath": "\(.*\)/usr/lib/swift".*|\1|p')
echo "${root:-/}"
