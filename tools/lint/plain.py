"""What every text file keeps, whatever is in it."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from .model import Finding, Project

_MARKER = re.compile(r"^(<{7} .+|\|{7} .+|>{7} .+)$", re.MULTILINE)
_LARGEST = 512 * 1024
_LINK = re.compile(r"(?<!!)\[[^\]\n]*\]\((?P<target>[^)\s]+)\)")
_HOME = re.compile(r"(?:/home|/Users)/[A-Za-z0-9_.-]+/|[A-Z]:\\Users\\")


def _texts(project: Project, *patterns: str) -> Iterator[tuple[str, str]]:
    for file in project.matching(*patterns) if patterns else project.files:
        text = project.text(file)
        if text:
            yield file, text


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def whitespace(project: Project) -> Iterator[Finding]:
    """Lines and files end as they should."""
    for file, text in _texts(project):
        clean = re.sub(r"[ \t\r]+$", "", text.removeprefix("\ufeff"), flags=re.MULTILINE).rstrip("\n") + "\n"
        if clean == text:
            continue
        lines = list(zip(text.split("\n"), clean.split("\n"), strict=False))
        line = next((number for number, (is_, should) in enumerate(lines, 1) if is_ != should), len(lines))
        if project.fix:
            project.write(file, clean)
        message = "blanks at a line's end, a carriage return, a byte-order mark, or not one line end at the file's end"
        yield Finding(file, line, message, "./inv lint whitespace --fix", fixed=project.fix)


def conflicts(project: Project) -> Iterator[Finding]:
    """No merge conflict is left, and names differ in more than case."""
    for file, text in _texts(project):
        for found in _MARKER.finditer(text):
            yield Finding(file, _line(text, found.start()), "a merge conflict is left here")
    seen: dict[str, str] = {}
    for file in project.files:
        if (other := seen.setdefault(file.lower(), file)) != file:
            yield Finding(file, 1, f"differs from {other} in case only: one of them is lost on macOS and Windows")


def size(project: Project) -> Iterator[Finding]:
    """No file is large: git keeps every version for ever."""
    for file in project.files:
        bytes_ = (project.root / file).stat().st_size
        if bytes_ > _LARGEST and not file.endswith(".lock"):
            yield Finding(file, 1, f"{bytes_ // 1024} KiB, more than {_LARGEST // 1024}")


def syntax(project: Project) -> Iterator[Finding]:
    """YAML, JSON and TOML can be read, and no key is given twice."""
    readers: dict[tuple[str, ...], Callable[[str], Any]] = {
        ("*.yaml", "*.yml"): _read_yaml,
        ("*.json",): lambda text: json.loads(text, object_pairs_hook=_unique),
        ("*.toml",): tomllib.loads,
    }
    for patterns, read in readers.items():
        for file in project.matching(*patterns):
            text = project.text(file)
            if text is None or "/templates/" in f"/{file}":
                continue
            try:
                read(text)
            except yaml.MarkedYAMLError as error:
                mark = error.problem_mark
                yield Finding(file, mark.line + 1 if mark else 1, f"not valid YAML: {error.problem}")
            except yaml.YAMLError as error:
                yield Finding(file, 1, f"not valid YAML: {error}")
            except json.JSONDecodeError as error:
                yield Finding(file, error.lineno, f"not valid JSON: {error.msg}")
            except tomllib.TOMLDecodeError as error:
                at = re.search(r"at line (\d+)", str(error))
                yield Finding(file, int(at[1]) if at else 1, f"not valid TOML: {error}")
            except _DuplicateKey as error:
                yield Finding(file, error.line, f"the key {error.key} is given twice: the first one is lost")


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


def paths(project: Project) -> Iterator[Finding]:
    """No file names a place on somebody's machine."""
    own = {str(project.root), str(project.root.parent)} - {"/", "/home", "/Users", "/tmp", "/srv", "/opt"}  # noqa: S108
    pattern = re.compile("|".join([_HOME.pattern, *(rf"{re.escape(path)}(?![\w.-])" for path in sorted(own))]))
    for file, text in _texts(project):
        for found in pattern.finditer(text):
            yield Finding(file, _line(text, found.start()), f"names a place on one machine: {found[0]}")


def links(project: Project) -> Iterator[Finding]:
    """Links in Markdown lead to files of the project."""
    known = set(project.files) | {str(parent) for file in project.files for parent in Path(file).parents}
    for file, text in _texts(project, "*.md"):
        prose = re.sub(r"^(```|~~~).*?^\1|`[^`\n]*`", lambda m: re.sub(r"[^\n]", " ", m[0]), text, flags=re.M | re.S)
        for found in _LINK.finditer(prose):
            target = found["target"].split("#")[0]
            if not target or re.match(r"[a-z][a-z0-9+.-]*:", target):
                continue
            base = Path(project.root) if target.startswith("/") else (project.root / file).parent
            place = Path(os.path.normpath(base / target.lstrip("/")))
            relative = place.relative_to(project.root).as_posix() if place.is_relative_to(project.root) else ".."
            if relative not in known:
                yield Finding(file, _line(text, found.start()), f"the link leads nowhere: {target}")
