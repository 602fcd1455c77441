"""A workflow as jobs and steps, and what of it the simulator does not do, refused with its place."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import GroundplanError
from . import expressions, known
from .document import Located, line_of, read

_GITHUBS = ("concurrency", "name", "permissions", "runs-on")
"""Keys of a job whose expressions GitHub alone evaluates, or only for show."""
SHELLS: Mapping[str | None, tuple[str, ...]] = {
    None: ("bash", "-e"),
    "bash": ("bash", "--noprofile", "--norc", "-eo", "pipefail"),
    "sh": ("sh", "-e"),
    "python": ("python",),
}
"""How GitHub starts each shell; None where a step names none."""
_MOST_JOBS = 256
"""What GitHub makes of one matrix."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a job or of a composite action."""

    given: Mapping[str, Any]
    """Its keys as written."""
    path: Path
    line: int

    @property
    def where(self) -> str:
        """Its place."""
        return f"{self.path}:{self.line}"

    @property
    def name(self) -> str:
        """As GitHub shows it, without the version of an action."""
        if "name" in self.given:
            return str(self.given["name"])
        what = self.local or self.action or str(self.given.get("run", "")).strip().split("\n")[0]
        return f"Run {what}"

    @property
    def local(self) -> str | None:
        """The folder of the action in this repository that it uses."""
        uses = str(self.given.get("uses", ""))
        return uses.removeprefix("./") if uses.startswith("./") else None

    @property
    def action(self) -> str | None:
        """The action from elsewhere that it uses, without its version."""
        uses = str(self.given.get("uses", ""))
        return uses.partition("@")[0] if uses and not uses.startswith("./") else None


@dataclass(frozen=True, slots=True)
class Job:
    """One job of a workflow, not yet multiplied by its matrix."""

    id: str
    given: Mapping[str, Any]
    needs: tuple[str, ...]
    steps: tuple[Step, ...]
    path: Path
    line: int


@dataclass(frozen=True, slots=True)
class Workflow:
    """A workflow file."""

    name: str
    path: Path
    given: Mapping[str, Any]
    jobs: Mapping[str, Job]
    """By their ids, in an order in which each comes after what it needs."""


def open_workflow(path: Path) -> Workflow:
    """A workflow that the simulator can run.

    Raises:
        GroundplanError: the file is no workflow, or asks for something that the simulator does not do.
    """
    document = read(path)
    known.check_keys(document, known.WORKFLOW, path, 1, "of a workflow")
    known.check_defaults(document, SHELLS, path, "of the workflow")
    given = document.get("jobs")
    if not isinstance(given, dict) or not given:
        raise GroundplanError("there are no jobs", where=str(path))
    jobs = {str(name): _job(str(name), job, path, line_of(given, name)) for name, job in given.items()}
    for job in jobs.values():
        if unknown := [name for name in job.needs if name not in jobs]:
            raise GroundplanError(f"{job.id} needs {unknown[0]}, which is no job", where=f"{path}:{job.line}")
    name = str(document.get("name") or path.stem)
    return Workflow(name, path, document, {job.id: job for job in _ordered(jobs)})


def _ordered(jobs: Mapping[str, Job]) -> Iterator[Job]:
    done: set[str] = set()
    while rest := [job for job in jobs.values() if job.id not in done]:
        ready = [job for job in rest if done.issuperset(job.needs)]
        if not ready:
            raise GroundplanError(
                f"{' and '.join(job.id for job in rest)} wait for each other", where=f"{rest[0].path}:{rest[0].line}"
            )
        done.update(job.id for job in ready)
        yield from ready


def _job(name: str, given: Any, path: Path, line: int) -> Job:
    where = f"{path}:{line}"
    if not isinstance(given, dict):
        raise GroundplanError(f"job {name}: expected a mapping", where=where)
    known.check_keys(given, known.JOB, path, line, f"of job {name}")
    known.check_keys(given.get("strategy") or {}, known.STRATEGY, path, line, f"of the strategy of job {name}")
    known.check_defaults(given, SHELLS, path, f"of job {name}")
    needs = given.get("needs") or []
    steps = given.get("steps")
    if not isinstance(steps, list) or not steps:
        raise GroundplanError(f"job {name} has no steps", where=where)
    if not str(given.get("runs-on", "")).startswith("ubuntu-"):
        raise GroundplanError(
            f"job {name} runs on {given.get('runs-on')}", where=where, hint="the simulator stands for ubuntu-… only"
        )
    names = (needs,) if isinstance(needs, str) else tuple(needs)
    return Job(name, given, tuple(map(str, names)), read_steps(steps, path, line), path, line)


def read_steps(steps: list[Any], path: Path, line: int) -> tuple[Step, ...]:
    """The steps of a job or of a composite action.

    Raises:
        GroundplanError: one asks for something that the simulator does not do.
    """
    found = []
    for given in steps:
        if not isinstance(given, dict):
            raise GroundplanError("a step is a mapping", where=f"{path}:{line}")
        here = min((key.line for key in given if isinstance(key, Located)), default=line)
        if ("run" in given) == ("uses" in given) and {"run", "uses"} & given.keys():
            raise GroundplanError("a step has either run or uses", where=f"{path}:{here}")
        kind = "uses" if "uses" in given else "run"
        known.check_keys(given, known.USES if kind == "uses" else known.RUN, path, here, f"of a step with {kind}")
        if not given.get(kind):
            raise GroundplanError("a step has either run or uses", where=f"{path}:{here}")
        found.append(Step(given, path, here))
    return tuple(found)


