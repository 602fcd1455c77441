"""The price sheets: one file a region, one entry a SKU; and the types of resources that cost nothing."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

from ..errors import GroundplanError
from .yaml_lines import entry_lines, is_amount, load_yaml

FOLDER = Path(__file__).parent / "prices"
FREE_FILE = FOLDER / "free.yaml"

Assurance = Literal["listed", "checked", "reported", "remembered"]
"""``listed``: taken from AWS's price list by the import. ``checked``: agrees with an independent list of prices.
``reported``: somebody says that AWS's list says so. ``remembered``: written down from memory."""

_EXAMPLE = f"""an entry reads
  - sku: nat-gateway
    for: [aws_nat_gateway]
    what: NAT gateway
    unit: hour
    price: 0.045          # or, by volume, tiers: [[10240, 0.09], [null, 0.085]]: up to so many units, at so much each
    source: where the price is from
    date: 2026-05-03
    assurance: checked    # one of {", ".join(get_args(Assurance))}"""


@dataclass(frozen=True, slots=True)
class Price:
    """What AWS charges for one thing in one region, in USD."""

    sku: str
    """Our own name of it, such as ``rds/mysql/db.t3.medium``."""
    resource_types: tuple[str, ...]
    what: str
    unit: str
    """What is counted: ``hour``, ``month``, ``GB``, ``GB-month``, ``million requests`` …"""
    tiers: tuple[tuple[float | None, float], ...]
    """(up to so many units a month, price of each); the last has no limit."""
    source: str
    date: datetime.date
    """When the price was seen at its source."""
    assurance: Assurance
    allowance: float = 0
    """So many units a month AWS gives to each account for nothing. They are named, not taken off."""

    def cost(self, quantity: float) -> float:
        """What a month's quantity costs, tier by tier."""
        sum_, below = 0.0, 0.0
        for limit, price in self.tiers:
            upper = quantity if limit is None else min(quantity, limit)
            sum_ += max(upper - below, 0) * price
            below = upper
        return sum_


@dataclass(frozen=True, slots=True)
class Sheet:
    """The prices of a region."""

    region: str
    prices: Mapping[str, Price]
    path: Path


@functools.cache
def sheet_of(region: str) -> Sheet | None:
    """The sheet that is shipped for a region; None where there is none.

    Raises:
        GroundplanError: an entry is wrong.
    """
    path = FOLDER / f"{region}.yaml"
    return read_sheet(path) if path.is_file() else None


def regions(folder: Path = FOLDER) -> list[str]:
    """The regions that have a sheet."""
    return sorted(path.stem for path in folder.glob("*-*-[0-9].yaml"))


def read_sheet(path: Path) -> Sheet:
    """A sheet from its file; the file's name is the region's.

    Raises:
        GroundplanError: it is no list of entries, an entry is incomplete or wrong, or a SKU comes twice.
    """
    entries = load_yaml(path)
    if not isinstance(entries, list):
        raise GroundplanError("expected a list of prices", where=str(path), hint=_EXAMPLE)
    found: dict[str, Price] = {}
    for number, entry in enumerate(entries):
        try:
            price = _price(entry)
            if price.sku in found:
                raise ValueError(f"{price.sku} comes twice")
        except (KeyError, TypeError, ValueError) as error:
            words = f"lacks {error}" if isinstance(error, KeyError) else str(error)
            where = f"{path}:{entry_lines(path)[number]}"
            raise GroundplanError(f"this price is wrong: {words}", where=where, hint=_EXAMPLE) from error
        found[price.sku] = price
    return Sheet(path.stem, found, path)


