"""YAML files, read fast; where their entries stand, once something is wrong with one."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeGuard

import yaml

from ..errors import GroundplanError

# libyaml's loader is ten times as fast; PyYAML has it wherever it was built with it.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TOO_MUCH = 1e18  # of anything in a month


def load_yaml(path: Path) -> Any:
    """What a YAML file holds.

    Raises:
        GroundplanError: it cannot be read, or is no YAML.
    """
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - both loaders are safe
    except (OSError, UnicodeDecodeError) as error:
        raise GroundplanError(f"cannot read it: {error}", where=str(path)) from error
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a day that no month has
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else str(path)
        problem = getattr(error, "problem", None) or str(error)
        raise GroundplanError(f"not valid YAML: {problem}", where=where, hint="mend the file at this place") from error


def is_amount(value: Any) -> TypeGuard[float]:
    """Whether a value is a number of zero or more, and one that can be reckoned with."""
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < _TOO_MUCH


def entry_lines(path: Path) -> list[int]:
    """The lines on which the entries of a list begin, from 1."""
    node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_LOADER)
    return [item.start_mark.line + 1 for item in node.value] if isinstance(node, yaml.SequenceNode) else []
