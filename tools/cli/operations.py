"""Tasks for the workflows that work on real accounts: saved plans, releases, the API as its users meet it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from invoke import Context

from ..files import project_root
from .task import checked_folder, checked_format, command

__all__ = ["changes", "release", "smoke"]


@command(
    help={
        "plans": "the folder that `terragrunt run --all --json-out-dir` wrote",
        "approved": "what this task printed as JSON of the plans that were approved: any other change is refused",
        "format": "text, or json to be handed on: what changes by address, and a digest of the values",
    }
)
def changes(context: Context, plans: str, approved: str | None = None, format: str = "text") -> int:
    """Say what plans saved by Terragrunt would change; refuse what rests on mocks or was not approved."""
    from ..operations import as_json, differences, read_approved, read_plans, report

    checked_format(format, "text", "json")
    read = read_plans(checked_folder(plans))
    if format == "json":
        json.dump(as_json(read), sys.stdout, indent=2)
        print()
    else:
        print(report(read), end="")
    resting = {plan.unit: ", ".join(plan.mocks) for plan in read if plan.mocks}
    faults = [f"{unit}: {inputs} would come from a unit that is not applied" for unit, inputs in resting.items()]
    if faults:
        faults.append("  apply what they depend on first, in a change of its own")
    if approved and (different := differences(read_approved(Path(approved)), read)):
        faults += [*different, "  nothing may be applied: plan again, and have that approved"]
    print(*faults, sep="\n", end="\n" if faults else "", file=sys.stderr)
    return 1 if faults else 0


@command(help={"tag": "the tag, vMAJOR.MINOR.PATCH"})
def release(context: Context, tag: str) -> int:
    """Hold a tag against the version and the changelog, and print what the changelog says about it."""
    from ..operations import release_notes

    print(release_notes(project_root(Path.cwd()), tag))
    return 0


@command(
    help={
        "url": "where the API is, such as https://api.dev.example.com",
        "read-only": "make no reservation: only look",
    }
)
def smoke(context: Context, url: str, read_only: bool = False) -> int:
    """Try a deployed API: health, readiness, and a reservation that is made, read and cancelled."""
    from ..operations import smoke as steps

    for step in steps(url, read_only=read_only):
        print(f"{step.method:7}{step.path:50} {step.status} {step.milliseconds:5} ms", flush=True)
    return 0
