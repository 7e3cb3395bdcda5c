"""What users get as files, and what building them says: our package, and one such as theirs."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import textwrap
import zipfile
from pathlib import Path

import pytest
from cyclonedx.model.bom import Bom
from elftools.elf.elffile import ELFFile
from projects import run
from support import ENTRY, FREE_THREADED

import swiftbuf._swiftbuf

ROOT = Path(__file__).parent.parent
TAG = f"cp{sys.version_info.major}{sys.version_info.minor}"
THIS_PYTHON_ONLY = sysconfig.get_config_var("EXT_SUFFIX")
STABLE = THIS_PYTHON_ONLY if FREE_THREADED else ".abi3.so"
STABLE_TAG = f"{TAG}-{TAG}t" if FREE_THREADED else "cp311-abi3"


def python(*arguments, cwd, **environ):
    """Run the Python of these tests."""
    return run(sys.executable, *arguments, cwd=cwd, **environ)


def output(*arguments, cwd, **environ):
    done = python(*arguments, cwd=cwd, **environ)
    assert done.returncode == 0, done.stdout
    return done.stdout


def pip_install(project, prefix, *options):
    """Install a project under a folder of its own, and return where its packages are."""
    install = ["pip", "install", "--no-build-isolation", "--no-deps", "--ignore-installed"]
    output("-m", *install, "--prefix", prefix, *options, project, cwd=prefix.parent)
    (site,) = prefix.glob("lib/python*/site-packages")
    return site


def exported_symbols(library):
    """What others can link with: a local symbol is in the table for the loader alone."""
    symbols = library.get_section_by_name(".dynsym").iter_symbols()
    return [
        symbol.name
        for symbol in symbols
        if symbol["st_shndx"] != "SHN_UNDEF" and symbol["st_info"]["bind"] != "STB_LOCAL"
    ]


# The library itself.


@pytest.fixture(scope="module")
def library():
    with open(swiftbuf._swiftbuf.__file__, "rb") as file:
        yield ELFFile(file)


def test_library_exports_nothing_but_its_init_function(library):
    assert exported_symbols(library) == [ENTRY]


def test_library_needs_glibc_alone(library):
    tags = library.get_section_by_name(".dynamic").iter_tags("DT_NEEDED")
    needed = {tag.needed for tag in tags}
    loader = {name for name in needed if name.startswith("ld-linux")}  # where thread-locals live
    assert needed - loader == {"libc.so.6"}


def test_library_runs_on_glibc_2_17(library):
    needed = {
        version.name
        for _, versions in library.get_section_by_name(".gnu.version_r").iter_versions()
        for version in versions
    }
    assert needed
    assert max(tuple(map(int, re.findall(r"\d+", name))) for name in needed) <= (2, 17)


def test_library_is_stripped_and_tells_nothing_of_where_it_was_built(library):
    assert library.get_section_by_name(".symtab") is None
    assert os.fsencode(ROOT) not in Path(swiftbuf._swiftbuf.__file__).read_bytes()


def test_library_is_small():
    # A third of it is the loops of conversion, each compiled with AVX2 and without.
    # References take more code from 3.14 on, and without a GIL.
    limit = 460_000 if sys.version_info < (3, 14) else 470_000
    if FREE_THREADED:
        limit += 20_000
    assert Path(swiftbuf._swiftbuf.__file__).stat().st_size < limit


# The distributions.


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """An sdist unpacked elsewhere, in a path with spaces."""
    folder = tmp_path_factory.mktemp("a path with spaces")
    output("-m", "build", "--no-isolation", "--sdist", "--outdir", folder, cwd=ROOT)
    (archive,) = folder.glob("*.tar.gz")
    output("-m", "tarfile", "--extract", archive, folder, cwd=folder)
    return folder / archive.name.removesuffix(".tar.gz")


@pytest.fixture(scope="module")
def wheel(source):
    """The wheel for others, before `make wheel` checks it."""
    build = ["-m", "build", "--no-isolation", "--wheel"]
    output(*build, cwd=source, SWIFTBUF_LIMITED_API="3.11")
    (path,) = source.glob("dist/*.whl")
    return path


@pytest.mark.parametrize("folder", ["Sources", "python/swiftbuf", "tests", "tools", "examples"])
def test_sdist_has_all_sources(source, folder):
    def files(top):
        wanted = (".swift", ".h", ".modulemap", ".py", ".pyi", ".typed", ".sh")
        return {
            path.relative_to(top) for path in (top / folder).rglob("*") if path.suffix in wanted
        }

    assert files(source) == files(ROOT) != set()


@pytest.mark.parametrize("name", ["Package.swift", "Makefile", "README.md", "pyproject.toml"])
def test_sdist_has_what_builds_it(source, name):
    assert (source / name).read_bytes() == (ROOT / name).read_bytes()


def test_wheel_is_tagged_for_every_python_that_it_runs_on(wheel):
    assert re.fullmatch(rf"swiftbuf-{swiftbuf.__version__}-{STABLE_TAG}-linux_\w+\.whl", wheel.name)


def test_wheel_holds_the_package_and_nothing_else(wheel):
    sources = ROOT / "python/swiftbuf"
    python_files = {
        str(path.relative_to(sources))
        for path in sources.rglob("*.py*")
        if "__pycache__" not in path.parts
    }
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    others = {"py.typed", "sans.ttf", "sans.LICENSE", f"_swiftbuf{STABLE}"}
    package = {f"swiftbuf/{name}" for name in python_files | others}
    swift = {path for path in names if path.startswith("swiftbuf/swift/")}
    assert names - swift == package


def test_wheel_holds_the_swift_package_for_those_who_build_on_it(wheel):
    def is_source(path):
        return path.is_file() and not path.name.startswith(".")

    sources = [path for path in (ROOT / "Sources").rglob("*") if is_source(path)]
    prefix = "swiftbuf/swift/"
    archive = zipfile.ZipFile(wheel)
    packed = {
        name.removeprefix(prefix): archive.read(name)
        for name in archive.namelist()
        if name.startswith(prefix)
    }
    wanted = [ROOT / "Package.swift", *sources]
    assert packed == {str(path.relative_to(ROOT)): path.read_bytes() for path in wanted}


def test_the_build_module_says_where_the_swift_package_is():
    folder = Path(output("-m", "swiftbuf.build", cwd=ROOT).strip())
    assert (folder / "Sources/BufferProtocol").is_dir()
    assert "BufferProtocol" in (folder / "Package.swift").read_text()


def test_wheel_needs_no_other_package(wheel):
    archive = zipfile.ZipFile(wheel)
    (metadata,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
    needed = re.findall(r"\nRequires-Dist: (.*)", archive.read(metadata).decode())
    assert [name for name in needed if "; extra == " not in name] == []


def test_editable_install_runs_from_the_source_folder(source, tmp_path):
    site = pip_install(source, tmp_path / "editable", "--editable")
    code = f"import site; site.addsitedir({str(site)!r}); from swiftbuf import _swiftbuf as module"
    found = output("-S", "-c", f"{code}; print(module.__file__)", cwd=tmp_path)
    assert Path(found.strip()) == source / f"python/swiftbuf/_swiftbuf{THIS_PYTHON_ONLY}"


# What `make wheel` leaves in dist/.


def make_wheel(source):
    subprocess.run(
        [source / "tools/wheel.sh", sys.executable],
        cwd=source,
        env=os.environ | {"SWIFTBUF_LIMITED_API": "3.11"},
        check=True,
    )
    (path,) = source.glob("dist/*manylinux*.whl")
    return path


@pytest.fixture(scope="module")
def checked(source, wheel):
    return make_wheel(source)


def test_checked_wheel_is_tagged_for_glibc_2_17(checked):
    machine = os.uname().machine
    tags = f"{STABLE_TAG}-manylinux2014_{machine}.manylinux_2_17_{machine}"
    assert checked.name == f"swiftbuf-{swiftbuf.__version__}-{tags}.whl"


def test_checked_wheel_is_manylinux_by_auditwheel(checked):
    told = " ".join(output("-m", "auditwheel", "show", checked, cwd=checked.parent).split())
    assert f'platform tag: "manylinux_2_17_{os.uname().machine}"' in told


@pytest.mark.skipif(FREE_THREADED, reason="free-threaded Python 3.13 has no stable ABI")
def test_checked_wheel_keeps_to_the_stable_abi_by_abi3audit(checked):
    told = output("-m", "abi3audit", "--strict", "--summary", checked, cwd=checked.parent)
    assert "0 ABI version mismatches and 0 ABI violations" in " ".join(told.split())


def test_checked_wheel_is_installed_by_pip_and_exports_its_init_function_alone(checked, tmp_path):
    install = ["pip", "install", "--no-index", "--target", tmp_path / "site"]
    output("-m", *install, checked, cwd=tmp_path)
    use = "import swiftbuf; print(bytes(swiftbuf.Waveform(2, 'h')), swiftbuf._swiftbuf.__file__)"
    library = tmp_path / f"site/swiftbuf/_swiftbuf{STABLE}"
    found = output("-S", "-c", use, cwd=tmp_path / "site")
    assert found.strip() == f"{bytes(4)} {library}"
    with open(library, "rb") as file:
        assert exported_symbols(ELFFile(file)) == ["PyInit__swiftbuf"]


def test_checked_wheel_has_the_same_bytes_when_it_is_built_elsewhere(source, checked, tmp_path):
    elsewhere = tmp_path / "another" / "folder"
    shutil.copytree(source, elsewhere)
    for products in ("build", "dist"):
        shutil.rmtree(elsewhere / products)
    for path in elsewhere.rglob("*"):  # as with another umask
        path.chmod(path.stat().st_mode & 0o700 if path.is_file() else 0o700)
    assert make_wheel(elsewhere).read_bytes() == checked.read_bytes()


def test_checked_wheel_names_the_parts_of_swift_that_it_holds(checked):
    archive = zipfile.ZipFile(checked)
    name = f"swiftbuf-{swiftbuf.__version__}.dist-info/sboms/swiftbuf.cdx.json"
    document = json.loads(archive.read(name))
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.6")
    bom = Bom.from_json(document)
    bom.validate()
    about = bom.metadata.component
    assert str(about.purl) == f"pkg:pypi/swiftbuf@{swiftbuf.__version__}"
    said = subprocess.run(["swift", "--version"], capture_output=True, text=True, check=True).stdout
    version = re.search(r"Swift version ([\w.]+)", said)[1]
    (part,) = bom.components
    assert (part.name, part.version) == ("swift-standard-library", version)
    assert [licence.value for licence in part.licenses] == ["Apache-2.0 WITH Swift-exception"]


# What `make release` writes next to them.


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="an sdist is not a commit")
def test_sdist_and_wheel_have_a_provenance_with_their_hashes_and_the_commit(tmp_path):
    files = {"swiftbuf-1.tar.gz": b"an sdist", "swiftbuf-1-py3-none-any.whl": b"a wheel"}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    output(ROOT / "tools/provenance.py", tmp_path, cwd=tmp_path)
    told = json.loads((tmp_path / "provenance.json").read_text())
    hashes = {subject["name"]: subject["digest"] for subject in told["subject"]}
    assert hashes == {
        name: {"sha256": hashlib.sha256(data).hexdigest()} for name, data in files.items()
    }
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    (source,) = told["predicate"]["buildDefinition"]["resolvedDependencies"]
    assert source["digest"] == {"gitCommit": head.stdout.strip()}


# What stops a build is one line, the last.


@pytest.mark.parametrize(
    ("program", "message"),
    [
        (None, "error: no swift on PATH: install Swift 6.2 or newer"),
        (
            "echo Swift version 5.10.1 '(swift-5.10.1-RELEASE)'",
            "swift is Swift version 5.10: install",
        ),
        ("echo python-swiftclient 4.1.0", "swift is not a working Swift compiler: install"),
        ("exit 127 # as where a library of its own is missing", "not a working Swift compiler"),
        (
            "[ $1 = --version ] && echo Swift version 6.3.1 && exit; kill -KILL $$",
            "swift -print-target-info failed: reinstall Swift",
        ),
        (
            f"[ $1 != build ] && exec {shutil.which('swift')} $1; kill -KILL $$",
            "error: swiftbuf._swiftbuf: swift build failed",
        ),
    ],
)
def test_without_a_usable_swift_the_build_says_so_in_one_line(source, tmp_path, program, message):
    if program is not None:
        swift = tmp_path / "swift"
        swift.write_text(f"#!/bin/sh\n{program}\n")
        swift.chmod(0o755)
    done = python("setup.py", "build_ext", cwd=source, PATH=str(tmp_path))
    last = done.stdout.splitlines()[-1]
    assert done.returncode != 0
    assert message in last
    assert "Traceback" not in done.stdout


def test_without_python_h_the_build_says_what_to_install(source):
    code = """
