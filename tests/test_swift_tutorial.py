"""docs/swift.md keeps its word: its files, typed into an empty folder, build and run as shown."""

import os
import re
import sys
import sysconfig
import textwrap
import venv
from pathlib import Path

import projects
import pytest
import readme
from support import FREE_THREADED

PAGE = Path("docs/swift.md")
# A file is a paragraph that begins with its name, and the code block right below.
FILE = re.compile(r"^`([\w./]+)`(?:[^\n]+\n)+\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
GENERATED = "Ten minutes"
BY_HAND = "The module by hand"
PLAIN = "Without writing the module"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def section(heading):
    return readme.text(PAGE).split(f"\n## {heading}\n")[1].split("\n## ")[0]


def blocks(heading, language):
    return [code for name, code in BLOCK.findall(section(heading)) if name == language]


@pytest.fixture(scope="module")
def shell(tmp_path_factory):
    """Runs commands in an empty folder, in an environment of its own, offline.

    "What you need" is there already: it has the packages of the environment of these tests.
    """
    base = tmp_path_factory.mktemp("newcomer")
    venv.create(base / "venv", symlinks=True)
    (packages,) = base.glob("venv/lib/python*/site-packages")
    outer = sysconfig.get_path("purelib")
    (packages / "outer.pth").write_text(f"import site; site.addsitedir({outer!r})\n")
    folder = base / "histogram"
    folder.mkdir()
    path = f"{base / 'venv/bin'}{os.pathsep}{os.environ['PATH']}"
    environ = {"PATH": path, "PIP_NO_INDEX": "1"}

    def run(commands, folder=folder):
        done = projects.run("sh", "-ec", commands, cwd=folder, **environ)
        assert done.returncode == 0, done.stdout
        return done.stdout

    run.folder = folder
    return run


def type_files(heading, folder):
    """Make the files of a section."""
    for name, text in FILE.findall(section(heading)):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def run_session(session, shell, folder):
    (folder / "session.txt").write_text(session)
    said = shell("python -m doctest -v -o ELLIPSIS session.txt", folder)
    assert f"{session.count('>>> ')} passed" in said


@pytest.fixture(scope="module")
def project(shell):
    """The folder at the end of the tutorial, with what its commands said."""
    type_files(BY_HAND, shell.folder)
    shell.said = shell("\n".join(blocks(BY_HAND, "sh")))
    return shell


def test_it_has_the_files_that_it_announces(project):
    names = [name for name, _ in FILE.findall(section(BY_HAND))]
    assert "make these seven files" in section(BY_HAND)
    assert len(set(names)) == len(names) == 7


def test_no_code_block_is_forgotten():
    """Each block is a file, commands or a session; one more would be one that nobody tries."""
    section_blocks = BLOCK.findall(section(BY_HAND))
    sessions = [code for _, code in section_blocks if code.startswith(">>> ")]
    commands = blocks(BY_HAND, "sh")
    assert len(section_blocks) == 7 + len(sessions) + len(commands)
    assert sessions
    assert commands


def test_the_commands_build_and_test_the_project(project):
    assert re.search(r"^=+ 6 passed in ", project.said, re.MULTILINE)


def test_the_session_prints_what_it_shows(project):
    for session in blocks(BY_HAND, "text"):
        if session.startswith(">>> "):
            run_session(session, project, project.folder)


def test_a_class_with_a_buffer_is_made_in_ten_minutes(shell):
    folder = shell.folder.parent / "generated"
    type_files(GENERATED, folder)
    files = dict(FILE.findall(section(GENERATED)))
    said = "".join(shell(commands, folder) for commands in blocks(GENERATED, "sh"))
    assert re.search(r"^=+ 5 passed in ", said, re.MULTILINE)
    (session,) = blocks(GENERATED, "text")
    run_session(session, shell, folder)
    # Each block is a file, the commands or the session.
    assert "make these six files" in section(GENERATED)
    assert len(files) == 6
    assert len(BLOCK.findall(section(GENERATED))) == 8


def test_a_plain_library_becomes_the_module_that_the_session_uses(shell):
    folder = shell.folder.parent / "levels"
    type_files(PLAIN, folder)
    for commands in blocks(PLAIN, "sh"):
        shell(commands, folder)
    (session,) = blocks(PLAIN, "text")
    run_session(session, shell, folder)
    files = dict(FILE.findall(section(PLAIN)))
    # Each block is a file, the commands or the session.
    assert len(BLOCK.findall(section(PLAIN))) == len(files) + 2
    assert "swiftbuf" not in files["Package.swift"] + files["Sources/Levels/Levels.swift"]
    assert {file.name for file in (folder / "levels").iterdir()} >= {"_levels.pyi", "py.typed"}


def test_a_new_project_imports_swiftbuf_and_reads_a_file(shell):
    """With the lines that two sections add to what `swiftbuf.build new` writes."""
    new, reading = section("A new project"), "Reading a file"
    shell("python -m swiftbuf.build new signal_tools", shell.folder.parent)
    folder = shell.folder.parent / "signal_tools"
    dependencies, target = blocks("A new project", "swift")
    target = target.replace("dependencies: [", 'dependencies: ["CFiles", ')
    manifest = (folder / "Package.swift").read_text()
    manifest = manifest.replace("  targets: [\n", f"{dependencies}  targets: [\n")
    own = '    .target(name: "SignalTools"),\n'
    assert own in manifest
    added = '    .systemLibrary(name: "CFiles"),\n'
    assert added.strip(" ,\n") in section(reading)
    (folder / "Package.swift").write_text(manifest.replace(own, target + added))
    type_files(reading, folder)
    assert len(BLOCK.findall(section(reading))) == len(FILE.findall(section(reading))) == 3
    shell("python setup.py build_ext --inplace", folder)
    session = """
    >>> from signal_tools._core import first_bytes
    >>> bytes(first_bytes(14, of="Package.swift"))
    b'// swift-tools'
    >>> first_bytes(14, of="missing")
    Traceback (most recent call last):
    FileNotFoundError: [Errno 2] No such file or directory: 'missing'
    >>> first_bytes(14, of="Sources")
    Traceback (most recent call last):
    IsADirectoryError: [Errno 21] Is a directory: 'Sources'
    """
    run_session(textwrap.dedent(session), shell, folder)
    *_, commands = blocks("A new project", "sh")
    assert "Test run with 2 tests" in shell(commands, folder)
    assert "between `products` and `targets`" in new


def test_the_words_for_python_do_what_they_say(shell):
    folder = shell.folder.parent / "words"
    type_files(PLAIN, folder)
    (table,) = blocks("Words for Python", "toml")
    (folder / "pyproject.toml").write_text(table)
    (code,) = blocks("Words for Python", "swift")
    (folder / "Sources/Levels/Primes.swift").write_text(
        f"func isPrime(_ number: Int) -> Bool {{ number % 2 == 1 }}\n\n{code}"
    )
    shown = shell("python -m swiftbuf.build --show", folder)
    assert "scale($module, samples, /, to=1)" in shown
    assert "withoutGIL { peak(of: samples) }" in shown
    assert "first_prime($module, /, above)" in shown
    assert "firstPrime(above: number, isCancelled: { interruption.isRequested })" in shown


def test_the_wheel_is_one_file_for_all_pythons(project):
    for commands in blocks("Packaging", "sh"):
        project(commands)
    (wheel,) = project.folder.glob("dist/*.whl")
    tag = "cp311-abi3"
    if FREE_THREADED:
        tag = f"cp{sys.version_info.major}{sys.version_info.minor}t"
    assert tag in wheel.name


def test_the_debug_build_with_the_full_runtime_passes_too(project):
    said = "".join(project(commands) for commands in blocks("Debugging and testing", "sh"))
    assert re.search(r"^=+ 6 passed in ", said, re.MULTILINE)
