"""A real recording in one block of memory: from a file, through a few edits, to two devices.

    $ python examples/file_to_device.py

The recording is the four-channel EEG that matplotlib ships as sample data: ten seconds, 800 samples
of 4 channels, raw float64. No device is needed: a pseudo-terminal stands for a serial port, and a
socket on the loopback interface for an instrument on the network. Threads of this program are at
their far ends, and compare every byte that arrives with what they work out for themselves, without
swiftbuf and without NumPy. If one byte is wrong, the exit status is 1.
"""

import os
import socket
import sys
import threading
import tty
from array import array
from collections.abc import Callable
from pathlib import Path

import numpy as np
import serial
from matplotlib.cbook import get_sample_data
from matplotlib.figure import Figure

from swiftbuf import Waveform

CHANNELS = ("PG3", "PG5", "PG7", "PG9")
PG3, PG5, PG7, PG9 = range(len(CHANNELS))
RATE = 80  # samples a second, by matplotlib's own example with this file
VOLTS = 0.5  # of the devices' output, for one standard deviation: the unit of the file
TIMEOUT = 10  # seconds that anybody here waits for anybody else

TRANSIENTS = (slice(530, 552), slice(684, 702))  # on PG3: spikes that the device must not see
GAIN = 0.5  # on PG7
TRIGGER, TRIGGER_LEVEL = 160, 6.0  # on PG9: one sample, two seconds in
PULSE, PULSE_LEVELS = slice(480, 484), [3.0, 6.0, 6.0, 3.0]  # on PG9, six seconds in


def recording_path() -> Path:
    return Path(get_sample_data("eeg.dat", asfileobj=False))


