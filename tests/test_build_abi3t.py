"""The stable ABIs that a module can be built for: abi3, and abi3t of Python 3.15 (PEP 803)."""

import sys

import pytest
from packaging.tags import cpython_tags, parse_tag
from setuptools import Distribution
from setuptools.errors import PlatformError

from swiftbuf.build import SwiftExtension, commands, swift_build
from swiftbuf.build import extension as extensions
from swiftbuf.build.swift_build import SwiftBuild


def extension(limited_api, name="a._b"):
    return SwiftExtension(name, product="P", limited_api=limited_api)


@pytest.mark.parametrize(
    ("limited_api", "free_threaded", "suffix", "entry"),
    [
        (None, False, None, "PyInit__b"),
        (None, True, None, "PyInit__b"),
        ("3.11", False, ".abi3.so", "PyInit__b"),
        ("3.11", True, None, "PyInit__b"),
        ("3.15", False, ".abi3.so", "PyInit__b"),
        ("3.15", True, ".abi3t.so", "PyModExport__b"),
        ("3.15t", False, ".abi3t.so", "PyModExport__b"),
        ("3.15t", True, ".abi3t.so", "PyModExport__b"),
        ("3.16t", False, ".abi3t.so", "PyModExport__b"),
    ],
)
def test_a_stable_abi_decides_the_name_of_the_file_and_its_function(
    monkeypatch, limited_api, free_threaded, suffix, entry
):
    monkeypatch.setattr(extensions, "FREE_THREADED", free_threaded)
    made = extension(limited_api)
    assert (made.suffix, made.entry) == (suffix, entry)


def test_there_is_no_abi3t_before_3_15():
    with pytest.raises(ValueError, match="limited_api='3.14t': the stable ABI .* '3.15t'"):
        extension("3.14t")


def test_abi3t_defines_both_macros_of_the_headers():
    macros = swift_build.limited_api_definition(extension("3.15t"))
    assert macros[1::2] == ["-DPy_LIMITED_API=0x030F0000", "-DPy_TARGET_ABI3T=0x030F0000"]


@pytest.mark.skipif(sys.version_info >= (3, 15), reason="its headers are new enough")
def test_abi3t_with_older_headers_is_an_error(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    here = "{}.{}".format(*sys.version_info)
    with pytest.raises(PlatformError, match=f"'3.15t' needs .* 3.15 or newer, .* Python {here}$"):
        SwiftBuild(extension("3.15t"), "release")


@pytest.mark.parametrize(
    ("oldest", "tag"),
    [
        (["3.15t"], "cp315-abi3.abi3t"),
        (["3.15t", "3.16t"], "cp316-abi3.abi3t"),
        (["3.15t", "3.11"], "cp315-abi3"),
    ],
)
def test_a_wheel_is_tagged_for_what_all_of_its_modules_run_on(oldest, tag, monkeypatch):
    monkeypatch.setattr(extensions, "FREE_THREADED", False)
    made = [extension(version, f"a._b{index}") for index, version in enumerate(oldest)]
    distribution = Distribution({"name": "a", "ext_modules": made})
    command = commands["bdist_wheel"](distribution)
    command.finalize_options()
    found = "-".join(command.get_tag()[:2])
    assert found == tag


@pytest.mark.parametrize("abi", ["cp316", "cp316t"])
def test_installers_take_the_wheel_on_later_pythons_with_a_gil_or_without(abi):
    wheel = parse_tag("cp315-abi3.abi3t-linux_x86_64")
    assert wheel & set(cpython_tags((3, 16), [abi], ["linux_x86_64"]))


def test_the_module_has_no_other_file_beside_it(tmp_path, monkeypatch):
    made = extension("3.15t")
    command = commands["build_ext"](Distribution({"name": "a", "ext_modules": [made]}))
    command.finalize_options()
    command.build_lib, command.made_beside = str(tmp_path), []
    library = tmp_path / "built.so"
    library.write_bytes(b"new")
    monkeypatch.setattr(command, "build_library", lambda _: swift_build.Built(library))
    (tmp_path / "a").mkdir()
    (tmp_path / "a/_b.abi3.so").write_bytes(b"old")
    command.build_extension(made)
    assert [file.name for file in (tmp_path / "a").iterdir()] == ["_b.abi3t.so"]
