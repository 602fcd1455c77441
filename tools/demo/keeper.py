"""What stands between the demonstration and its PostgreSQL: ``python -m tools.demo.keeper FOLDER BINARIES USER``.

PostgreSQL does not notice that who started it is gone. The keeper does: its standard input is a pipe whose other end
the demonstration holds, so when that ends, however it ends, the keeper stops the server and removes its folder.
"""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

SETTINGS: Final = {
    "wal_level": "logical",
    "listen_addresses": "",  # the socket in its own folder is the only way in
    "fsync": "off",  # it does not outlive the demonstration; but commits wait for the log, which the slot is read from
    "full_page_writes": "off",
    "max_connections": "20",
    "shared_buffers": "64MB",
    "max_wal_size": "2GB",
    "timezone": "Europe/Stockholm",  # not UTC: what forgets the zone is found out
    "log_min_messages": "warning",
}


def main(argv: list[str]) -> int:
    """Make a server, say "started", and stay until the standard input ends or the server does."""
    folder, binaries, user = Path(argv[0]), Path(argv[1]), argv[2]
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, signal.SIG_IGN)  # the pipe decides
    who: dict[str, Any] = {"user": user, "group": _group(user), "extra_groups": []} if os.geteuid() == 0 else {}
    log = folder / "server.log"
    try:
        with log.open("ab") as stream:
            common: dict[str, Any] = {
                "stdin": subprocess.DEVNULL,
                "stdout": stream,
                "stderr": stream,
                "cwd": folder,
                "env": {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
                | {"LC_ALL": "C", "HOME": str(folder)},
                **who,
            }
            data = str(folder / "data")
            made = [
                str(binaries / "initdb"),
                "-D",
                data,
                "-U",
                "shop",
                "-E",
                "UTF8",
                "--locale=C",
                "--auth=trust",
                "-N",
            ]
            subprocess.run(made, check=True, **common)
            settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
            served = [str(binaries / "postgres"), "-D", data, "-k", str(folder), *settings]
            server = subprocess.Popen(served, **common)
            print("started", flush=True)  # noqa: T201
            try:
                _wait(server)
            finally:
                _stop(server)
    except (OSError, subprocess.SubprocessError) as error:
        print(f"failed: {error}", flush=True)  # noqa: T201
        select.select([0], [], [])  # who started us still wants to read the log
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def _wait(server: subprocess.Popen[bytes]) -> None:
    ended = os.pidfd_open(server.pid) if hasattr(os, "pidfd_open") else None
    while server.poll() is None:
        ready, _, _ = select.select([0] if ended is None else [0, ended], [], [], None if ended is not None else 1.0)
        if 0 in ready and not os.read(0, 1024):
            return
    select.select([0], [], [])  # it ended by itself: its log stays until who started us has seen it


def _stop(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is None:
        server.send_signal(signal.SIGQUIT)  # immediately: nothing of it is kept
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _group(user: str) -> int:
    import pwd

    return pwd.getpwnam(user).pw_gid


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
