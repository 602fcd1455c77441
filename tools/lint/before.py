"""The modules as they were where the head left the main branch: an address that changed is known only from there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..errors import GroundplanError
from ..git import against, blobs
from ..git.run import run_well
from .changed import start_of


def files_before(root: Path, base: str | None) -> dict[str, str]:
    """The earlier texts of all Terraform files of the modules in which one is another now, by their earlier names.

    In a clone without the main branch, as they were committed last; empty where git cannot tell.
    """
    try:
        found, now = against(root, _start(root, base))
        start = found.base
        folders = {_folder(path) for path in found.before if path.startswith("modules/") and path.endswith(".tf")}
        earlier = blobs(root, start) if folders else {}
        wanted = {path: blob for path, blob in earlier.items() if _folder(path) in folders and path.endswith(".tf")}
        return {path: _text(root, path, blob, now.get(path) == blob) for path, blob in wanted.items()}
    except (GroundplanError, OSError):
        return {}


def of_module(files: Mapping[str, str], folder: str) -> dict[str, str]:
    """Those of one module, without what lies in folders inside it."""
    return {path: text for path, text in files.items() if _folder(path) == folder}


def _start(root: Path, base: str | None) -> str:
    try:
        return start_of(root, base)
    except GroundplanError:
        return "HEAD"


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _text(root: Path, path: str, blob: str, is_there: bool) -> str:
    data = (root / path).read_bytes() if is_there else run_well(root, "cat-file", "blob", blob)
    return data.decode("utf-8", "replace")
