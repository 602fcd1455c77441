"""One shell of a step, and the end of everything that a job has started."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ..errors import GroundplanError

TRACKING = "RUNNER_TRACKING_ID"
"""GitHub's own mark in the environment of everything that a job starts: what still has it at the end is ended."""
_GRACE = 10.0

_PASSES = re.compile(
    r"HOME|LANG|LC_\w+|LOGNAME|PATH|TMPDIR|USER|TF_CLI_CONFIG_FILE|GIT_SSL_CAINFO|(?:PIP|UV|GOPROXY|GOSUMDB|GONOSUMDB)\w*"
    r"|(?:https?|all|no)_proxy|SSL_CERT_(?:FILE|DIR)|(?:REQUESTS|CURL)_CA_BUNDLE|NODE_EXTRA_CA_CERTS",
    re.IGNORECASE,
)
"""What of this machine's environment a job sees: who and where, and how the network is reached. No credentials."""


def passing(environment: Mapping[str, str]) -> dict[str, str]:
    """The part of an environment that a job sees, without a virtual environment that is switched on."""
    kept = {name: value for name, value in environment.items() if _PASSES.fullmatch(name)}
    if venv := environment.get("VIRTUAL_ENV"):
        path = kept.get("PATH", "").split(os.pathsep)
        kept["PATH"] = os.pathsep.join(entry for entry in path if Path(entry) != Path(venv) / "bin")
    return kept


def run(
    command: Sequence[str | Path], folder: Path, environment: Mapping[str, str], log: Path, timeout: float
) -> int | None:
    """Run a shell with its output in a file; its exit code, or None when its time (in seconds) was over.

    Raises:
        GroundplanError: the shell or the folder is not there.
    """
    with log.open("ab") as output:
        try:
            process = subprocess.Popen(
                list(map(str, command)),
                cwd=folder,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        except OSError as error:
            raise GroundplanError(f"{command[0]} does not start in {folder}: {error.strerror}") from error
        try:
            return process.wait(timeout)
        except subprocess.TimeoutExpired:
            return None
        finally:
            if process.poll() is None:
                _end_group(process)


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """End a shell and its children, with a moment to tidy up."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def end_what_is_left(tracking: str) -> int:
    """End processes that carry a job's mark, as servers that a step left behind do; how many there were."""
    marked = list(_marked(tracking))
    for sign in (signal.SIGTERM, signal.SIGKILL):
        left = [process for process in marked if process in set(_marked(tracking))]
        for process in left:
            with contextlib.suppress(OSError):
                os.kill(process, sign)
        deadline = time.monotonic() + _GRACE
        while left and time.monotonic() < deadline and any(_marked(tracking)):
            time.sleep(0.1)
    return len(marked)


def _marked(tracking: str) -> Iterator[int]:
    wanted = f"{TRACKING}={tracking}".encode()
    processes = Path("/proc")
    if not processes.is_dir():  # other systems do not show their processes' environment
        return
    for folder in processes.iterdir():
        if folder.name.isdigit() and int(folder.name) != os.getpid():
            with contextlib.suppress(OSError):
                if wanted in (folder / "environ").read_bytes().split(b"\0"):
                    yield int(folder.name)


def read_assignments(path: Path, where: str) -> dict[str, str]:
    """What a step wrote into $GITHUB_OUTPUT or $GITHUB_ENV: ``name=value`` lines, and ``name<<END`` for several.

    Raises:
        GroundplanError: a line is neither, or the end is missing.
    """
    found: dict[str, str] = {}
    lines = iter(read_lines(path))
    for line in lines:
        if not line:
            continue
        several = re.fullmatch(r"([^=]+?)<<(.+)", line)
        if several:
            value = []
            for each in lines:
                if each == several[2]:
                    break
                value.append(each)
            else:
                raise GroundplanError(f"{several[1]} has no {several[2]} at its end", where=where)
            found[several[1]] = "\n".join(value)
        elif "=" in line:
            name, _, given = line.partition("=")
            found[name] = given
        else:
            raise GroundplanError(f"a step wrote `{line[:60]}`, which is no name=value", where=where)
    return found


def read_lines(path: Path) -> list[str]:
    """What a step wrote for GitHub, line by line; nothing where it took the file away."""
    return path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else []


def say(words: str) -> None:
    """Words for people."""
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()
