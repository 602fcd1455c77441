"""What the accounts cost: everything has a price or is known to be free, and the usage files speak of what is there."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from tools.cost import Bill, Usage, bill_of
from tools.estate import Planned

TODAY = datetime.date(2026, 11, 22)


@pytest.fixture(scope="module")
def priced(estate_plan: Planned, repository: Path) -> tuple[Bill, Usage]:
    return bill_of(estate_plan.plan, estate_plan.composition, repository / "live", TODAY)


def test_everything_has_a_price_or_is_known_to_be_free(priced: tuple[Bill, Usage]) -> None:
    assert priced[0].unpriced == ()


def test_what_is_billed_by_use_is_told_and_nothing_is_told_of_what_is_not_there(priced: tuple[Bill, Usage]) -> None:
    bill, usage = priced
    assert bill.not_told_types == {}
    assert usage.idle == []


def test_each_unit_is_in_its_account_region_and_platform(priced: tuple[Bill, Usage]) -> None:
    lines = priced[0].lines
    assert {line.unit.split("/")[1] for line in lines} == {line.account for line in lines} == {"dev", "staging", "prod"}
    assert all(line.region == line.unit.split("/")[2] for line in lines)
    assert {line.platform for line in lines if "/smartstream/" in line.unit} == {"smartstream"}
    assert {line.platform for line in lines} == {"smartstream", "sarc-ng"}


def test_the_default_configuration_of_smartstream_costs_what_its_page_says(
    priced: tuple[Bill, Usage], repository: Path
) -> None:
    page = (repository / "docs/platforms/smartstream.md").read_text()
    together = re.search(r"\*\*together\*\* \| \| \*\*([\d.]+)\*\*", page)
    assert together
    fixed = priced[0].sum("fixed", lambda line: line.unit.startswith("accounts/dev/eu-north-1/data/smartstream/"))
    assert fixed.expected == pytest.approx(float(together[1]), abs=0.005)