def read_recording(path: Path) -> Waveform:
    """Read the file into memory of its own, and look at it as rows of one sample a channel."""
    flat = Waveform.from_file(path, "d")
    return flat.cast("d", (len(flat) // len(CHANNELS), len(CHANNELS)))


def edit(recording: Waveform) -> None:
    """Change a few samples in place: by slice, by index, and from a list."""
    for transient in TRANSIENTS:
        recording[transient, PG3] = 0.0
    recording[TRIGGER, PG9] = TRIGGER_LEVEL
    recording[PULSE, PG9] = PULSE_LEVELS


def turn_down(recording: Waveform) -> bool:
    """Let NumPy work on the very same memory, and tell whether it was the same."""
    samples = np.asarray(recording)
    samples[:, PG7] *= GAIN
    return np.shares_memory(samples, np.frombuffer(recording))


def expected_bytes(path: Path) -> bytes:
    """The file with the same edits, by plain Python: what the devices must get."""
    values = array("d", path.read_bytes())
    row = len(CHANNELS)
    for transient in TRANSIENTS:
        for sample in range(transient.start, transient.stop):
            values[row * sample + PG3] = 0.0
    values[row * TRIGGER + PG9] = TRIGGER_LEVEL
    for sample, level in zip(range(PULSE.start, PULSE.stop), PULSE_LEVELS, strict=True):
        values[row * sample + PG9] = level
    for i in range(PG7, len(values), row):
        values[i] *= GAIN
    return values.tobytes()


class FarEnd(threading.Thread):
    """A device: it reads until the line goes dead, then compares every byte."""

    def __init__(self, read: Callable[[], bytes], expected: bytes) -> None:
        super().__init__(daemon=True)
        self.read, self.expected, self.received = read, expected, b""
        self.start()

    def run(self) -> None:
        while chunk := self.read():
            self.received += chunk

    def agrees(self) -> bool:
        self.join(TIMEOUT)
        return self.received == self.expected


def send_over_serial(recording: Waveform, expected: bytes) -> tuple[str, bool]:
    """Write the recording to a serial port: here, one end of a pseudo-terminal."""
    far_side, near_side = os.openpty()
    tty.setraw(near_side)  # as a real line: no echo, no newline translation
    name = os.ttyname(near_side)

    def read() -> bytes:
        try:
            return os.read(far_side, 4096)
        except OSError:  # EIO is how Linux says that the other end of a terminal hung up
            return b""

    with serial.Serial(name, baudrate=115200, write_timeout=TIMEOUT) as port:
        os.close(near_side)
        device = FarEnd(read, expected)
        port.write(recording)
    agrees = device.agrees()
    os.close(far_side)
    return name, agrees


def send_over_tcp(recording: Waveform, expected: bytes) -> tuple[str, bool]:
    """Send the recording to an instrument on the network: here, a socket on loopback."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        host, port = listener.getsockname()
        with socket.create_connection((host, port), TIMEOUT) as instrument:
            far_side, _ = listener.accept()
            far_side.settimeout(TIMEOUT)
            device = FarEnd(lambda: far_side.recv(65536), expected)
            instrument.sendall(recording)
    with far_side:
        return f"{host}:{port}", device.agrees()


def draw(before: Waveform, after: Waveform, path: Path) -> None:
    """Draw the channels one below the other, in volts: blue as sent, grey as read where that
    differs, the edits shaded."""
    read, sent = (np.asarray(samples.convert(scale=VOLTS)) for samples in (before, after))
    last = len(sent) - 1
    edits = {
        PG3: [(t.start, t.stop - 1, "transient blanked") for t in TRANSIENTS],
        PG5: [],
        PG7: [(0, last, f"gain x {GAIN}, by NumPy in the same memory")],
        PG9: [(TRIGGER, TRIGGER, "trigger"), (PULSE.start, PULSE.stop - 1, "calibration pulse")],
    }
    seconds = np.arange(len(sent)) / RATE
    figure = Figure(figsize=(9, 7.5), layout="constrained")
    figure.suptitle("Read from a file, edited in place, sent to two devices", fontsize=15)
    figure.supylabel("output of the devices (V)", fontsize=12)
    axes = figure.subplots(len(CHANNELS), sharex=True, sharey=True)
    for channel, ax in enumerate(axes):
        # A line from the last sample that is the same to the next one that is.
        differs = np.convolve(read[:, channel] != sent[:, channel], [1, 1, 1], "same") > 0
        grey = np.where(differs, read[:, channel], np.nan)
        ax.plot(seconds, grey, color="0.5", linewidth=1.5, label="as read, where it differs")
        ax.plot(seconds, sent[:, channel], color="tab:blue", linewidth=1.2, label="as sent")
        for start, stop, what in edits[channel]:
            ax.axvspan((start - 2) / RATE, (stop + 2) / RATE, color="tab:orange", alpha=0.15)
            ax.annotate(
                what,
                ((start + stop) / 2 / RATE, 1.02),
                xycoords=ax.get_xaxis_transform(),
                ha="center",
                fontsize=11,
            )
        ax.set(ylabel=CHANNELS[channel], ylim=(-3.5, 3.5), xlim=(0, last / RATE))
        ax.spines[["top", "right"]].set_visible(False)
    axes[PG3].legend(loc="upper left", ncols=2, frameon=False)
    axes[-1].set_xlabel("time (s)", fontsize=12)
    figure.savefig(path, dpi=110)


def main() -> int:
    path = recording_path()
    picture = Path("demo.png")
    expected = expected_bytes(path)

    recording = read_recording(path)
    samples, channels = recording.shape
    print(
        f"read    {path.name}: {samples} samples of {channels} channels, {recording.nbytes} bytes"
    )

    before = recording.copy()
    edit(recording)
    print("edited  PG3: two transients blanked; PG9: a trigger and a calibration pulse")

    shared = turn_down(recording)
    print(f"numpy   PG7 turned down to {GAIN:.0%} in the same memory: {shared}")

    print("devices a pseudo-terminal stands for a serial port, a loopback socket for an instrument")
    results = [shared]
    for kind, send in (("serial", send_over_serial), ("tcp", send_over_tcp)):
        device, agrees = send(recording, expected)
        verdict = "every byte is right" if agrees else "WRONG BYTES"
        print(f"{kind:7} {recording.nbytes} bytes to {device}: {verdict}")
        results.append(agrees)

    draw(before, recording, picture)
    print(f"drew    {picture}, before and after, in volts")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
