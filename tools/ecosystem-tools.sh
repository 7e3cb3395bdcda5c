#!/bin/sh
# usage: tools/ecosystem-tools.sh VENV
# Installs what `make test-ecosystem` needs beside Python packages: PortAudio, for sounddevice; libusb, for libusb1; PyTorch for
# the CPU, which PyPI has for Linux only with gigabytes for GPUs. Debian's is for CPython 3.11.
set -eu
# shellcheck source=tools/debian.sh
. "$(dirname "$0")/debian.sh"

need libportaudio2 sh -c 'ls /usr/lib/*/libportaudio.so.2'
need libusb-1.0-0 sh -c 'ls /usr/lib/*/libusb-1.0.so.0'
need python3-torch test -d /usr/lib/python3/dist-packages/torch
install_missing
site=$("$1/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
ln -sfn /usr/lib/python3/dist-packages/torch "$site/torch"
