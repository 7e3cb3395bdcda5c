# Sourced: how the tools talk.

say() { printf '== %s\n' "$*"; }
stop() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}
