"""Resources, prices and usage -> the bill."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..compose.snapshot import Resource
from .amount import Amount
from .bill import Bill, Line, Part, Unpriced
from .kinds import KINDS, Kind, Scene
from .places import NO_PLATFORM, Place, platforms
from .sheet import Price, Sheet, sheet_of, why_free
from .usage import Usage

UNKNOWN = "nobody has said what it costs"


@dataclass(frozen=True, slots=True)
class _Item:
    """A quantity of a SKU, before it is known what the tiers make of it."""

    resource: Resource
    part: Part
    sku: str
    quantity: Amount


def price(
    resources: Iterable[Resource],
    places: Mapping[str, Place],
    usage: Usage,
    *,
    today: datetime.date,
    sheets: Callable[[str], Sheet | None] = sheet_of,
) -> Bill:
    """What resources cost a month.

    ``places`` says where each unit is. The tiers of a price count what one account has in one region, as far as it is
    among the resources.
    """
    present = list(resources)
    scene = _scene(present, places, usage, today)
    items: list[_Item] = []
    unpriced: list[Unpriced] = []
    free: Counter[str] = Counter()
    not_told: list[tuple[str, str, str]] = []
    for resource in present:
        kind = KINDS.get(resource.type)
        if kind is None:
            if why_free(resource.type):
                free[resource.type] += 1
            else:
                unpriced.append(Unpriced(resource.unit, resource.address, resource.type, UNKNOWN))
            continue
        items += [_Item(resource, "fixed", sku, quantity) for sku, quantity in kind.fixed(resource, scene)]
        used, silent = _used(resource, kind, usage)
        items += used
        if silent:
            not_told.append((resource.unit, resource.address, resource.type))
    lines, allowances = _lines(items, places, platforms(present), sheets, unpriced)
    return Bill(
        lines=tuple(lines),
        unpriced=tuple(dict.fromkeys(unpriced)),
        free=dict(sorted(free.items())),
        not_told=tuple(not_told),
        allowances=allowances,
        today=today,
    )


def _scene(resources: Sequence[Resource], places: Mapping[str, Place], usage: Usage, today: datetime.date) -> Scene:
    in_unit: dict[tuple[object, str], list[Resource]] = defaultdict(list)
    in_place: dict[tuple[object, str], list[Resource]] = defaultdict(list)
    for each in resources:
        in_unit[each.unit, each.type].append(each)
        in_place[places[each.unit], each.type].append(each)
    return Scene(
        beside=lambda resource, type_: in_unit.get((resource.unit, type_), ()),
        nearby=lambda resource, type_: in_place.get((places[resource.unit], type_), ()),
        given=usage.given,
        today=today,
    )


def _used(resource: Resource, kind: Kind, usage: Usage) -> tuple[list[_Item], bool]:
    """What a resource uses, and whether nobody says anything of it; who says something of it says all that counts."""
    billed = {key: skus for key in kind.usage if (skus := kind.skus(key, resource))}
    told = {key: amount for key in billed if (amount := usage.given(resource, key)) is not None}
    items = [_Item(resource, "usage", sku, amount) for key, amount in told.items() for sku in billed[key]]
    return items, bool(billed) and not told


def _lines(
    items: Iterable[_Item],
    places: Mapping[str, Place],
    platform: Mapping[str, str],
    sheets: Callable[[str], Sheet | None],
    unpriced: list[Unpriced],
) -> tuple[list[Line], dict[str, float]]:
    """The lines, in the order of the items; what has no price goes to ``unpriced``. And each account's allowances."""
    together: dict[tuple[Place, str], Amount] = {}
    for item in items:
        key = (places[item.resource.unit], item.sku)
        together[key] = together[key] + item.quantity if key in together else item.quantity
    lines = []
    for item in items:
        resource, place = item.resource, places[item.resource.unit]
        found = _price_of(item.sku, place, sheets)
        if isinstance(found, str):
            if any(item.quantity.cases):
                unpriced.append(Unpriced(resource.unit, resource.address, resource.type, found))
            continue
        cases = (
            found.cost(whole) * share / whole if whole else 0.0
            for share, whole in zip(item.quantity.cases, together[place, item.sku].cases, strict=True)
        )
        lines.append(
            Line(
                unit=resource.unit,
                account=place.account,
                region=place.region or "",
                platform=platform.get(resource.unit, NO_PLATFORM),
                address=resource.address,
                type=resource.type,
                part=item.part,
                price=found,
                quantity=item.quantity,
                cost=Amount(*cases),
            )
        )
    return lines, _allowances(lines)


def _price_of(sku: str, place: Place, sheets: Callable[[str], Sheet | None]) -> Price | str:
    """The price of a SKU at a place, or why there is none."""
    if place.region is None:
        return "its region is not known"
    sheet = sheets(place.region)
    if sheet is None:
        return f"there is no price sheet of {place.region}"
    return sheet.prices.get(sku, f"{sku} is not in {place.region}'s sheet")


def _allowances(lines: Iterable[Line]) -> dict[str, float]:
    """Account -> what its allowances are worth: each once, over all regions, at the price of the first tier."""
    quantities: dict[tuple[str, str], tuple[float, Line]] = {}
    for line in lines:
        if line.price.allowance:
            quantity, _ = quantities.get((line.account, line.price.sku), (0.0, line))
            quantities[line.account, line.price.sku] = (quantity + line.quantity.expected, line)
    found: dict[str, float] = {}
    for (account, _), (quantity, line) in quantities.items():
        saved = min(quantity, line.price.allowance) * line.price.tiers[0][1]
        found[account] = found.get(account, 0.0) + saved
    return dict(sorted(found.items()))
