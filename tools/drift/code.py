"""What the code says of drift beforehand: the attributes that ``ignore_changes`` leaves to others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from ..compose import Composition
from ..errors import GroundplanError
from ..hcl import Block, parse, read_source
from ..hcl.syntax import Literal
from ..policy.document import general, module_path

Names = tuple[str, ...]
"""An attribute, or what is within one: (``tags``, ``Owner``)."""

_COMMENT = re.compile(r"(?:#|//)[^\n]*")
_ITEM = re.compile(r'(?:"[^"]*"|[^",])+')
_NAME = re.compile(r'"([^"]*)"|([A-Za-z_][\w-]*)')
_INDEX = re.compile(r'\[(?!")[^\]]*\]')
_ALL = ("all",)


def names_of(path: str) -> Names:
    """The names in a path of a difference; which element of a list it is, is none of them."""
    return tuple(quoted or plain for quoted, plain in _NAME.findall(_INDEX.sub("", path)))


class Code:
    """The modules of a composition, asked for what they leave to others."""

    def __init__(self, folders: Mapping[tuple[str, ...], Path]) -> None:
        """``folders`` are those of the modules, by the calls that lead to them."""
        self._folders = folders
        self._read: dict[Path, dict[tuple[str, ...], list[Names]]] = {}

    def ignores(self, full_address: str, path: str) -> bool:
        """Whether the block of a resource has the attribute at ``path`` in its ``ignore_changes``."""
        calls = module_path(full_address)
        folder = self._folders.get(calls)
        if folder is None:
            return False
        if folder not in self._read:
            self._read[folder] = _ignored(folder)
        labels = tuple(general(full_address).split(".")[2 * len(calls) :])
        names = names_of(path)
        return any(each == _ALL or names[: len(each)] == each for each in self._read[folder].get(labels, ()))


def module_folders(composition: Composition) -> dict[tuple[str, ...], Path]:
    """The folders of a composition's modules, by the calls that lead to them, as far as they lie in the project."""
    found: dict[tuple[str, ...], Path] = {}
    for member in composition.members.values():
        _collect((member.module,), member.interface.folder, found)
    return found


def _collect(calls: tuple[str, ...], folder: Path, found: dict[tuple[str, ...], Path]) -> None:
    found[calls] = folder
    for block in _blocks(folder, "module"):
        source = block.body.attributes.get("source")
        if source is not None and isinstance(source.expr, Literal):
            inner = str(source.expr.value)
            if inner.startswith(("./", "../")):
                _collect((*calls, *block.labels), (folder / inner).resolve(), found)


def _blocks(folder: Path, type: str) -> Iterator[Block]:
    """The blocks of one type in a module; a file that does not parse has none (planning it has failed)."""
    for file in sorted(folder.glob("*.tf")):
        with suppress(GroundplanError):
            yield from parse(read_source(file)).blocks_of(type)


def _ignored(folder: Path) -> dict[tuple[str, ...], list[Names]]:
    """What the resources of a module ignore, by type and name."""
    found: dict[tuple[str, ...], list[Names]] = {}
    for block in _blocks(folder, "resource"):
        for lifecycle in block.body.blocks_of("lifecycle"):
            attribute = lifecycle.body.attributes.get("ignore_changes")
            if attribute is not None:
                found[block.labels] = _items(attribute.range.text.partition("=")[2])
    return found


def _items(text: str) -> list[Names]:
    inner = _COMMENT.sub("", text).strip().removeprefix("[").removesuffix("]")
    return [names for each in _ITEM.findall(inner) if (names := names_of(each))]
