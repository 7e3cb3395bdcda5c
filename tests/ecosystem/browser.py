"""Headless Chromium by its DevTools protocol: pages at the size of a screen, and what they say."""

import contextlib
import itertools
import json
import shutil
import subprocess
import time
from pathlib import Path

from websockets.sync.client import connect

TIMEOUT = 60  # seconds, for a page or an answer
PROFILE = "--headless --no-sandbox --disable-gpu --remote-debugging-port=0 --no-first-run"


class Browser:
    """A page in a browser. `problems` is what its scripts and its loading complain of."""

    def __init__(self, socket) -> None:
        self.socket, self.ids, self.problems = socket, itertools.count(1), []
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method, **parameters):
        """The result of a command; what the browser tells meanwhile is noted."""
        number = next(self.ids)
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while (message := self.receive()).get("id") != number:
            pass
        assert "error" not in message, message
        return message["result"]

    def receive(self):
        message = json.loads(self.socket.recv(timeout=TIMEOUT))
        given = message.get("params", {})
        match message.get("method"):
            case "Runtime.exceptionThrown":
                self.problems.append(given["exceptionDetails"]["text"])
            case "Log.entryAdded" if given["entry"]["level"] == "error":
                self.problems.append(given["entry"]["text"])
        return message

    def screen(self, width, height, is_phone, scheme="light"):
        self.call(
            "Emulation.setDeviceMetricsOverride",
            **{"width": width, "height": height, "deviceScaleFactor": 1, "mobile": is_phone},
        )
        feature = {"name": "prefers-color-scheme", "value": scheme}
        self.call("Emulation.setEmulatedMedia", features=[feature])

    def open(self, address):
        self.call("Page.navigate", url=address)
        while self.receive().get("method") != "Page.loadEventFired":
            pass

    def value(self, expression):
        """The value of an expression in JavaScript."""
        found = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        return found["result"].get("value")

    def wait_for(self, expression):
        """The value of an expression as soon as it is true."""
        until = time.monotonic() + TIMEOUT
        while not (value := self.value(expression)):
            assert time.monotonic() < until, expression
            time.sleep(0.1)
        return value


@contextlib.contextmanager
def browser(folder: Path):
    """A browser whose profile is in a folder, for as long as the block runs."""
    program = shutil.which("chromium")
    command = [program, *PROFILE.split(), f"--user-data-dir={folder}", "about:blank"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            # The browser writes there which port it has chosen.
            file = folder / "DevToolsActivePort"
            until = time.monotonic() + TIMEOUT
            while not file.exists() or len(file.read_text().splitlines()) < 2:
                assert time.monotonic() < until and process.poll() is None, "no Chromium"
                time.sleep(0.1)
            port, path = file.read_text().splitlines()
            with connect(f"ws://127.0.0.1:{port}{path}", max_size=None) as root:
                root.send(json.dumps({"id": 1, "method": "Target.getTargets"}))
                targets = json.loads(root.recv(timeout=TIMEOUT))["result"]["targetInfos"]
            (page,) = [each["targetId"] for each in targets if each["type"] == "page"][:1]
            with connect(f"ws://127.0.0.1:{port}/devtools/page/{page}", max_size=None) as socket:
                yield Browser(socket)
        finally:
            process.terminate()
