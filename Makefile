# `make demo` and `make test` need nothing done before them: they install what is missing, once.
# PYTHON=python3.13 picks the interpreter; each has a virtual environment of its own.
# WHEEL=dist/swiftbuf-0.1.0-....whl installs that file instead of compiling this source.
# ARGS="-k slicing" goes to pytest.
# SANITIZE=address compiles and tests with AddressSanitizer, in an environment of its own; `make
# test-free-threaded SANITIZE=thread` does so with ThreadSanitizer.

VENV := .venv$(if $(PYTHON),-$(subst /,-,$(patsubst /%,%,$(patsubst python%,%,$(PYTHON)))))$(SANITIZE:%=-%)
RUN := $(VENV)/bin/python
INSTALL := $(RUN) -m pip install --quiet --disable-pip-version-check
config = $(RUN) -c 'import sysconfig; print(sysconfig.get_config_var("$(1)"))'
SWIFT := Package.swift Sources tests/swift tests/authoring examples
SOURCES := Package.swift setup.py pyproject.toml README.md \
  $(shell find Sources) $(shell find python/swiftbuf -name '*.py' -o -name '*.pyi')

.PHONY: demo test test-ecosystem test-reliability test-debug test-sid test-aarch64 \
  build-free-threaded test-free-threaded .test-free-threaded swift-test fuzz bench instructions docs docs-links \
  build lint format wheel sdist release clean wheel-install

demo: $(VENV)/.group-demo build
	@$(RUN) examples/file_to_device.py

test: $(VENV)/.group-test $(VENV)/.test-tools build
	@$(SANITIZE:%=tools/sanitized.sh %) $(RUN) -m pytest $(ARGS)

# Against the libraries that hold, send, draw and store their users' data: large ones, so apart.
test-ecosystem: $(VENV)/.group-ecosystem $(VENV)/.test-tools $(VENV)/.ecosystem-tools build
	@$(RUN) -m pytest tests/ecosystem $(ARGS)

# Under instruments that cost much time: valgrind.
test-reliability: $(VENV)/.group-test $(VENV)/.test-tools build
	@$(RUN) -m pytest tests/reliability $(ARGS)

# In Debian's debug build of Python, which checks itself and counts every reference: the leak tests. It
# cannot bear all the others: a memoryview in a cycle fails its assertions (python/cpython issue 77894).
test-debug: ARGS := tests/test_leaks.py tests/test_life_cycle_leaks.py
test-debug:
	@tools/debug-python.sh
	@$(MAKE) --no-print-directory test PYTHON=python3-dbg RUN=".venv-3-dbg/bin/python -X dev" \
	  ARGS="$(ARGS)"

# The Swift library's own tests, with the full runtime, in an interpreter that they start themselves.
swift-test: $(VENV)/.made
	@SWIFTBUF_EMBEDDED=0 LD_LIBRARY_PATH="$$($(call config,LIBDIR))" \
	  swift test --package-path tests/swift --disable-xctest --scratch-path $(VENV)/swift-tests \
	  --pkg-config-path "$$($(call config,LIBPC))"

# Random uses on an instrumented build, for a minute; ARGS="--seconds 3600 sequences" for more.
fuzz: $(VENV)/.group-fuzz build
	@cd tests && ../$(RUN) -m fuzz --folder ../build/fuzz $(ARGS)

bench: $(VENV)/.group-bench $(VENV)/.test-tools build
	@$(RUN) -m benchmarks $(ARGS)

# Instructions of each operation; LIBRARY=path/to/_swiftbuf.….so compares with another build.
instructions: build $(VENV)/.test-tools
	@$(RUN) benchmarks/instructions.py $(LIBRARY) $(ARGS)

# README.md, docs/ and the reference as a site, in build/docs; a warning is an error.
docs: $(VENV)/.group-docs build
	@$(RUN) -m sphinx -c docs -b html --fresh-env --fail-on-warning --keep-going --quiet . build/docs
	@echo "== build/docs/index.html"

# Whether the links to other sites lead somewhere; this needs the network.
docs-links: $(VENV)/.group-docs build
	@$(RUN) -m sphinx -c docs -b linkcheck --fail-on-warning --keep-going --quiet . build/docs-links

build: $(if $(WHEEL),wheel-install,$(VENV)/.installed)

lint: $(VENV)/.group-lint
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@swift format lint --strict --recursive $(SWIFT)

