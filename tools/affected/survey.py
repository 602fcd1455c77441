"""From a unit, a module or a function to what it rests on."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ..files import WORK_FOLDER
from ..live.belonging import CODE
from ..live.discovery import uncollected
from ..live.module_reads import reads
from ..live.options import Options, evaluation_environment, real_environment
from ..live.paths import UNIT_FILES, join
from ..live.tree import Traced, tracer
from ..live.unit import Unit
from ..package import stand_ins
from ..package.platform import PLATFORM
from .nodes import Ground, How, Node, digest_of_variable
from .world import Keys

_PACKAGE = re.compile(rf"{re.escape(WORK_FOLDER)}/packages/([^/]+)\.(?:zip|json)")


class Surveyor:
    """Evaluates units of a tree, and reads modules, to find out what they rest on.

    A unit that asks which AWS it is for is evaluated for the emulator and for the real one, and rests on what either
    took: a change of what only the real one reads must not be lost. Only the emulator's has to succeed.
    """

    def __init__(self, tree: Path, project: Path, units: Mapping[str, str], keys: Keys, how: How) -> None:
        self._tree = str(tree)
        self._root = str(project)
        self._keys = keys
        self._how = how
        self._units = units
        given = stand_ins(project)
        local = evaluation_environment(how.environment)
        real = real_environment(how.environment)
        self._switches = frozenset(name for name, _ in local.items() ^ real.items())
        self._trace, self._trace_real = (
            tracer(
                tree, units, Options("reference", env, how.allow_run_cmd, account_id=how.account_id, stand_ins=given)
            )
            for env in (local, real)
        )

    def nodes(self, names: list[str], known: Mapping[str, Node]) -> dict[str, Node]:
        """The nodes of these names, and of all that those lead to and that is not known yet."""
        found: dict[str, Node] = {}
        queue = list(names)
        with uncollected():
            while queue:
                name = queue.pop()
                if name in found or name in known:
                    continue
                kind, _, rest = name.partition(" ")
                match kind:
                    case "unit":
                        file = self._file(rest)
                        if file is None:
                            continue
                        node = self._unit(rest, file)
                    case "module":
                        node = self._module(rest)
                    case _:
                        node = Node((("folder", f"functions/{rest}"),))
                found[name] = node
                queue += [*node.uses, *node.needs]
        return found

    # Units -----------------------------------------------------------------------------------------------------------

    def _file(self, path: str) -> str | None:
        """The file of a unit; units of the tree may depend on some that are outside."""
        outside = (f"{join(self._tree, path)}/{name}" for name in UNIT_FILES)
        return self._units.get(path) or next((file for file in outside if Path(file).is_file()), None)

    def _unit(self, path: str, file: str) -> Node:
        sides = [self._trace(path, file)]
        if not self._switches.isdisjoint(sides[0].trace.variables):
            sides.append(self._trace_real(path, file))
        grounds: dict[Ground, None] = {}
        uses: dict[str, None] = {}
        needs: dict[str, None] = {}
        self._ground("folder", file.rpartition("/")[0], grounds, uses)
        for side in sides:
            self._take(side, grounds, uses, needs)
        error = sides[0].error
        variables = {name for side in sides for name in side.trace.variables}
        return Node(
            tuple(grounds),
            tuple(uses),
            tuple(name for name in needs if name != f"unit {path}"),
            None if error is None else str(error),
            {name: digest_of_variable(self._how.environment, name) for name in sorted(variables - self._switches)},
        )

    def _take(self, side: Traced, grounds: dict[Ground, None], uses: dict[str, None], needs: dict[str, None]) -> None:
        for path in sorted(side.trace.files):
            self._ground("file", path, grounds, uses)
        for path in sorted(side.trace.paths - side.trace.files):
            self._ground("there", path, grounds, uses)
        for glob in sorted(side.trace.globs):
            self._glob(glob, grounds)
        unit = side.unit
        if unit is None:
            return
        if unit.module_dir is not None:
            uses[f"module {self._folder(str(unit.module_dir), grounds)}"] = None
        for path in sorted(set(_named_paths(unit))):
            self._path(path, str(unit.directory), grounds, uses)
        needed = {each: f"{self._tree}/{each}" for each in unit.after}
        for dependency in unit.dependencies.values():
            if dependency.enabled:
                folder = str(dependency.directory)
                needed[dependency.unit_path or os.path.relpath(folder, self._tree)] = folder
        for path, folder in needed.items():
            needs[f"unit {path}"] = None
            for name in UNIT_FILES:
                self._ground("there", f"{folder}/{name}", grounds, uses)

    def _ground(self, kind: Any, path: str, grounds: dict[Ground, None], uses: dict[str, None]) -> None:
        key, *links = self._keys.of(path)
        package = _PACKAGE.fullmatch(key)
        if package:
            uses[f"function {package[1]}"] = None
            grounds["file", f"functions/{package[1]}/{PLATFORM}"] = None  # what stands in for the package is made of it
        elif not key.startswith(f"{WORK_FOLDER}/"):
            grounds[(kind, key)] = None
        for link in links:
            grounds[("file", link)] = None

    def _folder(self, path: str, grounds: dict[Ground, None]) -> str:
        """The key of a folder; the links that lead to it are grounds."""
        key, *links = self._keys.of(path)
        for link in links:
            grounds[("file", link)] = None
        return key

    def _glob(self, glob: str, grounds: dict[Ground, None]) -> None:
        for root in {self._root, os.path.realpath(self._root)}:
            if glob.startswith(f"{root}/"):
                grounds[("glob", glob[len(root) + 1 :])] = None

    def _path(self, text: str, directory: str, grounds: dict[Ground, None], uses: dict[str, None]) -> None:
        """A path that is handed to Terraform: of a file, or of a folder with all that is in it."""
        path = join(directory, text)
        key = self._keys.of(path)[0]
        here = self._keys.of(directory)[0]
        if not key.startswith("/") and not f"{here}/".startswith(f"{key}/" if key else ""):
            self._ground("file", path, grounds, uses)
            self._ground("below", path, grounds, uses)

    # Modules ---------------------------------------------------------------------------------------------------------

    def _module(self, key: str) -> Node:
        folder = join(self._root, key)
        used = reads(folder)
        grounds: dict[Ground, None] = {("folder", key): None}
        uses: dict[str, None] = {}
        for path in sorted(used.paths):
            self._ground("file", path, grounds, uses)
            self._ground("below", path, grounds, uses)
        for path in sorted(used.folders):
            self._ground("below", path, grounds, uses)
        for call in sorted(used.calls):
            uses[f"module {self._folder(call, grounds)}"] = None
        for name in _code_in(folder):  # git may not know the folder
            self._ground("file", f"{folder}/{name}", grounds, uses)
        return Node(tuple(grounds), tuple(name for name in uses if name != f"module {key}"))


def _code_in(folder: str) -> list[str]:
    try:
        return sorted(name for name in os.listdir(folder) if name.endswith(CODE))  # noqa: PTH208 - strings all the way
    except OSError:
        return []


def _named_paths(unit: Unit) -> Iterator[str]:
    """The absolute paths among what a unit hands to Terraform: inputs, files of variables, arguments, hooks."""
    terraform: dict[str, Any] = dict(unit.config.get("terraform") or {})
    terraform.pop("source", None)
    stack: list[Any] = [unit.inputs, terraform]
    while stack:
        value = stack.pop()
        if isinstance(value, str):
            text = value.partition("=")[2] if value.startswith("-") else value
            if text.startswith("/") and len(text) < 4096 and text.isprintable():
                yield text
        elif isinstance(value, dict):
            stack += value.values()
        elif isinstance(value, list | tuple):
            stack += value
