"""Who applies what at the same time, and what waits."""

from __future__ import annotations

from typing import Any

import pytest

from tools.ci.shards import shards
from tools.errors import GroundplanError


def matrix(*units: str) -> dict[str, Any]:
    """The matrix of units such as ``prod/us-east-1/dns``."""
    jobs: dict[tuple[str, str], list[str]] = {}
    for unit in units:
        account, region, _ = unit.split("/")
        jobs.setdefault((account, region), []).append(unit)
    return {"include": [{"account": one, "region": two, "units": each} for (one, two), each in jobs.items()]}


def jobs(found: dict[str, Any] | None) -> list[tuple[str, int, list[str]]]:
    assert found
    return [(job["region"], job["wave"], job["units"]) for job in found["matrix"]["include"]]


def test_regions_that_need_nothing_of_each_other_go_side_by_side() -> None:
    given = matrix("dev/east/dns", "dev/east/api", "dev/north/lake", "prod/east/dns")
    found = shards(given, {"dev/east/api": ["dev/east/dns"]}, "dev", "m")
    assert jobs(found) == [("east", 0, ["dev/east/dns", "dev/east/api"]), ("north", 0, ["dev/north/lake"])]
    assert found is not None
    assert found["parallel"] == 2
    assert {job["account"] for job in found["matrix"]["include"]} == {"dev"}


def test_a_region_that_needs_another_waits_and_both_may_need_each_other() -> None:
    """As in prod: the primary's database needs the standby's key, the standby's database the primary's."""
    units = ("prod/east/dns", "prod/east/db", "prod/west/kms", "prod/west/db", "prod/west/certificate")
    needs = {
        "prod/east/db": ["prod/west/kms"],
        "prod/west/db": ["prod/east/db", "prod/west/kms"],
        "prod/west/certificate": ["prod/east/dns"],
    }
    found = shards(matrix(*units), needs, "prod", "m")
    assert jobs(found) == [
        ("east", 0, ["prod/east/dns"]),
        ("west", 0, ["prod/west/kms"]),
        ("east", 1, ["prod/east/db"]),
        ("west", 1, ["prod/west/certificate"]),
        ("west", 2, ["prod/west/db"]),
    ]
    assert found is not None
    assert found["parallel"] == 1


def test_what_lies_between_and_is_not_applied_still_makes_it_wait() -> None:
    needs = {"prod/west/db": ["prod/west/roles"], "prod/west/roles": ["prod/east/db"]}
    found = shards(matrix("prod/east/db", "prod/west/db"), needs, "prod", "m")
    assert [wave for _, wave, _ in jobs(found)] == [0, 1]


def test_what_another_account_applies_is_another_stage() -> None:
    found = shards(matrix("dev/east/dns", "prod/east/dns"), {"prod/east/dns": ["dev/east/dns"]}, "prod", "m")
    assert jobs(found) == [("east", 0, ["prod/east/dns"])]


def test_nothing_to_do() -> None:
    assert shards(matrix("dev/east/dns"), {}, "prod", "m") is None
    assert shards({"include": []}, {}, "prod", "m") is None


OF_LETTERS = {"include": [{"account": "dev", "region": "east", "units": "dns"}]}


@pytest.mark.parametrize("given", [[], {}, {"include": [{"account": "dev"}]}, None, OF_LETTERS])
def test_what_is_no_matrix_is_told(given: Any) -> None:
    with pytest.raises(GroundplanError, match="no matrix") as caught:
        shards(given, {}, "dev", "matrix.json")
    assert caught.value.where == "matrix.json"
