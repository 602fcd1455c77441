"""Globs as Terragrunt reads them (gobwas): ``**`` crosses folders, ``*`` and ``?`` do not; ``[…]``, ``{a,b}``."""

from __future__ import annotations

import os
import re
from functools import lru_cache

_META = re.compile(r"[*?\[{\\]")


@lru_cache(maxsize=1024)
def pattern_of(glob: str) -> re.Pattern[str]:
    """The regular expression of a glob."""
    out: list[str] = []
    depth = index = 0
    while index < len(glob):
        char = glob[index]
        if glob.startswith("/**/", index) and _literal(glob, index - 1) and _literal(glob, index + 4):
            out.append("/(?:.*/)?")
            index += 4
            continue
        if glob.startswith("**", index):
            out.append(".*")
            index += 1
        elif char == "*":
            out.append("[^/]*")
        elif char == "?":
            out.append("[^/]")
        elif char == "[" and (end := glob.find("]", index + 2)) > 0:
            inside = glob[index + 1 : end]
            out.append(f"[{'^' + inside[1:] if inside[:1] == '!' else inside}]")
            index = end
        elif char == "{":
            depth += 1
            out.append("(?:")
        elif char == "}" and depth:
            depth -= 1
            out.append(")")
        elif char == "," and depth:
            out.append("|")
        else:
            if char == "\\":
                index += 1
            out.append(re.escape(glob[index : index + 1]))
        index += 1
    return re.compile("".join(out) + ")" * depth, re.DOTALL)


def _literal(glob: str, index: int) -> bool:
    return 0 <= index < len(glob) and glob[index] not in "*?[{"


def matches(path: str, glob: str) -> bool:
    """Whether a path matches a glob as a whole."""
    return pattern_of(glob).fullmatch(path) is not None


def walk_root(glob: str) -> str:
    """The folder in which the matches of an absolute glob lie."""
    found = _META.search(glob)
    return (glob[: found.start()].rpartition("/")[0] or "/") if found else glob


def expand(glob: str) -> list[str]:
    """The files that an absolute glob matches, in order."""
    root = walk_root(glob)
    if root == glob:
        return [root] if os.path.isfile(root) else []  # noqa: PTH113
    found = []
    for folder, folders, files in os.walk(root):
        folders.sort()
        found += [path for name in files if matches(path := f"{folder}/{name}", glob)]
    return sorted(found)
