"""AWS's price list: where an offer file has a price, and what it is.

An offer file (``SERVICE/current/REGION/index.json``) has ``products`` (AWS's SKU -> attributes, ``usagetype`` among
them) and ``terms.OnDemand`` (SKU -> terms, each with ``priceDimensions``: a tier each, with ``beginRange``,
``endRange`` and ``pricePerUnit.USD``, all of them texts).
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .sheet import FOLDER, Price
from .yaml_lines import is_amount, load_yaml

# What a usage type begins with outside of us-east-1, and for some services there as well.
_PREFIX = r"(?:(?:[A-Z]{2,4}\d?|[a-z]{2}(?:-[a-z]+)+-\d)-)?"


class NotThere(Exception):
    """An offer file does not say what something costs, in words."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Where the price list has a SKU of ours."""

    service: str
    usage: str
    where: Mapping[str, str]
    per: float


@functools.cache
def _offers() -> tuple[tuple[str, Offer], ...]:
    entries = load_yaml(FOLDER / "offers.yaml")
    return tuple(
        (each["sku"], Offer(each["service"], each["usage"], each.get("where", {}), each.get("per", 1)))
        for each in entries
    )


def offer_of(sku: str) -> Offer | None:
    """Where the price list has a SKU; None where it is kept by hand."""
    for name, offer in _offers():
        if name == sku:
            return offer
        if name.endswith("*") and sku.startswith(name[:-1]):
            return replace(offer, usage=offer.usage.replace("{}", sku.removeprefix(name[:-1])))
    return None


def listed(price: Price, offer: Offer, document: Mapping[str, Any]) -> Price:
    """The price as an offer file has it, with the file's version and day.

    Raises:
        NotThere: the file has no such product, or several that differ.
    """
    wanted = re.compile(_PREFIX + re.escape(offer.usage))
    skus = [
        sku
        for sku, product in document.get("products", {}).items()
        if wanted.fullmatch(product["attributes"].get("usagetype", ""))
        and all(product["attributes"].get(key) == value for key, value in offer.where.items())
    ]
    terms = document.get("terms", {}).get("OnDemand", {})
    found = {_tiers(terms[sku], offer.per) for sku in skus if sku in terms}
    if not found:
        raise NotThere(f"{offer.service} has no {offer.usage}")
    if len(found) > 1:
        raise NotThere(f"{offer.service} has {len(found)} different prices of {offer.usage}")
    tiers, allowance = found.pop()
    if not tiers:
        raise NotThere(f"{offer.service} says that {offer.usage} is free")
    return replace(
        price,
        tiers=tiers,
        allowance=allowance or price.allowance,
        source=f"AWS price list, {offer.service} {document.get('version', 'of no version')}",
        date=datetime.date.fromisoformat(str(document["publicationDate"])[:10]),
        assurance="listed",
    )


def _tiers(terms: Mapping[str, Any], per: float) -> tuple[tuple[tuple[float | None, float], ...], float]:
    """The tiers in our unit, and what is free before they begin."""
    newest = max(terms.values(), key=lambda term: str(term.get("effectiveDate", "")))
    steps = sorted((_step(each, per) for each in newest["priceDimensions"].values()), key=lambda step: step[0])
    free = max((end for _, end, price in steps if price == 0 and end is not None), default=0.0)
    return _joined((end, price) for _, end, price in steps if price), free


def _step(dimension: Mapping[str, Any], per: float) -> tuple[float, float | None, float]:
    end, price = dimension["endRange"], round(float(dimension["pricePerUnit"]["USD"]) * per, 12)
    if not is_amount(price):
        raise ValueError(f"a price of {price}")
    return float(dimension["beginRange"]) / per, None if end == "Inf" else float(end) / per, price


def _joined(steps: Iterable[tuple[float | None, float]]) -> tuple[tuple[float | None, float], ...]:
    """Steps of one price are one tier."""
    found: list[tuple[float | None, float]] = []
    for end, price in steps:
        if found and found[-1][1] == price:
            found.pop()
        found.append((end, price))
    return tuple(found)
