"""Telling whether a process is still the one that was started: numbers of processes are used again."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Identity:
    """What does not change while a process lives, and what it was started with."""

    started: str
    command: str


def identity(pid: int) -> Identity | None:
    """The identity of a living process; None where there is none (one that has ended but is not yet reaped too)."""
    if pid <= 0:
        return None
    return _from_proc(pid) if sys.platform == "linux" else _from_ps(pid)


def reap(pid: int) -> None:
    """Let go of a child that has ended; of no consequence where the process is not a child of ours."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)


def _from_proc(pid: int) -> Identity | None:
    folder = Path("/proc") / str(pid)
    try:
        # The name of the program stands in parentheses and may hold anything; the fields behind it are numbered from 3.
        fields = (folder / "stat").read_text(errors="replace").rpartition(")")[2].split()
        command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return None
    state, threads, started = fields[0], int(fields[17]), fields[19]
    # The first thread may have ended before the others, which still hold what is open.
    return None if state in "ZX" and threads <= 1 else Identity(started, command)


def _from_ps(pid: int) -> Identity | None:
    done = subprocess.run(
        ["ps", "-ww", "-o", "stat=,lstart=,command=", "-p", str(pid)],
        capture_output=True,
        text=True,
        env={**os.environ, "LC_ALL": "C"},
        check=False,
    )
    fields = done.stdout.split(maxsplit=6)  # "S Fri Nov 20 12:00:00 2026 python …"
    if done.returncode or len(fields) < 7 or fields[0].startswith("Z"):
        return None
    return Identity(" ".join(fields[1:6]), fields[6])
