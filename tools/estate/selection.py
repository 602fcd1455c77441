"""Which units of a tree a task is about."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from ..errors import GroundplanError
from ..hcl import did_you_mean
from ..live import Options, Tree, UnitError, load
from ..live.discovery import absolute, find_units
from ..live.options import evaluation_environment, real_environment
from ..live.paths import Disk


@dataclass(frozen=True, slots=True)
class Selection:
    """What was asked for on the command line."""

    account: str | None = None
    region: str | None = None
    units: tuple[str, ...] = ()
    """Globs over unit paths, or over paths within the account and region."""
    with_dependents: bool = False

    def covers(self, path: str) -> bool:
        """Whether a unit of that path would be among what was asked for."""
        return all(name is None or name in _folders(path) for name in (self.account, self.region)) and (
            not self.units or any(_matches(path, glob) for glob in self.units)
        )


def select(root: Path, selection: Selection, environment: Mapping[str, str], *, real: bool = False) -> Tree:
    """The units that were asked for, with what they depend on, loaded for composition.

    An account and a region are folders above a unit, wherever they stand in its path. What Terragrunt passes over is
    left out. The tree is evaluated for the emulator, or for the AWS that ``environment`` means where that is ``real``.

    Raises:
        GroundplanError: nothing in the tree answers to the account, the region or a glob, or all of it is left out.
    """
    seen = real_environment(environment) if real else evaluation_environment(environment)
    whole = load(root, Options(outputs="reference", env=seen))
    chosen = _chosen(root, selection, {*whole.units, *(e.unit for e in whole.errors if isinstance(e, UnitError))})
    part = whole.select(sorted(chosen), with_dependencies=True, with_dependents=selection.with_dependents)
    part = part.taking_part("plan")
    if not part.units and chosen <= set(whole.units):
        raise GroundplanError(
            f"{min(chosen)} is left out by its exclude block",
            where=str(whole.units[min(chosen)].file),
            hint="its `if` says when: see which value of env.hcl it asks",
        )
    wrong = [each for each in whole.errors if not isinstance(each, UnitError) or each.unit in chosen]
    return replace(part, errors=wrong)


def check(root: Path, selection: Selection) -> None:
    """Refuse what nothing in the tree answers to; no unit is evaluated for that.

    Raises:
        GroundplanError: nothing in the tree answers to the account, the region or a glob.
    """
    _chosen(root, selection, find_units(absolute(root), Disk())[0])


def _chosen(root: Path, selection: Selection, units: Collection[str]) -> set[str]:
    """The units that were asked for, of all in the tree."""
    chosen = set(units)
    if not chosen:
        raise GroundplanError(f"there is no unit below {root}", hint="a unit is a folder with a terragrunt.hcl")
    for kind, name in (("account", selection.account), ("region", selection.region)):
        if name is not None:
            folders = {part for path in chosen for part in _folders(path)}
            chosen = {path for path in chosen if name in _folders(path)}
            if not chosen:
                raise GroundplanError(
                    f"no unit below {root} lies in a folder called {name} (--{kind})",
                    hint=did_you_mean(name, folders) or f"the folders are: {', '.join(sorted(folders))}",
                )
    if selection.units:
        matched: set[str] = set()
        for glob in selection.units:
            hits = {path for path in chosen if _matches(path, glob)}
            if not hits:
                raise GroundplanError(
                    f"no unit matches --unit {glob}",
                    hint=did_you_mean(glob, _ends(chosen)) or "see ./inv graph for the paths",
                )
            matched |= hits
        chosen = matched
    return chosen


def _folders(path: str) -> list[str]:
    """The folders above a unit."""
    return path.split("/")[:-1]


def _matches(path: str, glob: str) -> bool:
    glob = glob.strip("/")
    return fnmatchcase(path, glob) or fnmatchcase(path, f"*/{glob}")


def _ends(paths: Iterable[str]) -> set[str]:
    """What of each path a glob may name: all of it, or its last folders."""
    return {"/".join(path.split("/")[start:]) for path in paths for start in range(path.count("/") + 1)}


def folder_name(selection: Selection) -> str:
    """A name for the generated folder of a selection: the same selection, the same folder."""
    parts = [part for part in (selection.account, selection.region) if part]
    if selection.units:
        text = "\n".join([*sorted(selection.units), str(selection.with_dependents)])
        parts.append(hashlib.sha256(text.encode()).hexdigest()[:8])
    return "-".join(parts) or "all"
