"""Files on systems that fail: reads that are interrupted, disks that are full or read-only."""

import ctypes
import errno
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hostile_libc import run_under
from modelling import run_isolated
from proc import descriptors, maps

from swiftbuf import Waveform

MIB = 2**20
CONTENTS = bytes(range(250)) * 4


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "recording.dat"
    path.write_bytes(CONTENTS)
    return str(path)


def read_despite_signals(path):
    libc = ctypes.CDLL(None)
    libc.fail_reads(errno.EINTR, 3)
    libc.limit_reads(ctypes.c_size_t(7))
    libc.interrupt_read(0)
    assert Waveform.from_file(path, offset=1).tobytes() == CONTENTS[1:]
    assert libc.reads_made() == 3 + -(-999 // 7)


def test_reads_that_are_interrupted_or_short_go_on(path, tmp_path):
    run_under(tmp_path, read_despite_signals, path)


def fail_to_read(path):
    before = descriptors()
    ctypes.CDLL(None).fail_reads(errno.EIO, 1)
    with pytest.raises(OSError, match="Input/output error") as caught:
        Waveform.from_file(path)
    assert (caught.value.errno, caught.value.filename) == (errno.EIO, path)
    assert descriptors() == before
    assert Waveform.from_file(path).tobytes() == CONTENTS


def test_a_disk_that_cannot_be_read_is_an_os_error(path, tmp_path):
    run_under(tmp_path, fail_to_read, path)


def press_ctrl_c(path):
    libc = ctypes.CDLL(None)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it
    before = descriptors()
    libc.interrupt_read(2)
    with pytest.raises(KeyboardInterrupt):
        Waveform.from_file(path)
    assert libc.reads_made() == 2, "it went on reading"
    assert descriptors() == before


def test_ctrl_c_stops_a_long_read(tmp_path):
    with (tmp_path / "long").open("wb") as file:
        file.truncate(1024 * MIB)
    run_under(tmp_path, press_ctrl_c, str(tmp_path / "long"))


def handle_a_signal(path):
    seen = []
    signal.signal(signal.SIGINT, lambda *arguments: seen.append(arguments))
    ctypes.CDLL(None).interrupt_read(1)
    assert Waveform.from_file(path).tobytes() == CONTENTS
    assert len(seen) == 1


def test_a_handler_that_raises_nothing_runs_and_the_read_goes_on(path, tmp_path):
    run_under(tmp_path, handle_a_signal, path)


def flush_without_room(path):
    waveform = Waveform.mmap(path, mode="r+")
    waveform[0] = 77
    for error in (errno.ENOSPC, errno.EIO):
        ctypes.CDLL(None).fail_sync(error)
        with pytest.raises(OSError, match="No space|Input/output") as caught:
            waveform.flush()
        assert caught.value.errno == error
    assert waveform[0] == 77
    waveform.flush()
    assert Waveform.from_file(path)[0] == 77


def test_a_full_disk_at_flush_is_an_os_error_after_which_flush_can_be_tried_again(path, tmp_path):
    run_under(tmp_path, flush_without_room, path)


def run_out_of_address_space(path):
    kept = Waveform(MIB, "B")
    in_use = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    room = in_use + 64 * MIB
    resource.setrlimit(resource.RLIMIT_AS, (room, resource.RLIM_INFINITY))
    for attempt in [
        lambda: Waveform(128 * MIB, "B"),
        lambda: Waveform((2, 64 * MIB), "h"),
        lambda: Waveform.from_file(path),
        lambda: Waveform.mmap(path),
        lambda: Waveform.mmap(path, mode="r").copy(),
    ]:
        with pytest.raises((MemoryError, OSError)):
            attempt()
    kept.fill(7)
    assert kept.copy() == kept
    assert maps(path) == []


def test_a_limit_of_address_space_is_an_error_and_not_the_end(tmp_path):
    with (tmp_path / "large").open("wb") as file:
        file.truncate(128 * MIB)
    run_isolated(run_out_of_address_space, str(tmp_path / "large"))


# On file systems of their own, in a mount namespace (unshare(1)): nobody else sees them.


def run_on_a_mount(options, folder, script):
    """Runs Python on a tmpfs that is mounted over a folder; it is made read-only before."""
    code = f"import sys; sys.path[:0] = {sys.path!r}\n{script}"
    read_only = "mount -o remount,ro none $0;" if "ro" in options.split(",") else ""
    options = ",".join(option for option in options.split(",") if option != "ro")
    command = f'mount -t tmpfs -o {options} none "$0" && cp -r "$1"/. "$0" && {read_only}'
    command += 'cd "$0" && exec "$2" -c "$3"'
    arguments = [folder / "mount", folder / "files", sys.executable, code]
    for name in ("mount", "files"):
        (folder / name).mkdir(exist_ok=True)
    namespace = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    if subprocess.run([*namespace, "true"], capture_output=True).returncode != 0:
        pytest.skip("this system lets nobody but root mount anything (unshare)")
    return subprocess.run(
        [*namespace, "sh", "-c", command, *arguments], capture_output=True, text=True
    )


FILL = """
from swiftbuf import Waveform
open("sparse", "wb").truncate(1 << 20)
waveform = Waveform.mmap("sparse", mode="r+")
waveform[0] = 1
print("there is room for a page", flush=True)
waveform.fill(1)
print("there is room for all", flush=True)
"""


def test_a_hole_that_a_full_disk_cannot_fill_is_a_bus_error_as_the_docs_say(tmp_path):
    done = run_on_a_mount("size=64k", tmp_path, FILL)
    assert (done.returncode, done.stdout) == (-signal.SIGBUS, "there is room for a page\n")


READ_ONLY = """
import errno
from swiftbuf import Waveform
for mode in ("r", "c"):
    assert Waveform.mmap("file", mode=mode).tolist() == [1, 2]
assert Waveform.from_file("file").tolist() == [1, 2]
try:
    Waveform.mmap("file", mode="r+")
except OSError as error:
    print(error.errno == errno.EROFS, error.filename)
"""


def test_on_a_read_only_disk_all_but_writing_works(tmp_path):
    (tmp_path / "files").mkdir()
    (tmp_path / "files/file").write_bytes(b"\1\2")
    done = run_on_a_mount("size=1m,ro", tmp_path, READ_ONLY)
    assert done.stdout == "True file\n", done.stderr


IMPORT = """
sys.path.insert(0, ".")
for name in [name for name in sys.modules if name.startswith("swiftbuf")]:
    del sys.modules[name]
try:
    import swiftbuf
    print(swiftbuf.__file__, swiftbuf.Waveform(3).tolist())
except ImportError as error:
    print(error)
"""


@pytest.mark.parametrize(
    ("options", "said"),
    [("ro", "/swiftbuf/__init__.py [0.0, 0.0, 0.0]"), ("noexec", "failed to map segment")],
)
def test_the_package_runs_from_a_read_only_folder_and_says_why_not_from_a_noexec_one(
    tmp_path, options, said
):
    package = os.path.dirname(sys.modules["swiftbuf"].__file__)
    (tmp_path / "files").mkdir()
    subprocess.run(["cp", "-r", package, tmp_path / "files/swiftbuf"], check=True)
    done = run_on_a_mount(f"size=64m,{options}", tmp_path, IMPORT)
    assert said in done.stdout, done.stdout + done.stderr
