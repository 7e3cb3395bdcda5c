#!/bin/bash -eu
# Puts a fuzzer into $OUT for each target of tests/fuzz, and its corpus next to it: what `make fuzz`
# runs, packed by OSS-Fuzz's own compile_python_fuzzer.
cd "$SRC/swiftbuf"

# For the C and C++ of other projects; ours is Swift, which is told by tests/fuzz/instrumented.py.
unset CFLAGS CXXFLAGS LIB_FUZZING_ENGINE

python3 -m pip install "pip>=25.1" "setuptools>=77"
python3 -m pip install --no-build-isolation . atheris hypothesis numpy pyinstaller
export PYTHONPATH="$PWD/tests"
python3 -m fuzz.instrumented "$WORK/fuzz"

for inputs in tests/fuzz/corpus/*.txt; do
  target=$(basename "$inputs" .txt)
  echo "from fuzz.worker import fuzz; fuzz('$target')" >"$WORK/fuzz_$target.py"
  compile_python_fuzzer "$WORK/fuzz_$target.py" --paths "$WORK/fuzz/site" --paths "$PWD/tests"
  python3 -c "
import pathlib, sys
from fuzz import corpus
corpus.unpack(sys.argv[1], pathlib.Path(sys.argv[2]))" "$target" "$WORK/corpus/$target"
  (cd "$WORK/corpus/$target" && zip -qr "$OUT/fuzz_${target}_seed_corpus.zip" .)
done
