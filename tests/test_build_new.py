"""`python -m swiftbuf.build new NAME`: the project that it writes, and what it refuses."""

import json
import subprocess
import sys
import time

import projects
import pytest


def new(*arguments, cwd):
    return projects.run(sys.executable, "-m", "swiftbuf.build", "new", *arguments, cwd=cwd)


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("new")
    done = new("signal_tools", cwd=folder)
    assert done.returncode == 0, done.stdout
    assert "signal_tools/README.md" in done.stdout
    return folder / "signal_tools"


def test_it_builds_and_its_python_tests_pass(project, tmp_path):
    source, site = projects.install(project, tmp_path)
    done = projects.run(sys.executable, "-P", "-m", "pytest", cwd=source, PYTHONPATH=str(site))
    assert done.returncode == 0, done.stdout
    assert "7 passed" in done.stdout
    package = site / "signal_tools"
    assert {"_core.pyi", "py.typed"} <= {file.name for file in package.iterdir()}


def test_its_swift_tests_pass_and_an_editor_finds_the_library(project):
    done = projects.run("swift", "test", cwd=project)
    assert done.returncode == 0, done.stdout
    assert "2 tests" in done.stdout
    assert "func mean(_ numbers: Span<Double>)" in hover(project)


def hover(project):
    """What an editor shows of `mean` where a test calls it, by sourcekit-lsp."""
    file = project / "Tests/SignalToolsTests/SignalToolsTests.swift"
    lines = file.read_text().splitlines()
    number, line = next((n, line) for n, line in enumerate(lines) if "mean([1" in line)
    document = {"uri": file.as_uri(), "languageId": "swift", "version": 1, "text": file.read_text()}
    with Server(project) as server:
        server.ask("initialize", processId=None, rootUri=project.as_uri(), capabilities={})
        server.tell("initialized")
        server.tell("textDocument/didOpen", textDocument=document)
        place = {"line": number, "character": line.index("mean(") + 1}
        for _ in range(120):  # until it has looked at the package
            shown = server.ask("textDocument/hover", textDocument=document, position=place)
            if shown:
                return shown["contents"]["value"]
            time.sleep(0.5)
    return ""


class Server:
    """A language server, by messages of JSON-RPC."""

    def __init__(self, folder):
        self.process = subprocess.Popen(
            ["sourcekit-lsp"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
        )
        self.asked = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()

    def send(self, **message):
        data = json.dumps({"jsonrpc": "2.0"} | message).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(data), data))
        self.process.stdin.flush()

    def tell(self, method, **parameters):
        self.send(method=method, params=parameters)

    def ask(self, method, **parameters):
        self.asked += 1
        self.send(id=self.asked, method=method, params=parameters)
        while True:
            message = self.receive()
            if "method" in message and "id" in message:
                self.send(id=message["id"], result=None)
            elif message.get("id") == self.asked:
                return message.get("result")

    def receive(self):
        length = 0
        while line := self.process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        assert length, "the language server has ended"
        return json.loads(self.process.stdout.read(length))


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Histogram", "is not a name in lower case"),
        ("a-b", "is not a name in lower case"),
        ("a__b", "is not a name in lower case"),
        ("_a", "is not a name in lower case"),
        ("1a", "is not a name in lower case"),
        ("a.b", "is not a name in lower case"),
        ("../a", "is not a name in lower case"),
        ("\u00e4", "is not a name in lower case"),
        ("", "is not a name in lower case"),
        ("lambda", "is a keyword"),
        ("struct", "is a keyword"),
        ("json", "is the name of another Python module"),
        ("swiftbuf", "is the name of another Python module"),
        ("foundation", "'Foundation' is a name in Swift already"),
        ("int", "'Int' is a name in Swift already"),
    ],
)
def test_a_bad_name_is_refused_with_the_reason(name, reason, tmp_path):
    done = new(name, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.startswith("error: ")
    assert reason in done.stdout
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("kind", ["folder", "file", "broken link"])
def test_what_exists_is_never_overwritten(kind, tmp_path):
    there = tmp_path / "tools"
    match kind:
        case "folder":
            there.mkdir()
        case "file":
            there.write_text("mine")
        case "broken link":
            there.symlink_to("nowhere")
    done = new("tools", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "error: tools exists already\n")
    assert list(tmp_path.iterdir()) == [there]
    assert kind != "folder" or not list(there.iterdir())


def test_a_name_has_to_be_given(tmp_path):
    done = new(cwd=tmp_path)
    assert done.returncode == 2
    assert "the following arguments are required: NAME" in done.stdout
