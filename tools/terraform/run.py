"""Running Terraform: init, plan, show, apply, with its JSON events and its diagnostics as data."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import GroundplanError
from ..files import locked, work_folder
from .binary import Binary
from .providers import find_mirror, user_config, write_cli_config

Event = dict[str, Any]
"""One line of Terraform's machine-readable UI: https://developer.hashicorp.com/terraform/internals/machine-readable-ui"""

# What a user's shell may hold for their own runs and what would bend ours.
_FOREIGN = ("TF_CLI_ARGS", "TF_VAR_", "TF_WORKSPACE", "TF_DATA_DIR", "TF_CLI_CONFIG_FILE", "TERRAFORM_CONFIG")


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """An error or a warning of Terraform's: what, where in the configuration, and for which resource."""

    severity: str
    summary: str
    detail: str
    address: str | None
    filename: str | None
    line: int | None
    context: str | None
    """The enclosing block, such as ``module "case"``."""

    def __str__(self) -> str:
        """One paragraph for people."""
        place = f"{self.filename}:{self.line}: " if self.filename else ""
        about = f" ({self.address})" if self.address and self.address not in self.summary else ""
        return f"{place}{self.summary}{about}" + (f"\n  {self.detail}" if self.detail else "")


class TerraformError(GroundplanError):
    """A Terraform command failed; ``diagnostics`` holds its errors."""

    def __init__(self, message: str, diagnostics: Sequence[Diagnostic] = (), hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.diagnostics = list(diagnostics)

    def __str__(self) -> str:
        """The message with every error under it."""
        return "\n".join([self.message, *map(str, self.diagnostics), *([f"  {self.hint}"] if self.hint else [])])


_COLLECTING = {"GOGC": "400", "GOMEMLIMIT": "3GiB"}
"""Go collects garbage less often: a quarter less CPU for processes that live for seconds (``docs/performance.md``)."""


def base_environment(project: Path, binary: Binary, environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment for Terraform's child processes: providers found, cached, and nothing of the user's in the way.

    A CLI configuration of the user's that exists is kept; otherwise one is written under ``.groundplan/``.
    """
    clean = {key: value for key, value in environment.items() if not key.startswith(_FOREIGN)}
    work = work_folder(project)
    cache = Path(environment.get("TF_PLUGIN_CACHE_DIR") or work / "providers")
    config = user_config(environment)
    if config is None:
        mirror = find_mirror(binary.product, environment)
        config = write_cli_config(work / "terraform.tfrc", cache, mirror, binary.product)
    cache.mkdir(parents=True, exist_ok=True)
    return (
        _COLLECTING
        | clean
        | {
            "TF_CLI_CONFIG_FILE": str(config),
            "TF_PLUGIN_CACHE_DIR": str(cache),
            "TF_IN_AUTOMATION": "1",
            "CHECKPOINT_DISABLE": "1",
        }
    )


@dataclass(frozen=True, slots=True)
class Terraform:
    """A Terraform to run in folders, with the environment that its processes get (and nothing else)."""

    binary: Binary
    environment: Mapping[str, str]

    def init(self, folder: Path, *, backend: bool = True, lock: Path | None = None) -> None:
        """Initialise ``folder``; at most one init at a time uses a plugin cache, which Terraform does not lock itself.

        ``lock`` is a dependency lock file to start from. Nothing is done where the same configuration was
        initialised before.
        """
        if lock and lock.is_file():
            (folder / ".terraform.lock.hcl").write_bytes(lock.read_bytes())
        arguments = ["init", "-input=false", "-no-color", *([] if backend else ["-backend=false"])]
        with locked(Path(self.environment["TF_PLUGIN_CACHE_DIR"]) / ".lock"):
            done = self._run(folder, arguments)
        if done.returncode:
            raise TerraformError(
                f"{self.binary.product} init failed in {folder}",
                hint=f"{(done.stderr or done.stdout).strip()}\n  see what ./inv doctor says of providers",
            )

    def plan(
        self,
        folder: Path,
        out: Path,
        *,
        options: Sequence[str] = (),
        on_event: Callable[[Event], None] | None = None,
    ) -> list[Diagnostic]:
        """Plan ``folder`` into the file ``out``; the warnings.

        Raises:
            TerraformError: with every error of the plan.
        """
        return self._stream(folder, ["plan", "-input=false", f"-out={out}", *options], on_event)

    def apply(
        self,
        folder: Path,
        *,
        options: Sequence[str] = (),
        on_event: Callable[[Event], None] | None = None,
    ) -> list[Diagnostic]:
        """Apply in ``folder`` what ``options`` name (a plan file as the last one, or ``-destroy``); the warnings."""
        return self._stream(folder, ["apply", "-input=false", "-auto-approve", *options], on_event)

    def show(self, folder: Path, plan: Path | None = None) -> dict[str, Any]:
        """A plan file, or without one the state, as JSON data."""
        return self._json(folder, ["show", "-json", "-no-color", *([str(plan)] if plan else [])])

    def schemas(self, folder: Path) -> dict[str, Any]:
        """The schemas of all providers that an initialised folder uses (``providers schema -json``): megabytes."""
        return self._json(folder, ["providers", "schema", "-json"])

    def _json(self, folder: Path, arguments: Sequence[str]) -> dict[str, Any]:
        with tempfile.TemporaryFile() as output:
            done = self._run(folder, arguments, stdout=output)
            if done.returncode:
                command = f"{self.binary.product} {arguments[0]}"
                raise TerraformError(f"{command} failed in {folder}", hint=done.stderr.strip())
            output.seek(0)
            answer: dict[str, Any] = json.load(output)
            return answer

    def _run(
        self, folder: Path, arguments: Sequence[str], stdout: Any = subprocess.PIPE
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.binary.path, *arguments],
            cwd=folder,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    def _stream(
        self, folder: Path, arguments: Sequence[str], on_event: Callable[[Event], None] | None
    ) -> list[Diagnostic]:
        diagnostics: list[Diagnostic] = []
        command = [str(self.binary.path), arguments[0], "-json", *arguments[1:]]
        with tempfile.TemporaryFile("w+") as errors:
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
            with process:
                try:
                    for event in _events(process):
                        if event.get("type") == "diagnostic":
                            diagnostics.append(_diagnostic(event["diagnostic"]))
                        if on_event:
                            on_event(event)
                except SystemExit:  # unlike Ctrl-C, a signal to us alone does not reach it
                    process.terminate()
                    raise
            errors.seek(0)
            stderr = errors.read().strip()
        if process.returncode:
            failed = [each for each in diagnostics if each.severity == "error"]
            raise TerraformError(
                f"{self.binary.product} {arguments[0]} failed in {folder}", failed, None if failed else stderr or None
            )
        return diagnostics


def _events(process: subprocess.Popen[str]) -> Iterator[Event]:
    """The events of a running command. Ctrl-C reaches Terraform too: it is waited for, so that its state is whole."""
    assert process.stdout is not None  # noqa: S101 - it is a pipe
    interrupted = False
    while True:
        try:
            for line in process.stdout:
                try:
                    event = json.loads(line)
                except ValueError:
                    continue
                if isinstance(event, dict):
                    yield event
            process.wait()
            break
        except KeyboardInterrupt:
            if interrupted:
                raise
            interrupted = True
    if interrupted:
        raise KeyboardInterrupt


def _diagnostic(raw: Mapping[str, Any]) -> Diagnostic:
    place, snippet = raw.get("range") or {}, raw.get("snippet") or {}
    return Diagnostic(
        severity=raw["severity"],
        summary=raw["summary"],
        detail=raw.get("detail", ""),
        address=raw.get("address"),
        filename=place.get("filename"),
        line=place.get("start", {}).get("line"),
        context=snippet.get("context"),
    )
