"""Which units a bootstrap makes, and for which AWS they are evaluated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from ..errors import GroundplanError
from ..hcl import did_you_mean
from ..live import Options, Tree, UnitError, explain, load

STATES = "security/state-backend"
"""What the unit of a region's state bucket is called."""

_SWITCHES = ("LOCALSTACK", "GROUNDPLAN_EMULATOR")


def emulated(environment: Mapping[str, str]) -> bool:
    """Whether the environment asks for the emulator, as the tree's own switches do."""
    return any(environment.get(switch) in ("true", "1") for switch in _SWITCHES)


def units_of(root: Path, account: str, region: str | None, environment: Mapping[str, str]) -> Tree:
    """The units of an account's state buckets, with what they need; evaluated with the caller's own credentials.

    Raises:
        GroundplanError: there is no such account or region, or its units cannot be evaluated.
    """
    whole = load(root, Options(outputs="reference", env={**environment, "GROUNDPLAN_ROLE": "own"}))
    paths = set(whole.units) | {error.unit for error in whole.errors if isinstance(error, UnitError)}
    chosen = {path for path in paths if path.endswith(f"/{STATES}")}
    if not chosen:
        raise GroundplanError(f"no unit below {root} is called {STATES}", hint="that is what makes a state bucket")
    for kind, name in (("account", account), ("region", region)):
        if name is not None:
            folders = {part for path in chosen for part in path.removesuffix(STATES).split("/")[:-1]}
            chosen = {path for path in chosen if name in path.removesuffix(STATES).split("/")[:-1]}
            if not chosen:
                raise GroundplanError(
                    f"no unit {STATES} lies in a folder called {name} (--{kind})",
                    hint=did_you_mean(name, folders) or f"the folders are: {', '.join(sorted(folders))}",
                )
    wrong = [error for error in whole.errors if not isinstance(error, UnitError) or error.unit in chosen]
    if wrong:
        raise GroundplanError("\n\n".join(explain(wrong)))
    part = whole.select(sorted(chosen), with_dependencies=True)
    return replace(part, errors=[])
