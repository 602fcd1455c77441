"""What is assumed at a moment: resources put together from plans, with everything filled in that no plan knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..live import module_files
from .ahead import Ahead
from .documents import settled
from .fill import FILLINGS, Filler
from .model import Placeholder
from .modules import code
from .placeholders import Maker
from .references import Block, Module, blocks, mentioned, module_of, surroundings
from .schemas import Schemas
from .state import Entry, is_marked, provider_address, replaced, sensitive_paths, state_of

Change = Mapping[str, Any]
"""A resource change of a plan document."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a plan said of a resource, from which it can be put together again in another way."""

    module: str
    item: Mapping[str, Any]
    """Of the planned values."""
    change: Change


@dataclass(slots=True)
class Assembly:
    """The resources of a Terraform root as they are assumed to be."""

    folder: Path
    schemas: Schemas
    maker: Maker = field(default_factory=Maker)
    document: dict[str, Any] = field(default_factory=dict)
    """The plan that was taken last."""
    entries: dict[str, Entry] = field(default_factory=dict)
    """By full address."""
    left_out: set[str] = field(default_factory=set)
    """Resources, and modules of the root (``module.name``), that the state goes without."""
    _sources: dict[str, Source] = field(default_factory=dict)
    """The last plan that changed each resource."""
    _fillings: dict[str, int] = field(default_factory=dict)
    """Which of ``FILLINGS`` each resource has come to."""
    _needed: dict[str, set[str]] = field(default_factory=dict)
    """Attributes without which a resource changes forever."""
    _blocks: Mapping[tuple[Module, str], Block] = field(default_factory=dict)
    _mentioned: dict[str | None, frozenset[str]] = field(default_factory=dict)

    def take(self, document: dict[str, Any], *, complete: bool) -> None:
        """Assume what a plan says. ``complete``: it was made on a state in which nothing was missing."""
        self.document = document
        self._blocks = blocks(document.get("configuration", {}), self._mentions)
        changes = {each["address"]: each for each in managed(document)}
        entries = {}
        for module, item in _planned(document.get("planned_values", {}).get("root_module", {})):
            source = Source(module, item, changes[item["address"]])
            if complete:
                self._note_needs(source)
            if source.change["change"]["actions"] != ["no-op"] or item["address"] not in self._sources:
                self._sources[item["address"]] = source
            entries[item["address"]] = self._entry(source)
        self.entries = entries
        self._look_ahead(changes)

    def state(self, terraform_version: str) -> dict[str, Any]:
        """What is assumed, as a Terraform state."""
        kept = [each for each in self.entries.values() if not self._is_left_out(each)]
        return state_of(kept, terraform_version)

    def frozen(self) -> dict[str, Any]:
        """The document of a plan on this, as if it changed nothing."""
        return settled(self.document, {address: entry.attributes for address, entry in self.entries.items()})

    def is_final(self) -> bool:
        """Whether the plan that was taken says all: no argument and no data source waits for what it does not know."""
        if any(each["mode"] == "data" and each["change"]["actions"] == ["read"] for each in changes_of(self.document)):
            return False
        return not any(self._waiting(change) for change in managed(self.document))

    def refill(self, addresses: Iterable[str]) -> bool:
        """Make up other values, in another way, for some resources; False where all ways were tried for all of them."""
        again = [
            each for each in addresses if each in self._sources and self._fillings.get(each, 0) + 1 < len(FILLINGS)
        ]
        for address in again:
            self._fillings[address] = self._fillings.get(address, 0) + 1
        self._build_again(again)
        return bool(again)

    def reset(self, addresses: Iterable[str]) -> None:
        """Fill resources as they were filled at first."""
        self._build_again([each for each in addresses if self._fillings.pop(each, 0)])

    def remake(self, placeholder: Placeholder, words: str) -> bool:
        """Have another value in place of a placeholder, wherever it went; False where all shapes were tried."""
        owner = self.entries.get(placeholder.full_address)
        if owner is None:
            return False
        where = surroundings(self.document.get("configuration", {}), self._block(owner.full_address, owner).provider)
        text = self.maker.remake(placeholder, owner.type, words, where)
        if text is None:
            return False
        self.entries = {
            address: replace(entry, attributes=replaced(entry.attributes, {placeholder.text: text}))
            for address, entry in self.entries.items()
        }
        return True

    def _build_again(self, addresses: Iterable[str]) -> None:
        sources = {address: self._sources[address] for address in addresses if address in self.entries}
        self.entries |= {address: self._entry(source) for address, source in sources.items()}
        self._look_ahead({address: source.change for address, source in sources.items()})

    def _entry(self, source: Source) -> Entry:
        item, change = source.item, source.change["change"]
        address, type, provider = item["address"], item["type"], item["provider_name"]
        block = self._block(address, item)
        schema = self.schemas.resource(provider, type)
        filler = Filler(
            address,
            type,
            schema,
            block,
            surroundings(self.document.get("configuration", {}), block.provider),
            self.maker,
            FILLINGS[self._fillings.get(address, 0)],
            frozenset(self._needed.get(address, ())),
        )
        return Entry(
            full_address=address,
            module=source.module,
            type=type,
            name=item["name"],
            key=item.get("index"),
            provider=provider_address(provider, block.provider),
            schema_version=item["schema_version"],
            schema=schema,
            attributes=filler.complete(change.get("after"), change.get("after_unknown"), change.get("before")),
            sensitive=sensitive_paths(change.get("after_sensitive"), schema),
        )

    def _note_needs(self, source: Source) -> None:
        """What is not known though nothing was missing keeps a resource from settling, unless it is replaced."""
        change = source.change["change"]
        if change["actions"] == ["no-op"]:
            return
        before = change.get("before") or {}
        given = self._block(source.item["address"], source.item).expressions
        names = [name for name, later in (change.get("after_unknown") or {}).items() if later is True]
        if change["actions"] != ["update"]:
            forced = {path[0] for path in change.get("replace_paths") or [] if path}
            names = [name for name in names if name in forced]
        if missing := {name for name in names if before.get(name) is None and name not in given}:
            self._needed.setdefault(source.item["address"], set()).update(missing)

    def _look_ahead(self, changes: Mapping[str, Change]) -> None:
        """Give the arguments that wait for others the values that the code says they will have."""
        waiting = {
            address: waits
            for address, change in changes.items()
            if address in self.entries and (waits := self._waiting(change, self.entries[address].schema.nested))
        }
        if waiting:
            ahead = Ahead(self.folder, self.document, self.entries, waiting)
            self.entries = {
                address: replace(entry, attributes=ahead.attributes(address)) for address, entry in self.entries.items()
            }

    def _waiting(self, change: Change, blocks: Iterable[str] = ()) -> dict[str, Any]:
        """The arguments that are not known yet. Of ``dynamic`` blocks the configuration says nothing."""
        given = {*self._block(change["address"], change).expressions, *blocks}
        unknown = change["change"].get("after_unknown") or {}
        return {name: later for name, later in unknown.items() if name in given and is_marked(later)}

    def _block(self, address: str, owner: Mapping[str, Any] | Entry) -> Block:
        name = f"{owner.type}.{owner.name}" if isinstance(owner, Entry) else f"{owner['type']}.{owner['name']}"
        return self._blocks.get((module_of(address), name), Block())

    def _mentions(self, module: str | None) -> frozenset[str]:
        """Which attributes the files of a module of the root mention, or those of the root itself."""
        if module not in self._mentioned:
            root = code(self.folder)
            folder = root.folder if module is None else root.called(module)
            self._mentioned[module] = mentioned(module_files(folder)) if folder else frozenset()
        return self._mentioned[module]

    def _is_left_out(self, entry: Entry) -> bool:
        return entry.full_address in self.left_out or root_module(entry.full_address) in self.left_out


def root_module(address: str) -> str:
    """The module call of the root that an address lies in, ``module.name``; empty for the root itself."""
    path = module_of(address)
    return f"module.{path[0]}" if path else ""


def changes_of(document: Mapping[str, Any]) -> list[Change]:
    """The resource changes of a plan."""
    changes: list[Change] = document.get("resource_changes", [])
    return changes


def managed(document: Mapping[str, Any]) -> list[Change]:
    """The changes of managed resources."""
    return [each for each in changes_of(document) if each["mode"] == "managed"]


def _planned(module: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The managed resources of planned values, each with the address of its module."""
    for item in module.get("resources", []):
        if item["mode"] == "managed":
            yield module.get("address", ""), item
    for child in module.get("child_modules", []):
        yield from _planned(child)
