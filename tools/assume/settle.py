"""The rounds: plan on the state that the last plan would leave, until a plan is empty."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..live import module_files
from ..terraform import Terraform, TerraformError
from .ahead import Ahead
from .documents import settled, unsettled_by
from .fill import FILLINGS, Filler
from .model import Placeholder, Progress, Unsettled
from .modules import code
from .placeholders import Maker, placeholders_in
from .references import Block as Configured
from .references import blocks, mentioned, module_of, surroundings
from .schemas import Schemas
from .state import Entry, is_marked, provider_address, replaced, sensitive_paths, state_of, write_state

PLAN_NAME = "assumed.tfplan"

MOST_ROUNDS = 8
"""How many plans are run at most. Most estates take two."""


@dataclass(slots=True)
class Settling:
    """A Terraform root that is initialised, on its way to an empty plan."""

    folder: Path
    terraform: Terraform
    schemas: Schemas
    progress: Progress | None = None
    maker: Maker = field(default_factory=Maker)
    entries: dict[str, Entry] = field(default_factory=dict)
    """What is assumed so far, by full address."""
    fillings: dict[str, int] = field(default_factory=dict)
    """Which of ``FILLINGS`` a resource has come to."""
    needed: dict[str, set[str]] = field(default_factory=dict)
    sources: dict[str, tuple[Mapping[str, Any], Mapping[str, Any]]] = field(default_factory=dict)
    """What the last plan said that changed a resource: its planned item, and its change."""
    rounds: int = 0
    document: dict[str, Any] = field(default_factory=dict)
    configured: Mapping[Any, Configured] = field(default_factory=dict)
    mentioned: dict[str | None, frozenset[str]] = field(default_factory=dict)

    def run(self, state: dict[str, Any] | None) -> tuple[Unsettled, ...]:
        """Plan until nothing changes, from a state (or nothing); what still wants to change then.

        Raises:
            TerraformError: the composition does not plan, whatever is assumed.
        """
        while True:
            if state is None:
                (self.folder / "terraform.tfstate").unlink(missing_ok=True)
            else:
                write_state(state, self.folder)
            try:
                document = self._plan()
            except TerraformError as error:
                if self.rounds >= MOST_ROUNDS or not self._give_way(error):
                    raise
            else:
                self.document = document
                changing = [each for each in _managed(document) if each["change"]["actions"] != ["no-op"]]
                if state is not None and not changing:
                    self._take(document)
                    return ()
                before = dict(self.entries)
                self._take(document, stubborn=self.rounds > 1)
                if self.rounds >= MOST_ROUNDS or (before == self.entries and not self._another(changing)):
                    return self._given_up(changing)
            state = self.state()

    def _given_up(self, changing: Iterable[Mapping[str, Any]]) -> tuple[Unsettled, ...]:
        """Leave what does not settle as it was filled at first."""
        for each in changing:
            if self.fillings.pop(each["address"], 0):
                self._again(each["address"])
        return tuple(each for each in map(unsettled_by, changing) if each)

    def take(self, document: dict[str, Any]) -> bool:
        """Start from a plan that was run already; whether what it says is all there is to know.

        It is, if no argument of a resource and no data source waits for what is known after apply only.
        """
        self._take(document)
        if any(each["mode"] == "data" and each["change"]["actions"] == ["read"] for each in _changes(document)):
            return False
        return not any(
            _waits(change["change"].get("after_unknown") or {}, self._configured(change).expressions)
            for change in _managed(document)
        )

    def state(self) -> dict[str, Any]:
        """What is assumed, as a state."""
        return state_of(self.entries.values(), str(self.terraform.binary.version))

    def frozen(self) -> dict[str, Any]:
        """The document, as if nothing changed any more."""
        return settled(self.document, {address: entry.attributes for address, entry in self.entries.items()})

    def _plan(self) -> dict[str, Any]:
        self.rounds += 1
        out = self.folder / PLAN_NAME
        with self._step(f"terraform plan (assumed state, round {self.rounds})"):
            self.terraform.plan(
                self.folder,
                out,
                options=("-refresh=false", "-lock=false"),
                on_event=self.progress.on_event if self.progress else None,
            )
            return self.terraform.show(self.folder, out)

    def _step(self, label: str) -> contextlib.AbstractContextManager[None]:
        return self.progress.step(label, total=None) if self.progress else contextlib.nullcontext()

    def _take(self, document: dict[str, Any], stubborn: bool = False) -> None:
        """Assume what a plan says."""
        self.document = document
        self.configured = blocks(document.get("configuration", {}), self._mentions)
        changes = {each["address"]: each for each in _managed(document)}
        entries = {}
        for module, item in _planned(document.get("planned_values", {}).get("root_module", {})):
            change = changes[item["address"]]
            if stubborn:
                self._note_needs(change, item)
            if change["change"]["actions"] != ["no-op"] or item["address"] not in self.sources:
                self.sources[item["address"]] = (item, change)
            entries[item["address"]] = self._entry(module, item, change["change"])
        self.entries = self._ahead(document, entries, changes)

    def _ahead(
        self, document: Mapping[str, Any], entries: dict[str, Entry], changes: Mapping[str, Mapping[str, Any]]
    ) -> dict[str, Entry]:
        """The entries, with the arguments that wait for others as the code says they will be."""
        waiting = {}
        for address, entry in entries.items():
            unknown = changes[address]["change"].get("after_unknown") or {}
            given = {*self._configured(changes[address]).expressions, *entry.schema.nested}  # dynamic blocks go unsaid
            if waits := {name: later for name, later in unknown.items() if name in given and is_marked(later)}:
                waiting[address] = waits
        if not waiting:
            return entries
        ahead = Ahead(self.folder, document, entries, waiting)
        return {address: replace(entry, attributes=ahead.attributes(address)) for address, entry in entries.items()}

    def _note_needs(self, change: Mapping[str, Any], item: Mapping[str, Any]) -> None:
        """What is not known in a plan on a complete state keeps a resource from settling, unless it is replaced."""
        if change["change"]["actions"] == ["no-op"]:
            return
        given = self._configured(item).expressions
        before = change["change"].get("before") or {}
        names = [name for name, later in (change["change"].get("after_unknown") or {}).items() if later is True]
        if change["change"]["actions"] != ["update"]:
            forced = {path[0] for path in change["change"].get("replace_paths") or [] if path}
            names = [name for name in names if name in forced]
        missing = {name for name in names if before.get(name) is None and name not in given}
        if missing:
            self.needed.setdefault(change["address"], set()).update(missing)

    def _entry(self, module: str, item: Mapping[str, Any], change: Mapping[str, Any]) -> Entry:
        address, type, source = item["address"], item["type"], item["provider_name"]
        configured = self._configured(item)
        schema = self.schemas.resource(source, type)
        filler = Filler(
            address,
            type,
            schema,
            configured,
            surroundings(self.document.get("configuration", {}), configured.provider),
            self.maker,
            FILLINGS[self.fillings.get(address, 0)],
            frozenset(self.needed.get(address, ())),
        )
        return Entry(
            full_address=address,
            module=module,
            type=type,
            name=item["name"],
            key=item.get("index"),
            provider=provider_address(source, configured.provider),
            schema_version=item["schema_version"],
            schema=schema,
            attributes=filler.complete(change.get("after"), change.get("after_unknown"), change.get("before")),
            sensitive=sensitive_paths(change.get("after_sensitive"), schema),
        )

    def _mentions(self, module: str | None) -> frozenset[str]:
        """Which attributes the files of a module of the root mention, or those of the root itself."""
        if module not in self.mentioned:
            root = code(self.folder)
            folder = root.folder if module is None else root.called(module)
            self.mentioned[module] = mentioned(module_files(folder)) if folder else frozenset()
        return self.mentioned[module]

    def _configured(self, item: Mapping[str, Any]) -> Configured:
        return self.configured.get((module_of(item["address"]), f"{item['type']}.{item['name']}"), Configured())

    def _configured_entry(self, entry: Entry) -> Configured:
        return self.configured.get((module_of(entry.full_address), f"{entry.type}.{entry.name}"), Configured())

    def _another(self, changing: Iterable[Mapping[str, Any]]) -> bool:
        """Fill the resources that do not settle in another way; False where all ways were tried."""
        refilled = [self._refill(each["address"]) for each in changing]
        return any(refilled)

    def _give_way(self, error: TerraformError) -> bool:
        """Make up other values where a provider refused some; False where there is nothing left to try."""
        if not self.entries:
            return False
        changed = False
        for diagnostic in error.diagnostics:
            text = f"{diagnostic.summary}\n{diagnostic.detail}".replace("\n", " ")
            named = placeholders_in(text, dict(self.maker.made))
            for placeholder in named:
                changed = self._remake(placeholder, text) or changed
            if not named:
                for address in self._blamed(diagnostic.address, text):
                    changed = self._refill(address) or changed
        return changed

    def _remake(self, placeholder: Placeholder, words: str) -> bool:
        """Have another value in place of a placeholder, wherever it went."""
        owner = self.entries.get(placeholder.full_address)
        if owner is None:
            return False
        where = surroundings(self.document.get("configuration", {}), self._configured_entry(owner).provider)
        text = self.maker.remake(placeholder, owner.type, words, where)
        if text is None:
            return False
        self.entries = {
            address: replace(entry, attributes=replaced(entry.attributes, {placeholder.text: text}))
            for address, entry in self.entries.items()
        }
        return True

    def _blamed(self, address: str | None, text: str) -> list[str]:
        """The resources that an error is about: some errors name them in their words only."""
        if address is not None and address in self.entries:
            return [address]
        return [known for known in self.entries if known in text and re.search(rf"{re.escape(known)}(?![\w\[.])", text)]

    def _refill(self, address: str) -> bool:
        step = self.fillings.get(address, 0) + 1
        if step >= len(FILLINGS):
            return False
        self.fillings[address] = step
        return self._again(address)

    def _again(self, address: str) -> bool:
        """Fill a resource anew."""
        if address not in self.sources or address not in self.entries:
            return False
        item, change = self.sources[address]
        self.entries[address] = self._entry(self.entries[address].module, item, change["change"])
        return True


def _changes(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    changes: list[Mapping[str, Any]] = document.get("resource_changes", [])
    return changes


def _managed(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [each for each in _changes(document) if each["mode"] == "managed"]


def _waits(unknown: Mapping[str, Any], given: Mapping[str, Any]) -> bool:
    return any(is_marked(later) for name, later in unknown.items() if name in given)


def _planned(module: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The managed resources of planned values, each with the address of its module."""
    for item in module.get("resources", []):
        if item["mode"] == "managed":
            yield module.get("address", ""), item
    for child in module.get("child_modules", []):
        yield from _planned(child)
