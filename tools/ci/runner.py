"""One job, step by step, as a runner does it: shells are run, what GitHub's own actions do is done or named."""

from __future__ import annotations

import json
import re
import shutil
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from ..errors import GroundplanError
from . import expressions, process
from .contexts import hash_files, variables
from .source import Source, checkout
from .workflow import SHELLS, Step, read_action
from .workflow import condition as as_condition

Result = Literal["passed", "failed", "skipped", "by GitHub"]
_JOB_MINUTES = 360.0
"""What GitHub gives a job that says nothing."""
_TAIL = 25


@dataclass(frozen=True, slots=True)
class StepResult:
    """What became of a step."""

    job: str
    step: str
    result: Result
    seconds: float
    log: str
    """The file with its output, relative to the project; empty where it has none."""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """The folders of a simulation: all below one whose name has a space, as a path on somebody's machine may."""

    workspace: Path
    temp: Path
    cache: Path
    artifacts: Path
    logs: Path


@dataclass(slots=True)
class JobRun:
    """A job while it runs."""

    name: str
    id: str
    source: Source
    place: Place
    contexts: dict[str, Any]
    environment: dict[str, str]
    """Given by the workflow and the job, then by what steps write into $GITHUB_ENV."""
    defaults: Mapping[str, Any]
    base: Mapping[str, str]
    """What of this machine's environment passes."""
    deadline: float = 0.0
    tracking: str = field(default_factory=lambda: f"groundplan_{uuid.uuid4().hex}")
    path: list[str] = field(default_factory=list)
    status: str = "success"
    results: list[StepResult] = field(default_factory=list)
    to_cache: list[tuple[Path, str]] = field(default_factory=list)
    number: int = 0

    def run(self, steps: tuple[Step, ...], minutes: float | None) -> None:
        """Run the steps in order; whatever they started and left is ended."""
        self.deadline = time.monotonic() + 60 * (minutes or _JOB_MINUTES)
        try:
            outcomes: dict[str, Any] = {}
            for step in steps:
                self.step(step, {**self.contexts, "steps": outcomes}, outcomes, {}, "")
            self.contexts["steps"] = outcomes
        finally:
            process.end_what_is_left(self.tracking)
        if self.status == "success":
            for folder, key in self.to_cache:
                if folder.exists():
                    target = self.place.cache / key / folder.relative_to(self.place.workspace)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    shutil.move(folder, target)

    def evaluated(self, contexts: Mapping[str, Any], where: str) -> Callable[[str], Any]:
        """How an expression is answered at this moment of the job."""
        functions: expressions.Functions = {
            **expressions.FUNCTIONS,
            "always": lambda: True,
            "success": lambda: self.status == "success",
            "failure": lambda: self.status == "failure",
            "cancelled": lambda: False,
            "hashfiles": lambda *patterns: hash_files(self.place.workspace, *patterns),
        }

        return lambda inner: expressions.answer(inner, where, contexts, functions)

    def step(
        self, step: Step, contexts: Mapping[str, Any], outcomes: dict[str, Any], outer: Mapping[str, str], prefix: str
    ) -> None:
        """Run one step, or those of the action that it uses; ``outer`` is the environment that such a step has."""
        given = step.given
        answer = self.evaluated({**contexts, "env": {**self.environment, **outer}}, step.where)
        own = {str(name): _text(value, answer) for name, value in (given.get("env") or {}).items()}
        environment = {**self.environment, **outer, **own}
        contexts = {**contexts, "env": environment}
        answer = self.evaluated(contexts, step.where)
        shown = prefix + " ".join(_text(step.name, answer).split())
        if not wanted(given.get("if"), answer):
            self.results.append(StepResult(self.name, shown, "skipped", 0.0, ""))
            if "id" in given:
                outcomes[str(given["id"])] = {"outputs": {}, "outcome": "skipped", "conclusion": "skipped"}
            return
        outputs: dict[str, str] = {}
        before = self.status
        if step.local:
            outputs = self.composite(step, contexts, {**outer, **own}, shown)
            code = "success" if self.status == before else "failure"
        else:
            begun = time.monotonic()
            if step.action:
                result, detail = self.github(step, answer)
                log = None
            else:
                result, detail, outputs, log = self.shell(step, answer, environment, shown)
            seconds = round(time.monotonic() - begun, 1)
            code = "failure" if result == "failed" else "success"
            name = str(log) if log else ""
            self.results.append(StepResult(self.name, shown, result, seconds, name, detail))
            process.say(f"  {result:9} {seconds:7.1f} s  {shown}{f' ({detail})' if detail else ''}")
            if result == "failed" and log:
                lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
                process.say("".join(f"    | {line}\n" for line in lines[-_TAIL:]) + f"    the whole log: {log}")
        forgiven = expressions.truth(_value(given.get("continue-on-error", False), answer))
        if code == "failure":
            self.status = before if forgiven else "failure"
        if "id" in given:
            conclusion = "success" if forgiven else code
            outcomes[str(given["id"])] = {"outputs": outputs, "outcome": code, "conclusion": conclusion}

    def composite(
        self, step: Step, contexts: Mapping[str, Any], outer: Mapping[str, str], shown: str
    ) -> dict[str, str]:
        """The steps of an action of this repository; its outputs."""
        document, steps = read_action(self.place.workspace / str(step.local), step)
        answer = self.evaluated(contexts, step.where)
        handed = {str(name): _text(value, answer) for name, value in (step.given.get("with") or {}).items()}
        declared = document.get("inputs") or {}
        if unknown := sorted(handed.keys() - declared.keys()):
            raise GroundplanError(f"{step.given['uses']} has no input {unknown[0]}", where=step.where)
        inputs = {
            str(name): handed.get(str(name), _text((about or {}).get("default", ""), answer))
            for name, about in declared.items()
        }
        outcomes: dict[str, Any] = {}
        inside = {**contexts, "inputs": inputs, "steps": outcomes}
        process.say(f"  {shown}:")
        for each in steps:
            self.step(each, inside, outcomes, outer, f"{shown} / ")
        final = self.evaluated(inside, step.where)
        return {
            str(name): _text((about or {}).get("value", ""), final)
            for name, about in (document.get("outputs") or {}).items()
        }

    def shell(
        self, step: Step, answer: Callable[[str], Any], environment: Mapping[str, str], shown: str
    ) -> tuple[Result, str, dict[str, str], Path]:
        """Run the shell of a step: its result, a word about it, its outputs and its log."""
        given, defaults = step.given, self.defaults
        self.number += 1
        folder = self.place.temp / f"step-{self.number}"
        folder.mkdir(parents=True)
        files = {name: folder / name for name in ("output", "env", "path", "step_summary")}
        for file in files.values():
            file.touch()
        script = folder / "script.sh"
        script.write_text(_text(given["run"], answer), encoding="utf-8")
        shell = SHELLS[given.get("shell") or defaults.get("shell")]
        where = _text(given.get("working-directory") or defaults.get("working-directory") or ".", answer)
        path = os_path(self.path, self.base)
        log = self.place.logs / f"{self.number:02} {re.sub(r'[^A-Za-z0-9]+', '-', shown)[:60].strip('-')}.log"
        minutes = as_minutes(_value(given.get("timeout-minutes"), answer), step.where)
        left = self.deadline - time.monotonic()
        timeout = max(1.0, min(left, 60 * minutes)) if minutes else max(1.0, left)
        if not (self.place.workspace / where).is_dir():
            log.touch()
            return "failed", f"there is no folder {where}", {}, log
        code = process.run(
            [*shell, script],
            self.place.workspace / where,
            {
                **self.base,
                **variables(self.contexts, self.id),
                **environment,
                **path,
                process.TRACKING: self.tracking,
                **{f"GITHUB_{name.upper()}": str(file) for name, file in files.items()},
            },
            log,
            timeout,
        )
        outputs: dict[str, str] = {}
        detail = "" if code == 0 else f"exit code {code}" if code is not None else f"stopped after {timeout:.0f} s"
        try:
            self.environment.update(process.read_assignments(files["env"], step.where))
            outputs = process.read_assignments(files["output"], step.where)
        except GroundplanError as error:
            code, detail = 1, error.message
        self.path[:0] = reversed(process.read_lines(files["path"]))
        if summary := process.read_lines(files["step_summary"]):
            with (self.place.logs / "summary.md").open("a", encoding="utf-8") as whole:
                whole.writelines(f"{line}\n" for line in summary)
        return "passed" if code == 0 else "failed", detail, outputs, log

    def github(self, step: Step, answer: Callable[[str], Any]) -> tuple[Result, str]:
        """What GitHub's own actions do: fetching, keeping and handing on files is done here too."""
        handed = {str(name): _text(value, answer) for name, value in (step.given.get("with") or {}).items()}
        match step.action:
            case "actions/checkout":
                if asked := handed.get("ref"):
                    known = (self.source.sha, self.contexts["github"]["ref"])
                    if asked not in known:
                        raise GroundplanError(f"the simulator cannot check out {asked}", where=step.where)
                depth = handed.get("fetch-depth", "1")
                if not depth.isdecimal():
                    raise GroundplanError(f"fetch-depth is a number, and not {depth}", where=step.where)
                checkout(self.source, self.place.workspace, int(depth))
                return "by GitHub", f"here: a clone of {self.source.sha[:12]}"
            case "actions/cache":
                return "by GitHub", self.cached(handed)
            case "actions/upload-artifact":
                return self.upload(handed, step.where)
        return "by GitHub", "not run"

    def cached(self, handed: Mapping[str, str]) -> str:
        """Bring back what an earlier job of this simulation left under the key, or last under the beginning of one.

        What did not come back under the key itself is kept under it when the job passes.
        """
        key = _folder_name(handed.get("key", ""))
        kept = self.place.cache / key
        found: Path | None = kept
        if not kept.is_dir():
            self.to_cache += [(self.place.workspace / path, key) for path in _lines(handed.get("path", ""))]
            beginnings = map(_folder_name, _lines(handed.get("restore-keys", "")))
            found = next(filter(None, (_newest(self.place.cache, beginning) for beginning in beginnings)), None)
        if found is None:
            return "here: nothing yet"
        shutil.copytree(found, self.place.workspace, symlinks=True, dirs_exist_ok=True)
        return "here: what an earlier job left"

    def upload(self, handed: Mapping[str, str], where: str) -> tuple[Result, str]:
        """Keep files as an artifact, beside the logs; GitHub takes one of a name, unless it is to be overwritten."""
        target = self.place.artifacts / re.sub(r"[^\w. -]", "_", handed.get("name", "artifact"))
        if target.exists():
            if handed.get("overwrite") != "true":
                return "failed", f"there is an artifact {target.name} already"
            shutil.rmtree(target)
        found = 0
        for line in _lines(handed.get("path", "")):
            if line.startswith("!"):
                raise GroundplanError("the simulator leaves no files out of an artifact", where=where)
            below = Path("/") if line.startswith("/") else self.place.workspace
            for file in sorted(below.glob(line.lstrip("/"))):
                _copy(file, target / file.name if file.is_file() else target)
                found += 1
        if not found and handed.get("if-no-files-found") == "error":
            return "failed", f"there is no {handed.get('path', '').strip()}"
        return "by GitHub", f"here: {target.name}" if found else "no files"


