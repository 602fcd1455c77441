"""A review from end to end: what changed, both sides planned, and what that means."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from .. import git
from ..affected import Affected, affected
from ..assume import Store
from ..errors import GroundplanError
from ..estate.progress import Progress
from ..estate.session import passing
from ..files import locked, project_root, work_folder
from ..live.options import evaluation_environment
from ..package import package
from .model import Problem, Review
from .model import Side as Named
from .planning import Planner, differing, plan_both
from .rules import read_rules
from .sides import Side, closed, load_side, part
from .telling import Compared, nothing_planned, tell


def review(
    tree: Path,
    base: str,
    *,
    terraform_binary: str | None = None,
    progress: Progress | None = None,
    today: datetime.date | None = None,
) -> Review:
    """What the change from ``base`` to the working tree does to the units below ``tree``.

    What is wrong with the units is part of the review.

    Raises:
        GroundplanError: git does not know the base, ``review.toml`` is wrong, or there is nothing to plan with.
    """
    progress = progress or Progress()
    day = today or datetime.datetime.now(tz=datetime.UTC).date()
    project = project_root(tree)
    rules = read_rules(project, day)
    with progress.step("what the change touches"):
        touched = affected(tree, base)
        head = git.describe(project)
    names = (Named(base, touched.base), Named(head.name, head.commit))
    if not touched.units:
        return nothing_planned(names, touched, rules, day)
    folder = work_folder(project) / "review"
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)  # states hold what plans hold
    with locked(folder / ".lock"), passing(tree, terraform_binary) as session:
        with progress.step("both sides, evaluated"):
            was, now, problems = _sides(project, tree, touched.base, session.terraform.environment)
        planner = Planner(session.terraform, folder, Store(folder / "states"), progress)
        planned = plan_both(was, now, _to_plan(was, now, touched, planner), planner)
        told = tuple(_from_here(problem, was, now) for problem in (*problems, *planned.problems))
        return tell(Compared(names, touched, was, now, planned, told), planner, rules, day)


def _from_here(problem: Problem, was: Side, now: Side) -> Problem:
    """A problem with its places as they are called in the project, whichever folder a side lies in."""
    message = problem.message
    for side in (was, now):  # the base lies within the project
        message = message.replace(f"{side.project}/", "")
    return replace(problem, message=message)


def _sides(project: Path, tree: Path, commit: str, environment: Mapping[str, str]) -> tuple[Side, Side, list[Problem]]:
    """Both sides evaluated, each with the packages of its own functions."""
    exported = git.export(project, commit)
    problems = []
    for name, root in (("base", exported), ("head", project)):
        functions = root / "functions"
        try:
            if functions.is_dir():
                package(functions, cache=work_folder(project) / "vendored")
        except GroundplanError as error:
            problems.append(Problem("base" if name == "base" else "head", None, str(error)))
    evaluation = evaluation_environment(environment)
    was = load_side("base", exported, exported / tree.relative_to(project), evaluation)
    return was, load_side("head", project, tree, evaluation), problems


def _to_plan(was: Side, now: Side, touched: Affected, planner: Planner) -> set[str]:
    """The units whose plan may differ, and those about whose plan something else may be said than before."""
    candidates = {path for path, unit in touched.units.items() if unit.needs_plan}
    paths = closed(candidates, was, now)
    before, after = part(was, paths), part(now, paths)
    differ = differing(before.composition, after.composition, planner.terraform)
    not_composed = (before.left_out.keys() | after.left_out.keys()) & candidates
    return differ | not_composed | (touched.units.keys() - candidates)
