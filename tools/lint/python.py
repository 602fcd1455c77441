"""Python: ruff's rules and formatting, and types."""

from __future__ import annotations

import json
import os
import re
import sys
import sysconfig
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..errors import GroundplanError
from .memory import code, contents, digest, remembered
from .model import Finding, Project, SkipCheck
from .processes import run

_MYPY = re.compile(r"^(?P<path>[^:\n]+):(?P<line>\d+):(?:\d+:)? (?:error|warning): (?P<message>.+)$", re.MULTILINE)


# Nothing is verified over the network. ARNs and checksums look random and are public; the emulator's keys are "test".
_SECRETS = (
    "--no-verify",
    "--exclude-lines",
    r"arn:aws[a-z-]*:|sha256|(?:integrity|checksum|hash)\b|(?i:digest)\b",
    "--exclude-secrets",
    r"^test(?:ing)?$|^arn:|mock|EXAMPLE|0123456789abcdef",
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
    return project.chosen("*.py", "*.pyi", settings=("*pyproject.toml", "*ruff.toml"))


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
    if "pyproject.toml" not in project.files:
        raise SkipCheck("there is no pyproject.toml that says what mypy is to check")
    files = ("*.py", "*.pyi", "pyproject.toml")
    if project.changed(*files):
        seen = digest(*_installed(), code(__file__), contents(project, project.matching(*files)))
        yield from remembered(project, "mypy", {"all": seen}, lambda _: {"all": list(_mypy(project, command))})


def _mypy(project: Project, command: list[str]) -> Iterator[Finding]:
    done = run(command, project.root)
    for found in _MYPY.finditer(done.stdout):
        yield Finding(project.path(found["path"]), int(found["line"]), found["message"])
    if done.returncode not in (0, 1) or (done.returncode and not _MYPY.search(done.stdout)):
        raise GroundplanError(f"mypy failed: {(done.stderr or done.stdout).strip()}")


def _installed() -> list[str]:
    """What types come from besides the project: this Python, and the versions of all packages."""
    packages = Path(sysconfig.get_path("purelib")).glob("*.dist-info")
    return [sys.version, *sorted(each.name for each in packages)]


def secrets(project: Project) -> Iterator[Finding]:
    """No secret is written down (detect-secrets)."""
    command = _module("detect_secrets.pre_commit_hook", *_SECRETS, "--json")
    files = [file for file in project.chosen("*") if not file.endswith((".lock", ".lock.hcl")) and project.text(file)]
    settings = digest(version("detect-secrets"), code(__file__))
    keys = {file: digest(settings, contents(project, [file])) for file in files}
    yield from remembered(project, "secrets", keys, lambda new: _secrets(project, command, new))


def _secrets(project: Project, command: list[str], files: list[str]) -> dict[str, list[Finding]]:
    """Some processes share the files: one takes them one after the other."""
    processes = min(len(files), os.cpu_count() or 1)
    shares = [files[first::processes] for first in range(processes)]
    found: dict[str, list[Finding]] = defaultdict(list)
    with ThreadPoolExecutor(processes) as pool:
        for done in pool.map(lambda share: run([*command, *share], project.root), shares):
            report = _json(done.stdout, "detect-secrets", done.stderr) if done.returncode else {}
            for file, secrets_found in report.get("results", {}).items():
                for secret in secrets_found:
                    message = f"looks like a secret: {secret['type']}"
                    hint = "take it out and revoke it, or mark a false alarm with `pragma: allowlist secret`"
                    found[file].append(Finding(project.path(file), secret["line_number"], message, hint))
    return found


def _json(text: str, program: str, errors: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise GroundplanError(f"{program} failed: {(errors or text).strip()}") from error
