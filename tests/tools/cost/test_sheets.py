"""The price sheets against prices that others have looked up, and what is wrong with one that is not right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tools.cost.sheet import FOLDER, free_types, read_sheet, regions, render, sheet_of
from tools.errors import GroundplanError

CHECKS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "crosscheck.yaml").read_text())
GOOD = (
    "- {sku: a, for: [aws_x], what: A, unit: hour, price: 0.5, "
    "source: somewhere, date: 2026-05-03, assurance: checked}\n"
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: f"{check['sku']}-{check.get('region', '')}{check['tier']}")
def test_prices_agree_with_an_independent_list(check: dict[str, Any]) -> None:
    sheet = sheet_of(check.get("region", "us-east-1"))
    assert sheet is not None
    ours = sheet.prices[check["sku"]].tiers[check["tier"]][1]
    assert ours == pytest.approx(check["price"], rel=0.001 if check["how"] == "listed" else 0.03)


@pytest.mark.parametrize("region", regions())
def test_what_is_called_checked_is_checked(region: str) -> None:
    sheet = sheet_of(region)
    assert sheet is not None
    checked = {price.sku for price in sheet.prices.values() if price.assurance == "checked"}
    assert checked == {each["sku"] for each in CHECKS if each.get("region", "us-east-1") == region}


def test_the_regions_of_the_tree_have_the_same_skus_but_for_machines_of_old() -> None:
    east, west, north = (sheet_of(region) for region in ("us-east-1", "us-west-2", "eu-north-1"))
    assert east and west and north
    assert west.prices.keys() == east.prices.keys()
    assert {sku.rpartition("/")[0] for sku in east.prices.keys() - north.prices.keys()} <= {"ec2", "cache", "aurora"}


@pytest.mark.parametrize("region", regions())
def test_a_sheet_is_written_as_it_is_read(region: str) -> None:
    path = FOLDER / f"{region}.yaml"
    text = path.read_text()
    header = "".join(line for line in text.splitlines(keepends=True) if line.startswith("#"))
    assert render(list(read_sheet(path).prices.values()), header) == text


@pytest.mark.parametrize(
    ("quantity", "cost"),
    [(0, 0), (10, 10 * 0.5), (100, 50), (150, 50 + 50 * 0.4), (1000, 50 + 400 * 0.4 + 500 * 0.1)],
)
def test_each_tier_counts_what_falls_into_it(tmp_path: Path, quantity: float, cost: float) -> None:
    path = tmp_path / "eu-test-1.yaml"
    path.write_text(GOOD.replace("price: 0.5", "tiers: [[100, 0.5], [500, 0.4], [null, 0.1]]"))
    assert read_sheet(path).prices["a"].cost(quantity) == pytest.approx(cost)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("source: somewhere, ", "", "lacks 'source'"),
        ("source: somewhere", "source: ''", "source is empty"),
        ("date: 2026-05-03, ", "", "lacks 'date'"),
        ("2026-05-03", "May", "date is no day: May"),
        ("checked}", "sworn}", "assurance is 'sworn'"),
        ("price: 0.5", "price: 0", "what is free belongs into free.yaml"),
        ("price: 0.5", "price: cheap", "price is no number of zero or more: 'cheap'"),
        ("price: 0.5", "price: -0.5", "price is no number of zero or more: -0.5"),
        ("price: 0.5", "price: .nan", "price is no number of zero or more: nan"),
        ("price: 0.5", "price: .inf", "price is no number of zero or more: inf"),
        ("price: 0.5", "price: 1, allowance: -5", "allowance is no number of zero or more: -5"),
        ("price: 0.5", "tiers: [[0, 1], [null, 3]]", "the tiers are not in order"),
        ("price: 0.5", "price: 1, tiers: [[null, 1]]", "expected either price or tiers"),
        ("price: 0.5", "tiers: [[100, 1], [50, 2], [null, 3]]", "the tiers are not in order"),
        ("price: 0.5", "tiers: [[100, 1]]", "the last tier, and no other, has no limit"),
        ("for: [aws_x]", "for: []", "for names no type"),
        ("unit: hour", "unit: hour, colour: red", "colour means nothing here"),
        ("- {sku", f"{GOOD}- {{sku", "a comes twice"),
    ],
)
def test_a_wrong_price_is_told_with_its_line(tmp_path: Path, old: str, new: str, words: str) -> None:
    path = tmp_path / "eu-test-1.yaml"
    path.write_text("# a comment\n" + GOOD.replace(old, new))
    with pytest.raises(GroundplanError) as raised:
        read_sheet(path)
    assert words in raised.value.message
    assert raised.value.where == f"{path}:{3 if 'twice' in words else 2}"
    assert "an entry reads" in str(raised.value.hint)


def test_what_is_no_sheet_is_told(tmp_path: Path) -> None:
    path = tmp_path / "eu-test-1.yaml"
    path.write_text("a: b\n")
    with pytest.raises(GroundplanError, match="expected a list of prices"):
        read_sheet(path)
    path.write_text("- {a: [\n")
    with pytest.raises(GroundplanError, match="not valid YAML") as raised:
        read_sheet(path)
    assert str(raised.value.where).startswith(f"{path}:2:")
    path.write_text("- {date: 2026-13-45}\n")
    with pytest.raises(GroundplanError, match="not valid YAML: month must be in"):
        read_sheet(path)


def test_what_is_free_has_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "free.yaml"
    path.write_text("- {why: it is free, types: [aws_a]}\n- {types: [aws_b]}\n")
    with pytest.raises(GroundplanError, match="expected why and types") as raised:
        free_types(path)
    assert raised.value.where == f"{path}:2"
