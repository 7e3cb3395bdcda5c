"""The parts of a wheel from other projects: its software bill of materials (PEP 770)."""

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from .extension import SwiftExtension
from .swift_build import runtime
from .toolchain import swift_version, unicode_tables

SWIFT_LICENSE = {"expression": "Apache-2.0 WITH Swift-exception"}


def sbom(name: str, version: str, extensions: Iterable[SwiftExtension]) -> str:
    """A CycloneDX 1.6 document: the distribution, and the parts of Swift in its extension modules.

    It has neither a serial number nor a time, so that one source always gives the same bytes.
    """
    root = f"pkg:pypi/{quote(name.lower().replace('_', '-'))}@{quote(version)}"
    parts = swift_parts(extensions)
    document = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "library",
                "bom-ref": root,
                "name": name,
                "version": version,
                "purl": root,
            }
        },
        "components": parts,
        "dependencies": [
            {"ref": root, "dependsOn": [part["bom-ref"] for part in parts]},
            *({"ref": part["bom-ref"]} for part in parts),
        ],
    }
    return json.dumps(document, indent=2) + "\n"


def swift_parts(extensions: Iterable[SwiftExtension]) -> list[dict[str, Any]]:
    """The parts of the Swift runtime that the linker puts into extension modules."""
    extensions = list(extensions)
    runtimes = set(map(runtime, extensions))
    parts = []
    if "shared" in runtimes:
        parts.append(part("swift-runtime", "Loaded when the module is, and not in the wheel."))
    if "static" in runtimes:
        text = "What the module uses of the standard library, and of Foundation, is linked into it."
        parts.append(part("swift-static-standard-library", text))
    if "embedded" in runtimes:
        text = "Embedded Swift: the functions that the module uses are compiled into it."
        parts.append(part("swift-standard-library", text))
    # Unknown here for a module written by hand.
    generated = [ext for ext in extensions if ext.module is not None]
    if "embedded" in map(runtime, generated) and unicode_tables():
        parts.append(
            part(
                "swift-unicode-data-tables",
                "libswiftUnicodeDataTables: linked in where the module compares or hashes Strings.",
            )
        )
    return parts


def part(name: str, description: str) -> dict[str, Any]:
    version = swift_version()
    return {
        "type": "library",
        "bom-ref": f"{name}@{version}",
        "supplier": {"name": "Swift.org", "url": ["https://www.swift.org"]},
        "name": name,
        "version": version,
        "description": description,
        "licenses": [SWIFT_LICENSE],
        "purl": f"pkg:github/swiftlang/swift@swift-{quote(version)}-RELEASE#stdlib",
    }
