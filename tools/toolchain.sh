#!/bin/sh
# usage: tools/toolchain.sh
# Prints the root of the Swift toolchain, the folder of its usr/. What is on the PATH may be
# swiftly, which only runs the toolchain, so the compiler itself is asked.
set -eu
root=$(swift -print-target-info | sed -n 's|.*"runtimeResourcePath": "\(.*\)/usr/lib/swift".*|\1|p')
echo "${root:-/}"
