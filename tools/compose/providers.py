"""Provider configurations that units generate, lifted to the root of the composition: each distinct one once."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..hcl import FUNCTIONS, Body, HclError, Scope, Value, evaluate, parse, to_json_template
from ..hcl.source import Source
from ..hcl.values import is_known
from ..live import Generate, Unit
from .interface import top_blocks
from .naming import module_name


class NotComposable(Exception):
    """A unit cannot become a module of a composition; the text is the reason, for people."""


@dataclass(frozen=True, slots=True)
class ProviderConfig:
    """One provider configuration of a unit, as JSON configuration."""

    local_name: str
    alias: str | None
    body: dict[str, Any]

    @property
    def key(self) -> str:
        """How a module names it: ``aws`` or ``aws.alias``."""
        return f"{self.local_name}.{self.alias}" if self.alias else self.local_name

    @property
    def identity(self) -> str:
        """The same text for the same configuration."""
        return json.dumps([self.local_name, self.body], sort_keys=True)


def lift(unit: Unit) -> list[ProviderConfig]:
    """The provider configurations in the files that a unit generates. Backend blocks are passed over.

    Raises:
        NotComposable: a generated file holds anything else than providers, settings and backends.
    """
    return [config for generate in unit.generate.values() for config in _from_file(unit, generate)]


def _from_file(unit: Unit, generate: Generate) -> Iterable[ProviderConfig]:
    if not generate.path.endswith((".tf", ".tf.json")):
        return
    if not is_known(generate.contents):
        raise NotComposable(f"the generated {generate.path} depends on outputs of other units")
    try:
        body = parse(Source(unit.directory / generate.path, generate.contents))
        found = top_blocks(body)
    except HclError as error:
        raise NotComposable(f"the generated {generate.path} does not parse: {error.message}") from error
    others = {block.type for block in found} - {"provider", "terraform", "moved", "import", "removed"}
    if others:
        raise NotComposable(f"the generated {generate.path} holds more than providers: {', '.join(sorted(others))}")
    scope = Scope({"var": dict(unit.inputs)}, FUNCTIONS, unit.directory)
    for block in (each for each in found if each.type == "provider"):
        config = _as_json(block.body, scope, generate.path)
        alias = config.pop("alias", None)
        config.pop("version", None)
        yield ProviderConfig(block.labels[0], alias, config)


def _as_json(body: Body, scope: Scope, path: str) -> dict[str, Any]:
    """A body in Terraform's JSON syntax; nested blocks of one type become a list."""
    out: dict[str, Any] = {}
    try:
        for name, attribute in body.attributes.items():
            value: Value = evaluate(attribute.expr, scope)
            if not is_known(value):
                raise NotComposable(f"the provider in the generated {path} depends on outputs of other units ({name})")
            out[name] = to_json_template(value)
    except HclError as error:
        raise NotComposable(f"the provider in the generated {path} cannot be evaluated: {error.message}") from error
    for block in body.blocks:
        inner = _as_json(block.body, scope, path)
        for label in reversed(block.labels):
            inner = {label: inner}
        out.setdefault(block.type, []).append(inner)
    return out


def name_aliases(users: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """An alias for each provider configuration: named after the folder that all of its users lie in.

    ``users`` maps an identity to the paths of the units that use it. Names are unique and depend on nothing but
    ``users``.
    """
    aliases: dict[str, str] = {}
    taken: set[str] = set()
    for identity, paths in sorted(users.items(), key=lambda item: sorted(item[1])):
        ordered = sorted(paths)
        folder = os.path.commonpath(ordered) if len(ordered) > 1 else os.path.dirname(ordered[0])  # noqa: PTH120
        candidates = [module_name(folder)] if folder else []
        candidates += [module_name(ordered[0]), *(f"{module_name(ordered[0])}--{n}" for n in range(2, 1000))]
        alias = next(candidate for candidate in candidates if candidate not in taken)
        taken.add(alias)
        aliases[identity] = alias
    return aliases
