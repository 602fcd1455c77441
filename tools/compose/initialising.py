"""``terraform init`` in the folder of a composition, where it is needed."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

from ..hcl import parse, read_source
from ..hcl.syntax import Literal
from ..terraform import Terraform
from .composition import FILE_NAME
from .interface import top_blocks


def initialise(folder: Path, terraform: Terraform, in_state: Iterable[str] = ()) -> None:
    """``terraform init``, left out where this configuration was initialised before with the same Terraform.

    ``in_state`` are the providers of the state's resources, which init installs as well.
    """
    document = json.loads((folder / FILE_NAME).read_text())
    relevant = {
        "providers": document["terraform"],
        "modules": {name: _installed(folder, each["source"]) for name, each in document.get("module", {}).items()},
        "in_state": sorted(set(in_state)),
        "binary": [str(terraform.binary.path), str(terraform.binary.version)],
    }
    key = hashlib.sha256(json.dumps(relevant, sort_keys=True).encode()).hexdigest()
    stamp = folder / ".terraform" / "groundplan-init"
    if stamp.is_file() and stamp.read_text() == key and _complete(folder):
        return
    terraform.init(folder)
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(key)


def _installed(folder: Path, source: str) -> object:
    """What init looks at in a module: where it lies, the providers that it wants, and the modules that it calls."""
    path = Path(os.path.normpath(folder / source))
    calls, wanted = [], []
    for file in sorted([*path.glob("*.tf"), *path.glob("*.tf.json")]):
        for block in top_blocks(parse(read_source(file))):
            called = block.body.attributes.get("source") if block.type == "module" else None
            if called is not None and isinstance(called.expr, Literal):
                inner = str(called.expr.value)
                local = inner.startswith(("./", "../"))
                calls.append([*block.labels, inner, _installed(path, inner) if local else None])
            if block.type == "terraform":
                wanted.append(block.body.range.text)
    return [source, calls, wanted]


def _complete(folder: Path) -> bool:
    """Whether the provider packages that init linked are still there (a cache may have been thrown away)."""
    links = [path for path in (folder / ".terraform" / "providers").rglob("*") if path.is_symlink()]
    return all(path.exists() for path in links)
