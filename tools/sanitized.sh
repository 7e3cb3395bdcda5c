#!/bin/sh
# usage: tools/sanitized.sh address|thread PYTHON ARGUMENT...
# Runs a Python whose swiftbuf was compiled with a sanitizer.
set -eu
sanitizer=$1 python=$2
export SWIFTBUF_SANITIZE="$sanitizer"
shift
toolchain=$("$(dirname "$0")/toolchain.sh")
case $sanitizer in
address)
  # Its runtime has to be in the process first, and Python allocates by malloc, which the runtime
  # watches to the byte. Python itself keeps memory to its end, and refusing what is too large is a
  # thing that we test.
  export ASAN_OPTIONS="detect_leaks=0:allocator_may_return_null=1:${ASAN_OPTIONS:-}"
  LD_PRELOAD=$("$toolchain/usr/bin/clang" -print-file-name="libclang_rt.asan-$(uname -m).so")
  export LD_PRELOAD PYTHONMALLOC=malloc
  exec "$@"
  ;;
thread)
  # It has to see all that orders what threads do, so this Python is itself compiled with it
  # (tools/free-threaded.sh), and brings a list of what it knows of itself. Reports go into files,
  # one a process, since pytest shows what a test has printed only if the test fails.
  reports=$(mktemp -d)
  trap 'rm -r "$reports"' EXIT
  cat "$("$python" -c 'import sys; print(sys.base_prefix)')/suppressions_free_threading.txt" \
    "$(dirname "$0")/races.txt" >"$reports/suppressions"
  TSAN_OPTIONS="suppressions=$reports/suppressions:log_path=$reports/race:die_after_fork=0"
  TSAN_OPTIONS="$TSAN_OPTIONS:allocator_may_return_null=1"
  TSAN_OPTIONS="$TSAN_OPTIONS:external_symbolizer_path=$toolchain/usr/bin/llvm-symbolizer"
  export TSAN_OPTIONS
  status=0
  "$@" || status=$?
  if cat "$reports"/race.* 2>/dev/null; then status=66; fi
  exit "$status"
  ;;
*)
  echo "error: no sanitizer $sanitizer here: address and thread are those" >&2
  exit 2
  ;;
esac
