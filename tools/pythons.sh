#!/bin/sh
# usage: tools/pythons.sh [NAME]
# Prints the paths of this machine's Pythons that are 3.11 or newer, one a line: first the python3
# of the PATH, then the others, newest first. With NAME, python3.13 or a path, only those called so.
set -eu
name=${1:-python3}

on_path() {
  printf '%s\n' "$PATH" | tr : '\n' | while read -r folder; do
    find "$folder" -maxdepth 1 -regex '.*/python3\.[0-9]+' 2>/dev/null || true
  done
}

# A pyenv shim runs only while its version is selected; the interpreter behind it always does.
behind_shims() {
  command -v pyenv >/dev/null || return 0
  find "$(pyenv root)/versions" -maxdepth 3 -path "*/${name#python}*/bin/python"
}

suitable() {
  while read -r python; do
    "$python" -c '
import os, sys
if sys.version_info >= (3, 11):
    print(sys.version.split()[0], os.path.realpath(sys.executable))
' 2>/dev/null || true
  done
}

{
  echo "$name" | suitable
  { [ "$name" != python3 ] || on_path; behind_shims; } | suitable | sort -Vr
} | cut -d ' ' -f 2- | awk '!seen[$0]++'
