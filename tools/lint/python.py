"""Python: ruff's rules and formatting, and types."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

from ..errors import GroundplanError
from .model import Finding, Project, SkipCheck, run

_MYPY = re.compile(r"^(?P<path>[^:\n]+):(?P<line>\d+):(?:\d+:)? (?:error|warning): (?P<message>.+)$", re.MULTILINE)


# Nothing is verified over the network. ARNs and checksums look random and are public; the emulator's keys are "test".
_SECRETS = (
    "--no-verify",
    "--exclude-lines",
    r"arn:aws[a-z-]*:|sha256|(?:integrity|checksum|hash)\b",
    "--exclude-secrets",
    r"^test(?:ing)?$|mock|EXAMPLE|0123456789abcdef",
)


def _module(name: str, *arguments: str) -> list[str]:
    """A command for a tool of the development environment.

    Raises:
        SkipCheck: it is not installed.
    """
    if find_spec(name) is None:
        raise SkipCheck(f"{name} is not installed here: {sys.executable} -m pip install {name}")
    return [sys.executable, "-m", name, *arguments]


def _python_files(project: Project) -> list[str]:
    return project.matching("*.py", "*.pyi")


def ruff(project: Project) -> Iterator[Finding]:
    """Python keeps ruff's rules."""
    command = _module("ruff", "check", "--output-format=json", "--force-exclude")
    files = _python_files(project)
    if not files:
        return
    before = {file: project.text(file) for file in files} if project.fix else {}
    done = run([*command, *(["--fix"] if project.fix else []), "--", *files], project.root)
    for found in _json(done.stdout, "ruff", done.stderr):
        row = (found.get("location") or {}).get("row", 1)
        yield Finding(project.path(found["filename"]), row, f"{found.get('code') or 'syntax'} {found['message']}")
    yield from _rewritten(project, before, "ruff's rules")


def python_format(project: Project) -> Iterator[Finding]:
    """Python is formatted as ruff does it."""
    command = _module("ruff", "format", "--force-exclude")
    files = _python_files(project)
    if not files:
        return
    if project.fix:
        before = {file: project.text(file) for file in files}
        run([*command, "--", *files], project.root)
        yield from _rewritten(project, before, "formatted")
        return
    done = run([*command, "--diff", "--", *files], project.root)
    for name, line in re.findall(r"^--- (.+)\n\+\+\+ .+\n@@ -(\d+)", done.stdout, re.MULTILINE):
        yield Finding(project.path(name), int(line), "not formatted", "./inv lint format --fix")
    for name, message in re.findall(r"^error: Failed to (?:parse|format) ([^:\n]+):(.*)$", done.stderr, re.MULTILINE):
        yield Finding(project.path(name), 1, f"cannot be formatted:{message}")


def _rewritten(project: Project, before: dict[str, str | None], what: str) -> Iterator[Finding]:
    for file, text in before.items():
        project.forget(file)
        if project.text(file) != text:
            yield Finding(file, 1, what, fixed=True)


def mypy(project: Project) -> Iterator[Finding]:
    """Python is typed, strictly."""
    command = _module("mypy", "--no-error-summary", "--no-pretty", "--no-color-output", "--show-absolute-path")
    if not (project.root / "pyproject.toml").is_file():
        raise SkipCheck("there is no pyproject.toml that says what mypy is to check")
    done = run(command, project.root)
    for found in _MYPY.finditer(done.stdout):
        yield Finding(project.path(found["path"]), int(found["line"]), found["message"])
    if done.returncode not in (0, 1) or (done.returncode and not _MYPY.search(done.stdout)):
        raise GroundplanError(f"mypy failed: {(done.stderr or done.stdout).strip()}")


def secrets(project: Project) -> Iterator[Finding]:
    """No secret is written down (detect-secrets)."""
    command = _module("detect_secrets.pre_commit_hook", *_SECRETS)
    files = [file for file in project.files if not file.endswith((".lock", ".lock.hcl")) and project.text(file)]
    if not files:
        return
    done = run([*command, "--json", *files], project.root)
    if not done.returncode:
        return
    report = _json(done.stdout, "detect-secrets", done.stderr)
    for file, secrets_found in report.get("results", {}).items():
        for secret in secrets_found:
            hint = "take it out and revoke it, or mark a false alarm with `pragma: allowlist secret`"
            yield Finding(project.path(file), secret["line_number"], f"looks like a secret: {secret['type']}", hint)


def _json(text: str, program: str, errors: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise GroundplanError(f"{program} failed: {(errors or text).strip()}") from error
