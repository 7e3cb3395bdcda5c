# `make help` lists the targets. None needs preparation: each installs what is missing, once.
# PYTHON=python3.13 picks the interpreter; each has its own virtual environment.
# WHEEL=dist/swiftbuf-0.1.0-....whl installs that file instead of compiling this source.
# ARGS="-k slicing" goes to pytest.
# SANITIZE=address compiles and tests with AddressSanitizer, in an environment of its own; `make
# test-free-threaded SANITIZE=thread` does so with ThreadSanitizer.

NAME := $(subst /,-,$(patsubst /%,%,$(patsubst python%,%,$(PYTHON))))
VENV := .venv$(NAME:%=-%)$(SANITIZE:%=-%)
RUN := $(VENV)/bin/python
INSTALL := $(RUN) -m pip install --quiet --disable-pip-version-check
config = $(RUN) -c 'import sysconfig; print(sysconfig.get_config_var("$(1)"))'
SWIFT := Package.swift Sources tests/swift tests/authoring tests/generated examples
SOURCES := Package.swift setup.py pyproject.toml README.md \
  $(shell find Sources) \
  $(shell find python/swiftbuf -name '*.py' -o -name '*.pyi' -o -name 'sans.*')

.PHONY: help demo build test test-all lint format docs pictures swift-test test-ecosystem \
  test-reliability test-debug fuzz bench instructions docs-links test-sid test-swiftlang \
  test-aarch64 build-free-threaded test-free-threaded .test-free-threaded test-abi3t .test-abi3t \
  wheel wheel-aarch64 wheel-abi3t sdist release clean wheel-install
.DEFAULT_GOAL := demo

help:
	@awk '/^##@/ { print "\n" substr($$0, 5) } \
	  /^## / { sub(/^## /, ""); split($$0, part, ": "); \
	    printf "  make %-20s %s\n", part[1], part[2] }' \
	  Makefile
	@sed -n '2,/^$$/s/^#/ /p' Makefile | sed '1s/^/\nVariables\n/'

##@ For users

## demo: run examples/file_to_device.py
demo: $(VENV)/.group-demo build
	@$(RUN) examples/file_to_device.py

## build: compile swiftbuf and install it into .venv
build: $(if $(WHEEL),wheel-install,$(VENV)/.installed)

##@ For each change

## test: run the tests on every core, except those that take long; or pytest with ARGS
# On what `make build` makes or on WHEEL. With ARGS, or a sanitizer, there is one process, and
# nothing is left out.
QUICK := $(if $(SANITIZE),,--quick --numprocesses=logical --dist=loadfile)
test: $(VENV)/.group-test $(VENV)/.packages-tests build
	@$(SANITIZE:%=tools/sanitized.sh %) $(RUN) -m pytest $(or $(ARGS),$(QUICK))

## test-all: run all tests in one process
test-all: $(VENV)/.group-test $(VENV)/.packages-tests build
	@$(SANITIZE:%=tools/sanitized.sh %) $(RUN) -m pytest $(ARGS)

## lint: check format, line length and common mistakes
lint: $(VENV)/.group-lint
	@tools/line-length.sh
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@swift format lint --strict --recursive $(SWIFT)
	@$(VENV)/bin/zizmor --quiet --offline .github/workflows

## format: format Python and Swift
format: $(VENV)/.group-lint
	@$(RUN) -m ruff check --fix .
	@$(RUN) -m ruff format .
	@swift format --in-place --recursive $(SWIFT)

## docs: build the site from README.md, docs/ and the reference, in build/docs; warnings fail
docs: $(VENV)/.group-docs build
	@$(RUN) -m sphinx -c docs -b html --fresh-env --fail-on-warning --keep-going --quiet . build/docs
	@echo "== build/docs/index.html"

## pictures: draw the pictures of the docs
pictures: $(VENV)/.group-demo build
	@$(RUN) tools/pictures.py

##@ For larger changes

## swift-test: test the Swift library with the full runtime and its checks
# They start an interpreter themselves.
swift-test: $(VENV)/.made
	@SWIFTBUF_EMBEDDED=0 LD_LIBRARY_PATH="$$($(call config,LIBDIR))" \
	  swift test --package-path tests/swift --disable-xctest --scratch-path $(VENV)/swift-tests \
	  --pkg-config-path "$$($(call config,LIBPC))"

## test-ecosystem: test against large libraries that hold, send, draw and store data
test-ecosystem: $(VENV)/.group-ecosystem $(VENV)/.packages-tests $(VENV)/.torch build
	@$(RUN) -m pytest tests/ecosystem $(ARGS)

## test-reliability: run each operation under valgrind
test-reliability: $(VENV)/.group-test $(VENV)/.packages-tests build
	@$(RUN) -m pytest tests/reliability $(ARGS)

## test-debug: run the leak tests in a debug build of Python
# In Debian's debug build of Python, which checks itself and counts every reference: the leak tests.
# It cannot bear all the others: a memoryview in a cycle fails its assertions (python/cpython issue
# 77894).
test-debug: ARGS := tests/test_leaks.py tests/test_life_cycle_leaks.py
test-debug:
	@tools/packages.sh debug-python
	@$(MAKE) --no-print-directory test PYTHON=python3-dbg RUN=".venv-3-dbg/bin/python -X dev" \
	  ARGS="$(ARGS)"

## fuzz: try random uses for a minute
# ARGS="--seconds 3600 sequences" for more of one kind, "--runs 10000" for so many of each from a
# fixed seed.
fuzz: $(VENV)/.group-fuzz build
	@cd tests && ../$(RUN) -m fuzz --folder ../build/fuzz $(ARGS)

