"""A workflow's jobs run on this machine, one after the other, each in a clean clone as on a runner of its own."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import GroundplanError
from . import contexts, expressions, process
from .document import line_of
from .runner import JobRun, Place, StepResult, as_minutes, wanted
from .source import Source, open_source
from .workflow import Job, Workflow, check_job, matrix, open_workflow, read_action


@dataclass(frozen=True, slots=True)
class JobResult:
    """What became of a job, or of one of a matrix."""

    job: str
    name: str
    result: str
    """``success``, ``failure``, ``skipped`` or ``cancelled``, as GitHub calls them."""
    seconds: float


@dataclass(frozen=True, slots=True)
class Simulation:
    """What became of all that was asked for."""

    commit: str
    base: str
    jobs: tuple[JobResult, ...]
    steps: tuple[StepResult, ...]
    logs: Path

    @property
    def passed(self) -> bool:
        """Whether no job failed."""
        return all(job.result in ("success", "skipped") for job in self.jobs)


@dataclass(frozen=True, slots=True)
class Planned:
    """A job of the list: its id, its name as GitHub shows it, and the names of its steps."""

    job: str
    name: str
    steps: tuple[str, ...]


def listed(file: Path, project: Path) -> list[Planned]:
    """Every job with its steps, those of this repository's actions too, each one of a matrix apart.

    Raises:
        GroundplanError: the workflow asks for something that the simulator does not do.
    """
    workflow = open_workflow(file)
    found = []
    for job in workflow.jobs.values():
        check_job(job, _contexts(workflow, _stand_in(project), Path("workspace"), Path("temp")), project)
        for chosen in _combinations(job, {}):
            name = _name(job, chosen)
            found.append(Planned(job.id, name, tuple(_step_names(job, project))))
    return found


def _stand_in(project: Path) -> Source:
    return Source(project, "0" * 40, "main", "0" * 40, "branch")


def _step_names(job: Job, project: Path) -> Iterator[str]:
    for step in job.steps:
        if step.local:
            _, inner = read_action(project / step.local, step)
            yield from (f"{step.name} / {each.name}{_whose(each.action)}" for each in inner)
        else:
            yield f"{step.name}{_whose(step.action)}"


def _whose(action: str | None) -> str:
    return " (by GitHub)" if action else ""


def _combinations(job: Job, known: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The combinations of a job's matrix; one empty one where it is known only when other jobs have run."""
    where = f"{job.path}:{job.line}"
    given = (job.given.get("strategy") or {}).get("matrix")
    if "${{" in json.dumps(given) and "needs" not in known:
        return [{}]
    return matrix(_deep(given, known, where), where)


def _deep(given: Any, known: Mapping[str, Any], where: str) -> Any:
    """A value with all expressions in it answered."""
    match given:
        case dict():
            return {key: _deep(value, known, where) for key, value in given.items()}
        case list():
            return [_deep(value, known, where) for value in given]
    return _answer(given, known, where)


def _answer(given: Any, known: Mapping[str, Any], where: str) -> Any:
    def evaluated(inner: str) -> Any:
        return expressions.answer(inner, where, known, expressions.FUNCTIONS)

    return expressions.interpolate(given, evaluated) if isinstance(given, str) else given


def _name(job: Job, chosen: Mapping[str, Any]) -> str:
    """As GitHub shows it; a name may say what is in the matrix, and nothing else."""
    given = job.given.get("name")
    if given is None:
        return f"{job.id} ({', '.join(map(str, chosen.values()))})" if chosen else job.id
    return str(_answer(given, {"matrix": chosen}, f"{job.path}:{line_of(job.given, 'name')}"))


def _contexts(workflow: Workflow, source: Source, workspace: Path, temp: Path) -> dict[str, Any]:
    return {
        "github": contexts.github(source, workflow.name, workspace, temp / "event.json"),
        "runner": contexts.runner(temp, temp.with_name("tools")),
        "inputs": {},
    }


def choose(workflow: Workflow, asked: Sequence[str]) -> dict[str, set[str] | None]:
    """The jobs to run, with what they need: job -> the names of its matrix that were asked for, None for all.

    Raises:
        GroundplanError: nothing is called like that.
    """
    if not asked:
        return dict.fromkeys(workflow.jobs)
    chosen: dict[str, set[str] | None] = {}
    for word in asked:
        if word in workflow.jobs:
            chosen[word] = None
            continue
        names = {_name(job, one): job.id for job in workflow.jobs.values() for one in _combinations(job, {})}
        if word not in names:
            known = ", ".join([*workflow.jobs, *(f"'{name}'" for name in names)])
            raise GroundplanError(f"there is no job {word!r}", where=str(workflow.path), hint=f"there are: {known}")
        only = chosen.setdefault(names[word], set())
        if only is not None:
            only.add(word)
    pending = list(chosen)
    while pending:
        for needed in workflow.jobs[pending.pop()].needs:
            if needed not in chosen:
                chosen[needed] = None
                pending.append(needed)
    return {name: chosen[name] for name in workflow.jobs if name in chosen}


