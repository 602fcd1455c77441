"""Tasks about the quality of the project and of the machine: doctor, lint, explain, docs, security, test and more."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

from invoke import Context

from ..errors import GroundplanError
from ..files import project_root
from .task import TERRAFORM_HELP, TREE_HELP, checked_format, command, tree_folder

__all__ = ["bench", "docs", "doctor", "explain", "lint", "lock", "package", "security", "test"]


@command(help={"terraform-binary": TERRAFORM_HELP, "format": "text or json"})
def doctor(context: Context, terraform_binary: str | None = None, format: str = "text") -> int:
    """Say what this machine has for the work, and how to mend what it lacks."""
    from ..doctor import examine

    checked_format(format, "text", "json")
    findings = examine(project_root(Path.cwd()), terraform_binary, os.environ)
    if format == "json":
        print(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        from rich.table import Table

        from ..console import output

        marks = {"ok": "[green]ok[/]", "optional": "[yellow]optional[/]", "missing": "[red]missing[/]"}
        table = Table("what", "state", "found", "to mend it", box=None, pad_edge=False, header_style="bold")
        for finding in findings:
            table.add_row(finding.subject, marks[finding.state], finding.detail, finding.mend)
        output().print(table)
    return 2 if any(finding.state == "missing" for finding in findings) else 0


@command(
    iterable=["check"],
    help={
        "check": "a check by its name or a rule by its id (default: all); `./inv lint ruff GP015` says the same",
        "fix": "also mend what can be mended",
        "changed": "look only at what changed: since the head left the main branch, what is not committed with it",
        "base": "with --changed: since it left this branch, tag or commit",
        "format": "text, json or sarif",
    },
)
def lint(
    context: Context,
    check: list[str] | None = None,
    fix: bool = False,
    changed: bool = False,
    base: str | None = None,
    format: str = "text",
) -> int:
    """Run the static checks: formatting, types, Terraform, workflows, secrets, docs and more."""
    from ..lint import lint as run_lint

    checked_format(format, "text", "json", "sarif")
    root = project_root(Path.cwd())
    return run_lint(root, check or (), fix=fix, output=format, changed=changed, base=base)


@command(
    iterable=["rule"],
    help={
        "rule": "the id of a rule (default: all, in a list); `./inv explain GP015` says the same",
        "format": "text or json",
    },
)
def explain(context: Context, rule: list[str] | None = None, format: str = "text") -> int:
    """Say of a rule of `lint` or `security` what it wants, why, and how to mend or except what is against it."""
    from ..lint import explain as rules

    checked_format(format, "text", "json")
    chosen = [rules.find(name) for name in rule or ()]
    if format == "json":
        print(json.dumps([rules.as_data(each) for each in chosen or rules.EVERY], indent=2))
    elif chosen:
        print("\n\n".join(rules.text(each) for each in chosen))
    else:
        rules.print_list()
    return 0


@command(help={"check": "write nothing; print what would change and exit with 1"})
def docs(context: Context, check: bool = False) -> int:
    """Write the interface tables of the modules' READMEs from the code."""
    from ..docs import docs as write_docs

    return write_docs(project_root(Path.cwd()), check=check)


@command(
    help={
        "account": "the units below a folder of this name (default: all accounts, in one plan)",
        "tree": TREE_HELP,
        "terraform-binary": TERRAFORM_HELP,
        "format": "text, json or sarif",
        "sarif": "a file that takes the findings as SARIF as well, for code scanning",
    }
)
def security(
    context: Context,
    account: str | None = None,
    tree: str | None = None,
    terraform_binary: str | None = None,
    format: str = "text",
    sarif: str | None = None,
) -> int:
    """Plan a tree from nothing, and look at the plan with checkov and with our own rules.

    Exit codes: 0 nothing that nobody has explained, 1 findings, 2 it or a unit of it could not be looked at.
    """
    from ..estate import Selection
    from ..files import write_atomically
    from ..policy import FORMATS, report, scan
    from ..policy.accepted import FILE
    from ..policy.sarif import text
    from .planned import plan_tree

    checked_format(format, *FORMATS)
    root = tree_folder(tree)
    project = project_root(root)
    planned = plan_tree(root, Selection(account), terraform_binary)
    accepted = project / FILE
    findings = scan(planned.plan.document, planned.folder, accepted_file=accepted if accepted.is_file() else None)
    if sarif:
        write_atomically(Path(sarif), text(findings, account or ""))
    code = report(findings, format, account or "")
    for path, reason in planned.composition.apart.items():
        print(f"{path} was not looked at, as it is no part of the plan: {reason}", file=sys.stderr)
    return 2 if planned.composition.apart else code


@command(
    iterable=["layer"],
    help={
        "layer": "unit, modules, live, policy, review, emulator or accounts, whole: `./inv test unit live`",
        "options": "options for pytest, such as '-k network -x'",
        "thorough": "also what takes minutes and varies what the other tests look at; CI does",
    },
)
def test(context: Context, layer: list[str] | None = None, options: str = "", thorough: bool = False) -> int:
    """Run the tests: those that a change needs, whole layers, or all there are."""
    import shlex

    from ..testing import run_tests

    return run_tests(project_root(Path.cwd()), layer or [], shlex.split(options), thorough=thorough)


@command()
def package(context: Context) -> int:
    """Build the zip of each function, byte for byte the same on every machine."""
    from ..package import commands

    return commands.package_command(project_root(Path.cwd()))


@command(help={"upgrade": "take the newest versions that pyproject.toml allows"})
def lock(context: Context, upgrade: bool = False) -> int:
    """Pin the dependencies in the lock files, with hashes."""
    from ..locking import lock as write_locks

    write_locks(project_root(Path.cwd()), upgrade=upgrade)
    return 0


@command(
    positional=["what"],
    help={
        "what": "evaluate (the language), affected (both on generated trees), plan (composed or one plan per unit), "
        "or transform (the function smartstream-transform)",
        "units": "evaluate, affected: how many units to generate",
        "terragrunt": "evaluate, affected: run terragrunt on the same tree as well (about 0.2 s a unit)",
        "runs": "transform: how many objects of 10,000 records to time",
        "terraform-binary": TERRAFORM_HELP,
        "format": "text or json",
    },
)
def bench(
    context: Context,
    what: str,
    units: int = 1000,
    terragrunt: bool = False,
    runs: int = 100,
    terraform_binary: str | None = None,
    format: str = "text",
) -> int:
    """Measure, and print a table."""
    checked_format(format, "text", "json")
    match what:
        case "evaluate":
            from ..bench.evaluate import main as evaluate

            arguments = ["--units", str(units), *(["--terragrunt"] if terragrunt else [])]
            return evaluate([*arguments, "--format", format])
        case "affected":
            from ..bench.affected import bench_affected

            return bench_affected(units, terragrunt, format)
        case "plan":
            from ..bench.plan import bench_plan

            return bench_plan(project_root(Path.cwd()), terraform_binary, format)
        case "transform":
            from ..bench.transform import bench_transform

            return bench_transform(project_root(Path.cwd()), runs, format)
    raise GroundplanError(f"there is no benchmark {what!r}", hint="use evaluate, affected, plan or transform")
