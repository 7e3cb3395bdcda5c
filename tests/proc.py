"""What Linux says of this process: its open files, and the maps of a file (proc(5))."""

import os
import re
from pathlib import Path


def descriptors():
    """The open descriptors, and the file behind each."""
    opened = {}
    for number in os.listdir("/proc/self/fd"):
        try:
            opened[int(number)] = os.readlink(f"/proc/self/fd/{number}")
        except FileNotFoundError:
            continue  # that of the listing itself
    return opened


def maps(path):
    """The permissions of each map of a file, such as "r--s" or "rw-p"."""
    lines = Path("/proc/self/maps").read_text().splitlines()
    return [line.split()[1] for line in lines if line.endswith(f" {path}")]


def copied_bytes(path):
    """The bytes that maps of a file have copied: those that are the file's no longer.

    `Private_Dirty` counts them too, and pages of the file that are not on the disk yet.
    """
    copied, inside = 0, False
    for line in Path("/proc/self/smaps").read_text().splitlines():
        if re.match(r"[0-9a-f]+-[0-9a-f]+ ", line):
            inside = line.endswith(f" {path}")
        elif inside and line.startswith("Anonymous:"):
            copied += int(line.split()[1]) * 1024
    return copied
