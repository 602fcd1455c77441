"""Evaluating one configuration: includes, locals, dependencies, and then everything else, as Terragrunt orders it.

A *unit* is evaluated in a :class:`Place`; each file that takes part (the unit's own, the included ones) is a
:class:`FileEvaluation` in that place. What does not depend on the place is kept in the :class:`Session`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..hcl import Attribute, Block, HclError, Range, Residual, Scope, Source, Unknown, Value, evaluate, syntax
from ..hcl.types import BOOL, STRING, ConversionError, convert
from . import blocks
from .errors import at_start
from .merge import Config, merge, merge_dependencies, plain
from .paths import AUTOINCLUDE_FILE, VALUES_FILE, join
from .place import FileScope, ImplicitDependency, Include, Place
from .reader import ConfigFile, Needs
from .schema import DEPENDENCY, INCLUDE, ROOT, BlockSchema, evaluate_as

NO_MERGE, SHALLOW, DEEP = "no_merge", "shallow", "deep"
_STRATEGIES = (NO_MERGE, SHALLOW, DEEP)
_OPEN = BlockSchema(open=True)


class FileEvaluation:
    """One file, evaluated in one place. ``included`` is the include that brought it in, None for the place's own."""

    def __init__(self, place: Place, file: ConfigFile, included: Include | None) -> None:
        self.place = place
        self.file = file
        self.included = included
        self._includes: list[Include] | None = None
        self._features: dict[str, Any] | None = None
        self._own_features: dict[str, Any] | None = None
        self._locals: dict[str, Value] = {}
        self._own_dependencies: dict[str, dict[str, Any]] | None = None
        self._configs: dict[bool, Config] = {}
        self._exposed: dict[tuple[str, bool], dict[str, Any]] = {}
        self._exposed_locals: dict[str, Any] | None = None
        self._values: dict[str, Value] | None = None
        self._values = self._stack_values()

    @property
    def includes_known(self) -> bool:
        """Whether its includes have been evaluated: they themselves cannot ask for each other."""
        return self._includes is not None

    @property
    def includes(self) -> list[Include]:
        """The files it includes, in order."""
        if self._includes is None:
            scope = self._scope({})
            self._includes = [self._include(block, scope) for block in self.file.blocks("include")]
            if self._includes and self.included is not None:
                raise HclError.at(
                    self._includes[0].range,
                    "Only one level of includes is allowed",
                    f"This file is itself included by {self.place.config_path}.",
                    "Include both files from the unit.",
                )
        return self._includes

    def _include(self, block: Block, scope: Scope) -> Include:
        given = {
            name: evaluate_as(attribute, INCLUDE.attributes[name], scope)
            for name, attribute in block.body.attributes.items()
        }
        strategy = given.get("merge_strategy") or SHALLOW
        if strategy not in _STRATEGIES:
            raise HclError.at(
                block.body.attributes["merge_strategy"].expr.range,
                f'"{strategy}" is no merge strategy',
                "",
                f"Choose one of: {', '.join(_STRATEGIES)}.",
            )
        place = block.body.attributes["path"].expr.range
        path = join(self.place.directory, given["path"]) if given["path"] else ""
        if not path or self.place.session.disk.is_dir(path) or not self.place.session.disk.exists(path):
            what = f"There is no file {path}." if path else "The path is empty."
            raise HclError.at(place, "The included file does not exist", what, "Correct the path.")
        name = block.labels[0] if block.labels else ""
        return Include(name, path, bool(given.get("expose")), strategy, place)

    def _stack_values(self) -> dict[str, Value] | None:
        directory = str(self.file.directory)
        session = self.place.session
        path = f"{directory}/{VALUES_FILE}"
        there = session.disk.exists(path)
        if directory not in session.values:
            session.values[directory] = None
            if there:
                body = session.reader.file(path, _OPEN).body
                scope = self._scope({})
                session.values[directory] = {name: evaluate(each.expr, scope) for name, each in body.attributes.items()}
        if session.values[directory] is not None:
            self.place.trace.files.add(path)
        return session.values[directory]

    def _scope(self, variables: dict[str, Value]) -> FileScope:
        return FileScope(self, variables)

    def _base(self) -> dict[str, Value]:
        """The variables that every part sees."""
        return {} if self._values is None else {"values": self._values}

    @property
    def own_features(self) -> dict[str, Any]:
        """Its feature blocks: the default by name."""
        if self._own_features is None:
            scope = self._scope(self._base())
            self._own_features = {}
            for block in self.file.blocks("feature"):
                if "default" not in block.body.attributes:
                    raise HclError.at(
                        block.range, f'The feature "{block.labels[0]}" has no default', "", "Add default = …."
                    )
                self._own_features[block.labels[0]] = evaluate(block.body.attributes["default"].expr, scope)
        return self._own_features

    @property
    def features(self) -> dict[str, Any]:
        """The variable ``feature``: its own flags over those of included files, and what was set from outside."""
        if self._features is None:
            flags = dict(self.own_features)
            for include in reversed(self.includes):
                if include.strategy != NO_MERGE:
                    flags = self.place.evaluation(include.path, include).own_features | flags
            given = self.place.session.options.features
            values = {
                name: _flag(given[name], default) if name in given else default for name, default in flags.items()
            }
            values |= {name: value for name, value in given.items() if name not in values}
            self._features = {name: {"name": name, "value": value} for name, value in values.items()}
        return self._features

    def locals_for(self, needs: Needs | None = None) -> dict[str, Value]:
        """Its locals: all of them, or those that are needed and what those refer to."""
        if needs is not None and not needs.locals:
            return self._locals
        wanted = self.file.locals
        names = [name for name in wanted if (needs is None or name in needs.locals) and name not in self._locals]
        if names:
            variables = self._base() | {"local": self._locals, "feature": self.features}
            if self._exposes_any:
                used = self.file.needs if needs is None else needs
                variables["include"] = self._exposed_includes(used, with_child=False, in_locals=True)
            scope = self._scope(variables)
            for name in names:
                self._locals[name] = evaluate(wanted[name].expr, scope)
        return self._locals

    @property
    def _exposes_any(self) -> bool:
        return any(include.expose for include in self.includes)

    def _exposed_includes(self, needs: Needs, *, with_child: bool, in_locals: bool = False) -> dict[str, Any]:
        """The variable ``include``: the exposed files, as far as they are referred to."""
        includes = self.includes
        if len(includes) == 1 and includes[0].name == "":
            wanted = {name for name, _ in needs.includes}
            return self._exposed_include(includes[0], wanted, with_child, in_locals) if includes[0].expose else {}
        out = {}
        for include in includes:
            if include.expose:
                wanted = {attribute for name, attribute in needs.includes if name in (include.name, None)}
                out[include.name] = self._exposed_include(include, wanted, with_child, in_locals) if wanted else {}
        return out

    def _exposed_include(
        self, include: Include, wanted: set[str | None], with_child: bool, in_locals: bool
    ) -> dict[str, Any]:
        other = self.place.evaluation(include.path, include)
        if wanted == {"locals"}:
            return other.exposed_locals()
        if in_locals and other.has_dependencies:
            # Terragrunt reads locals before any outputs, so all that could rest on them is not there yet.
            return blocks.as_value(Config(locals=plain(dict(other.locals_for())) or None))
        key = (include.name, with_child and other.file.refers_to_dependency)
        if key not in self._exposed:
            dependencies = self.dependency_blocks if key[1] else other.dependency_blocks
            self._exposed[key] = blocks.as_value(other.config(dependencies, of_child=key[1]))
        return self._exposed[key]

    @property
    def has_dependencies(self) -> bool:
        """Whether it has blocks that make edges."""
        return bool(self.file.blocks("dependency") or self.file.blocks("dependencies"))

    def exposed_locals(self) -> dict[str, Any]:
        """What a child sees that looks at nothing but the locals."""
        if self._exposed_locals is None:
            self._exposed_locals = {"locals": plain(dict(self.locals_for())) or None}
        return self._exposed_locals

    @property
    def own_dependencies(self) -> dict[str, dict[str, Any]]:
        """Its own dependency blocks, evaluated."""
        if self._own_dependencies is None:
            found = self.file.blocks("dependency")
            self._own_dependencies = {}
            if found:
                scope = self._scope(self._variables(None))
                for block in found:
                    self._own_dependencies[block.labels[0]] = blocks.dependency(block, scope)
        return self._own_dependencies

    @property
    def dependency_blocks(self) -> dict[str, dict[str, Any]]:
        """Its dependency blocks with those of the files it includes."""
        merged = self.own_dependencies
        for include in reversed(self.includes):
            if include.strategy == NO_MERGE:
                continue
            other = self.place.evaluation(include.path, include)
            under = other.own_dependencies
            if include.strategy == DEEP:
                merged = merge_dependencies(
                    under, merged, {("dependency", b.labels[0]): b.range for b in self.file.blocks("dependency")}
                )
            elif under:
                merged = under | merged
        return merged

    def _variables(self, dependencies: dict[str, dict[str, Any]] | None) -> dict[str, Value]:
        variables = self._base()
        variables["local"] = self.locals_for()
        variables["feature"] = self.features
        if self._exposes_any:
            variables["include"] = self._exposed_includes(self.file.needs, with_child=dependencies is not None)
        if dependencies is not None:
            variables["dependency"] = self._dependency_variable(dependencies)
        return variables

    def outputs(self, name: str, block: dict[str, Any]) -> Any:
        """What ``dependency.NAME.outputs`` is; None when there is nothing to take."""
        place = self.place
        if place.session.options.outputs == "reference" and block["enabled"] is not False and not block["skip"]:
            if place.is_reading:
                name = f"{name}@{place.config_path}"
                where = next(
                    (each.range for each in self.file.blocks("dependency") if each.labels[0] == block["name"]), None
                )
                place.implicit[name] = ImplicitDependency(block, place.directory, where)
            return _reference(name)
        if block["mock_outputs"] is None and place.tolerant:
            place.unmocked.add(name)
            return Unknown()
        return block["mock_outputs"]

    def _dependency_variable(self, dependencies: dict[str, dict[str, Any]]) -> dict[str, Any]:
        found = {name: self.outputs(name, block) for name, block in dependencies.items()}
        return {name: {} if outputs is None else {"outputs": outputs} for name, outputs in found.items()}

    def config(self, dependencies: dict[str, dict[str, Any]] | None = None, *, of_child: bool = False) -> Config:
        """The whole configuration, with the included ones merged in.

        ``dependencies`` are the blocks that ``dependency`` stands for: an included file sees those of its child.
        """
        shared = of_child and self.file.refers_to_dependency
        if shared not in self._configs:
            self._configs[shared] = self._config(self.dependency_blocks if dependencies is None else dependencies)
        return self._configs[shared]

    def _config(self, dependencies: dict[str, dict[str, Any]]) -> Config:
        if self.file.forbidden:
            raise HclError(self.file.forbidden)
        scope = self._scope(self._variables(dependencies))
        config = blocks.read_config(self.file, scope, self.own_dependencies)
        own = config
        for include in reversed(self.includes):
            other = self.place.evaluation(include.path, include)
            parent = other.config(dependencies, of_child=True)
            if include.strategy != NO_MERGE:
                config = merge(parent, config, deep=include.strategy == DEEP)
        if own.get("exclude") is not None:
            config.values["exclude"] = own.get("exclude")
        config.locals = own.locals
        return config

    def edges(self) -> Iterator[tuple[str | None, Any, Any, Range]]:
        """The dependencies alone: (name, path, enabled, range), name None for those of a ``dependencies`` block."""
        needs = self.file.needs_for_graph
        found = [*self.file.blocks("dependency"), *self.file.blocks("dependencies")]
        if not found:
            return
        variables = self._base() | {"local": self.locals_for(needs), "feature": self.features}
        if self._exposes_any:
            variables["include"] = self._exposed_includes(needs, with_child=False)
        scope = self._scope(variables)
        for block in found:
            attributes = block.body.attributes
            if block.type == "dependency":
                enabled = attributes.get("enabled")
                on = True if enabled is None else evaluate_as(enabled, DEPENDENCY.attributes["enabled"], scope)
                path = attributes["config_path"].expr
                yield block.labels[0], evaluate(path, scope) if on is not False else None, on, path.range
            else:
                paths: Attribute = attributes["paths"]
                for path in evaluate_as(paths, ROOT.blocks["dependencies"].schema.attributes["paths"], scope):
                    yield None, path, True, paths.expr.range


def _reference(name: str) -> Residual:
    """``dependency.NAME.outputs``."""
    source = Source("dependency", f"dependency.{name}.outputs")
    end = len(source.data)
    root = syntax.Variable(source, 0, len("dependency"), "dependency")
    named = syntax.GetAttr(source, 0, end - len(".outputs"), root, name)
    return Residual(syntax.GetAttr(source, 0, end, named, "outputs"))


def _flag(text: str, default: Any) -> Any:
    """A flag set from outside: text, but a bool where the default is one."""
    if isinstance(default, bool):
        try:
            return convert(text.lower(), BOOL)
        except ConversionError:
            return text
    return convert(text, STRING)


def check_siblings(place: Place) -> None:
    """Refuse what stands beside a unit and is not understood, rather than leave it out silently."""
    path = f"{place.directory}/{AUTOINCLUDE_FILE}"
    if place.session.disk.exists(path):
        raise at_start(path, f"{AUTOINCLUDE_FILE} is not supported yet", "", "Merge it into the unit.")
