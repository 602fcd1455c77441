"""Linters written in Go: found on PATH, or built once, in the version named here, where Go is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ..files import locked, work_folder
from .model import SkipCheck
from .processes import run

_BUILD_SECONDS = 1200


@dataclass(frozen=True, slots=True)
class Program:
    """A command-line program that ``go install`` can build."""

    name: str
    package: str
    version: str


TFLINT = Program("tflint", "github.com/terraform-linters/tflint", "v0.64.0")
ACTIONLINT = Program("actionlint", "github.com/rhysd/actionlint/cmd/actionlint", "v1.7.12")


def find(program: Program, root: Path) -> Path:
    """The program's executable.

    Raises:
        SkipCheck: it is nowhere and cannot be built.
    """
    if found := shutil.which(program.name):
        return Path(found)
    folder = work_folder(root) / "bin"
    built = folder / f"{program.name}-{program.version}"
    if built.is_file():
        return built
    source = f"{program.package}@{program.version}"
    go = shutil.which("go")
    if go is None:
        raise SkipCheck(f"{program.name} is not on PATH: install it, or install Go so that it is built from {source}")
    with locked(folder / f".{program.name}.lock"):
        if not built.is_file():
            _build(go, source, program.name, built)
    return built


def _build(go: str, source: str, name: str, target: Path) -> None:
    sys.stderr.write(f"building {source} once; this can take some minutes\n")
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{name}-") as folder:
        try:
            environment = {**os.environ, "GOBIN": folder}
            done = run([go, "install", source], target.parent, environment=environment, seconds=_BUILD_SECONDS)
        except subprocess.TimeoutExpired:
            raise SkipCheck(f"{name} is not on PATH, and building it took over {_BUILD_SECONDS} s") from None
        if done.returncode:
            reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1].strip()
            raise SkipCheck(f"{name} is not on PATH, and `go install {source}` failed: {reason}")
        (Path(folder) / name).replace(target)
