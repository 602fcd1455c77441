"""The assumed state of a composition: from the units that are known, and from plans where some are not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..compose import Composition, Plan
from ..compose.initialising import initialise
from ..files import work_folder
from ..terraform import Terraform
from . import documents
from .assembly import Assembly
from .keys import unit_keys
from .model import Assumed, Placeholder, Progress, Unsettled
from .placeholders import Maker, placeholders_in
from .places import Places
from .schemas import read_schemas
from .settle import Settling
from .state import joined, unit_module
from .store import Part, Store


def assume(
    composition: Composition,
    folder: Path,
    terraform: Terraform,
    *,
    store: Store | None = None,
    progress: Progress | None = None,
) -> Assumed:
    """The state that a composition would leave in an empty account, proved by a plan on it that changes nothing.

    The composition is written into ``folder``. What ``store`` knows of its units is taken from there; where it knows
    all, nothing is planned.

    Raises:
        TerraformError: the composition does not plan.
        GroundplanError: Terraform cannot be initialised, or a file cannot be written.
    """
    composition.write(folder)
    work = _Work(composition, folder, terraform, store, progress)
    known = work.known()
    if len(known) == len(composition.members):
        return work.joined(known)
    settling = work.settling()
    settling.assembly.maker.made |= {each.text: each for part in known.values() for each in part.placeholders}
    state = work.state(known) if any(part.resources for part in known.values()) else None
    return work.finished(settling, settling.run(state))


def advance(
    composition: Composition,
    folder: Path,
    terraform: Terraform,
    plan: Plan,
    *,
    store: Store | None = None,
    progress: Progress | None = None,
) -> Assumed:
    """The assumed state of a composition that was planned (``plan``) on the assumed state of another one.

    Where nothing that the plan changes feeds another resource, what it says is what will be, and nothing more is
    planned.

    Raises:
        TerraformError: the composition does not plan on the state that it would leave.
    """
    composition.write(folder)
    work = _Work(composition, folder, terraform, store, progress)
    known = work.known()
    if len(known) == len(composition.members):
        return work.joined(known)
    settling = work.settling()
    settling.assembly.take(plan.document, complete=True)
    if settling.assembly.is_final():
        return work.finished(settling, (), proved=False)
    return work.finished(settling, settling.run(settling.state()))


class _Work:
    """A composition in its folder, with what is known of its units."""

    def __init__(
        self,
        composition: Composition,
        folder: Path,
        terraform: Terraform,
        store: Store | None,
        progress: Progress | None,
    ) -> None:
        self.composition = composition
        self.folder = folder
        self.terraform = terraform
        self.store = store
        self.progress = progress
        self.places = Places.of(composition, folder, terraform)
        self.keys = unit_keys(composition, terraform) if store else {}

    def known(self) -> dict[str, Part]:
        """The units that were settled before, as they are in this run."""
        found = {}
        for path, key in self.keys.items():
            part = self.store.get(key) if self.store else None
            if part is not None:
                found[path] = self._shown(path, part)
        return found

    def settling(self) -> Settling:
        initialise(self.folder, self.terraform)
        schemas = read_schemas(self.folder, self.terraform, work_folder(self.composition.root) / "schemas")
        return Settling(self.folder, self.terraform, Assembly(self.folder, schemas), self.progress)

    def state(self, parts: Mapping[str, Part]) -> dict[str, Any]:
        resources = [resource for part in parts.values() for resource in part.resources]
        return joined(resources, str(self.terraform.binary.version))

    def joined(self, parts: Mapping[str, Part]) -> Assumed:
        """What the parts of all units make."""
        by_module = {self.composition.members[path].module: part for path, part in parts.items()}
        return Assumed(
            state=self.state(parts),
            document=documents.join({module: part.document for module, part in by_module.items()}),
            placeholders={each.text: each for part in parts.values() for each in part.placeholders},
            unsettled=tuple(each for part in parts.values() for each in part.unsettled),
            rounds=0,
        )

    def finished(self, settling: Settling, unsettled: tuple[Unsettled, ...], *, proved: bool = True) -> Assumed:
        """What the rounds have come to; kept where a plan has proved it."""
        assembly = settling.assembly
        document = assembly.frozen() if unsettled or not proved else assembly.document
        state = settling.state()
        assumed = Assumed(
            state=state,
            document=document,
            placeholders=_used(state, assembly.maker),
            unsettled=unsettled,
            rounds=settling.rounds,
        )
        if self.store and proved:
            self._keep(assumed, self.store)
        return assumed

    def _keep(self, assumed: Assumed, store: Store) -> None:
        for path, key in self.keys.items():
            module = self.composition.members[path].module
            inside = [each for each in assumed.state["resources"] if unit_module(each.get("module", "")) == module]
            part = Part(
                resources=inside,
                document=documents.unit_part(assumed.document, module, self._handed(path).values()),
                placeholders=tuple(placeholders_in(inside, assumed.placeholders)),
                unsettled=tuple(each for each in assumed.unsettled if unit_module(each.full_address) == module),
            )
            store.put(key, self._hidden(path, part))
        store.prune()

    def _hidden(self, path: str, part: Part) -> Part:
        """A part without what it has of this run: folders, the emulator, the root's names for providers."""
        own = {target: name for name, target in self._handed(path).items()}
        resources = [{**each, "provider": _without_alias(each["provider"], own)} for each in part.resources]
        document = _with_names(part.document, own)
        return replace(part, resources=self.places.hide(resources), document=self.places.hide(document))

    def _shown(self, path: str, part: Part) -> Part:
        """A part as it is in this run."""
        handed = self._handed(path)
        resources = [{**each, "provider": _with_alias(each["provider"], handed)} for each in part.resources]
        document = _with_names(part.document, handed)
        return replace(part, resources=self.places.show(resources), document=self.places.show(document))

    def _handed(self, path: str) -> Mapping[str, str]:
        """The provider configurations that a unit is given: its own names for them, and the root's."""
        block = self.composition.document["module"][self.composition.members[path].module]
        handed: Mapping[str, str] = block.get("providers", {})
        return handed


def _without_alias(provider: str, own: Mapping[str, str]) -> str:
    """A provider's address with the unit's own name for the configuration behind ``=``, where it was given one."""
    source, _, alias = provider.partition('"]')
    name = next((name for target, name in own.items() if alias == f".{target.partition('.')[2]}"), None)
    return provider if name is None else f'{source}"]={name}'


def _with_alias(provider: str, handed: Mapping[str, str]) -> str:
    source, marked, name = provider.partition('"]=')
    return f'{source}"].{handed[name].partition(".")[2]}' if marked else provider


def _with_names(document: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """A unit's part of a document with other names for provider configurations."""
    providers = {}
    for key, each in document["providers"].items():
        name = names.get(key, key)
        _, _, alias = name.partition(".")
        providers[name] = {**each, "alias": alias} if "alias" in each else each
    return {**document, "call": _with_keys(document["call"], names), "providers": providers}


def _with_keys(configuration: Any, names: Mapping[str, str]) -> Any:
    """A module's configuration with other names for the provider configurations that its resources use."""
    if isinstance(configuration, Mapping):
        return {
            key: names.get(item, item) if key == "provider_config_key" else _with_keys(item, names)
            for key, item in configuration.items()
        }
    return [_with_keys(item, names) for item in configuration] if isinstance(configuration, list) else configuration


def _used(state: Mapping[str, Any], maker: Maker) -> dict[str, Placeholder]:
    """The placeholders that did not go out of use in some round."""
    return {each.text: each for each in placeholders_in(state["resources"], dict(maker.made))}
