"""The demo: run as a newcomer runs it, and made to go wrong so that a device has to notice."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
import readme

DEMO = Path(__file__).parent.parent / "examples" / "file_to_device.py"
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def newcomer(tmp_path_factory):
    """One run of the demo in an empty directory, and that directory."""
    home = tmp_path_factory.mktemp("newcomer")
    run = subprocess.run(
        [sys.executable, DEMO], cwd=home, capture_output=True, text=True, timeout=120, check=False
    )
    return run, home


@pytest.fixture
def demo(tmp_path, monkeypatch) -> ModuleType:
    """The demo as a module, to change one step of it."""
    monkeypatch.chdir(tmp_path)
    spec = importlib.util.spec_from_file_location("file_to_device", DEMO)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_demo_succeeds(newcomer):
    run, _ = newcomer
    assert run.returncode == 0, run.stderr


def test_demo_tells_what_happened_in_seven_lines(newcomer):
    run, _ = newcomer
    steps = [line.split()[0] for line in run.stdout.splitlines()]
    assert steps == ["read", "edited", "numpy", "devices", "serial", "tcp", "drew"]


def test_readme_shows_what_the_demo_prints(newcomer):
    def without_addresses(text):
        return re.sub(r"/dev/pts/\d+|127\.0\.0\.1:\d+", "DEVICE", text)

    run, _ = newcomer
    assert without_addresses(run.stdout) == without_addresses(*readme.blocks("text"))


def test_demo_reads_the_whole_recording(newcomer):
    run, _ = newcomer
    assert "800 samples of 4 channels, 25600 bytes" in run.stdout


def test_demo_shares_its_memory_with_numpy(newcomer):
    run, _ = newcomer
    assert "in the same memory: True" in run.stdout


def test_both_devices_agree_on_every_byte(newcomer):
    run, _ = newcomer
    assert run.stdout.count("every byte is right") == 2


def test_demo_writes_one_file_a_picture(newcomer):
    _, home = newcomer
    assert [path.name for path in home.iterdir()] == ["demo.png"]
    assert (home / "demo.png").read_bytes().startswith(PNG_SIGNATURE)


@pytest.mark.parametrize("sample", [0, 799], ids=["first", "last"])
def test_one_wrong_sample_is_found_by_both_devices(demo, monkeypatch, capsys, sample):
    edit = demo.edit

    def edit_too_much(recording):
        edit(recording)
        recording[sample, 0] += 1.0

    monkeypatch.setattr(demo, "edit", edit_too_much)
    assert demo.main() == 1
    assert capsys.readouterr().out.count("WRONG BYTES") == 2


def test_numpy_working_on_a_copy_is_found_out(demo, monkeypatch, capsys):
    monkeypatch.setattr(demo.np, "shares_memory", lambda *_: False)
    assert demo.main() == 1
    assert "in the same memory: False" in capsys.readouterr().out
