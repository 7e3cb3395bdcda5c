#!/bin/sh
# usage: tools/ecosystem-tools.sh
# Installs what `make test-ecosystem` needs beside Python packages: PortAudio, for sounddevice.
set -eu
# shellcheck source=tools/debian.sh
. "$(dirname "$0")/debian.sh"

need libportaudio2 sh -c 'ls /usr/lib/*/libportaudio.so.2'
install_missing
