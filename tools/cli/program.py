"""The collection of tasks, and the program `groundplan` (in this repository: `./inv`) that runs them."""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError, version

from invoke import Collection, Program

from . import (
    affected,
    bootstrap,
    ci,
    cost,
    demo,
    drift,
    emulator,
    estate,
    operations,
    quality,
    read,
    review,
    scaffold,
    trace,
)

# Words that may follow a task bare; invoke itself knows only flags and required words.
_BARE = {"test": "--layer", "lint": "--check", "explain": "--rule"}
# Flags without a value: bare words may go on after them.
_SWITCHES = {"--changed", "--fix", "--thorough"}


def _namespace() -> Collection:
    found = Collection()
    for module in (
        read,
        affected,
        review,
        estate,
        drift,
        bootstrap,
        trace,
        emulator,
        demo,
        operations,
        quality,
        scaffold,
        ci,
        cost,
    ):
        for name in module.__all__:
            found.add_task(getattr(module, name))
    return found


namespace = _namespace()


def spell_out(arguments: list[str]) -> list[str]:
    """``test unit live`` as ``test --layer unit --layer live``: the bare words up to a flag that takes a value."""
    out: list[str] = []
    flag: str | None = None
    for word in arguments:
        if flag and not word.startswith("-"):
            out += [flag, word]
            continue
        if not (flag and word in _SWITCHES):
            flag = _BARE.get(word) if flag is None else None
        out.append(word)
    return out


def main() -> None:
    """Run the tasks that the command line names."""
    try:
        number = version("groundplan")
    except PackageNotFoundError:
        number = "of a checkout"
    program = Program(name="Groundplan", binary="groundplan", namespace=namespace, version=number)
    program.run([sys.argv[0], *spell_out(sys.argv[1:])])
