"""The rules of the module library, each one small function over a module's interface."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from .. import docs
from ..docs import Module, Output, Place, Variable, literal, modules_below, read_blocks, read_module
from ..errors import GroundplanError
from ..files import write_atomically
from .model import Finding, Project, findings

_FILES = ("versions.tf", "variables.tf", "outputs.tf", "main.tf", "README.md")
_EXAMPLES = ("minimal", "complete")
_MOST_VARIABLES = 25
_MOST_LINES = 300
# Data sources that only compute; all others ask AWS (or something else) while planning.
_COMPUTING = {"aws_arn", "aws_iam_policy_document", "aws_partition", "aws_region", "aws_service_principal"}
_EITHER_OR = re.compile(r"\?\s*(1\s*:\s*0|0\s*:\s*1)\s*\)?$")
_REFERENCE = re.compile(r"^(?!(?:var|local|each|path|data)\.)[a-z][\w-]*\.[\w-]+(?:\[[^\]]*\])?$")

Complaint = tuple[Place, str]
Rule = Callable[[Module], Iterator[Complaint]]


def modules(project: Project) -> Iterator[Finding]:
    """Modules keep the rules of the library."""
    folder = project.root / "modules"
    paths = modules_below(folder, [project.root / file for file in project.matching("modules/*.tf")])
    for path in paths:
        try:
            module = read_module(path)
        except GroundplanError as error:
            yield from findings(project, error)
            continue
        for rule in RULES if not any(parent in paths for parent in path.parents) else PART_RULES:
            for place, message in rule(module):
                yield Finding(project.path(place.path), place.line, message)


def examples(project: Project) -> Iterator[Finding]:
    """Every module has its examples, and these only call it."""
    files = project.matching("modules/*.tf")
    folder = project.root / "modules"
    paths = modules_below(folder, [project.root / file for file in files])
    for path in paths:
        if any(parent in paths for parent in path.parents):
            continue
        for name in _EXAMPLES:
            example = path / "examples" / name / "main.tf"
            if not example.is_file():
                yield Finding(project.path(path), 1, f"there is no examples/{name}/main.tf")
    for file in (file for file in files if "/examples/" in file):
        try:
            blocks = read_blocks(project.root / file)
        except GroundplanError as error:
            yield from findings(project, error)
            continue
        for block in blocks:
            if block.kind in ("provider", "terraform", "variable"):
                yield Finding(file, block.place.line, f"an example has no {block.kind} block: {_INSTEAD[block.kind]}")
        calls = [literal(block.attributes.get("source")) for block in blocks if block.kind == "module"]
        if file.endswith("/main.tf") and "../.." not in calls:
            yield Finding(file, 1, 'an example calls its module: source = "../.."')


_INSTEAD = {
    "provider": "the tests configure it",
    "terraform": "the module says the versions",
    "variable": "write the value where it is used",
}


def readmes(project: Project) -> Iterator[Finding]:
    """The tables in the modules' READMEs say what the code says."""
    result = docs.changes(project.root)
    for error in result.errors:
        yield from findings(project, error)
    for change in result.found:
        if project.fix:
            write_atomically(change.path, change.after)
            project.forget(project.path(change.path))
        yield Finding(project.path(change.path), change.line, "differs from the code", docs.FIX, fixed=project.fix)


def _start(module: Module, file: str = "") -> Place:
    return Place(module.directory / file, 1, 1)


def _has_its_files(module: Module) -> Iterator[Complaint]:
    for name in _FILES:
        if not (module.directory / name).is_file():
            yield _start(module), f"there is no {name}"


def _is_short(module: Module) -> Iterator[Complaint]:
    for path in sorted(module.directory.glob("*.tf")):
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > _MOST_LINES:
            yield Place(path, _MOST_LINES + 1, lines), f"{lines} lines, more than {_MOST_LINES}: give a topic its file"


def _takes_few_inputs(module: Module) -> Iterator[Complaint]:
    if len(module.variables) > _MOST_VARIABLES:
        place = module.variables[_MOST_VARIABLES].place
        yield place, f"{len(module.variables)} inputs, more than {_MOST_VARIABLES}: one object per concern"