## bench: compare the speed of swiftbuf with its peers
bench: $(VENV)/.group-bench $(VENV)/.group-peers $(VENV)/.packages-tests build
	@$(RUN) -m benchmarks $(ARGS)

## instructions: count the instructions of each operation; LIBRARY=PATH compares with another build
instructions: build $(VENV)/.packages-tests
	@$(RUN) benchmarks/instructions.py $(LIBRARY) $(ARGS)

## docs-links: check the links to other sites, by the network
docs-links: $(VENV)/.group-docs build
	@$(RUN) -m sphinx -c docs -b linkcheck --fail-on-warning --keep-going --quiet . build/docs-links

##@ For other Pythons and machines

## test-sid: test on Debian sid's Pythons, as root
test-sid:
	@tools/debian-system.sh build/sid sid "$$(dpkg --print-architecture)" \
	  ca-certificates,make,python3.14-venv,python3.15-venv
	@status=0; for version in 3.14 3.15; do \
	  tools/inside.sh build/sid work/$$version make --no-print-directory test-all \
	    PYTHON=python$$version WHEEL="$(WHEEL)" ARGS="$(ARGS)" || status=1; \
	done; exit $$status

## test-swiftlang: build on Debian sid with its own compiler, and test, as root
test-swiftlang:
	@tools/debian-system.sh build/swiftlang sid "$$(dpkg --print-architecture)" \
	  ca-certificates,make,python3.14-venv
	@SWIFT=none tools/inside.sh build/swiftlang work make --no-print-directory test \
	  PYTHON=python3.14 ARGS="$(ARGS)"

## test-aarch64: test the wheel for aarch64, by emulation, as root
test-aarch64: wheel-aarch64
	@tools/debian-system.sh build/aarch64 bookworm arm64 \
	  ca-certificates,ffmpeg,gcc,libpython3.11-dev,libpython3.11-testsuite,python3-venv
	@tools/inside.sh build/aarch64 work tools/test-aarch64.sh $(ARGS)

## build-free-threaded: build a free-threaded Python once, and compile for it
# A free-threaded Python, in a folder that is kept too, and the library compiled for it. FREE=3.15
# takes that version.
FREE := 3.13
FREE_FOLDER := build/free-threaded$(patsubst %,-%,$(filter-out 3.13,$(FREE)))$(SANITIZE:%=-%)
FREE_PYTHON := $(CURDIR)/$(FREE_FOLDER)/bin/python$(FREE)t
build-free-threaded:
	@tools/free-threaded.sh $(FREE_FOLDER) $(FREE) $(SANITIZE)
	@PYTHON=$(FREE_PYTHON) $(MAKE) build

## test-free-threaded: test on a free-threaded Python
# All tests but those of libraries without a wheel for it, which the set-up names. Some libraries
# would switch the GIL on for the whole process: it stays off. ARGS="--parallel-threads=4" runs each
# test in four threads at once.
test-free-threaded: build-free-threaded
	@PYTHON=$(FREE_PYTHON) PYTHON_GIL=0 \
	  $(MAKE) --no-print-directory .test-free-threaded

## test-abi3t: test the wheel for abi3t without a GIL
test-abi3t: wheel-abi3t build-free-threaded
	@PYTHON=$(FREE_PYTHON) $(MAKE) --no-print-directory .test-abi3t

##@ For releases

## wheel: put a checked wheel for all Pythons into dist/
# One wheel for all Pythons; `make build` compiles for the one that it installs into.
wheel: export SWIFTBUF_LIMITED_API := 3.11
wheel: $(VENV)/.group-release
	@tools/wheel.sh $(RUN)

## wheel-aarch64: the same for aarch64, on any machine
wheel-aarch64: export SWIFTBUF_LIMITED_API := 3.11
wheel-aarch64: $(VENV)/.group-release
	@tools/wheel.sh $(RUN) aarch64

## wheel-abi3t: the same for Python 3.15 and later, with a GIL or without, on any Python
wheel-abi3t: export SWIFTBUF_LIMITED_API := 3.15t
wheel-abi3t: $(VENV)/.group-release
	@tools/wheel.sh $(RUN) abi3t

## sdist: put a source distribution into dist/
sdist: $(VENV)/.group-build
	@tools/sdist.sh $(RUN)

## release: do everything for a release except the upload
release: $(VENV)/.group-release
	@tools/release.sh $(RUN)

## clean: remove everything that these targets make
clean:
	rm -rf .venv .venv-* .build build dist python/*.egg-info python/swiftbuf/*.so demo.png

.test-free-threaded: $(VENV)/.left-out $(VENV)/.packages-tests build
	@$(SANITIZE:%=tools/sanitized.sh %) $(RUN) -m pytest $$(cat $(VENV)/.left-out) $(ARGS)

.test-abi3t: $(VENV)/.left-out $(VENV)/.packages-tests
	@tools/test-abi3t.sh $(RUN) $$(cat $(VENV)/.left-out) $(ARGS)

# The steps of the set-up. Each leaves a stamp and is done again when what it read has changed.

$(VENV)/.made: tools/setup.sh tools/packages.sh
	@tools/debian-swift.sh
	@tools/setup.sh $(VENV)
	@touch $@

$(VENV)/.packages-%: tools/packages.sh $(VENV)/.made
	@PYTHON=$(VENV)/bin/python tools/packages.sh $*
	@touch $@

# Debian's PyTorch is for CPython 3.11.
$(VENV)/.torch: $(VENV)/.packages-ecosystem
	@ln -sfn /usr/lib/python3/dist-packages/torch \
	  "$$($(RUN) -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/torch"
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
