"""The Terraform that the language is compared with: releases differ in corners, and 1.11 is followed."""

from __future__ import annotations

import shutil
from pathlib import Path

from tools.terraform.binary import probe

LINE = "1.11."


def find() -> tuple[str | None, str]:
    """Its path, or None with the reason."""
    path = shutil.which("terraform")
    if path is None:
        return None, f"terraform {LINE}x is not on PATH"
    found = probe(Path(path), "PATH")
    if found is None or not str(found.version).startswith(LINE):
        return None, f"terraform on PATH is {found.version if found else 'broken'}, and the reference is {LINE}x"
    return path, ""


TERRAFORM, MISSING = find()
