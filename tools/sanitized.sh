#!/bin/sh
# usage: tools/sanitized.sh address COMMAND...
# Runs a Python whose swiftbuf was compiled with a sanitizer. Its runtime has to be in the process first, and
# Python allocates by malloc, which the runtime watches to the byte.
set -eu
sanitizer=$1
shift
case $sanitizer in
address) runtime=asan ;;
*)
  echo "error: no sanitizer $sanitizer here: address is the one" >&2
  exit 2
  ;;
esac
clang=$(dirname "$(command -v swift)")/clang
# Python itself keeps memory to its end, and refusing what is too large is a thing that we test.
export ASAN_OPTIONS="detect_leaks=0:allocator_may_return_null=1:${ASAN_OPTIONS:-}"
LD_PRELOAD=$("$clang" -print-file-name="libclang_rt.$runtime-$(uname -m).so")
export LD_PRELOAD PYTHONMALLOC=malloc SWIFTBUF_SANITIZE="$sanitizer"
exec "$@"
