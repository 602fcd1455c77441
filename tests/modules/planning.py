"""Planning many cases in one Terraform root, and cutting the answer up again by case.

Each case is a module block of its own. A plan reports the failed validations of all blocks at once, so one run tries
every case; only when something stops Terraform earlier (a case that does not even fit the module) is that case put
aside and the rest run again, so that one broken module does not hide the others.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tftest

from tools.terraform import TerraformError

from .library import MODULES, REPOSITORY, Example, Rejection
from .providers import PROVIDER, original, terraform

DEFAULT_TAGS = {
    "Project": "sarc-ng",
    "Environment": "test",
    "CostCenter": "engineering",
    "Owner": "platform-team",
    "ManagedBy": "terraform",
}

_MODULE_FILE = re.compile(r"modules/(?P<module>[\w/-]+?)(?:/examples/[\w-]+)?/[\w.-]+\.tf\b")
_RULE = re.compile(r"validation rule at (?P<file>\S.*?):(?P<line>\d+),", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Problem:
    """An error or warning of Terraform's, and the rule that raised it where it was one of ours."""

    severity: str
    text: str
    file: Path | None
    line: int


@dataclass(frozen=True, slots=True)
class Resource:
    """A planned resource; the address is relative to the case."""

    address: str
    type: str
    name: str
    key: str | int | None
    values: Mapping[str, Any]
    unknown: Mapping[str, Any]


@dataclass(slots=True)
class Outcome:
    """What Terraform made of a case: a plan, or problems."""

    resources: list[Resource] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity == "error"]

    @property
    def counts(self) -> dict[str, int]:
        return dict(sorted(Counter(resource.type for resource in self.resources).items()))

    def all(self, type: str, name: str | None = None) -> dict[str | int | None, Mapping[str, Any]]:
        """The values of the resources of a type (and name), by their ``for_each`` key."""
        return {
            (each.key if name else f"{each.name}[{each.key}]" if each.key is not None else each.name): each.values
            for each in self.resources
            if each.type == type and name in (None, each.name)
        }

    def one(self, type: str, name: str | None = None) -> Mapping[str, Any]:
        """The values of the only resource of a type (and name)."""
        found = self.all(type, name)
        assert len(found) == 1, f"expected one {type}.{name or '*'}, found {sorted(map(str, found))}"
        return next(iter(found.values()))


def plan_examples(root: Path, examples: Sequence[Example]) -> dict[Example, Outcome]:
    """Plan examples in one root."""
    blocks = {example.label: _module_block(example.label, _relative(root, example.folder)) for example in examples}
    outcomes = _run(root, blocks)
    return {example: outcomes[example.label] for example in examples}


def plan_rejections(root: Path, cases: Sequence[Rejection]) -> dict[Rejection, Outcome]:
    """Plan inputs that must be refused in one root."""
    blocks = {
        case.label: _module_block(case.label, _relative(root, case.module.planned_folder), dict(case.inputs))
        for case in cases
    }
    assert len(blocks) == len(cases), "two cases of one module have the same name"
    outcomes = _run(root, blocks)
    return {case: outcomes[case.label] for case in cases}


def _relative(root: Path, folder: Path) -> str:
    # A local source has to be relative: an absolute one is copied away from its neighbours.
    return os.path.relpath(folder.resolve(), root.resolve())


def _module_block(label: str, source: str, inputs: Mapping[str, Any] | None = None) -> str:
    lines = [f'module "{label}" {{', f"  source = {_hcl(source)}"]
    lines += [f"  {name} = {_hcl(value)}" for name, value in (inputs or {}).items()]
    return "\n".join([*lines, "}", ""])


def _hcl(value: Any) -> str:
    """A value as a literal: JSON is HCL, but for the template markers in strings."""
    return json.dumps(value).replace("${", "$${").replace("%{", "%%{")