def wanted(condition: Any, answer: Callable[[str], Any]) -> bool:
    """Whether a step or job runs: where its condition names no status function, only if all is well so far."""
    if condition is None:
        return bool(answer("success()"))
    inner = as_condition(condition, "if")
    node = expressions.parse(inner, "if")
    asks = any(each.kind == "call" and each.value in expressions.STATUS for each in expressions.walk(node))
    return expressions.truth(answer(inner)) and (asks or bool(answer("success()")))


def as_minutes(value: Any, where: str) -> float | None:
    """What ``timeout-minutes`` says; None where it says nothing."""
    try:
        return None if value is None else float(value)
    except (TypeError, ValueError) as error:
        raise GroundplanError(f"timeout-minutes is a number, and not {value}", where=where) from error


def _value(given: Any, answer: Callable[[str], Any]) -> Any:
    return expressions.interpolate(given, answer) if isinstance(given, str) else given


def _text(given: Any, answer: Callable[[str], Any]) -> str:
    value = _value(given, answer)
    return json.dumps(value) if isinstance(value, dict | list) else expressions.text(value)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _folder_name(key: str) -> str:
    return re.sub(r"[^\w.-]", "_", key)


def _newest(cache: Path, beginning: str) -> Path | None:
    """What was kept last under a key that begins so."""
    return max(cache.glob(f"{beginning}*"), key=lambda kept: kept.stat().st_mtime_ns, default=None)


def os_path(added: list[str], base: Mapping[str, str]) -> dict[str, str]:
    """PATH with what steps wrote into $GITHUB_PATH before it, the newest first."""
    return {"PATH": ":".join([*added, base.get("PATH", "/usr/bin:/bin")])}


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True)
    elif source.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)
