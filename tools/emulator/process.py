"""Starting and stopping the emulator, in two ways.

:func:`start` leaves a server behind that stays until :func:`stop`, recorded in ``state.json``. :func:`owned` has one
for as long as a block of code runs: it ends with its owner, also when that is killed. Neither hears the terminal's
Ctrl-C.

Only a process that this module started is ever signalled: its number, the time it was started and its command line
(which holds a name made for it) must all be those that were recorded.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from ..errors import GroundplanError
from ..files import WORK_FOLDER, locked, write_atomically
from .environment import server_environment
from .identity import identity, reap
from .probe import HOST, Kind, get, health, occupant

DEFAULT_PORT: Final = 4566
DEFAULT_HOME: Final = Path(WORK_FOLDER) / "emulator"
ADDRESS_IN_USE: Final = 98  # what server.py ends with; it is not imported here, to spare the parent its imports
TAIL: Final = 20

Say = Callable[[str], None]


class EmulatorError(GroundplanError):
    """The emulator could not be started, found or stopped."""


@dataclass(frozen=True, slots=True)
class Emulator:
    """A server that answers. ``pid`` and ``log`` are None where it is not ours (LocalStack, another Moto)."""

    endpoint: str
    port: int
    kind: Kind = Kind.GROUNDPLAN
    pid: int | None = None
    log: Path | None = None


@dataclass(frozen=True, slots=True)
class State:
    """What ``state.json`` holds of a server that was left running."""

    pid: int
    started: str
    instance: str
    port: int
    log: str

    @property
    def emulator(self) -> Emulator:
        """The server that it tells of."""
        return Emulator(_endpoint(self.port), self.port, Kind.GROUNDPLAN, self.pid, Path(self.log))


def warn(text: str) -> None:
    """Words go to stderr."""
    sys.stderr.write(f"{text}\n")


def start(
    port: int = DEFAULT_PORT,
    *,
    home: Path = DEFAULT_HOME,
    adopt: bool = False,
    timeout: float = 30.0,
    say: Say = warn,
) -> Emulator:
    """The emulator that is left running: the one that runs already, or a new one.

    Where something else listens on ``port``, a free port is taken and said; with ``adopt``, a LocalStack, another Moto
    or another checkout's emulator there is used as it is.

    Raises:
        EmulatorError: it does not come up in time; the text holds the end of its log.
    """
    with locked(home / "lock"):
        state = recorded(home)
        if state is not None:
            if health(state.port) is None:
                raise EmulatorError(
                    f"the emulator (process {state.pid}) does not answer on port {state.port}",
                    hint="Stop it: ./inv emulator stop",
                )
            return state.emulator
        chosen, foreign = _choose(port, adopt, say)
        if foreign is not None:
            return foreign
        launched = _launch(chosen, home / "emulator.log", timeout, say=say)
        try:
            state = _state(launched)
            write_atomically(_state_file(home), json.dumps(asdict(state), indent=2) + "\n")
        except BaseException:
            launched.end()
            raise
        return state.emulator


@contextlib.contextmanager
def owned(
    port: int = DEFAULT_PORT,
    *,
    home: Path = DEFAULT_HOME,
    reuse: bool = True,
    adopt: bool = False,
    timeout: float = 30.0,
    say: Say = warn,
) -> Iterator[Emulator]:
    """An emulator for as long as the block runs; with ``reuse``, the one that was left running where there is one."""
    state = recorded(home) if reuse else None
    if state is not None and health(state.port) is not None:
        yield state.emulator
        return
    chosen, foreign = _choose(port, adopt, say)
    if foreign is not None:
        yield foreign
        return
    _forget_old_logs(home)
    log = home / f"owned-{uuid.uuid4().hex[:8]}.log"
    launched = _launch(chosen, log, timeout, owner=True, say=say)
    try:
        yield Emulator(_endpoint(launched.port), launched.port, Kind.GROUNDPLAN, launched.process.pid, log)
    finally:
        launched.end()
    log.unlink(missing_ok=True)


def stop(home: Path = DEFAULT_HOME, *, timeout: float = 5.0) -> Emulator | None:
    """End the emulator that was left running; None where there was none."""
    with locked(home / "lock"):
        state = recorded(home)
        if state is None:
            return None
        os.kill(state.pid, signal.SIGTERM)
        if not _gone(state, timeout):
            os.kill(state.pid, signal.SIGKILL)
            if not _gone(state, timeout):
                raise EmulatorError(f"the emulator (process {state.pid}) does not end")
        _state_file(home).unlink(missing_ok=True)
        return state.emulator


def status(home: Path = DEFAULT_HOME) -> dict[str, Any]:
    """What there is to say of the emulator that was left running; ``running`` is False where there is none."""
    state = recorded(home)
    if state is None:
        return {"running": False}
    answer = health(state.port)
    said = {"running": True, "answers": answer is not None, "endpoint": _endpoint(state.port)}
    return said | {"pid": state.pid, "log": state.log} | (answer or {})


def reset(home: Path = DEFAULT_HOME, *, port: int | None = None) -> None:
    """Empty all accounts of the emulator that was left running, or of the one on ``port``."""
    if port is None:
        state = recorded(home)
        if state is None:
            raise EmulatorError("no emulator is running", hint="Start it: ./inv emulator start")
        port = state.port
    answer = get(port, "/moto-api/reset", method="POST", timeout=30.0)
    if answer is None or answer[0] != 200:
        said = "nobody answers" if answer is None else f"status {answer[0]}"
        raise EmulatorError(f"cannot reset the emulator on port {port}: {said}")


def logs(home: Path = DEFAULT_HOME, *, lines: int = 50) -> list[str]:
    """The last lines of the log of the emulator that was left running, or of the last one that was."""
    log = home / "emulator.log"
    if not log.is_file():
        raise EmulatorError(f"there is no log at {log}", hint="Start the emulator: ./inv emulator start")
    return _tail(log, lines)


def recorded(home: Path = DEFAULT_HOME) -> State | None:
    """The recorded server, if it still lives; a record that nothing corresponds to any more is removed."""
    file = _state_file(home)
    try:
        state = State(**json.loads(file.read_text()))
        living = identity(state.pid)
        if living is not None and living.started == state.started and state.instance in living.command:
            return state
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError):
        pass  # cut off, or of another time: as good as none
    with contextlib.suppress(OSError):
        file.unlink()
    return None


@dataclass(frozen=True, slots=True)
class _Launched:
    process: subprocess.Popen[bytes]
    port: int
    instance: str
    log: Path

    def end(self) -> None:
        """Close the owner's end, which the server watches, and wait."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            _kill(self.process)