def _run(root: Path, blocks: Mapping[str, str]) -> dict[str, Outcome]:
    outcomes = {label: Outcome() for label in blocks}
    left = dict(blocks)
    while left:
        (root / "main.tf").write_text("\n".join(left.values()), encoding="utf-8")
        problems, planned = _plan(root)
        stopped = set()
        for problem, label in problems:
            for owner in [label] if label in left else _users(problem, left):
                outcomes[owner].problems.append(problem)
                if problem.severity == "error":
                    stopped.add(owner)
        if planned:
            for label in left:
                outcomes[label].resources = planned.get(label, [])
            break
        if not stopped:
            raise AssertionError("Terraform failed:\n" + "\n".join(problem.text for problem, _ in problems))
        left = {label: block for label, block in left.items() if label not in stopped}
    return outcomes


def _users(problem: Problem, blocks: Mapping[str, str]) -> list[str]:
    """The cases that an error in a module's own file stops: all that use the module."""
    found = _MODULE_FILE.search(problem.file.as_posix() if problem.file else problem.text)
    slug = found["module"].replace("/", "_").replace("-", "_") if found else None
    return [label for label in blocks if label.partition("__")[0] == slug]


def _plan(root: Path) -> tuple[list[tuple[Problem, str | None]], dict[str, list[Resource]] | None]:
    provider = {
        "terraform": {"required_providers": {"aws": {"source": "hashicorp/aws"}}},
        "provider": {"aws": PROVIDER | {"default_tags": {"tags": DEFAULT_TAGS}}},
    }
    (root / "provider.tf.json").write_text(json.dumps(provider, indent=2), encoding="utf-8")
    try:
        terraform().init(root, lock=REPOSITORY / "live" / ".terraform.lock.hcl")
    except TerraformError as error:
        return [(problem, None) for problem in _init_problems(str(error))], None
    test = tftest.TerraformTest(str(root), binary=str(terraform().binary.path))
    test.env = dict(terraform().environment)
    try:
        said = test.execute_command("plan", "-json", "-input=false", "-refresh=false", "-out=plan").out
    except tftest.TerraformTestError as error:
        return _problems(root, error.args[0]), None
    document = tftest.TerraformPlanOutput(json.loads(test.execute_command("show", "-json", "plan").out))
    return _problems(root, said), _by_case(document)


def _init_problems(text: str) -> list[Problem]:
    """An init that fails says so in prose; each module file that it names is one problem."""
    files = sorted({match.group(0) for match in _MODULE_FILE.finditer(text)})
    return [Problem("error", text, MODULES.parent / file, 0) for file in files] or [Problem("error", text, None, 0)]


def _problems(root: Path, said: str) -> list[tuple[Problem, str | None]]:
    found = []
    for line in said.splitlines():
        try:
            event = json.loads(line[line.find("{") :])
        except ValueError:
            continue
        if event.get("type") == "diagnostic":
            found.append(_problem(root, event["diagnostic"]))
    return found


def _problem(root: Path, raw: Mapping[str, Any]) -> tuple[Problem, str | None]:
    place = raw.get("range") or {}
    file, line = place.get("filename"), place.get("start", {}).get("line", 0)
    text = f"{raw['summary']}: {raw.get('detail', '')}"
    rule = _RULE.search(text)
    if rule:
        file, line = rule["file"], int(rule["line"])
    path = original((root / file).resolve()) if file else None
    context = (raw.get("snippet") or {}).get("context") or ""
    label = re.match(r"module\.(\w+)", raw.get("address") or "") or re.match(r'module "(\w+)"', context)
    return Problem(raw["severity"], f"{text} ({file}:{line})", path, line), label and label[1]


def _by_case(document: tftest.TerraformPlanOutput) -> dict[str, list[Resource]]:
    changes = document.resource_changes
    found: dict[str, list[Resource]] = {}

    def walk(label: str, module: tftest.TerraformPlanModule) -> None:
        for raw in module.get("resources", []):
            if raw["mode"] != "managed":
                continue
            found[label].append(
                Resource(
                    raw["address"].removeprefix(f"module.{label}."),
                    raw["type"],
                    raw["name"],
                    raw.get("index"),
                    raw.get("values", {}),
                    changes[raw["address"]]["change"].get("after_unknown") or {},
                )
            )
        for child in module.child_modules.values():
            walk(label, child)

    for address, module in document.modules.items():
        label = address.removeprefix("module.")
        found[label] = []
        walk(label, module)
    return found
