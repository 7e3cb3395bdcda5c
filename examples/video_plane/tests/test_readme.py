"""README.md keeps its word: its command makes the clip, and its code prints what it shows."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"


def test_the_code_prints_what_is_shown(ffmpeg, tmp_path, monkeypatch):
    text = README.read_text(encoding="utf-8")
    (command,) = re.findall(r"^    (ffmpeg .+)$", text, re.MULTILINE)
    (code,) = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    (shown,) = re.findall(r"^```text\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    monkeypatch.chdir(tmp_path)
    ffmpeg(*shlex.split(command)[1:])
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout == shown
