import importlib
import sys

import projects
import pytest


@pytest.fixture(scope="session")
def probe(tmp_path_factory):
    """The package of tests/authoring: a handle on what Swift authors have of BufferProtocol."""
    _, site = projects.install(
        projects.ROOT / "tests/authoring", tmp_path_factory.mktemp("authoring")
    )
    sys.path.insert(0, str(site))
    try:
        return importlib.import_module("probe")
    finally:
        sys.path.remove(str(site))
