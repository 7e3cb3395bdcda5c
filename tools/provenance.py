"""usage: python tools/provenance.py FOLDER

Writes FOLDER/provenance.json for the wheels and sdists in FOLDER: their hashes, and what they were
made of, so that anybody can make them again and compare. It is an in-toto statement with SLSA's
provenance (https://slsa.dev/spec/v1.0/provenance), without a signature: what vouches for a file is
the attestation that a release on a public host gets (.github/workflows/release.yml).
"""

import hashlib
import importlib.metadata
import json
import platform
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
MADE_WITH = ("auditwheel", "build", "setuptools")


def output(*command: str) -> str:
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.strip()


def statement(folder: Path) -> dict:
    files = sorted(path for path in folder.iterdir() if path.name.endswith((".whl", ".tar.gz")))
    if not files:
        sys.exit(f"error: neither a wheel nor an sdist is in {folder}")
    swift = re.search(r"Swift version .*", output("swift", "--version"))
    tools = {name: importlib.metadata.version(name) for name in MADE_WITH}
    commit = output("git", "rev-parse", "HEAD")
    return {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [
            {"name": path.name, "digest": {"sha256": hashlib.sha256(path.read_bytes()).hexdigest()}}
            for path in files
        ],
        "predicateType": "https://slsa.dev/provenance/v1",
        "predicate": {
            "buildDefinition": {
                "buildType": "urn:swiftbuf:make-release:1",
                "externalParameters": {
                    "commit": commit,
                    "sourceDateEpoch": int(output("tools/source-date.sh")),
                },
                "internalParameters": {
                    "swift": swift[0] if swift else None,
                    "python": platform.python_version(),
                    "machine": platform.machine(),
                    "packages": tools,
                },
                "resolvedDependencies": [{"name": "source", "digest": {"gitCommit": commit}}],
            },
            "runDetails": {"builder": {"id": "urn:swiftbuf:make-release"}},
        },
    }


def main(folder: Path) -> None:
    path = folder / "provenance.json"
    path.write_text(json.dumps(statement(folder), indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
