"""The collection of tasks, and the program `groundplan` (in this repository: `./inv`) that runs them."""

from __future__ import annotations

import os
import re
import signal
import sys
from importlib.metadata import PackageNotFoundError, version

from invoke import Collection, Exit, ParseError, Program

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
# How invoke says that it does not know a word, that a flag has no value, and that a bare word is missing.
_UNKNOWN = re.compile(r"No idea what '(.*)' is!")
_VALUELESS = re.compile(r"Flag <Argument: (\S+).*> needed value")
_LACKING = re.compile(r"'.*' did not receive required positional arguments: (.*)")
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
    """What is typed, as invoke takes it.

    ``test unit live`` is ``test --layer unit --layer live``: the bare words up to a flag that takes a value. ``help
    cost`` is ``--help cost``, and the first two words may name a task together: ``cost import`` is ``cost-import``.
    """
    if arguments[:1] == ["help"]:
        return ["--help", *_joined(arguments[1:])]
    arguments = _joined(arguments)
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


class _Program(Program):
    """invoke's, whose words about a wrong command line say what was meant, and end with 2: 1 means findings."""

    def parse_tasks(self) -> None:
        try:
            super().parse_tasks()
        except ParseError as error:
            raise Exit(self._told(error), code=2) from error

    def parse_cleanup(self) -> None:
        try:
            super().parse_cleanup()
        except ParseError as error:
            raise Exit(self._told(error), code=2) from error

    def _told(self, error: ParseError) -> str:
        """What is wrong, with what was meant or where it is listed."""
        from ..hcl.errors import did_you_mean

        context, said = error.context, str(error)
        task = context.name if context else None
        tasks = f"All tasks: {self.binary} --list"
        listed = f"Options of {task}: {self.binary} --help {task}" if task else tasks
        meant = ""
        if unknown := _UNKNOWN.fullmatch(said):
            word = unknown[1]
            if word.startswith("-"):
                said = f"{task or self.binary} has no option {word}"
                meant = did_you_mean(word, context.flags if context and task else ())
            else:
                said = f"there is no task {word}"
                meant = did_you_mean(word, self.parser.contexts)
                listed = f"{tasks}. {listed}" if task else tasks
        elif valueless := _VALUELESS.match(said):
            said = f"--{valueless[1]} needs a value"
        elif lacking := _LACKING.fullmatch(said):
            said = f"{task} needs {lacking[1]}"
        return f"{said}\n  {meant} {listed}" if meant else f"{said}\n  {listed}"


def _joined(arguments: list[str]) -> list[str]:
    together = "-".join(arguments[:2])
    return [together, *arguments[2:]] if together in namespace.task_names else arguments


def main() -> None:
    """Run the tasks that the command line names."""
    try:
        number, binary = version("groundplan"), "groundplan"
    except PackageNotFoundError:
        number, binary = "of a checkout", "./inv"
    program = _Program(name="Groundplan", binary=binary, namespace=namespace, version=number)
    try:
        program.run([sys.argv[0], *spell_out(sys.argv[1:])])
        sys.stdout.flush()
    except SystemExit as end:
        if isinstance(end.__context__, KeyboardInterrupt):  # before a task has begun; invoke ends with 1 then
            sys.exit(130)
        raise
    except BrokenPipeError:
        # The reader of our output has gone (`| head`): nobody is left to tell anything.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(128 + signal.SIGPIPE)
