"""A tree, or a part of it, as one Terraform root: each unit a module, each reference between units a real one."""

from __future__ import annotations

import json
import os
from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import GroundplanError
from ..files import write_atomically
from ..hcl import HclError, Residual, Value, to_json_template
from ..hcl import syntax as ast
from ..hcl.source import Source
from ..live import Tree, Unit, UnitError, explain
from .inputs import problems
from .interface import Interface, read_interface
from .naming import module_name
from .providers import NotComposable, ProviderConfig, lift, name_aliases
from .references import mocks_of, resolved_inputs

FILE_NAME = "main.tf.json"
LOCK_NAME = ".terraform.lock.hcl"

_NOWHERE = Source("composition", "")


class CompositionError(GroundplanError):
    """Units of the tree are wrong: every problem of every unit, at its place.

    ``units`` names the units that are, with their problems; what concerns no single one is in ``errors`` alone.
    """

    def __init__(self, errors: list[GroundplanError], units: Mapping[str, list[GroundplanError]]) -> None:
        super().__init__(errors[0].message, where=errors[0].where, hint=errors[0].hint)
        self.errors = errors
        self.units = units

    def __str__(self) -> str:
        return "\n\n".join(explain(self.errors))


@dataclass(frozen=True, slots=True)
class Member:
    """A unit within a composition."""

    unit: Unit
    module: str
    interface: Interface
    mocks: tuple[str, ...]
    """Dependencies that lie outside the composition, so that their mocks stand in."""
    ignored: tuple[str, ...]
    """Inputs that the module does not declare."""


@dataclass(frozen=True, slots=True)
class Composition:
    """A Terraform root made from units."""

    root: Path
    """The tree's folder."""
    document: dict[str, Any]
    """The root module, as Terraform's JSON syntax; module sources are absolute paths until it is written."""
    members: dict[str, Member]
    apart: dict[str, str]
    """Units that cannot be composed, with the reason."""

    @property
    def accounts(self) -> list[str]:
        """The ids of the accounts that its AWS providers are confined to."""
        configs = self.document.get("provider", {}).get("aws", [])
        return sorted({id for config in configs for id in config.get("allowed_account_ids", [])})

    def write(self, folder: Path) -> Path:
        """Write ``main.tf.json`` into ``folder``, sources relative to it, and the tree's lock file; the path.

        A lock file that is there already is kept: it may know more platforms.
        """
        document = dict(self.document)
        document["module"] = {
            name: {**block, "source": _relative(Path(block["source"]), folder)}
            for name, block in self.document["module"].items()
        }
        lock = self.root / LOCK_NAME
        if lock.is_file():
            write_atomically(folder / LOCK_NAME, lock.read_bytes())
        given = {key: value for key, value in document.items() if value}  # Terraform takes no empty "module"
        return write_atomically(folder / FILE_NAME, json.dumps(given, indent=2, ensure_ascii=False) + "\n")

    def locate(self, line: int) -> HclError | None:
        """The unit's input that line ``line`` of the file came from, as an error that points at it."""
        member, key = self._at(line)
        if member is None:
            return None
        known = key in member.unit.inputs
        place = member.unit.input_range(key) if known and key else member.unit.inputs_range
        return HclError.at(place, f"unit {member.unit.path}")

    def unit_at(self, line: int) -> str | None:
        """The path of the unit that line ``line`` of the file came from."""
        member, _ = self._at(line)
        return member.unit.path if member else None

    def _at(self, line: int) -> tuple[Member | None, str | None]:
        name, key = None, None
        text = json.dumps(self.document, indent=2, ensure_ascii=False).splitlines()
        inside = False
        for content in text[:line]:
            if content.startswith('  "'):
                inside = content.startswith('  "module"')
            elif inside and content.startswith('    "'):
                name, key = json.loads(content.strip().removesuffix("{").rstrip().removesuffix(":")), None
            elif inside and content.startswith('      "'):
                key = content.strip().split('": ', 1)[0].strip('"')
        return next((each for each in self.members.values() if each.module == name), None), key


def compose(tree: Tree) -> Composition:
    """Compose the units of a tree that was loaded with references for outputs (``Options(outputs="reference")``).

    Units that cannot be composed are named in ``apart``; what depends on them rests on their mocks.

    Raises:
        CompositionError: inputs do not fit their modules, or units of the tree are broken.
    """
    errors: list[GroundplanError] = list(tree.errors)
    broken: dict[str, list[GroundplanError]] = {}
    for each in tree.errors:
        if isinstance(each, UnitError):
            broken.setdefault(each.unit, []).append(each)
    apart: dict[str, str] = {}
    lifted: dict[str, list[ProviderConfig]] = {}
    interfaces: dict[str, Interface] = {}
    for path, unit in sorted(tree.units.items()):
        try:
            interfaces[path] = _interface(unit)
            lifted[path] = lift(unit)
        except NotComposable as reason:
            apart[path] = str(reason)
        except GroundplanError as error:
            errors.append(error)
            broken.setdefault(path, []).append(error)
    members: dict[str, Member] = {}
    modules: dict[str, dict[str, Any]] = {}
    # Dependencies first: whoever refers to a unit knows whether that one could be composed.
    composed = [path for path in _order(tree) if path in lifted and path not in apart]
    users: dict[str, list[str]] = {}
    for path in composed:
        for config in lifted[path]:
            users.setdefault(config.identity, []).append(path)
    aliases = name_aliases(users)
    for path in composed:
        unit, interface = tree.units[path], interfaces[path]
        if found := list(problems(unit, interface)):
            errors += found
            broken.setdefault(path, []).extend(found)
        try:
            inputs, mocks = _inputs(unit, interface, members)
        except NotComposable as reason:
            apart[path] = str(reason)
            continue
        ignored = tuple(sorted(set(unit.inputs) - set(interface.variables)))
        members[path] = Member(unit, module_name(path), interface, mocks, ignored)
        modules[module_name(path)] = _module(unit, interface, inputs, lifted[path], aliases)
    if errors:
        raise CompositionError(errors, broken)
    members, modules = dict(sorted(members.items())), dict(sorted(modules.items()))
    names = set(modules)
    for block in modules.values():
        after = [each for each in block.get("depends_on", []) if each.removeprefix("module.") in names]
        block.pop("depends_on", None)
        if after:
            block["depends_on"] = after
    return Composition(tree.root, _document(members, modules, lifted, aliases), members, apart)


