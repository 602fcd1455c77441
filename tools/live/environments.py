"""What differs between the environments of a tree: the locals of their ``account.hcl`` and ``env.hcl``, side by side.

An environment is a folder with a ``region.hcl``. The nearest ``env.hcl`` and ``account.hcl`` at or above it are its.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import GroundplanError
from .functions import functions
from .options import Options
from .place import Place, Session

FILES = ("account.hcl", "env.hcl")
_REGION = "region.hcl"


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of the comparison."""

    name: str
    """``database.instance_class``: the path through the locals."""
    values: Mapping[str, Any]
    """By environment, without those that do not say it."""
    differs: bool


def environments(root: Path, options: Options | None = None) -> tuple[list[str], list[Setting]]:
    """The environments of a tree in order, and what each of them says, setting by setting.

    Raises:
        GroundplanError: there is nothing to compare, or a file cannot be evaluated.
    """
    root, session = root.resolve(), Session(options or Options(), functions)
    folders = [path.parent for path in sorted(root.rglob(_REGION)) if ".terragrunt-cache" not in path.parts]
    if not folders:
        raise GroundplanError(
            f"no folder below {root} has a {_REGION}", hint="name the folder with the accounts: --tree live"
        )
    names = _names([folder.relative_to(root).parts for folder in folders])
    read: dict[Path, dict[str, Any]] = {}
    for folder in folders:
        for path in _files(folder, root):
            if path not in read:
                read[path] = dict(Place(session, str(path), is_reading=True).config().locals or {})
    found = {
        name: {
            key: value
            for path in _files(folder, root)
            for key, value in _flat({key: each for key, each in read[path].items() if not _is_file(each, read)})
        }
        for name, folder in zip(names, folders, strict=True)
    }
    settings = []
    keys = list(dict.fromkeys(key for values in found.values() for key in values))
    groups = list(dict.fromkeys(key.partition(".")[0] for key in keys))
    for key in sorted(keys, key=lambda key: groups.index(key.partition(".")[0])):
        values = {name: each[key] for name, each in found.items() if key in each}
        differs = len(values) < len(names) or any(each != values[names[0]] for each in values.values())
        settings.append(Setting(key, values, differs))
    return names, settings


def _names(folders: list[tuple[str, ...]]) -> list[str]:
    """The folders without what all of them begin with; the region only where an account has several."""
    while len({parts[0] for parts in folders}) == 1 and all(len(parts) > 2 for parts in folders):
        folders = [parts[1:] for parts in folders]
    above = [parts[:-1] for parts in folders]
    return ["/".join(parts if above.count(parts[:-1]) > 1 else parts[:-1] or parts) for parts in folders]


def _files(folder: Path, root: Path) -> Iterator[Path]:
    """The nearest file of each kind at or above a folder."""
    levels = [folder, *folder.parents[: len(folder.relative_to(root).parts)]]
    for name in FILES:
        nearest = next((level / name for level in levels if (level / name).is_file()), None)
        if nearest is not None:
            yield nearest


def _is_file(value: Any, read: Mapping[Path, Mapping[str, Any]]) -> bool:
    """Whether a local holds what another of the files says, to be taken from there."""
    return isinstance(value, Mapping) and any(value == each for each in read.values())


def _flat(value: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for key, each in value.items():
        if isinstance(each, Mapping) and each:
            yield from _flat(each, f"{above}{key}.")
        else:
            yield f"{above}{key}", each
