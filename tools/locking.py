"""Pinning the dependencies, with hashes, for every platform."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from .errors import GroundplanError

LOCKS = (
    ("requirements.lock", ("pyproject.toml", "--group", "dev")),
    ("tools/policy/checkov.lock", ("tools/policy/checkov.in",)),
)


def lock(root: Path, *, upgrade: bool = False) -> None:
    """Write the lock files anew; versions stay as they are unless they must change, or ``upgrade`` is asked for.

    Raises:
        GroundplanError: the requirements contradict each other, or the package index cannot be reached.
    """
    for name, sources in LOCKS:
        done = subprocess.run(
            [
                *(sys.executable, "-m", "uv", "pip", "compile", *sources, "--output-file", name, "--quiet"),
                *("--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url"),
                *("--custom-compile-command", "./inv lock"),
                *(("--upgrade",) if upgrade else ()),
            ],
            cwd=root,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise GroundplanError(f"{name} could not be made", hint=done.stderr.strip())
