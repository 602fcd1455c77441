"""tflint over every folder with Terraform in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from ..errors import GroundplanError
from . import programs
from .memory import code, contents, digest, identity, remembered
from .model import Finding, Project, SkipCheck
from .processes import run

_CONFIG = ".tflint.hcl"
_AT_ONCE = 4
# An example is called as a module by the tests, which supply the versions and providers.
_NOT_IN_EXAMPLES = ("terraform_required_version", "terraform_required_providers")


def tflint(project: Project) -> Iterator[Finding]:
    """Modules and examples keep tflint's rules."""
    folders = sorted({Path(file).parent.as_posix() for file in project.chosen("*.tf", settings=(_CONFIG,))})
    if not folders:
        return
    config = project.root / _CONFIG
    if not config.is_file():
        raise SkipCheck(f"there is no {_CONFIG}")
    program = programs.find(programs.TFLINT, project.root)
    settings = digest(identity(program), contents(project, [_CONFIG]), code(__file__))
    keys = {folder: digest(settings, contents(project, _below(project, folder))) for folder in folders}

    def look(new: list[str]) -> dict[str, list[Finding]]:
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            reports = pool.map(lambda folder: _report(program, config, project, Path(folder)), new)
            return dict(zip(new, reports, strict=True))

    yield from remembered(project, "tflint", keys, look)


def _below(project: Project, folder: str) -> list[str]:
    """All files that a folder's configuration may read: those in it and below it."""
    return list(project.files) if folder == "." else [file for file in project.files if file.startswith(f"{folder}/")]


def _report(program: Path, config: Path, project: Project, folder: Path) -> list[Finding]:
    disabled = [f"--disable-rule={rule}" for rule in _NOT_IN_EXAMPLES] if "examples" in folder.parts else []
    done = run([program, f"--config={config}", f"--chdir={folder}", "--format=json", *disabled], project.root)
    try:
        report: dict[str, Any] = json.loads(done.stdout)
    except ValueError as error:
        raise GroundplanError(f"tflint failed in {folder}: {(done.stderr or done.stdout).strip()}") from error
    findings = [
        Finding(
            project.path(issue["range"]["filename"]),
            issue["range"]["start"]["line"],
            f"{issue['message']} [{issue['rule']['name']}]",
        )
        for issue in report["issues"]
    ]
    for problem in report["errors"]:
        at = problem.get("range") or {"filename": folder.as_posix(), "start": {"line": 1}}
        findings.append(Finding(project.path(at["filename"]), at["start"]["line"], problem["message"].strip()))
    return findings
