"""Formatting of Terraform and Terragrunt files, by Terraform itself."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ..errors import GroundplanError
from ..terraform import find_terraform
from .memory import code, contents, digest, remembered
from .model import Finding, Project, SkipCheck
from .processes import run

_PATTERNS = ("*.tf", "*.tfvars", "*.tftest.hcl", "*.hcl")
_ERROR = re.compile(r"Error: (?P<summary>.+?)\n+\s+on (?P<file>\S+) line (?P<line>\d+)")


def fmt(project: Project) -> Iterator[Finding]:
    """Terraform and Terragrunt files are formatted.

    Terragrunt's formatting is Terraform's, so one program does both. `terraform fmt` refuses names such as
    terragrunt.hcl; so copies under names that it knows are formatted, all of them in one process.
    """
    files = [file for file in project.chosen(*_PATTERNS) if not file.endswith(".terraform.lock.hcl")]
    if not files:
        return
    try:
        binary = find_terraform()
    except GroundplanError as error:
        raise SkipCheck(str(error)) from error
    program = digest(binary.product, str(binary.version), code(__file__))
    keys = {file: digest(program, contents(project, [file])) for file in files}
    found = list(remembered(project, "fmt", keys, lambda new: _look(binary.path, project, new)))
    if not project.fix:
        yield from found
        return
    formatted = _formatted(binary.path, project, [each.path for each in found])
    for each in found:
        should = formatted[each.path]
        if isinstance(should, str):
            project.write(each.path, should)
        yield replace(each, fixed=isinstance(should, str))


def _look(binary: Path, project: Project, files: list[str]) -> dict[str, list[Finding]]:
    return {file: list(_compare(project, file, text)) for file, text in _formatted(binary, project, files).items()}


def _formatted(binary: Path, project: Project, files: list[str]) -> dict[str, str | Finding]:
    """Each file as it should be, or what is wrong with it; all of them by one process."""
    formatted: dict[str, str | Finding] = {}
    with tempfile.TemporaryDirectory() as folder:
        copies = {f"{number}.tf": file for number, file in enumerate(files)}
        for name, file in copies.items():
            (Path(folder) / name).write_bytes(project.data(file))
        done = run([binary, "fmt", "-no-color", "-list=false", folder], project.root)
        for found in _ERROR.finditer(done.stderr):
            if original := copies.get(Path(found["file"]).name):
                formatted[original] = Finding(original, int(found["line"]), found["summary"])
        if done.returncode and not formatted:
            raise GroundplanError(f"{binary.name} fmt failed: {done.stderr.strip()}")
        for name, file in copies.items():
            formatted.setdefault(file, (Path(folder) / name).read_bytes().decode("utf-8", "replace"))
    return formatted


def _compare(project: Project, file: str, formatted: str | Finding) -> Iterator[Finding]:
    if isinstance(formatted, Finding):
        yield formatted
        return
    text = project.text(file)
    if text is None or text == formatted:
        return
    pairs = enumerate(zip(text.splitlines(), formatted.splitlines(), strict=False), 1)
    line = next((number for number, (is_, should) in pairs if is_ != should), text.count("\n"))
    yield Finding(file, line, "not formatted", "./inv lint fmt --fix")
