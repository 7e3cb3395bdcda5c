#!/bin/sh
# usage: tools/debug-python.sh
# Installs Debian's debug build of Python, for `make test-debug`.
set -eu
# shellcheck source=tools/debian.sh
. "$(dirname "$0")/debian.sh"

need "python3-dbg python3-venv" command -v python3-dbg
install_missing
