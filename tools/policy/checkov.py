"""checkov, run as a program on a plan document, without the network."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ..errors import GroundplanError
from .document import Plan

CONFIG = ".checkov.yaml"
_UNKNOWN = "true_after_unknown"
"""How checkov itself writes a value that is known after apply only: there, and equal to nothing that a rule wants."""

# Keys would make it ask its maker's platform; the rest would bend what it finds.
_FOREIGN = ("BC_", "PRISMA_", "CKV_", "CHECKOV_", "DOWNLOAD_EXTERNAL_MODULES")


@dataclass(frozen=True, slots=True)
class Failure:
    """A rule of checkov's that one resource instance does not keep."""

    rule: str
    name: str
    severity: str | None
    guideline: str | None
    address: str
    keys: tuple[str, ...] = ()
    """The attributes that it looked at, as checkov writes them (``tracing_config/[0]/mode``)."""


def left_out(project: Path) -> set[str]:
    """The rules that the project's .checkov.yaml leaves out for good (``skip-check``); ours are named there too.

    Raises:
        GroundplanError: the file is not what checkov reads.
    """
    path = project / CONFIG
    if not path.is_file():
        return set()
    try:
        skipped = (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("skip-check") or []
    except (yaml.YAMLError, AttributeError) as error:
        raise GroundplanError(f"not a configuration of checkov: {error}", where=str(path)) from error
    return {str(rule).strip() for rule in (skipped.split(",") if isinstance(skipped, str) else skipped)}


def run(python: Path, plan: Plan, project: Path) -> list[Failure]:
    """What checkov finds in a plan, with the settings of a project.

    It looks at the plan alone: skip comments in modules are applied by ``scan``.

    (Its own way to them, ``--repo-root-for-plan-enrichment``, finds a resource by type and name only, so that a
    comment in one module silences the resource of the same name in every other one.)

    Raises:
        GroundplanError: it did not run to its end, or did not understand the plan.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "plan.json"
        file.write_text(json.dumps(plan.with_unknowns_marked(_UNKNOWN)), encoding="utf-8")
        report = _report(_run(python, file, project / CONFIG))
    summary = report.get("summary", report)  # a bare summary where nothing was looked at
    if not summary.get("resource_count") and any(resource.type.startswith("aws_") for resource in plan.resources):
        raise GroundplanError("checkov looked at none of the plan's resources", hint="that is no clean result")
    return [
        Failure(
            rule=check["check_id"],
            name=check["check_name"],
            severity=check.get("severity"),
            guideline=check.get("guideline"),
            address=check.get("resource_address") or check["resource"],
            keys=tuple(check.get("check_result", {}).get("evaluated_keys") or ()),
        )
        for check in report.get("results", {}).get("failed_checks", [])
    ]


def _run(python: Path, plan_json: Path, config: Path) -> subprocess.CompletedProcess[str]:
    command = [
        python, "-I", "-m", "checkov.main", "--file", plan_json, "--framework", "terraform_plan",
        "--output", "json", "--skip-download", "--skip-results-upload", "--quiet", "--compact",
        *(["--config-file", config] if config.is_file() else []),
    ]  # fmt: skip
    environment = {key: value for key, value in os.environ.items() if not key.startswith(_FOREIGN)} | {
        "HOME": str(plan_json.parent),  # where it would look for a .checkov.yaml of the user's
        "CKV_SKIP_PACKAGE_UPDATE_CHECK": "true",
        "CKV_PARSE_ERROR_FAIL": "true",
        "CHECKOV_MAX_IAC_FILE_SIZE": str(max(50_000_000, plan_json.stat().st_size + 1)),  # larger ones are left out
        "LOG_LEVEL": "ERROR",
    }
    try:
        return subprocess.run(
            list(map(str, command)),
            cwd=plan_json.parent,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=1800,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise GroundplanError(
            f"checkov does not run: {error}", hint="remove .groundplan/checkov; it is made again"
        ) from error


def _report(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    try:
        report: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        report = {}
    if done.returncode not in (0, 1) or not isinstance(report, dict) or not report:
        raise GroundplanError(f"checkov failed ({done.returncode}): {(done.stderr or done.stdout).strip()[-2000:]}")
    if errors := report.get("results", {}).get("parsing_errors"):
        raise GroundplanError(f"checkov does not understand {', '.join(errors)}")
    return report
