"""The platform's functions, each in a process of its own."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .errors import DemoError


class Killed(Exception):
    """The function's process is gone."""


@dataclass
class Function:
    """A handler that is called in another process, which is started when it is needed."""

    name: str
    module: str
    folder: Path
    environment: Mapping[str, str]
    log: Path
    seconds: float = 0.0
    peak_mb: int = 0
    _process: subprocess.Popen[str] | None = field(default=None, repr=False)

    def call(self, event: Mapping[str, Any], *, die_after: int = 0) -> Any:
        """What the handler answers to an event.

        Raises:
            Killed: its process was, in the middle.
            DemoError: the handler failed.
        """
        process = self._process or self._start()
        if process.stdin is None or process.stdout is None:
            raise Killed
        try:
            process.stdin.write(json.dumps({"event": event, "die_after": die_after}) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            code = process.wait()
            self._process = None
            if code < 0:
                raise Killed
            raise DemoError(f"the function {self.name} ended with exit code {code}", hint=f"Its log: {self.log}")
        answer = json.loads(line)
        self.seconds += answer["seconds"]
        self.peak_mb = max(self.peak_mb, answer["peak_mb"])
        if "error" in answer:
            raise DemoError(f"the function {self.name} failed: {answer['error']}", hint=f"Its log: {self.log}")
        return answer["answer"]

    def stop(self) -> None:
        """Let the process end."""
        if self._process is not None:
            if self._process.stdin is not None and self._process.stdout is not None:
                self._process.stdin.close()
                self._process.stdout.close()
            self._process.wait()
            self._process = None

    def _start(self) -> subprocess.Popen[str]:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        package_root = Path(__file__).resolve().parents[2]
        path = os.pathsep.join(filter(None, [str(package_root), os.environ.get("PYTHONPATH")]))
        with self.log.open("a") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", f"{__package__}.worker", self.module, str(self.folder)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
                env={**self.environment, "PYTHONPATH": path},
            )
        return self._process


@contextlib.contextmanager
def function(name: str, module: str, folder: Path, environment: Mapping[str, str], log: Path) -> Iterator[Function]:
    """A function that ends with the block."""
    found = Function(name, module, folder, environment, log)
    try:
        yield found
    finally:
        found.stop()
