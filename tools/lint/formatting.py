"""Formatting of Terraform and Terragrunt files, by Terraform itself."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ..errors import GroundplanError
from ..terraform import find_terraform
from .model import Finding, Project, SkipCheck, run

_PATTERNS = ("*.tf", "*.tfvars", "*.tftest.hcl", "*.hcl")
_ERROR = re.compile(r"Error: (?P<summary>.+?)\n+\s+on (?P<file>\S+) line (?P<line>\d+)")


def fmt(project: Project) -> Iterator[Finding]:
    """Terraform and Terragrunt files are formatted.

    Terragrunt's formatting is Terraform's, so one program does both. `terraform fmt` refuses names such as
    terragrunt.hcl; so copies under names that it knows are formatted, all of them in one process.
    """
    files = [file for file in project.matching(*_PATTERNS) if not file.endswith(".terraform.lock.hcl")]
    if not files:
        return
    try:
        binary = find_terraform().path
    except GroundplanError as error:
        raise SkipCheck(str(error)) from error
    with tempfile.TemporaryDirectory() as folder:
        copies = {f"{number}.tf": file for number, file in enumerate(files)}
        for name, file in copies.items():
            (Path(folder) / name).write_bytes((project.root / file).read_bytes())
        done = run([binary, "fmt", "-no-color", "-list=false", folder], project.root)
        errors = {
            copies[Path(found["file"]).name]: (int(found["line"]), found["summary"])
            for found in _ERROR.finditer(done.stderr)
            if Path(found["file"]).name in copies
        }
        if done.returncode and not errors:
            raise GroundplanError(f"{binary.name} fmt failed: {done.stderr.strip()}")
        for name, file in copies.items():
            if file in errors:
                yield Finding(file, *errors[file])
            else:
                yield from _compare(project, file, (Path(folder) / name).read_bytes().decode())


def _compare(project: Project, file: str, formatted: str) -> Iterator[Finding]:
    text = project.text(file)
    if text is None or text == formatted:
        return
    pairs = enumerate(zip(text.splitlines(), formatted.splitlines(), strict=False), 1)
    line = next((number for number, (is_, should) in pairs if is_ != should), text.count("\n"))
    if project.fix:
        project.write(file, formatted)
    yield Finding(file, line, "not formatted", "./inv lint fmt --fix", fixed=project.fix)
