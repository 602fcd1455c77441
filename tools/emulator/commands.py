"""What people type: ``emulator start|stop|status|reset|logs``. Data to stdout, words to stderr, exit codes 0, 1, 2."""

from __future__ import annotations

import json
import re
import shlex
import sys
from pathlib import Path

from . import process
from .environment import KEYS


def start(port: int = process.DEFAULT_PORT, *, home: Path = process.DEFAULT_HOME, adopt: bool = False) -> int:
    """Start the emulator and leave it running; one that runs already is left as it is."""
    emulator = process.start(port, home=home, adopt=adopt)
    whose = f" (process {emulator.pid}, log {emulator.log})" if emulator.pid else f" ({emulator.kind.value})"
    process.warn(f"The emulator listens on {emulator.endpoint}{whose}")
    _print(emulator.endpoint)
    return 0


def stop(*, home: Path = process.DEFAULT_HOME) -> int:
    """Stop the emulator that was left running."""
    emulator = process.stop(home)
    process.warn(f"The emulator on {emulator.endpoint} has ended" if emulator else "No emulator was running")
    return 0


def status(*, home: Path = process.DEFAULT_HOME, output: str = "text") -> int:
    """Say whether the emulator runs, and where; exit code 1 if it does not."""
    said = process.status(home)
    if output == "json":
        _print(json.dumps(said, indent=2))
    elif said["running"]:
        answers = "answers" if said["answers"] else "does not answer"
        _print(f"The emulator (process {said['pid']}) {answers} on {said['endpoint']}")
        _print(f"Log: {said['log']}")
        if said["answers"]:
            extended = ", ".join(said["extensions"])
            _print(f"Moto {said['moto']}, up for {said['uptime_seconds']:.0f} s, extended: {extended}")
    else:
        _print("No emulator is running")
    return 0 if said["running"] and said["answers"] else 1


def reset(*, home: Path = process.DEFAULT_HOME, port: int | None = None) -> int:
    """Empty every account of the emulator."""
    process.reset(home, port=port)
    process.warn("The emulator is empty")
    return 0


def logs(*, home: Path = process.DEFAULT_HOME, lines: int = 50) -> int:
    """Print the end of the emulator's log."""
    for line in process.logs(home, lines=lines):
        _print(line)
    return 0


def env(account: str | None = None, *, home: Path = process.DEFAULT_HOME) -> int:
    """Print what a shell needs to talk to the emulator, in its default account or in another one."""
    state = process.recorded(home)
    if state is None:
        raise process.EmulatorError("no emulator is running", hint="Start it: ./inv emulator start")
    if account is not None and not re.fullmatch(r"[0-9]{12}", account):
        raise process.EmulatorError(f"{account} is no account id", hint="It has twelve digits, such as 111111111111")
    endpoint = state.emulator.endpoint
    keys = {"AWS_ACCESS_KEY_ID": KEYS, "AWS_SECRET_ACCESS_KEY": KEYS}
    if account:
        from .client import role_keys

        keys = role_keys(endpoint, f"arn:aws:iam::{account}:role/groundplan")
    _print("unset AWS_PROFILE AWS_CA_BUNDLE AWS_SESSION_TOKEN")
    regions = {"AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1"}  # boto3 knows the second only
    for name, value in {"AWS_ENDPOINT_URL": endpoint, **regions, **keys}.items():
        _print(f"export {name}={shlex.quote(value)}")
    return 0


def _print(text: str) -> None:
    sys.stdout.write(f"{text}\n")
