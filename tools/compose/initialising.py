"""``terraform init`` in the folder of a composition, where it is needed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from ..terraform import Terraform
from .composition import FILE_NAME


def initialise(folder: Path, terraform: Terraform) -> None:
    """``terraform init``, left out where this configuration was initialised before with the same Terraform."""
    document = json.loads((folder / FILE_NAME).read_text())
    relevant = {
        "providers": document["terraform"],
        "modules": {name: block["source"] for name, block in document.get("module", {}).items()},
        "binary": [str(terraform.binary.path), str(terraform.binary.version)],
    }
    key = hashlib.sha256(json.dumps(relevant, sort_keys=True).encode()).hexdigest()
    stamp = folder / ".terraform" / "groundplan-init"
    if stamp.is_file() and stamp.read_text() == key and _complete(folder):
        return
    terraform.init(folder)
    stamp.write_text(key)


def _complete(folder: Path) -> bool:
    """Whether the provider packages that init linked are still there (a cache may have been thrown away)."""
    links = [path for path in (folder / ".terraform" / "providers").rglob("*") if path.is_symlink()]
    return all(path.exists() for path in links)
