"""What the code says of drift beforehand: the attributes that ``ignore_changes`` leaves to others."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from ..errors import GroundplanError
from ..hcl import parse, read_source
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


def _ignored(folder: Path) -> dict[tuple[str, ...], list[Names]]:
    """What the resources of a module ignore, by type and name."""
    found: dict[tuple[str, ...], list[Names]] = {}
    for file in sorted(folder.glob("*.tf")):
        try:
            body = parse(read_source(file))
        except GroundplanError:
            continue  # planning it has failed
        for block in body.blocks_of("resource"):
            for lifecycle in block.body.blocks_of("lifecycle"):
                attribute = lifecycle.body.attributes.get("ignore_changes")
                if attribute is not None:
                    found[block.labels] = _items(attribute.range.text.partition("=")[2])
    return found


def _items(text: str) -> list[Names]:
    inner = _COMMENT.sub("", text).strip().removeprefix("[").removesuffix("]")
    return [names for each in _ITEM.findall(inner) if (names := names_of(each))]
