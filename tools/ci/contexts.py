"""What GitHub would tell a workflow that runs for a pull request: contexts, variables and the event's file."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .source import Source

_NUMBER = 1
_MACHINES = {"x86_64": "X64", "aarch64": "ARM64", "arm64": "ARM64"}


def event(source: Source, repository: str) -> dict[str, Any]:
    """The payload of ``pull_request``, as much of it as is known here; the pull request is not from a fork."""
    repo = {"full_name": repository, "fork": False}
    return {
        "action": "synchronize",
        "number": _NUMBER,
        "pull_request": {
            "number": _NUMBER,
            "draft": False,
            "head": {"ref": source.branch, "sha": source.sha, "repo": repo},
            "base": {"ref": source.base_name, "sha": source.base_sha, "repo": repo},
        },
        "repository": repo,
    }


def github(source: Source, workflow: str, workspace: Path, event_file: Path) -> dict[str, Any]:
    """The context ``github`` of a run for a pull request; without a token, because none is needed."""
    repository = f"local/{source.folder.name}"
    return {
        "actor": "local",
        "base_ref": source.base_name,
        "event": event(source, repository),
        "event_name": "pull_request",
        "event_path": str(event_file),
        "head_ref": source.branch,
        "ref": f"refs/pull/{_NUMBER}/merge",
        "ref_name": f"{_NUMBER}/merge",
        "repository": repository,
        "repository_owner": "local",
        "run_attempt": "1",
        "run_id": "1",
        "run_number": "1",
        "server_url": "https://github.com",
        "sha": source.sha,
        "workflow": workflow,
        "workspace": str(workspace),
    }


def runner(temp: Path, tools: Path) -> dict[str, Any]:
    """The context ``runner``."""
    arch = _MACHINES.get(platform.machine(), "X64")
    return {"os": "Linux", "arch": arch, "temp": str(temp), "tool_cache": str(tools), "name": "local"}


def variables(contexts: Mapping[str, Any], job: str) -> dict[str, str]:
    """The environment that every step has, besides what the workflow gives it."""
    told = {f"GITHUB_{name.upper()}": value for name, value in contexts["github"].items() if isinstance(value, str)}
    given = {f"RUNNER_{name.upper()}": value for name, value in contexts["runner"].items()}
    return {**told, **given, "CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_JOB": job}


def hash_files(workspace: Path, *patterns: str) -> str:
    """``hashFiles()``: one digest of the files that patterns name, empty where there are none."""
    digest = hashlib.sha256()
    files = sorted({file for pattern in patterns for file in workspace.glob(pattern) if file.is_file()})
    for file in files:
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest() if files else ""