import runpy, sys, sysconfig
sysconfig.get_path = lambda name, *arguments, **options: "/nowhere"
sys.argv = ["setup.py", "build_ext"]
runpy.run_path("setup.py")
"""
    done = python("-c", code, cwd=source)
    version = sysconfig.get_python_version()
    assert done.returncode != 0
    assert done.stdout.splitlines()[-1] == (
        f"error: Python.h of Python {version} is not in /nowhere: "
        f'on Debian, "apt-get install libpython{version}-dev" brings it'
    )


OLD_SETUPTOOLS = """
import runpy, sys, setuptools
setuptools.__version__ = "65.5.0"
sys.modules["setuptools.command.bdist_wheel"] = None
"""


def test_with_an_old_setuptools_the_build_says_which_is_needed(source):
    done = python("-c", f"{OLD_SETUPTOOLS}runpy.run_path('setup.py')", cwd=source)
    assert done.returncode != 0
    assert done.stdout.splitlines() == [
        "error: swiftbuf needs setuptools>=77, and this environment has setuptools 65.5.0: "
        'pip install "setuptools>=77", or leave out --no-build-isolation'
    ]


def test_with_an_old_setuptools_swiftbuf_build_says_which_is_needed(tmp_path):
    done = python("-c", f"{OLD_SETUPTOOLS}import swiftbuf.build", cwd=tmp_path)
    assert done.stdout.splitlines()[-1] == (
        "ImportError: swiftbuf.build needs setuptools>=70.1, and this environment has setuptools "
        '65.5.0: pip install "setuptools>=70.1"'
    )


# SwiftExtension, as other projects use it.

PROJECT = {
    "pyproject.toml": """
        [build-system]
        requires = ["setuptools>=70.1", "swiftbuf"]
        build-backend = "setuptools.build_meta"
        [project]
        name = "wave"
        version = "1.0"
        """,
    "setup.py": """
        from setuptools import setup
        from swiftbuf.build import SwiftExtension, commands

        setup(
            packages=["wave"],
            ext_modules=[SwiftExtension("wave._wave", product="Wave", limited_api=LIMITED_API)],
            cmdclass=commands,
        )
        """,
    "wave/__init__.py": "from ._wave import header_version, limited_api",
    "Package.swift": """
        // swift-tools-version: 6.2
        import PackageDescription

        let package = Package(
          name: "wave",
          products: [.library(name: "Wave", type: .dynamic, targets: ["Wave"])],
          targets: [
            .systemLibrary(name: "CPython", pkgConfig: "python3"),
            .target(
              name: "Wave", dependencies: ["CPython"],
              swiftSettings: [.enableExperimentalFeature("Embedded")]),
          ]
        )
        """,
    "Sources/CPython/module.modulemap": 'module CPython [system] { header "shim.h" export * }',
    "Sources/CPython/shim.h": """
        #include <Python.h>
        static inline PyObject *new_module(void) {
          static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "_wave", NULL, -1};
          return PyModule_Create(&definition);
        }
        static const long header_version = PY_VERSION_HEX;
        #ifdef Py_LIMITED_API
        static const long limited_api = Py_LIMITED_API;
        #else
        static const long limited_api = 0;
        #endif
        """,
    "Sources/Wave/Wave.swift": """
        import CPython

        @c public func PyInit__wave() -> UnsafeMutablePointer<PyObject>? {
          let module = new_module()
          PyModule_AddIntConstant(module, "header_version", header_version)
          PyModule_AddIntConstant(module, "limited_api", limited_api)
          return module
        }
        """,
}


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "some project"
    for name, text in PROJECT.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text))
    return folder


@pytest.mark.parametrize(
    ("limited_api", "definition", "suffix"),
    [
        (None, 0, THIS_PYTHON_ONLY),
        ("3.11", 0 if FREE_THREADED else 0x030B0000, STABLE),
    ],
)
def test_another_project_compiles_against_the_headers_of_the_python_it_is_for(
    project, tmp_path, limited_api, definition, suffix
):
    setup = project / "setup.py"
    setup.write_text(setup.read_text().replace("LIMITED_API", repr(limited_api)))
    site = pip_install(project, tmp_path / "installed")
    assert (site / f"wave/_wave{suffix}").exists()
    code = "import wave; print(wave.header_version, wave.limited_api)"
    found = output("-c", f"import sys; sys.path.insert(0, {str(site)!r}); {code}", cwd=tmp_path)
    assert found.split() == [str(sys.hexversion), str(definition)]


def test_a_swift_error_ends_the_build_with_the_name_of_the_module(project):
    (project / "Sources/Wave/Wave.swift").write_text("let number: Int = true\n")
    setup = project / "setup.py"
    setup.write_text(setup.read_text().replace("LIMITED_API", "None"))
    done = python("setup.py", "build_ext", cwd=project)
    assert done.returncode != 0
    assert "cannot convert value of type 'Bool'" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("error: wave._wave: swift build failed")
    assert "Traceback" not in done.stdout
