"""YAML, JSON and TOML as text: what cannot be read, and keys that are given twice."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from .model import Finding
from .view import View


@dataclass(frozen=True, slots=True)
class Problem:
    """One file that is wrong."""

    finding: Finding
    twice: bool = False
    """A key is given twice; otherwise the file cannot be read."""


def problems_of_data(view: View) -> list[Problem]:
    """What is wrong with the data files. Templates of them are no data yet."""
    return view.kept("data", lambda: list(_problems(view)))


def _problems(view: View) -> Iterator[Problem]:
    readers: dict[tuple[str, ...], Callable[[str], Any]] = {
        ("*.yaml", "*.yml"): _read_yaml,
        ("*.json",): lambda text: json.loads(text, object_pairs_hook=_unique),
        ("*.toml",): tomllib.loads,
    }
    for patterns, read in readers.items():
        for file in view.project.chosen(*patterns):
            text = view.project.text(file)
            if text is None or "/templates/" in f"/{file}":
                continue
            try:
                read(text)
            except yaml.MarkedYAMLError as error:
                mark = error.problem_mark
                yield Problem(Finding(file, mark.line + 1 if mark else 1, f"not valid YAML: {error.problem}"))
            except yaml.YAMLError as error:
                yield Problem(Finding(file, 1, f"not valid YAML: {error}"))
            except json.JSONDecodeError as error:
                yield Problem(Finding(file, error.lineno, f"not valid JSON: {error.msg}"))
            except tomllib.TOMLDecodeError as error:
                at = re.search(r"at line (\d+)", str(error))
                yield Problem(Finding(file, int(at[1]) if at else 1, f"not valid TOML: {error}"))
            except _DuplicateKey as error:
                message = f"the key {error.key} is given twice: the first one is lost"
                yield Problem(Finding(file, error.line, message), twice=True)


class _DuplicateKey(Exception):
    def __init__(self, key: object, line: int = 1) -> None:
        super().__init__(key)
        self.key, self.line = key, line


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, value in pairs:
        if key in result:
            raise _DuplicateKey(key)
        result[key] = value
    return result


def _read_yaml(text: str) -> None:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    pending = list(yaml.compose_all(text, Loader=loader))
    seen: set[int] = set()
    while pending:
        node = pending.pop()
        if id(node) in seen:  # an alias
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            pending += node.value
        elif isinstance(node, yaml.MappingNode):
            keys: set[str] = set()
            for key, value in node.value:
                if isinstance(key, yaml.ScalarNode) and key.value != "<<":
                    if key.value in keys:
                        raise _DuplicateKey(key.value, key.start_mark.line + 1)
                    keys.add(key.value)
                pending += [key, value]