def read_action(folder: Path, step: Step) -> tuple[Mapping[str, Any], tuple[Step, ...]]:
    """A composite action of this repository: its document, and its steps.

    Raises:
        GroundplanError: there is none, or it is of another kind.
    """
    files = [folder / name for name in ("action.yml", "action.yaml") if (folder / name).is_file()]
    if not files:
        raise GroundplanError(f"there is no action {step.given['uses']}", where=step.where)
    document = read(files[0])
    runs = document.get("runs")
    if not isinstance(runs, dict) or runs.get("using") != "composite" or not isinstance(runs.get("steps"), list):
        raise GroundplanError("the simulator runs composite actions only", where=str(files[0]))
    for what in ("inputs", "outputs"):
        about = document.get(what) or {}
        if not isinstance(about, dict) or not all(isinstance(each, dict | None) for each in about.values()):
            raise GroundplanError(
                f"`{what}` of an action is a mapping of mappings", where=f"{files[0]}:{line_of(document, what)}"
            )
    return document, read_steps(runs["steps"], files[0], line_of(document, "runs"))


def matrix(given: Any, where: str) -> list[dict[str, Any]]:
    """The combinations of a matrix without expressions; one empty combination where there is none.

    Raises:
        GroundplanError: it is no matrix.
    """
    if given is None:
        return [{}]
    if not isinstance(given, dict):
        raise GroundplanError("a matrix is a mapping", where=where)
    axes = {str(key): values for key, values in given.items() if key not in ("include", "exclude")}
    if wrong := [key for key, values in axes.items() if not isinstance(values, list)]:
        raise GroundplanError(f"matrix.{wrong[0]} is no list", where=where)
    for key in ("exclude", "include"):
        more = given.get(key) or []
        if not isinstance(more, list) or not all(isinstance(each, dict) for each in more):
            raise GroundplanError(f"matrix.{key} is no list of mappings", where=where)
    product = [dict(zip(axes, values, strict=True)) for values in itertools.product(*axes.values())] if axes else []
    left_out = given.get("exclude") or []
    original = [one for one in product if not any(one.items() >= each.items() for each in left_out)]
    combinations = [dict(one) for one in original]
    for extra in given.get("include") or []:
        fits = [
            index
            for index, one in enumerate(original)
            if all(one.get(key, value) == value for key, value in extra.items() if key in axes)
        ]
        for index in fits:
            combinations[index] |= extra
        if not fits:
            combinations.append(dict(extra))
    if not 0 < len(combinations) <= _MOST_JOBS:
        raise GroundplanError(
            f"the matrix has {len(combinations)} jobs, and GitHub takes 1 to {_MOST_JOBS}",
            where=where,
            hint="a job that may have nothing to do says so with `if`",
        )
    return combinations


def condition(given: Any, where: str) -> str:
    """The expression of an ``if``, with the braces around it or without.

    Raises:
        GroundplanError: braces around a part of it; the rest is then text, and the condition always true.
    """
    words = expressions.text(given).strip()
    inner = words.removeprefix("${{").removesuffix("}}") if words.startswith("${{") and words.endswith("}}") else words
    if "${{" in inner:
        raise GroundplanError(
            f"this is always true: {words}", where=where, hint="no braces, or one pair around the whole condition"
        )
    return inner


def check(given: Any, where: Path, contexts: Mapping[str, Any], line: int = 1, skip: tuple[str, ...] = ()) -> None:
    """Look through every expression below a value, and refuse what cannot be answered.

    Raises:
        GroundplanError: with the place of the expression.
    """
    match given:
        case dict():
            for key, value in given.items():
                if key in skip:
                    continue
                here = key.line if isinstance(key, Located) else line
                if key == "if" and isinstance(value, str):
                    place = f"{where}:{here}"
                    expressions.check(expressions.parse(condition(value, place), place), place, contexts)
                else:
                    check(value, where, contexts, here)
        case list():
            for value in given:
                check(value, where, contexts, line)
        case str():
            first = given.line if isinstance(given, Located) else line
            for offset, inner in expressions.templates(given):
                place = f"{where}:{first + given.count(chr(10), 0, offset)}"
                expressions.check(expressions.parse(inner, place), place, contexts)


def check_job(job: Job, contexts: Mapping[str, Any], source: Path) -> None:
    """Look through a job and the actions of this repository that it uses, before anything runs.

    Raises:
        GroundplanError: an expression, a shell or an action is beyond the simulator.
    """
    check(job.given, job.path, contexts, job.line, _GITHUBS)
    pending = list(job.steps)
    while pending:
        step = pending.pop()
        known.check_shell(step.given.get("shell"), SHELLS, step.where)
        if step.action:
            known.check_action(step.action, step.given.get("with") or {}, step.where)
        if step.local:
            document, steps = read_action(source / step.local, step)
            inside = {**contexts, "inputs": dict.fromkeys(document.get("inputs") or {})}
            check(document["runs"], steps[0].path if steps else job.path, inside)
            pending += steps
