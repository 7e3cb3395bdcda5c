# Sourced: installs the Debian packages that are missing, and says in one line what it cannot install.

say() { printf '== %s\n' "$*"; }
stop() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

packages=
need() { # PACKAGES PROBE...: the packages are missing if the probe fails
  wanted=$1
  shift
  "$@" >/dev/null 2>&1 || packages="$packages $wanted"
}
install_missing() {
  [ -n "$packages" ] || return 0
  command -v apt-get >/dev/null || stop "no apt-get here to install what Debian calls$packages"
  sudo=
  if [ "$(id -u)" != 0 ]; then
    sudo=sudo
    command -v sudo >/dev/null || stop "neither root nor sudo here; as root: apt-get install$packages"
  fi
  say "installing Debian packages:$packages"
  # shellcheck disable=SC2086  # one word a package
  log=$($sudo sh -c 'DEBIAN_FRONTEND=noninteractive; export DEBIAN_FRONTEND
    apt-get -q update && apt-get -qy -o DPkg::Lock::Timeout=600 install --no-install-recommends "$@"' sh $packages 2>&1) || {
    printf '%s\n' "$log" >&2
    stop "could not do, as root: apt-get install$packages"
  }
  packages=
}

# The mirror of Debian among the machine's own package sources.
debian_mirror() {
  # shellcheck disable=SC2016  # apt's own variables
  apt-get indextargets --format '$(ORIGIN) $(REPO_URI)' 'Created-By: Packages' |
    awk '$1 == "Debian" && $2 !~ /security/ { print $2; exit }'
}
