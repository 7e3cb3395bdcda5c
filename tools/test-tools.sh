#!/bin/sh
# usage: tools/test-tools.sh VENV
# Installs what the tests and benchmarks need beside Python packages: a C++ compiler for peers in
# Cython, nanobind and pybind11; FFmpeg's libraries and command for examples/video_plane; valgrind;
# Python's own tests, which Debian packs apart.
set -eu
# shellcheck source=tools/debian.sh
. "$(dirname "$0")/debian.sh"

need g++ command -v g++
need "libavcodec-dev libavformat-dev libavutil-dev" \
  sh -c 'ls /usr/include/*/libavformat/avformat.h /usr/include/*/libavcodec/avcodec.h'
need ffmpeg command -v ffmpeg
need valgrind command -v valgrind
need util-linux command -v unshare
version=$("$1/bin/python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
need "libpython$version-testsuite" "$1/bin/python" -c 'import test.test_buffer, test.test_memoryview'
install_missing
