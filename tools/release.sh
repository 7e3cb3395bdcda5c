#!/bin/sh
# usage: tools/release.sh PYTHON
# Does everything for a release except the upload. Checks that the tree is clean, that the version
# is new and has a date in the changelog, and that .ci/run passes. dist/ then has the sdist, the
# wheel that was tested, and a record of what made them. Prints their hashes and the remaining
# commands.
set -eu
python=$1
cd "$(dirname "$0")/.."
# shellcheck source=tools/messages.sh
. tools/messages.sh

version=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' python/swiftbuf/__init__.py)
[ -n "$version" ] || stop "python/swiftbuf/__init__.py has no __version__"
[ -z "$(git status --porcelain)" ] || stop "the tree has changes that are not committed"
! git rev-parse --quiet --verify "refs/tags/v$version" >/dev/null || stop "v$version exists already"
grep -Eq "^## $version - [0-9]{4}-[0-9]{2}-[0-9]{2}$" CHANGELOG.md ||
  stop "CHANGELOG.md has no heading \"## $version - YYYY-MM-DD\""

.ci/run
"$python" -m twine check --strict dist/*.whl dist/*.tar.gz
"$python" tools/provenance.py dist
(cd dist && sha256sum -- *.whl *.tar.gz)
cat <<END

What is left to do, by whoever may:
  git tag -a v$version -m "swiftbuf $version" && git push origin v$version
  $python -m twine upload dist/*.whl dist/*.tar.gz
or push the tag to a host where .github/workflows/release.yml runs: it makes the same bytes, and
publishes them with attestations.
END
