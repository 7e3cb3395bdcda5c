"""No code block of README.md, docs/ and examples/ is left to itself.

`pycon` and `python` blocks of README.md and docs/ run in test_readme.py, or, where they need large
libraries, in ecosystem/test_documents.py. Each other block has a row here: the test that tries it,
the place where its command runs, or the reason why nothing can try it. A block without a row fails.
"""

import ast
import shlex

import pytest
import readme

RUN = {"pycon", "python"}

TUTORIAL = "test_swift_tutorial.py::test_the_commands_build_and_test_the_project"
EXAMPLE = "test_examples.py::test_an_example_tries_its_readme"

# By page and language: the test that runs, compiles or compares these blocks.
TRIED = {
    ("README.md", "text"): "test_demo.py::test_readme_shows_what_the_demo_prints",
    ("docs/waveform.md", "swift"): "test_readme_swift.py::test_the_code_of_the_page_is_compiled",
    ("docs/cluster.md", "py"): "ecosystem/test_ray.py::test_the_code_of_the_docs",
    ("docs/exporter.md", "text"): "test_thingy.py::test_the_example_prints_what_the_docs_show",
    ("docs/interoperability.md", "cython"): "test_cython.py::test_the_code_of_the_docs",
    ("docs/looking.md", "text"): "test_command.py::test_the_docs_show_what_it_prints",
    ("docs/performance.md", "py"): "test_benchmarks.py::test_the_docs_show_a_row_and_a_peer",
    ("docs/swift.md", "swift"): TUTORIAL,
    ("docs/swift.md", "c"): "test_authoring_records.py::test_the_code_of_the_page_is_compiled",
    ("docs/swift.md", "py"): TUTORIAL,
    ("docs/swift.md", "toml"): TUTORIAL,
    ("docs/swift.md", "text"): "test_swift_tutorial.py::test_the_session_prints_what_it_shows",
    ("examples/matrix/README.md", "pycon"): EXAMPLE,
    ("examples/selections/README.md", "pycon"): EXAMPLE,
    ("examples/video_plane/README.md", "python"): EXAMPLE,
    ("examples/video_plane/README.md", "text"): EXAMPLE,
}

# By place, a file of the project and a line of it: the commands of shell blocks that it runs.
PLACES = {
    (".ci/run", "make demo"): ["make demo"],
    (".ci/run", "make test ARGS=--wheel"): ["make test"],
    (".ci/run", "try_out . numpy"): ["pip install .", "python -m pip install . numpy"],
    (".ci/run", '"$folder/bin/python" -m pip install'): [". venv/bin/activate"],
    ("Makefile", "@$(INSTALL) --group $*"): [
        'python -m pip install "setuptools>=77" numpy pytest',
        "pip install av numpy pytest",
        "pip install dask distributed ray mpi4py mpich numpy tqdm",
    ],
    ("Makefile", "$(INSTALL) --no-deps --no-build-isolation ."): [
        "python -m pip install --no-build-isolation path/to/swiftbuf"
    ],
    ("tools/setup.sh", '"$python" -m venv --clear "$venv"'): ["python3 -m venv venv"],
    ("tools/packages.sh", 'need "libavcodec-dev libavformat-dev libavutil-dev"'): [
        "apt-get install libavcodec-dev libavformat-dev libavutil-dev"
    ],
    ("tools/packages.sh", "need ffmpeg"): ["apt-get install ffmpeg"],
    ("tests/test_benchmarks.py", '"-m", "benchmarks", "--quick"'): ["make bench"],
    ("tests/projects.py", '"-m", "pip", "install", "--no-build-isolation"'): [
        "pip install ./examples/video_plane",
        "pip install --no-build-isolation ./examples/matrix",
        "pip install --no-build-isolation ./examples/selections",
    ],
    ("tests/test_build_new.py", 'done = new("signal_tools", cwd=folder)'): [
        "python -m swiftbuf.build new signal_tools",
        "cd signal_tools",
    ],
    ("tests/test_build_new.py", 'projects.run("swift", "test", cwd=project)'): ["swift test"],
    ("tests/test_examples.py", '"-m", "pytest", "tests"'): [
        "pytest examples/matrix/tests",
        "pytest examples/selections/tests",
        "pytest examples/video_plane/tests",
    ],
    ("examples/video_plane/tests/test_readme.py", "ffmpeg(*shlex.split(command)[1:])"): [
        "ffmpeg -f lavfi -i testsrc=size=321x241 -frames:v 3"
        " -pix_fmt yuv420p10le -c:v ffv1 clip.mkv"
    ],
    ("tests/test_device_blocks.py", '[sys.executable, EXAMPLE, f"127.0.0.1:{port}"]'): [
        "python examples/scpi_block.py 192.0.2.7:5025"
    ],
    ("tests/test_command.py", "run(*shlex.split(command)[1:])"): [
        "swiftbuf eeg.dat --format d --channels 4 --rate 80 --svg eeg.svg --png eeg.png"
    ],
    ("pyproject.toml", '"resvg_py>=0.5"] # the extra of that name'): ['pip install ".[plot]"'],
    # Word for word, by the test of the page.
    ("tests/ecosystem/test_cluster_examples.py", "    shell(MAKE, folder)"): [
        "python recordings.py recordings 8"
    ],
    ("tests/ecosystem/test_cluster_examples.py", "    done = shell(command, folder)"): [
        "python dask_peaks.py recordings",
        "python ray_peaks.py recordings",
        "mpiexec -n 2 python mpi_peaks.py recordings",
    ],
    ("tests/test_swift_tutorial.py", 'shell("\\n".join(blocks(BY_HAND, "sh")))'): [
        "python -m pip install --no-build-isolation -e .",
        "python -m pytest",
    ],
    ("tests/test_swift_tutorial.py", "in shell(commands, folder)"): [
        "rm -rf .build",
        'export SWIFTBUF_EMBEDDED=0 SWIFTBUF_PACKAGE="$(python -m swiftbuf.build)"',
        "swift test -Xlinker $(pkg-config --libs python3-embed)",
    ],
    ("tests/test_swift_tutorial.py", 'for commands in blocks("Packaging", "sh")'): [
        "python -m pip wheel --no-build-isolation --no-deps -w dist ."
    ],
    ("tests/test_swift_tutorial.py", 'for commands in blocks("Debugging and testing", "sh")'): [
        "SWIFTBUF_EMBEDDED=0 python setup.py build_ext --inplace --debug",
        "SWIFT_BACKTRACE=enable=yes python -m pytest",
    ],
}
COMMANDS = {command for run in PLACES.values() for command in run}

