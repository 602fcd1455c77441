"""The inputs and outputs that modules share, compared with their one definition."""

from __future__ import annotations

import contextlib
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ..docs import modules_below
from ..errors import GroundplanError
from ..hcl import Block, Expr, HclError, Range, Source, parse, read_source, syntax, to_native
from .model import Finding, Project, findings
from .view import View

_FOLDER = "modules"
_DEFINITIONS = ("modules/INTERFACES.md", "modules/*/INTERFACES.md")
_KINDS = {"variable": ("input", "variables"), "output": ("output", "outputs")}
"""What a kind of block is called, and the files that hold it."""
_INSIDE = "attribute"
"""In a definition, what has one type in whatever object it is."""
_HCL = re.compile(r"^```hcl\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ANYTHING = "…"
"""In a definition, the words that each module chooses for itself."""
_FLAGS = {
    "variable": {"ephemeral": "false", "nullable": "true", "sensitive": "false"},
    "output": {"ephemeral": "false", "sensitive": "false"},
}
"""What Terraform takes where nothing is said."""
_ALLOWANCES = {"variable": ("may_differ", "may_leave_out", "may_add", "excepted"), "output": ("excepted",)}
_IDLE = {
    "may_differ": "is the same in every module",
    "may_leave_out": "is in every module",
    "may_add": "is in no module",
    "excepted": "does not differ, or is not there",
}
"""Why an allowance that nobody makes use of can go."""

Allowance = tuple[str, str]
"""A list of a definition, and an entry of it."""
Key = tuple[str, str]
"""The type and the name of a block."""


@dataclass(frozen=True, slots=True)
class _Deviation:
    """Where a module says something else than the definition, and what would allow it."""

    place: Range
    message: str
    allowance: Allowance | None = None


@dataclass(frozen=True, slots=True)
class _Attribute:
    """A type, or an attribute of an object in it: what it is, objects closed, and its default where it is optional."""

    place: Range
    type: str
    default: str | None


@dataclass(frozen=True, slots=True)
class _Rule:
    """A validation."""

    place: Range
    condition: str
    message: str


Kind = Literal["alike", "defined", "in use"]
"""What is wrong: a module says something else, nothing is defined, or a definition has no use."""


def shared(view: View, kind: Kind) -> Iterator[Finding]:
    """What is wrong, of one kind, with what modules share; nothing where no module changed."""
    if view.project.changed("modules/*"):
        told = view.kept("interfaces", lambda: list(_interfaces(view.project)))
        yield from (found for of, found in told if of == kind)


def _interfaces(project: Project) -> Iterator[tuple[Kind, Finding]]:
    used: dict[Key, list[tuple[str, Block]]] = defaultdict(list)
    for module, file in _files(project):
        with contextlib.suppress(GroundplanError):  # what cannot be read is told by a rule of its own
            for block in parse(read_source(file)).blocks:
                if block.type in _KINDS and len(block.labels) == 1:
                    used[block.type, block.labels[0]].append((module, block))
    inside = _inside([block for (type_, _), uses in used.items() if type_ == "variable" for _, block in uses])
    defined: dict[Key, Block] = {}
    try:
        for block in _definitions(project):
            key = block.type, block.labels[0]
            if (first := defined.setdefault(key, block)) is not block:
                yield "in use", _finding(project, block.range, f"{key[1]} is defined at {_at(project, first)} already")
    except GroundplanError as error:
        yield from (("in use", found) for found in findings(project, error))
        return
    for (type_, name), uses in sorted(used.items()):
        if definition := defined.get((type_, name)):
            yield from _compare(project, definition, uses)
        elif len(modules := sorted({module for module, _ in uses})) > 1:
            place = uses[0][1].range
            message = f"{name} is an {_KINDS[type_][0]} of {', '.join(modules)}, and nothing says that it is the same"
            yield (
                "defined",
                _finding(project, place, message, f"define it in {_DEFINITIONS[0]}, or give it another name"),
            )
    for (type_, name), definition in defined.items():
        if type_ == _INSIDE:
            yield from _compare_inside(project, definition, inside[name])
        elif (type_, name) not in used:
            yield "in use", _finding(project, definition.range, f"no module has the {_KINDS[type_][0]} {name}")


def _files(project: Project) -> Iterator[tuple[str, Path]]:
    """The files with inputs and outputs of each module; what lies inside a module is a part of it."""
    folder = project.root / _FOLDER
    files = [project.root / file for file in project.matching(f"{_FOLDER}/*.tf")]
    paths = modules_below(folder, files)
    modules = {path for path in paths if not any(parent in paths for parent in path.parents)}
    for file in files:
        if file.parent in modules and file.name.startswith(tuple(stem for _, stem in _KINDS.values())):
            yield file.parent.relative_to(folder).as_posix(), file


def _definitions(project: Project) -> Iterator[Block]:
    """The blocks of the definitions' HCL; all other lines are empty, so that positions are those of the file.

    Raises:
        GroundplanError: something in them is not what a definition can say.
    """
    for file in project.matching(*_DEFINITIONS):
        text = project.text(file) or ""
        hcl, end = "", 0
        for shown in _HCL.finditer(text):
            hcl += "\n" * text.count("\n", end, shown.start(1)) + shown[1]
            end = shown.end(1)
        yield from map(_checked, parse(Source(project.root / file, hcl)).blocks)


def _checked(block: Block) -> Block:
    if block.type not in (*_KINDS, _INSIDE) or len(block.labels) != 1:
        raise HclError.at(block.range, "A definition is a variable, an output or an attribute, with its name.")
    known = {*_FLAGS.get(block.type, ()), *_ALLOWANCES.get(block.type, ())}
    known |= {"output": {"description"}, _INSIDE: {"type"}}.get(block.type, {"description", "type", "default"})
    for name, attribute in block.body.attributes.items():
        if name not in known:
            raise HclError.at(attribute.range, f"A definition has no {name}", f"It has {', '.join(sorted(known))}.")
    return block


def _inside(variables: list[Block]) -> dict[str, list[tuple[str, _Attribute]]]:
    """The attributes of objects by their names, each with its path from the input."""
    found: dict[str, list[tuple[str, _Attribute]]] = defaultdict(list)
    for block in variables:
        for path, attribute in _attributes(block).items():
            if path:
                found[path.rpartition(".")[2]].append((f"{block.labels[0]}.{path}", attribute))
    return found


def _compare_inside(
    project: Project, definition: Block, uses: list[tuple[str, _Attribute]]
) -> Iterator[tuple[Kind, Finding]]:
    should = _source(definition, "type")
    for path, attribute in uses:
        if attribute.type != should:
            message = f"{path} is {attribute.type}, not {should}"
            yield "alike", _finding(project, attribute.place, message, f"defined at {_at(project, definition)}")
    if not uses:
        yield "in use", _finding(project, definition.range, f"no module has an attribute {definition.labels[0]}")


def _compare(project: Project, definition: Block, uses: list[tuple[str, Block]]) -> Iterator[tuple[Kind, Finding]]:
    """What modules say otherwise without leave, and the leave that none of them takes."""
    defined_at = f"defined at {_at(project, definition)}"
    allowances = {
        (kind, entry): place for kind in _ALLOWANCES[definition.type] for entry, place in _entries(definition, kind)
    }
    taken: set[Allowance | None] = set()
    for module, block in uses:
        for deviation in _deviations(definition, block):
            allowed = next((a for a in (deviation.allowance, ("excepted", module)) if a in allowances), None)
            taken.add(allowed)
            if allowed is None:
                yield (
                    "alike",
                    _finding(project, deviation.place, f"{definition.labels[0]}: {deviation.message}", defined_at),
                )
    for (kind, entry), place in allowances.items():
        if (kind, entry) not in taken:
            yield (
                "in use",
                _finding(project, place, f"{definition.labels[0]}: {entry} {_IDLE[kind]}", f"take it from {kind}"),
            )


def _deviations(definition: Block, block: Block) -> Iterator[_Deviation]:
    expected, found = _words(definition, "description"), _words(block, "description")
    if not _fits(expected, found):
        yield _Deviation(_place(block, "description"), f'the description is "{found}", not "{expected}"')
    for flag, unsaid in _FLAGS[definition.type].items():
        should, is_ = (_source(which, flag) or unsaid for which in (definition, block))
        if is_ != should:
            yield _Deviation(_place(block, flag), f"{flag} is {is_}, not {should}")
    if definition.type == "variable":
        wanted, given = (_source(which, "default") or "none" for which in (definition, block))
        if given != wanted:
            yield _Deviation(
                _place(block, "default"), f"the default is {given}, not {wanted}", ("may_differ", "default")
            )
        yield from _type_and_rules(definition, block)


def _type_and_rules(definition: Block, block: Block) -> Iterator[_Deviation]:
    expected, found = _attributes(definition), _attributes(block)
    missing = [path for path in expected if path not in found and _above(path) not in expected.keys() - found.keys()]
    added = [path for path in found if path not in expected and _above(path) not in found.keys() - expected.keys()]
    for path in missing:
        yield _Deviation(_place(block, "type"), f"the type has no {path or 'value'}", ("may_leave_out", path))
    for path in added:
        yield _Deviation(found[path].place, f"the type has {path} besides", ("may_add", path))
    for path in expected.keys() & found.keys():
        should, is_ = expected[path], found[path]
        what = path or "the type"
        if is_.type != should.type:
            yield _Deviation(is_.place, f"{what} is {is_.type}, not {should.type}")
        elif is_.default != should.default:
            words = [f"optional with {one.default}" if one.default else "required" for one in (is_, should)]
            yield _Deviation(is_.place, f"{what} is {words[0]}, not {words[1]}", ("may_differ", path))
    yield from _rule_deviations(definition, block, missing, added)


def _rule_deviations(definition: Block, block: Block, missing: list[str], added: list[str]) -> Iterator[_Deviation]:
    """Rules about an attribute that is left out are not needed, and rules about one that is added are the module's."""
    rest = _rules(block)
    for rule in _rules(definition):
        if _speaks_of(rule, definition.labels[0], missing):
            continue
        same = [own for own in rest if _fits(rule.condition, own.condition)]
        if not same:
            yield _Deviation(block.range, f"there is no validation with the condition {rule.condition}")
            continue
        told = next((own for own in same if _fits(rule.message, own.message)), None)
        if told is None:
            yield _Deviation(same[0].place, f'the message is "{same[0].message}", not "{rule.message}"')
        rest.remove(told or same[0])
    for own in rest:
        if not _speaks_of(own, definition.labels[0], added):
            yield _Deviation(own.place, "a validation that the definition does not have", ("may_differ", "rules"))


def _attributes(block: Block) -> dict[str, _Attribute]:
    """The type under "" and, under their paths, the attributes of the objects in it."""
    found: dict[str, _Attribute] = {}

    def walk(expr: Expr, path: str, place: Range) -> None:
        objects: list[syntax.Object] = []

        def close(part: Expr) -> Expr:
            match part:
                case syntax.Call(name="object", arguments=(syntax.Object() as inner,)):
                    objects.append(inner)
                    return syntax.Variable(part.source, part.start, part.end, "object")
            return syntax.with_children(part, close)

        match expr:
            case syntax.Call(name="optional", arguments=(type_, *default)):
                text = to_native(close(type_))
                found[path] = _Attribute(place, text, to_native(default[0]) if default else "null")
            case _:
                found[path] = _Attribute(place, to_native(close(expr)), None)
        for key, value in (item for inner in objects for item in inner.items):
            walk(value, f"{path}.{_text(key)}".lstrip("."), key.range)

    if type_ := block.body.attributes.get("type"):
        walk(type_.expr, "", type_.range)
    return found


def _rules(block: Block) -> list[_Rule]:
    return [
        _Rule(rule.range, _words(rule, "condition"), _words(rule, "error_message"))
        for rule in block.body.blocks_of("validation")
    ]


def _speaks_of(rule: _Rule, name: str, paths: list[str]) -> bool:
    return any(re.search(rf"\bvar\.{re.escape(f'{name}.{path}')}\b", rule.condition) for path in paths)


def _above(path: str) -> str:
    return path.rpartition(".")[0]


def _entries(definition: Block, kind: str) -> Iterator[tuple[str, Range]]:
    """The entries of one of a definition's lists."""
    attribute = definition.body.attributes.get(kind)
    for item in syntax.children(attribute.expr) if attribute else ():
        yield _text(item), item.range


def _fits(expected: str, found: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, expected.split(_ANYTHING))), found) is not None


def _words(block: Block, attribute: str) -> str:
    """What a text says, in one line."""
    found = block.body.attributes.get(attribute)
    return " ".join(_text(found.expr).split()) if found else ""


def _text(expr: Expr) -> str:
    """A text without its quotes; anything else as it is written."""
    value = expr.value if isinstance(expr, syntax.Literal) else None
    return value if isinstance(value, str) else to_native(expr)


def _source(block: Block, attribute: str) -> str | None:
    """An expression in one line, however it is written."""
    found = block.body.attributes.get(attribute)
    return to_native(found.expr) if found else None


def _place(block: Block, attribute: str) -> Range:
    found = block.body.attributes.get(attribute)
    return found.range if found else block.range


def _at(project: Project, block: Block) -> str:
    return f"{project.path(block.source.path)}:{block.range.line}"


def _finding(project: Project, place: Range, message: str, hint: str = "") -> Finding:
    return Finding(project.path(place.source.path), place.line, message, hint)