def _keeps_its_order(module: Module) -> Iterator[Complaint]:
    for file in sorted({variable.place.path for variable in module.variables}):
        variables = [variable for variable in module.variables if variable.place.path == file]
        ordered = sorted(variables, key=lambda variable: (not variable.required, variable.name))
        for is_, should in zip(variables, ordered, strict=True):
            if is_ is not should:
                yield is_.place, f"inputs stand required first, then A to Z: {should.name} belongs here"
                break
    for output, name in zip(module.outputs, sorted(output.name for output in module.outputs), strict=True):
        if output.name != name:
            yield output.place, f"outputs stand A to Z: {name} belongs here"
            break


def _keeps_its_places(module: Module) -> Iterator[Complaint]:
    for kind, blocks in (("variables", module.variables), ("outputs", module.outputs)):
        for block in blocks:
            if not re.fullmatch(rf"{kind}(-[a-z0-9-]+)?\.tf", block.place.path.name):
                yield block.place, f"{kind} stand in {kind}.tf, or {kind}-<topic>.tf"


def _types_its_inputs(module: Module) -> Iterator[Complaint]:
    for variable in module.variables:
        if variable.type is None or re.search(r"\bany\b", re.sub(r"(#|//).*|\"[^\"]*\"", "", variable.type)):
            yield variable.place, f"{variable.name} takes anything: say its type, `any` hides mistakes"
        if variable.nullable and variable.default != "null":
            yield variable.place, f"{variable.name} can be null without a meaning for it: nullable = false"


def _describes_itself(module: Module) -> Iterator[Complaint]:
    things: tuple[Variable | Output, ...] = (*module.variables, *module.outputs)
    for thing in things:
        text = thing.description.strip()
        if not text:
            yield thing.place, f"{thing.name} has no description"
        elif not text.endswith((".", "`", ")")) or (text[0].isalpha() and not text[0].isupper()):
            yield thing.place, f"the description of {thing.name} is no sentence: a capital first, a full stop last"


def _leaves_providers_to_callers(module: Module) -> Iterator[Complaint]:
    for block in module.blocks:
        if block.kind == "provider":
            yield block.place, "a module configures no provider: its caller does"
        for inner in block.blocks if block.kind == "terraform" else ():
            if inner.kind in ("backend", "cloud"):
                yield inner.place, f"a module has no {inner.kind}: its caller has"


def _bounds_its_versions(module: Module) -> Iterator[Complaint]:
    place = _start(module, "versions.tf")
    if not (module.terraform_version or "").startswith(">="):
        yield place, 'required_version needs a lower bound: ">= 1.11"'
    for name, bounds in module.providers.items():
        if ">=" not in bounds or "<" not in bounds.replace("<=", "<"):
            yield place, f'the {name} provider needs a lower and an upper bound, such as ">= 5.100, < 7.0"'


def _repeats_by_key(module: Module) -> Iterator[Complaint]:
    for block in module.blocks:
        count = block.attributes.get("count")
        if count is not None and not _EITHER_OR.search(count):
            yield block.place, f"count = {count}: use for_each over a map; count is for one or none (`x ? 1 : 0`)"


def _asks_nobody(module: Module) -> Iterator[Complaint]:
    for resource in module.resources:
        if resource.data and resource.type not in _COMPUTING:
            yield resource.place, f"data.{resource.type} asks while planning: take what it answers as an input"


def _gives_what_is_needed(module: Module) -> Iterator[Complaint]:
    for output in module.outputs:
        if _REFERENCE.match(output.value) and output.value.count(".") == 1:
            yield output.place, f"{output.name} is the whole of {output.value}: give the attributes that callers need"


def _explains_its_skips(module: Module) -> Iterator[Complaint]:
    for block in module.blocks:
        for number, line in enumerate(block.text.split("\n")):
            if re.search(r"checkov:skip=\s*[\w,\s]+(:\s*)?$", line):
                place = Place(block.place.path, block.place.line + number, block.place.line + number)
                yield place, "a skipped rule needs its reason: #checkov:skip=ID:reason"


PART_RULES: tuple[Rule, ...] = (
    _is_short,
    _types_its_inputs,
    _leaves_providers_to_callers,
    _repeats_by_key,
    _asks_nobody,
    _explains_its_skips,
)
"""For a module inside a module: a part of it that nobody else calls."""

RULES: tuple[Rule, ...] = (
    _has_its_files,
    _takes_few_inputs,
    _keeps_its_order,
    _keeps_its_places,
    _describes_itself,
    _bounds_its_versions,
    _gives_what_is_needed,
    *PART_RULES,
)