def _price(entry: Any) -> Price:
    """An entry as a price.

    Raises:
        KeyError: something that every price has is not there.
        ValueError: something is not what it should be, in words.
    """
    if not isinstance(entry, dict):
        raise ValueError("expected a mapping")
    known = {field.name for field in fields(Price)} - {"resource_types"} | {"for", "price"}
    if unknown := sorted(map(str, entry.keys() - known)):
        raise ValueError(f"{', '.join(unknown)} means nothing here")
    if ("price" in entry) == ("tiers" in entry):
        raise ValueError("expected either price or tiers")
    tiers = _tiers(entry["tiers"]) if "tiers" in entry else ((None, _number(entry["price"], "price")),)
    date, assurance = entry["date"], entry["assurance"]
    if not isinstance(date, datetime.date) or isinstance(date, datetime.datetime):
        raise ValueError(f"date is no day: {date}")
    if assurance not in get_args(Assurance):
        raise ValueError(f"assurance is {assurance!r}")
    if any(price == 0 for _, price in tiers):
        raise ValueError("a price of nothing: what is free belongs into free.yaml, with the reason")
    texts = {key: str(entry[key]) for key in ("sku", "what", "unit", "source")}
    if empty := [key for key, text in texts.items() if not text.strip()]:
        raise ValueError(f"{empty[0]} is empty")
    types = entry["for"]
    if not isinstance(types, list) or not types:
        raise ValueError("for names no type of resource")
    allowance = _number(entry.get("allowance", 0), "allowance")
    return Price(**texts, resource_types=tuple(types), tiers=tiers, date=date, assurance=assurance, allowance=allowance)


def _tiers(given: Any) -> tuple[tuple[float | None, float], ...]:
    if not isinstance(given, list) or not all(isinstance(each, list) and len(each) == 2 for each in given):
        raise ValueError("tiers are pairs: [up to, price]")
    tiers = tuple(
        (None if limit is None else _number(limit, "a tier"), _number(price, "price")) for limit, price in given
    )
    limits = [limit for limit, _ in tiers]
    if not limits or limits[-1] is not None or None in limits[:-1]:
        raise ValueError("the last tier, and no other, has no limit (null)")
    bounds = [limit for limit in limits if limit is not None]
    if bounds != sorted({*bounds, 0.0})[1:]:
        raise ValueError("the tiers are not in order")
    return tiers


def _number(value: Any, name: str) -> float:
    if not is_amount(value):
        raise ValueError(f"{name} is no number of zero or more: {value!r}")
    return float(value)


@functools.cache
def free_types(path: Path = FREE_FILE) -> Mapping[str, str]:
    """Types of resources that cost nothing themselves -> why; a type that ends with ``*`` stands for all that begin so.

    Raises:
        GroundplanError: an entry has no reason, or names no types.
    """
    entries = load_yaml(path)
    found: dict[str, str] = {}
    for number, entry in enumerate(entries if isinstance(entries, list) else [None]):
        if not isinstance(entry, dict) or entry.keys() != {"why", "types"} or not entry["why"] or not entry["types"]:
            raise GroundplanError(
                "expected why and types", where=f"{path}:{(entry_lines(path) or [1])[number]}",
                hint="an entry reads\n  - why: IAM is free\n    types: [aws_iam_role, aws_iam_policy]",
            )  # fmt: skip
        found |= dict.fromkeys(entry["types"], entry["why"])
    return found


def why_free(type_: str) -> str | None:
    """Why a type costs nothing; None where nobody says so."""
    known = free_types()
    return known.get(type_) or next((why for each, why in known.items() if _stands_for(each, type_)), None)


def _stands_for(pattern: str, type_: str) -> bool:
    return pattern.endswith("*") and type_.startswith(pattern[:-1])


def render(prices: Sequence[Price], header: str) -> str:
    """The text of a sheet's file: one line an entry, in the order of the SKUs."""
    return header + "".join(_line(price) + "\n" for price in sorted(prices, key=lambda price: price.sku))


def _line(price: Price) -> str:
    entry: dict[str, Any] = {
        "sku": price.sku,
        "for": list(price.resource_types),
        "what": price.what,
        "unit": price.unit,
    }
    if len(price.tiers) == 1:
        entry["price"] = _plain(price.tiers[0][1])
    else:
        entry["tiers"] = [[limit and _plain(limit), _plain(each)] for limit, each in price.tiers]
    if price.allowance:
        entry["allowance"] = _plain(price.allowance)
    entry |= {"source": price.source, "date": price.date, "assurance": price.assurance}
    text = yaml.safe_dump(entry, default_flow_style=True, sort_keys=False, width=10_000, allow_unicode=True)
    return f"- {text.strip()}"


def _plain(number: float) -> float | int:
    return int(number) if number == int(number) else number
