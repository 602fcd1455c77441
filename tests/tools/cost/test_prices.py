"""Every price of every sheet: it is billed by the types that it names, in its unit, and is what it is known to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.tools.cost.conftest import Estate, bill, resources
from tests.tools.cost.test_kinds import FIXED
from tests.tools.cost.test_ranges import RANGES
from tools.cost.kinds import KINDS
from tools.cost.sheet import Price, regions, sheet_of

KNOWN: Mapping[str, list[Any]] = yaml.safe_load((Path(__file__).parent / "known.yaml").read_text())
"""SKU -> unit, price or tiers, allowance (none: 0), in us-east-1."""
# What the prices of a region are to those of another: what `docs/cost.md` says of those that are remembered.
BANDS = {
    "us-west-2": ("us-east-1", 1.0, 1.0),
    "eu-west-1": ("us-east-1", 1.0, 1.25),
    "eu-north-1": ("eu-west-1", 0.85, 1.1),
}
# Resources in all that they may be, as far as it makes a difference to what their use costs.
VARIANTS: tuple[dict[str, Any], ...] = (
    {"vpc_endpoint_type": "Interface", "architectures": ["arm64"], "retention_period": 200, "fifo_queue": True},
    {"stream_mode_details": [{"stream_mode": "ON_DEMAND"}], "retention_period": 200, "storage_type": "aurora-iopt1"},
    {"load_balancer_type": "network", "log_destination_type": "s3", "type": "ACCOUNT_UNUSED_ACCESS"},
    {"recording_mode": [{"recording_frequency": "DAILY"}]},
    {"rule": [{"destination": [{"replication_time": [{"status": "Enabled"}]}]}]},
    {},
)


def wrong(price: Price) -> list[str]:
    """What of a price in us-east-1 is not as it is known to be."""
    unit, given, allowance = [*KNOWN[price.sku], 0][:3]
    tiers = tuple(map(tuple, given)) if isinstance(given, list) else ((None, given),)
    found = {"unit": price.unit == unit, "price": price.tiers == tiers, "allowance": price.allowance == allowance}
    return [what for what, right in found.items() if not right]


def east() -> Mapping[str, Price]:
    sheet = sheet_of("us-east-1")
    assert sheet is not None
    return sheet.prices


@pytest.mark.parametrize("sku", sorted(east()))
def test_a_price_is_what_it_is_known_to_be_and_a_wrong_one_is_found(sku: str) -> None:
    price = east()[sku]
    dearer = tuple((limit, each * 1.01) for limit, each in price.tiers)
    assert wrong(price) == []
    assert wrong(replace(price, tiers=dearer)) == ["price"]
    assert wrong(replace(price, unit="day")) == ["unit"]


def test_what_is_known_is_in_the_sheet() -> None:
    assert KNOWN.keys() == east().keys()


@pytest.mark.parametrize("region", BANDS)
def test_the_prices_of_a_region_are_near_those_of_another(region: str) -> None:
    near, least, most = BANDS[region]
    here, there = sheet_of(region), sheet_of(near)
    assert here is not None
    assert there is not None
    for sku, price in here.prices.items():
        other = there.prices[sku]
        assert (price.unit, price.allowance) == (other.unit, other.allowance), sku
        assert [limit for limit, _ in price.tiers] == [limit for limit, _ in other.tiers], sku
        for (_, ours), (_, theirs) in zip(price.tiers, other.tiers, strict=True):
            assert least - 0.01 <= ours / theirs <= most + 0.01 or price.assurance == "listed", sku


def billed() -> dict[str, set[str]]:
    """Family of SKUs (what stands before the slash) -> the types that are billed for it, of all that the tests have."""
    found: dict[str, set[str]] = {}

    def note(sku: str, type_: str) -> None:
        found.setdefault(sku.partition("/")[0], set()).add(type_)

    estates: list[Estate] = [estate for estate, *_ in (*FIXED.values(), *RANGES.values())]
    for estate in estates:
        for line in bill(estate).lines:
            note(line.price.sku, line.type)
    for kind in KINDS.values():
        for values in VARIANTS:
            for key in kind.usage:
                for sku in kind.skus(key, resources({f"{kind.type}.a": values})[0]):
                    note(sku, kind.type)
    return found


@pytest.mark.parametrize("region", regions())
def test_every_price_is_for_the_types_that_are_billed_for_it(region: str) -> None:
    sheet = sheet_of(region)
    assert sheet is not None
    found = billed()
    families: dict[str, set[str]] = {}
    for sku, price in sheet.prices.items():
        families.setdefault(sku.partition("/")[0], set()).update(price.resource_types)
    assert families == {family: types for family, types in found.items() if family in families}
    assert {sku for sku in sheet.prices if sku.partition("/")[0] not in found} == set()
