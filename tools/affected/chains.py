"""From the files that changed to the units, step by step."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ..git import Changes
from .model import Chain
from .nodes import Ground, Node

CODE = "code"
_UNIT = "unit "
_KEPT = 24


@dataclass(slots=True)
class Found:
    """The chains to a unit, the shortest for each file."""

    chains: dict[str, tuple[str, Chain]] = field(default_factory=dict)
    """By the file that they start from (empty where there is none): the kind, and the chain."""

    def add(self, start: str, kind: str, steps: tuple[str, ...]) -> None:
        """Keep a chain unless a shorter one starts from the same file."""
        known = self.chains.get(start)
        if known is None or len(known[1].steps) > len(steps):
            self.chains[start] = (kind, Chain(steps))

    @property
    def kinds(self) -> tuple[str, ...]:
        """What the chains are."""
        return tuple(sorted({kind for kind, _ in self.chains.values()}))

    def shown(self) -> tuple[tuple[Chain, ...], int]:
        """The chains, code before rules and short ones first, as many as anybody reads; and how many more there are."""

        def order(start: str) -> tuple[bool, bool, int, str]:
            kind, chain = self.chains[start]
            return kind != CODE, start == "", len(chain.steps), start

        ordered = [self.chains[start][1] for start in sorted(self.chains, key=order)]
        return tuple(ordered[:_KEPT]), max(0, len(ordered) - _KEPT)


class Words:
    """What the first step of a chain says of a file."""

    def __init__(self, changes: Changes) -> None:
        self._what = dict.fromkeys(changes.modified, "changed")
        self._what |= dict.fromkeys(changes.added, "added") | dict.fromkeys(changes.deleted, "deleted")
        for each in changes.renamed:
            self._what[each.old] = f"renamed to {printable(each.new)}"
            self._what[each.new] = f"renamed from {printable(each.old)}"

    def of(self, path: str) -> str:
        """The file with what happened to it."""
        return f"{printable(path)} ({self._what.get(path, 'changed')})"


def printable(path: str) -> str:
    """A file name as it can be shown: what is no printable character is written as in a program."""
    return path if path.isprintable() else path.encode("unicode_escape").decode("ascii")


def direct(nodes: Mapping[str, Node], touched: Mapping[Ground, list[str]], words: Words) -> dict[str, Found]:
    """The chains to the units that rest on something that changed, by the names of their nodes."""
    users = _users(nodes)
    found: dict[str, Found] = {}
    for name, node in nodes.items():
        files: dict[str, tuple[str, ...]] = {}
        for ground in node.grounds:
            for path in touched.get(ground, ()):
                files.setdefault(path, _instead(ground, path, node, words))
        if files:
            for unit, way in _ways_up(name, users):
                here = found.setdefault(unit, Found())
                for path, more in files.items():
                    here.add(path, CODE, (words.of(path), *more, *way))
    return found


def _instead(ground: Ground, path: str, node: Node, words: Words) -> tuple[str, ...]:
    """For a file that is looked for and has gone: which one is found in its place."""
    if ground[0] != "there" or not words.of(path).endswith("(deleted)"):
        return ()
    name = path.rpartition("/")[2]
    same = (key for kind, key in node.grounds if kind == "file" and key != path and key.rpartition("/")[2] == name)
    other = next((key for key in same if path.startswith(key.removesuffix(name))), None)
    return () if other is None else (f"{printable(other)} is found instead",)


def _users(nodes: Mapping[str, Node]) -> dict[str, list[str]]:
    users: dict[str, list[str]] = {}
    for name, node in nodes.items():
        for used in node.uses:
            users.setdefault(used, []).append(name)
    return users


def _ways_up(start: str, users: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The units that are made of a node, each with the shortest way there."""
    ways: dict[str, tuple[str, ...]] = {start: (start,)}
    queue = deque([start])
    while queue:
        name = queue.popleft()
        if name.startswith(_UNIT):
            yield name, ways[name]
        for user in users.get(name, ()):
            if user not in ways:
                ways[user] = (*ways[name], user)
                queue.append(user)


def downstream(nodes: Mapping[str, Node], starts: Mapping[str, Chain]) -> dict[str, Found]:
    """The units that depend on those in ``starts``, directly or not, and are not among them.

    The chains of a unit lead through each unit that it needs and that is nearer to a start than itself.
    """
    users: dict[str, list[str]] = {}
    for name, node in nodes.items():
        for needed in node.needs:
            users.setdefault(needed, []).append(name)
    first = dict(starts)
    found: dict[str, Found] = {}
    level = list(starts)
    while level:
        following: dict[str, Found] = {}
        for name in level:
            for user in users.get(name, ()):
                if user not in first:
                    following.setdefault(user, Found()).add(name, CODE, (*first[name].steps, user))
        for name, each in following.items():
            first[name] = each.shown()[0][0]
        found |= following
        level = list(following)
    return found