def _launch(port: int, log: Path, timeout: float, *, owner: bool = False, say: Say = warn) -> _Launched:
    """A server process that listens; on a free port where ``port`` was taken in the meantime."""
    log = log.absolute()
    instance = f"groundplan-{uuid.uuid4().hex[:12]}"
    read_end, write_end = os.pipe()
    command = [sys.executable, "-m", f"{__package__}.server", "--host", HOST, "--port", str(port), "--log", str(log)]
    command += ["--instance", instance, "--ready-fd", str(write_end), *(["--owned"] if owner else [])]
    package_root = Path(__file__).resolve().parents[2]
    environment = server_environment() | {"PYTHONPATH": str(package_root), "PYTHONUNBUFFERED": "1"}
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as stream:
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE if owner else subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                pass_fds=(write_end,),
                start_new_session=True,
                cwd=log.parent,
                env=environment,
            )
    except OSError as error:
        os.close(read_end)
        os.close(write_end)
        raise EmulatorError(f"cannot start the emulator: {error}") from error
    os.close(write_end)
    code: int | None = None
    try:
        listening = _await_port(read_end, timeout)
        if listening is not None:
            return _Launched(process, listening, instance, log)
        code = process.wait(timeout)
    except (TimeoutError, subprocess.TimeoutExpired):
        _kill(process)
    except BaseException:
        _kill(process)
        raise
    finally:
        os.close(read_end)
    if code == ADDRESS_IN_USE and port != 0:
        say(f"port {port} was taken while the emulator started; it takes a free one")
        return _launch(0, log, timeout, owner=owner, say=say)
    how = f"did not listen within {timeout:g} s" if code is None else f"ended with exit code {code}"
    tail = "".join(f"\n  | {line}" for line in _tail(log, TAIL))
    raise EmulatorError(f"the emulator {how}; its log ({log}) ends with{tail or ' nothing'}")


def _await_port(read_end: int, timeout: float) -> int | None:
    """The port that the server says it listens on; None when it ended without a word."""
    deadline = time.monotonic() + timeout
    said = b""
    while select.select([read_end], [], [], max(0.0, deadline - time.monotonic()))[0]:
        chunk = os.read(read_end, 1024)
        if not chunk:
            return int(json.loads(said)["port"]) if said else None
        said += chunk
    raise TimeoutError


def _kill(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


def _choose(port: int, adopt: bool, say: Say) -> tuple[int, Emulator | None]:
    """The port to listen on, or the server there that is to be used."""
    found = occupant(port) if port else None
    if found is None:
        return port, None
    if adopt and found is not Kind.OTHER:
        return port, Emulator(_endpoint(port), port, found)
    whose = "another emulator of ours" if found is Kind.GROUNDPLAN else found.value
    say(f"port {port} is taken by {whose}; the emulator takes a free one")
    return 0, None


def _state(launched: _Launched) -> State:
    living = identity(launched.process.pid)
    if living is None:
        raise EmulatorError(f"the emulator ended at once; see {launched.log}")
    return State(launched.process.pid, living.started, launched.instance, launched.port, str(launched.log))


def _gone(state: State, timeout: float) -> bool:
    deadline = time.monotonic() + timeout
    while True:
        reap(state.pid)
        living = identity(state.pid)
        if living is None or living.started != state.started:
            return True
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)


def _forget_old_logs(home: Path) -> None:
    """Logs of owned servers stay when their owner was killed; a day later nobody wants them."""
    for log in home.glob("owned-*.log*"):
        with contextlib.suppress(OSError):
            if time.time() - log.stat().st_mtime > 86_400:
                log.unlink()


def _state_file(home: Path) -> Path:
    return home / "state.json"


def _endpoint(port: int) -> str:
    return f"http://{HOST}:{port}"


def _tail(log: Path, lines: int) -> list[str]:
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 200 * max(lines, 50)))
            return file.read().decode(errors="replace").splitlines()[-lines:]
    except OSError:
        return []