# By page and first line: why nothing can try it.
SHOWN = {
    ("docs/swift.md", "*** Swift runtime failure: arithmetic overflow ***"): (
        "a process dies by a mistake put in by hand, and the address is the compiler's"
    ),
}


def code_blocks():
    return [
        pytest.param(str(page), language, code, id=f"{page}-{number}-{language or 'indented'}")
        for page in readme.PAGES
        for number, (language, code) in enumerate(readme.code_blocks(page))
    ]


def commands(code):
    """The commands of a shell block, without comments."""
    lines = (shlex.split(line, comments=True, posix=False) for line in code.splitlines())
    return [" ".join(words) for words in lines if words]


def is_shell(language):
    return language in ("", "sh")


def runs(page, language):
    """Whether test_readme.py or ecosystem/test_documents.py runs it."""
    return language in RUN and page in map(str, readme.DOCUMENTS)


@pytest.mark.parametrize(("page", "language", "code"), code_blocks())
def test_every_code_block_is_tried(page, language, code):
    if is_shell(language):
        missing = [command for command in commands(code) if command not in COMMANDS]
        assert not missing, "in no row of PLACES"
    else:
        first = code.splitlines()[0]
        tried = runs(page, language) or (page, language) in TRIED or (page, first) in SHOWN
        assert tried, "in no row of TRIED or SHOWN"


@pytest.mark.parametrize("row", TRIED, ids=" ".join)
def test_what_tries_a_code_block_is_a_test(row):
    file, _, name = TRIED[row].partition("::")
    module = ast.parse((readme.ROOT / "tests" / file).read_text())
    functions = {part.name for part in module.body if isinstance(part, ast.FunctionDef)}
    assert name in functions


@pytest.mark.parametrize("place", PLACES, ids=" ".join)
def test_a_place_that_runs_commands_is_there(place):
    file, line = place
    assert line in (readme.ROOT / file).read_text()


def test_no_row_is_left_over():
    blocks = [(str(page), *block) for page in readme.PAGES for block in readme.code_blocks(page)]
    assert {(page, language) for page, language, _ in blocks} >= TRIED.keys()
    assert {(page, code.splitlines()[0]) for page, _, code in blocks} >= SHOWN.keys()
    shown = [command for _, kind, code in blocks if is_shell(kind) for command in commands(code)]
    assert set(shown) == COMMANDS


def test_an_indented_code_block_is_found():
    assert ("", "make bench\n") in readme.code_blocks(readme.ROOT / "docs/performance.md")
    assert not [code for kind, code in readme.code_blocks() if not kind and "return" in code]