def simulate(
    file: Path, project: Path, logs: Path, *, jobs: Sequence[str] = (), base: str = "main", uncommitted: bool = False
) -> Simulation:
    """Run the jobs of a workflow (all, or those named with what they need) for the commit that a project stands at.

    ``logs`` is emptied, and takes a file for each step, the summaries and the artifacts. Every expression is looked
    through before the first step runs. What steps start and leave running is ended.

    Raises:
        GroundplanError: the workflow asks for something that the simulator does not do, or git cannot serve it.
    """
    workflow = open_workflow(file)
    chosen = choose(workflow, jobs)
    results: list[JobResult] = []
    steps: list[StepResult] = []
    needs: dict[str, Any] = {}
    with contextlib.ExitStack() as stack:
        stack.enter_context(_ended_like_ctrl_c())
        stack.enter_context(_alone(logs))
        source = stack.enter_context(open_source(project, base, uncommitted=uncommitted))
        scratch = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="groundplan ci ", ignore_cleanup_errors=True))
        )
        for name in chosen:
            check_job(workflow.jobs[name], _contexts(workflow, source, scratch, scratch), project)
        shutil.rmtree(logs, ignore_errors=True)
        for name, only in chosen.items():
            job = workflow.jobs[name]
            told = {needed: needs[needed] for needed in job.needs}
            done = list(_run_job(job, workflow, source, scratch, logs, told, only))
            results += [result for result, _ in done]
            steps += [step for _, run in done if run for step in run.results]
            needs[name] = _told(job, done)
    return Simulation(source.sha, source.base_sha, tuple(results), tuple(steps), logs)


@contextlib.contextmanager
def _alone(logs: Path) -> Iterator[None]:
    """Two simulations of a project would write each other's logs."""
    logs.parent.mkdir(parents=True, exist_ok=True)
    with logs.with_name(f"{logs.name}.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise GroundplanError(
                "another simulation is running here", where=str(logs), hint="wait for it, or simulate in a clone"
            ) from error
        yield


@contextlib.contextmanager
def _ended_like_ctrl_c() -> Iterator[None]:
    """Being ended by another program tidies up as Ctrl-C does."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _run_job(
    job: Job,
    workflow: Workflow,
    source: Source,
    scratch: Path,
    logs: Path,
    needs: Mapping[str, Any],
    only: set[str] | None,
) -> Iterator[tuple[JobResult, JobRun | None]]:
    """The job once for each combination of its matrix."""
    where = f"{job.path}:{job.line}"
    # The repository in a folder of its name, as on a runner. One path for all jobs, so that what is cached still fits.
    workspace = scratch / "work" / source.folder.name / source.folder.name
    temp = scratch / "temp"
    known = {**_contexts(workflow, source, workspace, temp), "needs": needs}
    fine = all(each["result"] == "success" for each in needs.values())
    failed = any(each["result"] == "failure" for each in needs.values())

    state = {"always": lambda: True, "success": lambda: fine, "failure": lambda: failed, "cancelled": lambda: False}

    def answer(inner: str) -> Any:
        return expressions.answer(inner, where, known, {**expressions.FUNCTIONS, **state})

    if not wanted(job.given.get("if"), answer):
        process.say(f"{_name(job, {})}: skipped")
        yield JobResult(job.id, _name(job, {}), "skipped", 0.0), None
        return
    strategy = job.given.get("strategy") or {}
    broken = False
    for chosen in _combinations(job, known):
        name = _name(job, chosen)
        if only is not None and name not in only:
            continue
        if broken and _answer(strategy.get("fail-fast", True), known, where):
            yield JobResult(job.id, name, "cancelled", 0.0), None
            continue
        process.say(f"{name}:")
        begun = time.monotonic()
        place = Place(workspace, temp, scratch / "cache", logs / "artifacts", logs / name.replace("/", "-"))
        run = _one(job, workflow, source, place, {**known, "matrix": chosen}, name)
        forgiven = bool(_answer(job.given.get("continue-on-error", False), run.contexts, where))
        broken = broken or (run.status != "success" and not forgiven)
        result = "success" if forgiven else run.status
        yield JobResult(job.id, name, result, round(time.monotonic() - begun, 1)), run


def _one(job: Job, workflow: Workflow, source: Source, place: Place, known: dict[str, Any], name: str) -> JobRun:
    where = f"{job.path}:{job.line}"
    for folder in (place.workspace, place.temp):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    place.logs.mkdir(parents=True, exist_ok=True)
    (place.temp / "event.json").write_text(json.dumps(known["github"]["event"]), encoding="utf-8")
    environment: dict[str, str] = {}
    for given in (workflow.given.get("env"), job.given.get("env")):
        inner = {**known, "env": environment}
        environment = environment | {
            str(key): expressions.text(_answer(value, inner, where)) for key, value in (given or {}).items()
        }
    defaults = {**_run_defaults(workflow.given), **_run_defaults(job.given)}
    run = JobRun(name, job.id, source, place, known, environment, defaults, process.passing(os.environ))
    try:
        run.run(job.steps, as_minutes(_answer(job.given.get("timeout-minutes"), known, where), where))
    finally:
        shutil.rmtree(place.workspace, ignore_errors=True)
    return run


def _run_defaults(given: Mapping[str, Any]) -> Mapping[str, Any]:
    return (given.get("defaults") or {}).get("run") or {}


def _told(job: Job, done: Sequence[tuple[JobResult, JobRun | None]]) -> dict[str, Any]:
    """What the jobs that need this one see of it: the worst result, and the outputs of the last that gave some."""
    results = [result.result for result, _ in done]
    worst = next((each for each in ("failure", "cancelled", "skipped") if each in results), "success")
    outputs: dict[str, str] = {}
    for _, run in done:
        if run:
            for name, given in (job.given.get("outputs") or {}).items():
                value = expressions.text(_answer(given, run.contexts, f"{job.path}:{job.line}"))
                if value or name not in outputs:
                    outputs[str(name)] = value
    return {"result": worst, "outputs": outputs}