def _interface(unit: Unit) -> Interface:
    if unit.module_dir is None:
        if unit.source:
            raise NotComposable(f"its source {unit.source} is not on this machine")
        raise NotComposable("it names no module (terraform.source)")
    if not unit.module_dir.is_dir():
        raise GroundplanError(
            f"unit {unit.path}: its module {unit.module_dir} does not exist",
            where=str(unit.file),
            hint="mend terraform.source; a local path is relative to the unit's folder",
        )
    interface = read_interface(unit.module_dir)
    if interface.configured:
        raise NotComposable(f"its module configures a provider or backend of its own ({interface.configured})")
    return interface


def _order(tree: Tree) -> list[str]:
    try:
        return tree.order()
    except HclError:  # a circle: it is among the tree's errors already
        return sorted(tree.units)


def _inputs(unit: Unit, interface: Interface, composed: Container[str]) -> tuple[dict[str, Value], tuple[str, ...]]:
    """The inputs that the module declares, with references to composed units, and whose mocks stand in for others."""
    outputs: dict[str, Value] = {}
    mocks = []
    for name, dependency in unit.dependencies.items():
        if dependency.unit_path is not None and dependency.unit_path in composed:
            module = _attribute(ast.Variable(_NOWHERE, 0, 0, "module"), module_name(dependency.unit_path))
            outputs[name] = Residual(module)
        else:
            outputs[name] = mocks_of(unit, name)
            if dependency.enabled:  # one that is switched off is nothing that would be there otherwise
                mocks.append(name)
    try:
        return resolved_inputs(unit, interface.variables, outputs), tuple(mocks)
    except HclError as error:
        missing = ", ".join(mocks) or "a dependency"
        raise NotComposable(
            f"it needs outputs of {missing}, which is not part of this plan: {error.message}"
        ) from error


def _attribute(expr: ast.Expr, name: str) -> ast.Expr:
    return ast.GetAttr(_NOWHERE, 0, 0, expr, name)


def _module(
    unit: Unit,
    interface: Interface,
    inputs: Mapping[str, Value],
    providers: list[ProviderConfig],
    aliases: Mapping[str, str],
) -> dict[str, Any]:
    block: dict[str, Any] = {"source": str(interface.folder)}
    handed = {
        config.key: f"{config.local_name}.{aliases[config.identity]}"
        for config in providers
        if config.key in interface.aliases or config.key in interface.providers
    }
    if handed:
        block["providers"] = dict(sorted(handed.items()))
    block |= {name: to_json_template(inputs[name]) for name in sorted(inputs)}
    text = json.dumps(block)
    named = {dependency.unit_path for dependency in unit.dependencies.values()} | set(unit.after)
    after = sorted(f"module.{module_name(path)}" for path in named if path)
    block["depends_on"] = [each for each in after if f"{each}." not in text and f"{each}[" not in text]
    return block


def _document(
    members: Mapping[str, Member],
    modules: Mapping[str, dict[str, Any]],
    lifted: Mapping[str, list[ProviderConfig]],
    aliases: Mapping[str, str],
) -> dict[str, Any]:
    sources: dict[str, str] = {}
    blocks: dict[str, dict[str, dict[str, Any]]] = {}
    for path, member in members.items():
        sources |= member.interface.providers
        for config in lifted[path]:
            alias = aliases[config.identity]
            blocks.setdefault(config.local_name, {})[alias] = {"alias": alias, **config.body}
    document: dict[str, Any] = {
        "//": "Made by groundplan from the units of a Terragrunt tree; do not edit.",
        "terraform": {
            "required_providers": {name: {"source": source} for name, source in sorted(sources.items())},
        },
    }
    if blocks:
        document["provider"] = {
            name: [configs[alias] for alias in sorted(configs)] for name, configs in sorted(blocks.items())
        }
    document["module"] = dict(modules)
    document["output"] = {
        member.module: {"value": f"${{module.{member.module}}}", "sensitive": True} for member in members.values()
    }
    return document


def _relative(target: Path, folder: Path) -> str:
    path = os.path.relpath(target, folder)
    return path if path.startswith(("./", "../")) else f"./{path}"
