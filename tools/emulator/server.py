"""The emulator's own process: ``python -m tools.emulator.server --port 4566``."""

from __future__ import annotations

import argparse
import errno
import gc
import json
import logging
import logging.handlers
import os
import signal
import socket
import sys
import threading
from pathlib import Path
from typing import Any, Final

from ..errors import GroundplanError

SETTINGS: Final = {
    "MOTO_ACM_VALIDATION_WAIT": "1",  # seconds until a certificate counts as validated; Moto's 60 serve nobody
    "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",  # arn:aws:iam::aws:policy/… can be attached
}
ADDRESS_IN_USE: Final = 98
"""Exit code: somebody else listens on the port."""

LOG_BYTES: Final = 5_000_000

TURN: Final = 5.0
"""Seconds for which a thread that computes is left alone. Moto goes through dicts that other requests write to and has
no lock, and a lock around a request would be waited for by the requests that it makes itself. With Python's 5 ms, one
apply in many ended with "dictionary changed size during iteration"."""


class Log(logging.handlers.RotatingFileHandler):
    """The log file: bounded, and the standard streams follow it when it rotates."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8")
        self._take_streams()

    def doRollover(self) -> None:
        """Begin a new file, for the standard streams too."""
        super().doRollover()
        self._take_streams()

    def _take_streams(self) -> None:
        if self.stream is not None:
            os.dup2(self.stream.fileno(), 1)
            os.dup2(self.stream.fileno(), 2)


def main(argv: list[str] | None = None) -> int:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="emulator", description="A local AWS (Moto with extensions).")
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address")
    parser.add_argument("--port", type=int, default=4566, help="0 takes any free one")
    parser.add_argument("--log", type=Path, help="write here, at most twice 5 MB, instead of to the terminal")
    parser.add_argument("--instance", default="", help="a name that the health check answers with")
    parser.add_argument("--ready-fd", type=int, help="file descriptor to write {port: …} to when the server listens")
    parser.add_argument("--owned", action="store_true", help="stop when the standard input is closed")
    options = parser.parse_args(argv)
    if not options.host.startswith("127.") and options.host not in ("localhost", "::1"):
        parser.error(f"{options.host} is not a loopback address: the emulator has no access control")
    handler = Log(options.log) if options.log else logging.StreamHandler()
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%Y-%m-%d %H:%M:%S", handlers=[handler]
    )
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, _stop)
    if options.owned:
        threading.Thread(target=_stop_with_owner, name="owner", daemon=True).start()
    os.environ.update({name: os.environ.get(name, value) for name, value in SETTINGS.items()})
    try:
        return serve(options.host, options.port, options.instance, options.ready_fd)
    except GroundplanError as error:
        logging.getLogger("emulator").error("%s", error)
        return error.exit_code


def serve(host: str, port: int, instance: str = "", ready_fd: int | None = None) -> int:
    """Listen and answer."""
    server = make_server(host, port, instance)
    if server is None:
        logging.getLogger("emulator").error("port %d is in use", port)
        return ADDRESS_IN_USE
    if ready_fd is not None:
        with os.fdopen(ready_fd, "w") as ready:
            json.dump({"port": server.port}, ready)
    logging.getLogger("emulator").info("listening on http://%s:%d", host, server.port)
    gc.collect()
    gc.freeze()  # what was imported stays: the collector need not look at it again and again
    server.serve_forever()
    return 0


def make_server(host: str, port: int, instance: str = "") -> Any:
    """A threaded server, bound but not yet serving; None where the port is taken."""
    from werkzeug.serving import ThreadedWSGIServer

    from . import registry
    from .extension import TESTED_MOTO, moto_version

    if moto_version() != TESTED_MOTO:
        for note in registry.check_all():
            logging.getLogger("emulator").warning("%s", note)

    try:
        # A socket of our own: werkzeug would exit the process where the port is taken, and ask DNS for our name.
        listener = socket.create_server((host, port), backlog=128)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return None
        raise
    sys.setswitchinterval(TURN)
    os.environ["MOTO_PORT"] = str(listener.getsockname()[1])  # Moto's services call each other

    from .application import Application
    from .requests import RequestHandler

    with listener:
        return ThreadedWSGIServer(host, port, Application(instance), handler=RequestHandler, fd=listener.fileno())


def _stop(*_: object) -> None:
    """Leave at once: there is nothing to save."""
    os._exit(0)


def _stop_with_owner() -> None:
    """The owner holds the other end of our standard input: when it ends, however it ends, so do we."""
    while os.read(0, 1024):
        pass
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
