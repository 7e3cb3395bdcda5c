#!/bin/sh
# usage: tools/line-length.sh
# Fails if a line has over 100 columns, in the files that ruff and swift-format do not check, and in
# long comments, which ruff ignores. Lines of one word, and comments for checkers, cannot be broken
# and are exempt; so are C, and Markdown because of its tables.
set -eu
cd "$(dirname "$0")/.."
git ls-files -z --cached --others --exclude-standard \
  '*.py' '*.pyi' '*.pyx' '*.sh' Makefile '*.modulemap' '.ci/*' |
  LC_ALL=C.UTF-8 xargs -0 grep -nHE '^.{101,}' 2>/dev/null |
  grep -vE '# (noqa|type: ignore)|:[0-9]+: *[^ ]+$|\.swift:[0-9]+: *"' >&2 || exit 0
echo "error: over 100 columns" >&2
exit 1
