#!/bin/sh
# usage: tools/line-length.sh
# Fails if a line has over 100 columns. swift-format checks Swift; C is exempt. ruff leaves long
# comments alone or do not read the other languages. Markdown is exempt: there a line is a paragraph
# or a row of a table. One word, the words that checkers read, and a message in Swift
# cannot be broken anywhere.
set -eu
cd "$(dirname "$0")/.."
git ls-files -z --cached --others --exclude-standard \
  '*.py' '*.pyi' '*.pyx' '*.sh' Makefile '*.modulemap' '.ci/*' |
  LC_ALL=C.UTF-8 xargs -0 grep -nHE '^.{101,}' 2>/dev/null |
  grep -vE '# (noqa|type: ignore)|:[0-9]+: *[^ ]+$|\.swift:[0-9]+: *"' >&2 || exit 0
echo "error: over 100 columns" >&2
exit 1
