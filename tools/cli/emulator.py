"""The emulator's task."""

from __future__ import annotations

from pathlib import Path

from invoke import Context

from ..errors import GroundplanError
from .task import checked_format, command

__all__ = ["emulator"]


@command(
    positional=["action"],
    help={
        "action": "start, stop, status, env, reset or logs",
        "account": "for env: the account whose keys to print, by its id",
        "port": "the port to listen on (another free one is taken where it is not free)",
        "format": "text or json, for status",
        "lines": "how many lines of the log",
        "adopt": "use a LocalStack or another Moto that already listens on the port",
    },
)
def emulator(
    context: Context,
    action: str,
    account: str | None = None,
    port: int = 4566,
    format: str = "text",
    lines: int = 50,
    adopt: bool = False,
) -> int:
    """Start, stop, show, talk to, empty or read the log of the emulated AWS on 127.0.0.1."""
    from ..emulator import commands
    from ..files import work_folder

    home = work_folder(Path.cwd()) / "emulator"
    match action:
        case "start":
            return commands.start(port, home=home, adopt=adopt)
        case "stop":
            return commands.stop(home=home)
        case "status":
            return commands.status(home=home, output=checked_format(format, "text", "json"))
        case "env":
            return commands.env(account, home=home)
        case "reset":
            return commands.reset(home=home)
        case "logs":
            return commands.logs(home=home, lines=lines)
    raise GroundplanError(f"the emulator knows no {action!r}", hint="use start, stop, status, env, reset or logs")
