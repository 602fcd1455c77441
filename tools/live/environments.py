"""What differs between the environments of a tree: the locals of their ``account.hcl`` and ``env.hcl``, side by side.

A folder with a ``region.hcl`` belongs to an environment: the nearest ``env.hcl`` and ``account.hcl`` at or above it.
Regions that share these files are one environment.
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
    regions: dict[tuple[Path, ...], list[Path]] = {}
    for folder in folders:
        regions.setdefault(tuple(_files(folder, root)), []).append(folder.relative_to(root))
    names = _names([[region.parts for region in shared] for shared in regions.values()])
    read = {
        path: dict(Place(session, str(path), is_reading=True).config().locals or {})
        for path in dict.fromkeys(path for files in regions for path in files)
    }
    found = {
        name: {
            key: value
            for path in files
            for key, value in _flat({key: each for key, each in read[path].items() if not _is_file(each, read)})
        }
        for name, files in zip(names, regions, strict=True)
    }
    settings = []
    keys = list(dict.fromkeys(key for values in found.values() for key in values))
    groups = list(dict.fromkeys(key.partition(".")[0] for key in keys))
    for key in sorted(keys, key=lambda key: groups.index(key.partition(".")[0])):
        values = {name: each[key] for name, each in found.items() if key in each}
        differs = len(values) < len(names) or any(each != values[names[0]] for each in values.values())
        settings.append(Setting(key, values, differs))
    return names, settings


def _names(environments: list[list[tuple[str, ...]]]) -> list[str]:
    """What tells environments apart, each given as the folders of its regions: ``dev``, ``prod/{east,north}``.

    It is the folders without what all of them begin with; regions only where an account has several environments.
    """
    while len({parts[0] for each in environments for parts in each}) == 1 and all(
        len(parts) > 2 for each in environments for parts in each
    ):
        environments = [[parts[1:] for parts in each] for each in environments]
    above = [each[0][:-1] for each in environments]
    names = []
    for each, account in zip(environments, above, strict=True):
        shared = [parts[-1] for parts in each]
        region = shared[0] if len(shared) == 1 else f"{{{','.join(shared)}}}"
        names.append("/".join([*account, region] if above.count(account) > 1 or not account else account))
    return names


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
