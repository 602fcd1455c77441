"""What this machine has for the work and what it lacks, each lack with the one command that mends it."""

from __future__ import annotations

import os
import platform
import shutil
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .emulator.process import DEFAULT_PORT
from .errors import GroundplanError
from .files import work_folder
from .terraform import find_mirror, find_terraform
from .terraform.providers import mirrored, user_config

_DISK_NEEDED = 3
"""GiB: the AWS provider unpacked is 0.7, checkov's environment 0.6, and both are kept once."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked for."""

    subject: str
    state: str
    """``ok``, ``optional`` (missing, but nothing needs it) or ``missing``."""
    detail: str
    mend: str = ""


def examine(project: Path, binary: str | None = None, environment: Mapping[str, str] = os.environ) -> list[Finding]:
    """Look for everything that the tasks use."""
    return [
        _python(),
        _terraform(binary, environment),
        _providers(project, environment),
        _terragrunt(environment),
        _port(),
        _disk(project),
        *(_program(name, why, mend, environment) for name, why, mend in _OPTIONAL),
    ]


_OPTIONAL = (
    ("git", "affected sets and the project's root are read from it", "apt-get install git, or https://git-scm.com"),
    ("go", "builds tflint and actionlint for ./inv lint where they are not installed", "see https://go.dev/dl"),
)


def _python() -> Finding:
    return Finding("Python", "ok", f"{platform.python_version()} ({sys.executable})")


def _terraform(binary: str | None, environment: Mapping[str, str]) -> Finding:
    try:
        found = find_terraform(binary, environment)
    except GroundplanError as error:
        return Finding("Terraform", "missing", error.message, error.hint or "")
    return Finding("Terraform", "ok", f"{found.product} {found.version} ({found.path}, from {found.origin})")


def _providers(project: Path, environment: Mapping[str, str]) -> Finding:
    own = user_config(environment)
    if own:
        return Finding("AWS provider", "ok", f"from where {own} says")
    mirror = find_mirror("terraform", environment)
    if mirror:
        held = ", ".join(mirrored(mirror, "terraform"))
        return Finding("AWS provider", "ok", f"mirror {mirror} holds {held}; others come from the registry")
    cached = list((work_folder(project) / "providers").glob("*/hashicorp/aws/*"))
    where = "in the cache" if cached else "will be fetched from the registry (0.7 GB, once)"
    return Finding("AWS provider", "ok", where)


def _terragrunt(environment: Mapping[str, str]) -> Finding:
    path = shutil.which("terragrunt", path=environment.get("PATH"))
    if not path:
        return Finding(
            "Terragrunt",
            "optional",
            "not on PATH: needed to apply to real accounts only",
            "see https://terragrunt.gruntwork.io/docs/getting-started/install",
        )
    done = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    return Finding(
        "Terragrunt", "ok", f"{done.stdout.strip().splitlines()[0] if done.stdout.strip() else '?'} ({path})"
    )


def _port() -> Finding:
    from .emulator.probe import health

    with socket.socket() as probe:
        probe.settimeout(0.5)
        taken = probe.connect_ex(("127.0.0.1", DEFAULT_PORT)) == 0
    if not taken:
        return Finding(f"Port {DEFAULT_PORT}", "ok", "free for the emulator")
    if health(DEFAULT_PORT):
        return Finding(f"Port {DEFAULT_PORT}", "ok", "the emulator runs there")
    return Finding(
        f"Port {DEFAULT_PORT}", "optional", "taken by another program: the emulator takes a free port instead",
        "end that program if you want the usual port",
    )  # fmt: skip


def _disk(project: Path) -> Finding:
    free = shutil.disk_usage(project).free / 2**30
    if free < _DISK_NEEDED:
        return Finding(
            "Disk", "missing", f"{free:.1f} GiB free, {_DISK_NEEDED} are needed", "./inv clean, or make room"
        )
    return Finding("Disk", "ok", f"{free:.0f} GiB free")


def _program(name: str, why: str, mend: str, environment: Mapping[str, str]) -> Finding:
    path = shutil.which(name, path=environment.get("PATH"))
    return Finding(name, "ok", path) if path else Finding(name, "optional", f"not on PATH: {why}", mend)