format: $(VENV)/.group-lint
	@$(RUN) -m ruff check --fix .
	@$(RUN) -m ruff format .
	@swift format --in-place --recursive $(SWIFT)

# One wheel for all Pythons; `make build` compiles for the one that it installs into.
wheel: export SWIFTBUF_LIMITED_API := 3.11
wheel: $(VENV)/.group-release
	@tools/wheel.sh $(RUN)

sdist: $(VENV)/.group-build
	@$(RUN) -m build --no-isolation --$@

# All of a release but the upload.
release: $(VENV)/.group-release
	@tools/release.sh $(RUN)

# On Debian sid's Pythons, in a folder that is kept for the next time. As root.
test-sid:
	@tools/debian-system.sh build/sid sid "$$(dpkg --print-architecture)" \
	  ca-certificates,make,python3.14-venv,python3.15-venv
	@status=0; for version in 3.14 3.15; do \
	  tools/inside.sh build/sid work/$$version make --no-print-directory test \
	    PYTHON=python$$version WHEEL="$(WHEEL)" ARGS="$(ARGS)" || status=1; \
	done; exit $$status

# Compiled for aarch64 and run there, by emulation, likewise.
test-aarch64:
	@tools/debian-system.sh build/aarch64 bookworm arm64 \
	  ca-certificates,ffmpeg,gcc,libpython3.11-dev,libpython3.11-testsuite,python3-venv
	@tools/aarch64.sh build/aarch64 build/aarch64/opt/_swiftbuf.abi3.so
	@tools/inside.sh build/aarch64 work tools/test-aarch64.sh /opt/_swiftbuf.abi3.so $(ARGS)

# A free-threaded Python, in a folder that is kept too, and the library compiled for it.
FREE_THREADED := build/free-threaded$(SANITIZE:%=-%)
build-free-threaded:
	@tools/free-threaded.sh $(FREE_THREADED) $(SANITIZE)
	@PYTHON=$(CURDIR)/$(FREE_THREADED)/bin/python3.13t $(MAKE) build

# All tests there but those of libraries without a wheel for it, which the set-up names. Some libraries would
# switch the GIL on for the whole process: it stays off. ARGS="--parallel-threads=4" runs each test in
# four threads at once.
test-free-threaded: build-free-threaded
	@PYTHON=$(CURDIR)/$(FREE_THREADED)/bin/python3.13t PYTHON_GIL=0 \
	  $(MAKE) --no-print-directory .test-free-threaded

.test-free-threaded: $(VENV)/.left-out $(VENV)/.test-tools build
	@$(SANITIZE:%=tools/sanitized.sh %) $(RUN) -m pytest $$(cat $(VENV)/.left-out) $(ARGS)

clean:
	rm -rf .venv .venv-* .build build dist python/*.egg-info python/swiftbuf/*.so demo.png

# The steps of the set-up. Each leaves a stamp and is done again when what it read has changed.

$(VENV)/.made: tools/setup.sh tools/debian.sh
	@tools/setup.sh $(VENV)
	@touch $@

$(VENV)/.test-tools: tools/test-tools.sh tools/debian.sh $(VENV)/.made
	@tools/test-tools.sh $(VENV)
	@touch $@

$(VENV)/.ecosystem-tools: tools/ecosystem-tools.sh tools/debian.sh $(VENV)/.made
	@tools/ecosystem-tools.sh $(VENV)
	@touch $@

$(VENV)/.group-%: $(VENV)/.made pyproject.toml
	@echo "== installing the $* packages of pyproject.toml into $(VENV)"
	@$(INSTALL) --group $*
	@touch $@

$(VENV)/.left-out: $(VENV)/.made pyproject.toml tools/test-libraries.py
	@echo "== installing the libraries of the tests that have a wheel into $(VENV)"
	@$(RUN) tools/test-libraries.py free-threaded >$@.new
	@mv $@.new $@

$(VENV)/.installed: $(VENV)/.group-build $(SOURCES)
	@echo "== compiling swiftbuf and installing it into $(VENV)"
	@SWIFTBUF_SANITIZE=$(SANITIZE) $(INSTALL) --no-deps --no-build-isolation .
	@touch $@

wheel-install: $(VENV)/.made
	@echo "== installing $(WHEEL) into $(VENV)"
	@rm -f $(VENV)/.installed
	@$(INSTALL) --no-deps --force-reinstall $(WHEEL)
