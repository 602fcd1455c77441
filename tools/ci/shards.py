"""The shards of a change, an account and region each, in an order in which each comes after what it needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..errors import GroundplanError

Shard = tuple[str, str]
"""Account and region."""


def shards(given: Any, needs: Mapping[str, Iterable[str]], account: str, where: str) -> dict[str, Any] | None:
    """The jobs of one account: ``matrix`` (``include``: account, region, wave, units) and ``parallel``.

    ``given`` is what ``./inv affected --format matrix`` printed, or a part of it; ``needs`` the units that each unit
    needs. Regions that need nothing of each other are one wave, and run side by side. Where one waits for another, the
    units are cut into waves, and one job runs after the other: ``parallel`` is then 1. None where nothing is left.

    Raises:
        GroundplanError: ``given`` is no matrix.
    """
    try:
        whose = {
            str(unit): (str(job["account"]), str(job["region"]))
            for job in given["include"]
            for unit in _list(job["units"])
        }
    except (KeyError, TypeError) as error:
        raise GroundplanError(
            "this is no matrix", where=where, hint="it is what ./inv affected --format matrix prints"
        ) from error
    chosen = {unit: shard for unit, shard in whose.items() if shard[0] == account}
    waves = _waves(chosen, needs)
    if not chosen:
        return None
    jobs: dict[tuple[int, Shard], list[str]] = {}
    for unit, shard in chosen.items():
        jobs.setdefault((waves[unit], shard), []).append(unit)
    include = [
        {"account": shard[0], "region": shard[1], "wave": wave, "units": units}
        for (wave, shard), units in sorted(jobs.items())
    ]
    return {"matrix": {"include": include}, "parallel": 1 if any(waves.values()) else len(include)}


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(value)
    return value


def _waves(chosen: Mapping[str, Shard], needs: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """How often one has to wait for another shard before a unit can be applied, through whatever lies between."""
    waves: dict[str, int] = {}

    def wave(unit: str) -> int:
        if unit not in waves:
            waves[unit] = max(
                (wave(each) + (chosen[each] != chosen[unit]) for each in _nearest(unit, chosen, needs)), default=0
            )
        return waves[unit]

    for unit in chosen:
        wave(unit)
    return waves


def _nearest(unit: str, chosen: Mapping[str, Shard], needs: Mapping[str, Iterable[str]]) -> set[str]:
    """The chosen units that a unit needs, those behind units that are not chosen too."""
    found: set[str] = set()
    seen: set[str] = set()
    pending = list(needs.get(unit, ()))
    while pending:
        each = pending.pop()
        if each in seen:
            continue
        seen.add(each)
        if each in chosen:
            found.add(each)
        else:
            pending += needs.get(each, ())
    return found
