"""Chromium without a window, spoken to in its own protocol over two pipes: no driver, no port, no further package."""

from __future__ import annotations

import fcntl
import json
import os
import select
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find_browser() -> str | None:
    """A browser of Chromium's kind on PATH."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


@dataclass
class Page:
    """One page in a browser."""

    into: int
    out: int
    session: str | None = None
    events: list[dict[str, Any]] = field(default_factory=list)
    _rest: bytes = b""
    _number: int = 0

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Say something to the browser; its answer. What it tells meanwhile is kept in ``events``."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.into, json.dumps(message).encode() + b"\0")
        while True:
            said = self._read()
            if said.get("id") == self._number:
                if "error" in said:
                    raise RuntimeError(f"{method}: {said['error']['message']}")
                return dict(said["result"])
            self.events.append(said)

    def run(self, script: str) -> Any:
        """The value of an expression in the page."""
        said = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in said:
            raise RuntimeError(f"{script}: {said['exceptionDetails']}")
        return said["result"].get("value")

    def wait(self, condition: str, seconds: float = 15) -> None:
        """Wait until an expression holds."""
        end = time.monotonic() + seconds
        while not self.run(f"Boolean({condition})"):
            if time.monotonic() > end:
                raise TimeoutError(
                    f"{condition} did not come true; the page says:\n{self.run('document.body.innerText')}"
                )
            time.sleep(0.05)

    def open(self, address: str) -> None:
        """Go to an address, and wait for the page."""
        self.call("Page.navigate", url=address)
        self.wait(f"location.href.startsWith({json.dumps(address)}) && document.readyState === 'complete'")

    def type(self, selector: str, text: str) -> None:
        """Put the cursor into a field and type."""
        self.run(f"document.querySelector({json.dumps(selector)}).focus()")
        self.call("Input.insertText", text=text)

    def press(self, key: str, code: int) -> None:
        """Press a key and let it go."""
        about = {"key": key, "code": key, "windowsVirtualKeyCode": code}
        self.call("Input.dispatchKeyEvent", type="keyDown", text="\r" if key == "Enter" else "", **about)
        self.call("Input.dispatchKeyEvent", type="keyUp", **about)

    def complaints(self) -> list[str]:
        """Errors that the page or the browser has told of: exceptions, broken policies, what could not be loaded."""
        self.run("1")
        found = []
        for event in self.events:
            if event.get("method") == "Runtime.exceptionThrown":
                found.append(json.dumps(event["params"]["exceptionDetails"]))
            if event.get("method") == "Log.entryAdded" and event["params"]["entry"]["level"] == "error":
                found.append(event["params"]["entry"]["text"])
        return found

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self.out], [], [], 30)
            read = os.read(self.out, 1 << 16) if ready else b""
            if not read:
                raise RuntimeError("the browser does not answer")
            self._rest += read
        message, _, self._rest = self._rest.partition(b"\0")
        return dict(json.loads(message))


@contextmanager
def browsing(program: str, folder: Path) -> Iterator[Page]:
    """A page in a fresh browser, which ends with the block."""
    theirs_in, ours_in = _pipe()
    ours_out, theirs_out = _pipe()
    arguments = [program, "--headless=new", "--remote-debugging-pipe", f"--user-data-dir={folder}", "--no-first-run"]
    arguments += ["--disable-gpu", "--disable-dev-shm-usage", "--no-proxy-server", "--lang=en", "about:blank"]
    if os.geteuid() == 0:
        arguments.insert(1, "--no-sandbox")  # Chromium's own refuses root; the page here is ours
    nothing = (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)
    moved = [(os.POSIX_SPAWN_DUP2, theirs_in, 3), (os.POSIX_SPAWN_DUP2, theirs_out, 4), nothing]
    environment = {**os.environ, "TZ": "Europe/London", "HOME": str(folder)}
    process = os.posix_spawn(program, arguments, environment, file_actions=moved)
    os.close(theirs_in)
    os.close(theirs_out)
    try:
        page = Page(ours_in, ours_out)
        target = page.call("Target.createTarget", url="about:blank")["targetId"]
        page.session = page.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            page.call(f"{domain}.enable")
        yield page
    finally:
        os.close(ours_in)  # a browser whose pipe closes ends
        _end(process)
        os.close(ours_out)


def _pipe() -> tuple[int, int]:
    """A pipe whose ends are out of the way of those that the browser wants."""
    low = os.pipe()
    high = tuple(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in low)
    for end in low:
        os.close(end)
    return high[0], high[1]


def _end(process: int) -> None:
    for _ in range(100):
        if os.waitpid(process, os.WNOHANG)[0]:
            return
        time.sleep(0.05)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
