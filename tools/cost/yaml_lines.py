"""YAML files, read fast; where their entries stand, once something is wrong with one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from ..errors import GroundplanError

# libyaml's loader is ten times as fast; PyYAML has it wherever it was built with it.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_yaml(path: Path) -> Any:
    """What a YAML file holds.

    Raises:
        GroundplanError: it cannot be read, or is no YAML.
    """
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - both loaders are safe
    except (OSError, UnicodeDecodeError) as error:
        raise GroundplanError(f"cannot read it: {error}", where=str(path)) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else str(path)
        problem = getattr(error, "problem", None) or str(error)
        raise GroundplanError(f"not valid YAML: {problem}", where=where, hint="mend the file at this place") from error


def entry_lines(path: Path) -> list[int]:
    """The lines on which the entries of a list begin, from 1."""
    node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_LOADER)
    return [item.start_mark.line + 1 for item in node.value] if isinstance(node, yaml.SequenceNode) else []
