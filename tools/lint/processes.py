"""The programs that checks run, beside each other in threads; all of them end when somebody presses Ctrl-C."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from .model import SkipCheck

_lock = threading.Lock()
_running: set[subprocess.Popen[str]] = set()
_stopped = threading.Event()


def run(
    command: Sequence[str | Path],
    folder: Path,
    *,
    stdin: str | None = None,
    environment: Mapping[str, str] | None = None,
    seconds: float = 900,
) -> subprocess.CompletedProcess[str]:
    """Run a program that reports findings by its exit code; its output is captured.

    Raises:
        OSError: it cannot be started.
        subprocess.TimeoutExpired: it took longer than ``seconds``.
        SkipCheck: everything has been stopped.
    """
    words = [str(part) for part in command]
    with _lock:
        if _stopped.is_set():
            raise SkipCheck("interrupted")
        process = subprocess.Popen(
            words,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        _running.add(process)
    try:
        output, errors = process.communicate(stdin, timeout=seconds)
    except BaseException:
        process.kill()
        process.wait()
        raise
    finally:
        _running.discard(process)
    return subprocess.CompletedProcess(words, process.returncode, output, errors)


def stop() -> None:
    """End what runs, and let nothing else begin: threads that wait for programs cannot be interrupted themselves."""
    with _lock:
        _stopped.set()
        for process in set(_running):
            process.kill()
