"""From Terraform's documents to what people are told: drift, what explains the rest of it, and what was not applied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from ..assume.schemas import Attribute, Block, Schemas
from ..compose import Change, Plan, cut, split_address
from ..compose.snapshot import after, before
from ..errors import GroundplanError
from ..review.changes import changes
from ..review.changes.attributes import attribute_changes
from ..review.changes.configured import Configuration
from ..review.changes.difference import ORDER, WRITTEN
from ..review.changes.placeholders import Words
from ..review.model import AttributeChange, ResourceChange
from .code import Code, names_of
from .ignored import Entry
from .model import By, Drift, Explained
from .owners import Owners

_NOTHING: tuple[Any, ...] = (None, "", [], {})
_ZERO: tuple[Any, ...] = (*_NOTHING, False, 0)
_WORDS = Words({})


@dataclass(frozen=True, slots=True)
class Judge:
    """What decides whether a difference between state and AWS is drift."""

    code: Code
    configured: Configuration
    owners: Owners
    schemas: Schemas | None
    """What the providers say of their resources; None where they cannot be asked."""
    providers: Mapping[str, str]
    """The provider of a resource type: its address."""
    entries: Sequence[Entry]
    moved: Mapping[str, str] = field(default_factory=dict)
    """What the code calls a resource by now, where a moved block was not applied: full addresses."""

    def in_code(self, change: Change) -> str:
        """The full address of a resource in the code, which need not be that in the state."""
        return self.moved.get(change.full_address, change.full_address)


def drifted(document: Mapping[str, Any], units: Sequence[str]) -> list[Change]:
    """What is not as the state says, of a refresh-only plan. Moved blocks that were not applied are no drift."""
    plan = cut({"resource_changes": document.get("resource_drift", [])}, units)
    return [change for change in plan.changes if change.action in ("change", "destroy")]


def tell(change: Change, judge: Judge) -> tuple[Drift | None, list[Explained]]:
    """One resource: its drift, if any, and what of the differences is none, with the reason."""
    if change.action == "destroy":
        entry = _entry(change, "", judge)
        if entry:
            return None, [Explained(change.unit, change.address, "", "entry", str(entry))]
        return Drift(change.unit, change.address, change.type, "gone"), []
    drift: list[AttributeChange] = []
    explained: list[Explained] = []
    for attribute in attribute_changes(change, _WORDS):
        if _is_nothing(attribute):
            continue
        told, found = _judged(change, attribute, judge)
        if found:
            explained.append(Explained(change.unit, change.address, *found))
        else:
            drift.append(told)
    drift = list({each.path: each for each in drift}.values())
    explained = list(dict.fromkeys(explained))
    if not drift:
        return None, explained
    left = tuple(each.path for each in drift if _is_left(change, each.path, judge))
    return Drift(change.unit, change.address, change.type, "changed", tuple(drift), left), explained


def _is_nothing(attribute: AttributeChange) -> bool:
    """One kind of nothing for another, or the same written differently."""
    if attribute.note in (ORDER, WRITTEN):
        return True
    if attribute.sensitive:
        return False
    allowed = _ZERO if attribute.before is None or attribute.after is None else _NOTHING
    return attribute.before in allowed and attribute.after in allowed


def _judged(
    change: Change, attribute: AttributeChange, judge: Judge
) -> tuple[AttributeChange, tuple[str, By, str] | None]:
    """What to tell of an attribute, and why it is no drift (path, by whom, words) where it is none.

    What others make is judged as a whole: only those parts are told that nobody makes.
    """
    names = names_of(attribute.path)
    if judge.code.ignores(judge.in_code(change), attribute.path):
        return attribute, (names[0], "code", "its ignore_changes leaves it to others")
    if _is_computed(change, names, judge):
        return attribute, (attribute.path, "aws", "no code can set it")
    account = judge.owners.of(change.full_address, change.type, names[0], change.before, change.after)
    if account and not (account.gone or account.strange):
        unit, address = split_address(account.maker)
        where = f" in {unit}" if unit != change.unit else ""
        return attribute, (names[0], "resource", f"made by {address}{where}")
    if account and not attribute.sensitive:
        gone, strange = list(account.gone) or None, list(account.strange) or None
        kind: Literal["added", "removed", "changed"] = "removed" if not strange else "changed" if gone else "added"
        attribute = AttributeChange(names[0], gone, strange, kind, note="no resource of the tree makes it")
    entry = _entry(change, attribute.path, judge)
    return attribute, (attribute.path, "entry", str(entry)) if entry else None


def _entry(change: Change, path: str, judge: Judge) -> Entry | None:
    return next((each for each in judge.entries if each.covers(change.unit, change.address, path)), None)


def _is_computed(change: Change, names: tuple[str, ...], judge: Judge) -> bool:
    """Whether an attribute is one that no configuration can set, by the provider's schema."""
    attribute = _attribute(change, names, judge)
    return attribute is not None and not attribute.configurable


def _is_left(change: Change, path: str, judge: Judge) -> bool:
    """Whether an apply leaves an attribute as it is: the code does not set it, and the provider takes what there is."""
    settings, names = judge.configured.of(judge.in_code(change)), names_of(path)
    attribute = _attribute(change, names, judge)
    if settings is None or attribute is None or not attribute.computed or names[0] == "tags_all":
        return False
    block = _schema(change, judge)
    # A map is set as a whole; what is within a block is told one by one.
    return not settings.sets(names[:1] if block is not None and names[0] in block.attributes else names)


def _attribute(change: Change, names: tuple[str, ...], judge: Judge) -> Attribute | None:
    """The attribute that names lead to, or that they lead into."""
    block = _schema(change, judge)
    for name in names:
        if block is None or name in block.attributes:
            return block.attributes[name] if block is not None else None
        block = block.nested[name].block if name in block.nested else None
    return None


def _schema(change: Change, judge: Judge) -> Block | None:
    provider = judge.providers.get(change.type, "")
    try:
        return judge.schemas.resource(provider, change.type) if judge.schemas else None
    except GroundplanError:
        return None


def pending(plan: Plan) -> dict[str, tuple[ResourceChange, ...]]:
    """What an apply would change, by unit, with reasons and attributes; sensitive values are masked."""
    return changes(plan, before(plan.document), after(plan.document), {})


def changed_outputs(plan: Plan, modules: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The outputs that an apply would change, by unit (``modules`` names the module of each)."""
    found = {}
    for path, module in modules.items():
        change = plan.document.get("output_changes", {}).get(module)
        if change is None:
            continue
        was, now, unknown = change.get("before") or {}, change.get("after") or {}, change.get("after_unknown") or {}
        later = unknown if isinstance(unknown, dict) else {}
        names = {name for name in {*was, *now} if was.get(name) != now.get(name)} | {
            name for name, shape in later.items() if shape
        }
        if names:
            found[path] = tuple(sorted(names))
    return found
