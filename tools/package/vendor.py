"""The dependencies that travel inside a package: locked by hash, pure Python, installed once per list."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from ..errors import GroundplanError
from ..files import locked

REQUIREMENTS = "requirements.txt"

_NATIVE = {".so", ".pyd", ".dylib", ".dll"}
# What an installer writes about this machine and this run, and nothing at run time reads.
_RECORDS = {"RECORD", "INSTALLER", "REQUESTED", "direct_url.json"}


def vendored(function: Path, cache: Path) -> dict[str, Path]:
    """The files of a function's dependencies by their path in the package, installed where they are not yet.

    Raises:
        GroundplanError: they cannot be installed, or one of them is not pure Python.
    """
    requirements = function / REQUIREMENTS
    folder = cache / hashlib.sha256(requirements.read_bytes()).hexdigest()[:16]
    if not folder.is_dir():
        with locked(cache / ".lock"):
            if not folder.is_dir():
                _install(requirements, folder)
    files = {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and _travels(path.relative_to(folder))
    }
    native = [name for name, path in files.items() if path.suffix in _NATIVE]
    if native:
        raise GroundplanError(
            f"{native[0]} is made for one kind of machine",
            where=str(requirements),
            hint="a package holds pure Python only, so that it is the same wherever it is built",
        )
    return files


def _travels(path: Path) -> bool:
    if path.parts[0] == "bin" or "__pycache__" in path.parts:
        return False
    return not (path.parent.suffix == ".dist-info" and path.name in _RECORDS)


def _install(requirements: Path, folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        target = Path(scratch) / "site"
        target.mkdir()
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
        command += ["--require-hashes", "--only-binary=:all:", "--no-compile", "--target", str(target)]
        done = subprocess.run(
            [*command, "--requirement", str(requirements)],
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise GroundplanError(
                f"the dependencies of {requirements.parent.name} cannot be installed:\n{done.stderr.strip()}",
                where=str(requirements),
                hint="lock each by ==version with --hash; where only the network is missing, try again",
            )
        shutil.move(target, folder)
