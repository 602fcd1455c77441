"""Keys of units by content: what a unit's part of the assumed state depends on, and nothing else."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..compose import Composition, unit_path
from ..compose.composition import LOCK_NAME
from ..live import module_files
from ..strings import strings
from ..terraform import Terraform
from .places import Places

VERSION = 3
"""Raised whenever the same content would be given another state or document."""

_MODULE = re.compile(r"\bmodule\.([A-Za-z_][A-Za-z0-9_-]*)")
_VOLATILE = ("alias", "endpoints")
"""What a provider configuration has of the run: its name among others, and the emulator's port."""


def unit_keys(composition: Composition, terraform: Terraform) -> dict[str, str]:
    """A key for each unit of a composition: equal wherever and whenever its content and that of its needs is equal.

    A unit's content: its inputs as composed, the files of its module, its provider configurations, the packages that
    it names, the providers' lock file, and which Terraform plans.
    """
    places = Places.of(composition, None, terraform)
    lock = composition.root / LOCK_NAME
    common = [
        VERSION,
        terraform.binary.product,
        str(terraform.binary.version),
        _digest(lock.read_bytes()) if lock.is_file() else None,
    ]
    providers = {
        f"{name}.{body['alias']}": {key: value for key, value in body.items() if key not in _VOLATILE}
        for name, bodies in composition.document.get("provider", {}).items()
        for body in bodies
    }
    hashes: dict[Path, str] = {}
    keys: dict[str, str] = {}

    def key(path: str) -> str:
        if path not in keys:
            keys[path] = ""  # a circle, of which Terraform will tell
            block = dict(composition.document["module"][composition.members[path].module])
            block.pop("source")
            folder = composition.members[path].interface.folder
            if folder not in hashes:
                hashes[folder] = _module_hash(folder)
            text = json.dumps(block, sort_keys=True)
            handed = {name: providers.get(target) for name, target in block.pop("providers", {}).items()}
            needs = sorted({unit_path(name) for name in _MODULE.findall(text)} & composition.members.keys() - {path})
            content = [
                *(common, hashes[folder], places.hide(block), places.hide(handed)),
                {file.name: _digest(file.read_bytes()) for file in _packages(block)},
                {need: key(need) for need in needs},
            ]
            keys[path] = _digest(json.dumps(content, sort_keys=True).encode())
        return keys[path]

    return {path: key(path) for path in sorted(composition.members)}


def _module_hash(folder: Path) -> str:
    files = {os.path.relpath(path, folder): path for path in module_files(folder)}
    return _digest(json.dumps({name: _digest(path.read_bytes()) for name, path in sorted(files.items())}).encode())


def _packages(value: Any) -> Iterator[Path]:
    """The files that inputs name by an absolute path."""
    for text in strings(value):
        if text.startswith("/") and "\n" not in text and len(text) < 1000 and (path := Path(text)).is_file():
            yield path


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
