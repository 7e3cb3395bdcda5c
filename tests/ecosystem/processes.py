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
        pytest.fail(f"{command} took over {timeout} s:\n{end(process)}")
    assert process.returncode == 0, out + err
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def end(process):
    """End a session, and return what it printed."""
    # The ranks of MPI have sessions of their own, which mpiexec ends if it is asked to end itself.
    os.killpg(process.pid, signal.SIGTERM)
    try:
        return process.communicate(timeout=30)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        return process.communicate()
