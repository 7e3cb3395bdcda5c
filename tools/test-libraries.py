"""usage: python tools/test-libraries.py GROUP

For a Python that not every library has a wheel for: installs of a GROUP of pyproject.toml what has
one, names what has none, and prints what pytest is to leave out for that.
"""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
# What is imported from a library of another name, and the tests of libraries that no test imports.
MODULES = {
    "cyclonedx-python-lib": "cyclonedx",
    "pyelftools": "elftools",
    "pyserial": "serial",
    "pyzmq": "zmq",
}
COMMAND = "tests/test_command.py::test_"
TESTS = {"resvg_py": [f"{COMMAND}pictures", f"{COMMAND}the_docs_show_what_it_prints"]}
IMPORT = r"^ *(?:import|from) (\w+)"
NAME = r"[\w.-]+"


def requirements(groups: dict, name: str):
    for entry in groups[name]:
        if isinstance(entry, dict):
            yield from requirements(groups, entry["include-group"])
        else:
            yield entry


def install(wanted: list[str]) -> list[str]:
    """The names of those without a wheel; a source might want what no script here installs."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command.append("--only-binary=:all:")

    def attempt():
        return subprocess.run([*command, *wanted], stderr=subprocess.PIPE, text=True)

    missing = []
    while (pip := attempt()).returncode:
        found = re.search("No matching distribution found for (.+)", pip.stderr)
        if not found or found[1] not in wanted:
            sys.exit(pip.stderr)
        wanted.remove(found[1])
        missing.append(re.match(NAME, found[1])[0])
    return missing


def users(module: str) -> list[str]:
    """The test files that import a module, or a file of `tests` that does."""
    imports = {
        path.stem: set(re.findall(IMPORT, path.read_text(encoding="utf-8"), re.MULTILINE))
        for path in ROOT.glob("tests/*.py")
    }
    found = {module}
    while more := {stem for stem, names in imports.items() if names & found} - found:
        found |= more
    return [f"tests/{stem}.py" for stem in sorted(found) if stem.startswith("test_")]


def main(group: str) -> None:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for name in install(list(dict.fromkeys(requirements(pyproject["dependency-groups"], group)))):
        tests = TESTS.get(name) or users(MODULES.get(name, name.replace("-", "_")))
        print(f"== no wheel of {name}; left out:", *tests, file=sys.stderr)
        print(*[f"--deselect={test}" if "::" in test else f"--ignore={test}" for test in tests])


if __name__ == "__main__":
    main(sys.argv[1])
