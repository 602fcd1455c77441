"""What our own rules look at, read once for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from ..docs import Block, Module, Place, modules_below, read_blocks, read_module
from ..errors import GroundplanError
from .before import files_before
from .estate import Estate, read_estate
from .exceptions import Exemption, exemptions
from .model import Finding, Project, findings

_T = TypeVar("_T")
_LIBRARY = "modules"
_TREE = "live"
_CASES = "tests/modules/cases"


@dataclass
class View:
    """A project as the rules see it. Where only what changed is looked at, the modules and files are fewer."""

    project: Project

    def __post_init__(self) -> None:
        self.used: set[Exemption] = set()
        """The exceptions that something was found for."""
        self.ran: set[str] = set()
        """The ids of the rules that looked at everything that an exception may stand in."""
        self.unreadable: list[Finding] = []
        """What is wrong with files of the library that cannot be read."""
        self._kept: dict[str, Any] = {}

    @property
    def library(self) -> Path:
        """The folder of the modules."""
        return self.project.root / _LIBRARY

    @cached_property
    def _folders(self) -> list[Path]:
        return modules_below(self.library, [self.project.root / file for file in self._sources])

    @property
    def _sources(self) -> list[str]:
        return self.project.matching(f"{_LIBRARY}/*.tf")

    @cached_property
    def parts(self) -> list[Module]:
        """The modules and those inside them, each that can be read."""
        found = []
        for folder in self._folders:
            if self._changed(folder):
                try:
                    found.append(read_module(folder))
                except GroundplanError as error:
                    self.unreadable += findings(self.project, error)
        return found

    @cached_property
    def modules(self) -> list[Module]:
        """The modules that can be called: what lies inside one is a part of it."""
        return [module for module in self.parts if self._is_whole(module.directory)]

    @cached_property
    def module_folders(self) -> list[Path]:
        """The folders of all modules that are to be looked at, also of those that cannot be read."""
        return [folder for folder in self._folders if self._is_whole(folder) and self._changed(folder)]

    @cached_property
    def examples(self) -> list[tuple[str, tuple[Block, ...]]]:
        """The files of the examples, with their blocks."""
        found = []
        for file in self.project.chosen(f"{_LIBRARY}/*/examples/*.tf"):
            try:
                found.append((file, read_blocks(self.project.root / file)))
            except GroundplanError as error:
                self.unreadable += findings(self.project, error)
        return found

    @cached_property
    def estate(self) -> Estate:
        """The live tree."""
        return read_estate(self.project, _TREE)

    @cached_property
    def before(self) -> Mapping[str, str]:
        """The earlier texts of modules' files that are others now, by their earlier names."""
        given = self.project.before
        return given if given is not None else files_before(self.project.root, self.project.base)

    @cached_property
    def exemptions(self) -> list[Exemption]:
        """What the files say is to be taken as it is."""
        return [each for file in self.project.files for each in exemptions(file, self.project.text(file) or "")]

    def texts(self, *patterns: str) -> Iterator[tuple[str, str]]:
        """The texts of files that are to be looked at and match one of the patterns (all where there is none)."""
        for file in self.project.chosen(*(patterns or ("*",))):
            text = self.project.text(file)
            if text:
                yield file, text

    def cases(self, module: Module) -> tuple[str, str | None]:
        """The file with the inputs that a module must refuse, and its text where there is one."""
        name = module.directory.relative_to(self.library).as_posix().replace("/", "-")
        file = f"{_CASES}/{name}.yaml"
        return file, self.project.text(file) if file in self.project.files else None

    def at(self, place: Place, message: str, hint: str = "") -> Finding:
        """A finding at a place in a module."""
        return Finding(self.project.path(place.path), place.line, message, hint)

    def kept(self, name: str, make: Callable[[], _T]) -> _T:
        """What several rules need, made for the first of them."""
        if name not in self._kept:
            self._kept[name] = make()
        found: _T = self._kept[name]
        return found

    def _is_whole(self, folder: Path) -> bool:
        return not any(parent in self._set for parent in folder.parents)

    @cached_property
    def _set(self) -> set[Path]:
        return set(self._folders)

    def _changed(self, folder: Path) -> bool:
        """Whether a module is to be looked at: something in it changed, or the cases that try it."""
        path = folder.relative_to(self.library).as_posix()
        return self.project.changed(f"{_LIBRARY}/{path}/*", f"{_CASES}/{path.replace('/', '-')}.yaml")


def line_of(text: str, position: int) -> int:
    """The line, from 1, that a position in a text is in."""
    return text.count("\n", 0, position) + 1


def once(found: Iterable[Finding]) -> Iterator[Finding]:
    """Findings, each once: a file that many units include is told about once."""
    yield from dict.fromkeys(found)
