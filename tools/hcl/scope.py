"""What an expression is evaluated in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from .function import Function
from .values import Value


class Scope:
    """Variables and functions by name; a scope inside another sees what is outside.

    ``variables`` may be any mapping: one whose ``__getitem__`` computes makes lazy variables. ``base_dir`` is what
    functions take relative paths to be relative to.
    """

    __slots__ = ("base_dir", "functions", "parent", "variables")

    def __init__(
        self,
        variables: Mapping[str, Value],
        functions: Mapping[str, Function],
        base_dir: Path,
        parent: Scope | None = None,
    ) -> None:
        self.variables = variables
        self.functions = functions
        self.base_dir = base_dir
        self.parent = parent

    def child(self, variables: Mapping[str, Value]) -> Scope:
        """A scope inside this one."""
        return Scope(variables, self.functions, self.base_dir, self)

    def names(self) -> Iterator[str]:
        """All variable names that can be seen from here."""
        scope: Scope | None = self
        while scope is not None:
            yield from scope.variables
            scope = scope.parent
