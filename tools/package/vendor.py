"""The dependencies that travel inside a package: locked by hash, installed once per list and platform."""

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
from .platform import PLATFORM, Platform, platform_of

REQUIREMENTS = "requirements.txt"

_NATIVE = {".so", ".pyd", ".dylib", ".dll"}
# What an installer writes about this machine and this run, and nothing at run time reads.
_RECORDS = {"RECORD", "INSTALLER", "REQUESTED", "direct_url.json"}


def vendored(function: Path, cache: Path) -> dict[str, Path]:
    """The files of a function's dependencies by their path in the package, installed where they are not yet.

    They are pure Python, or compiled for the platform that the function names: the same wherever they are installed.

    Raises:
        GroundplanError: they cannot be installed, or one of them is compiled, and for no or another platform.
    """
    requirements = function / REQUIREMENTS
    platform = platform_of(function)
    options = platform.options if platform else []
    folder = cache / hashlib.sha256("\0".join(options).encode() + requirements.read_bytes()).hexdigest()[:16]
    if not folder.is_dir():
        with locked(cache / ".lock"):
            if not folder.is_dir():
                _install(requirements, options, folder)
    files = {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and _travels(path.relative_to(folder))
    }
    if platform:
        files = {name: path for name, path in files.items() if not platform.leaves_out(name)}
    _check(files, requirements, platform)
    return files


def _check(files: dict[str, Path], requirements: Path, platform: Platform | None) -> None:
    native = [name for name, path in files.items() if _NATIVE.intersection(path.suffixes)]
    if native and not platform:
        raise GroundplanError(
            f"{native[0]} is made for one kind of machine",
            where=str(requirements),
            hint=f"say in {PLATFORM} beside it which one the function runs on; any other package is pure Python",
        )
    for name in native:
        if platform and not platform.loads(files[name]):
            raise GroundplanError(f"{name} does not run on {platform.architecture}", where=str(requirements))


def _travels(path: Path) -> bool:
    if path.parts[0] == "bin" or "__pycache__" in path.parts:
        return False
    return not (path.parent.suffix == ".dist-info" and path.name in _RECORDS)


def _install(requirements: Path, options: list[str], folder: Path) -> None:
    sys.stderr.write(f"installing the dependencies of {requirements.parent.name} once\n")
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        target = Path(scratch) / "site"
        target.mkdir()
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
        command += ["--require-hashes", "--only-binary=:all:", "--no-compile", *options]
        command += ["--target", str(target)]
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
