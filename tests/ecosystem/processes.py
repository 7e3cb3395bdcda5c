"""Programs that start processes of their own, none of which may stay behind."""

import os
import signal
import subprocess

import pytest


def run(command, timeout, **options):
    """Run a program to its end in a session of its own; after `timeout` seconds, end all of it."""
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        **options,
    )
    try:
        out, err = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        pytest.fail(f"{command} took over {timeout} s:\n{process.communicate()}")
    assert process.returncode == 0, out + err
    return subprocess.CompletedProcess(command, process.returncode, out, err)
