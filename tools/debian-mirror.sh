#!/bin/sh
# usage: tools/debian-mirror.sh
# Prints the mirror of Debian among this machine's own package sources, if there is one.
set -eu
# shellcheck disable=SC2016  # apt's own variables
apt-get indextargets --format '$(ORIGIN) $(REPO_URI)' 'Created-By: Packages' |
  awk '$1 == "Debian" && $2 !~ /security/ { print $2; exit }'
