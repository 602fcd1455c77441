"""What blocks, what warns, and what an exception lets through."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from tools.errors import GroundplanError
from tools.iam.model import Permission, PermissionChange
from tools.review.model import AttributeChange, FindingChange, Problem, ResourceChange, Trust, UnitReview
from tools.review.rules import DEFAULTS, FILE, Rules, concerns, read_rules

TODAY = datetime.date(2026, 6, 1)
SURE = Trust("high", ())
UNIT = "accounts/dev/eu-west-1/database"


def lost(unit: str = UNIT, address: str = "aws_db_instance.this") -> UnitReview:
    change = ResourceChange(
        unit, address, f"module.x.{address}", "aws_db_instance", "replace", holds="database", replaced_because=("name",)
    )
    return UnitReview(unit, "changed", (), (change,), SURE)


def found(rules: Rules, *units: UnitReview, **given: object) -> list[tuple[str, bool, str]]:
    parts: dict[str, object] = {"problems": (), "permissions": (), "flows": (), "findings": (), "trust": SURE, **given}
    weakened = parts.pop("weakened", {})
    made = concerns(rules, units, weakened=weakened, today=TODAY, **parts)  # type: ignore[arg-type]
    return [(each.rule, each.blocks, each.detail) for each in made]


def written(folder: Path, text: str) -> Rules:
    (folder / FILE).write_text(text)
    return read_rules(folder, TODAY)


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert read_rules(tmp_path, TODAY).thresholds == DEFAULTS


def test_losing_data_blocks_and_says_what_protects_it(tmp_path: Path) -> None:
    [(rule, blocks, detail)] = found(read_rules(tmp_path, TODAY), lost())
    assert (rule, blocks) == ("data-loss", True)
    assert "nothing protects it" in detail


def test_a_rule_can_warn_or_be_off(tmp_path: Path) -> None:
    assert found(written(tmp_path, '[rules]\ndata-loss = "warn"'), lost())[0][:2] == ("data-loss", False)
    assert found(written(tmp_path, '[rules]\ndata-loss = "off"'), lost()) == []


@pytest.mark.parametrize(
    ("danger", "expected"),
    [("high", [("permissions", True)]), ("medium", [("permissions", False)]), ("low", [])],
)
def test_a_rule_goes_by_danger(tmp_path: Path, danger: str, expected: list[tuple[str, bool]]) -> None:
    permission = Permission("role a", UNIT, "aws_iam_role_policy.a", "Allow", ("s3:*",), 100, (), ("*",), ())
    change = PermissionChange("gained", permission, danger, "why")  # type: ignore[arg-type]
    rules = written(tmp_path, '[rules]\npermissions = { block = "high", warn = "medium" }')
    assert [each[:2] for each in found(rules, permissions=(change,))] == expected


EXCEPTION = """
[[exceptions]]
rule = "data-loss"
unit = "accounts/dev/*"
owner = "platform-team"
reason = "dev is rebuilt every night"
expires = {day}
"""


def test_an_exception_makes_a_warning_of_what_it_names_and_of_nothing_else(tmp_path: Path) -> None:
    rules = written(tmp_path, EXCEPTION.format(day="2026-12-31"))
    here, there = lost(), lost("accounts/prod/eu-west-1/database")
    assert [each[1] for each in found(rules, here, there)] == [True, False]
    assert "dev is rebuilt every night (platform-team, until 2026-12-31)" in found(rules, here)[0][2]


def test_an_exception_ends_with_its_day(tmp_path: Path) -> None:
    assert found(written(tmp_path, EXCEPTION.format(day="2026-06-01")), lost())[0][1] is False
    [(_, blocks, detail)] = found(written(tmp_path, EXCEPTION.format(day="2026-05-31")), lost())
    assert blocks
    assert "has expired" in detail


def test_a_mistake_in_a_shared_file_is_one_concern(tmp_path: Path) -> None:
    rules = read_rules(tmp_path, TODAY)
    same = [Problem("head", f"u{n}", f"root.hcl:3:1: wrong\n  while evaluating unit u{n}") for n in range(12)]
    before = [Problem("base", "u1", "root.hcl:3:1: wrong\n  while evaluating unit u1")]
    [(_, blocks, detail)] = found(rules, problems=(*same, *before))
    assert blocks
    assert detail == "root.hcl:3:1: wrong\nIt is so in the base as well."


def test_an_engine_that_gets_another_version_is_a_warning(tmp_path: Path) -> None:
    attribute = AttributeChange("engine_version", "8.0", "8.4", "changed")
    change = ResourceChange(
        UNIT, "aws_db_instance.this", "x", "aws_db_instance", "change", (attribute,), holds="database"
    )
    unit = UnitReview(UNIT, "changed", (), (change,), SURE)
    assert [each[:2] for each in found(read_rules(tmp_path, TODAY), unit)] == [("upgrade", False)]


def test_what_is_replaced_or_destroyed_without_data_is_a_warning_for_its_unit(tmp_path: Path) -> None:
    gone = [ResourceChange(UNIT, f"aws_sns_topic.{n}", "x", "aws_sns_topic", "destroy") for n in "abcdef"]
    again = ResourceChange(UNIT, "aws_lb.this", "x", "aws_lb", "replace", replaced_because=("name",))
    unit = UnitReview(UNIT, "removed", (), (*gone, again), SURE)
    rules = read_rules(tmp_path, TODAY)
    made = concerns(rules, (unit,), (), (), (), (), SURE, {}, TODAY)
    assert [(each.title, each.blocks) for each in made] == [
        ("aws_lb.this is replaced because of name", False),
        ("6 resources are destroyed", False),
    ]
    assert "and 2 more" in made[1].detail
    assert "terragrunt destroy" in made[1].detail


def test_what_blocks_comes_first(tmp_path: Path) -> None:
    unsure = Trust("low", ("not planned",))
    made = found(read_rules(tmp_path, TODAY), lost(), trust=unsure, weakened={(UNIT, "aws_db_instance.this"): ("off",)})
    assert [each[:2] for each in made] == [("data-loss", True), ("unprotected", True), ("trust", False)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("rules = [", "not valid TOML"),
        ("rules = 3", "rules is no table"),
        ("[rule]\n", "rule means nothing here"),
        ('[rules]\ndata-lost = "block"', "there is no rule data-lost"),
        ("[rules]\ndata-loss = true", "the rule data-loss cannot be True"),
        ('[rules]\ndata-loss = { block = "grave" }', "the rule data-loss cannot be"),
        ("exceptions = 3", "exceptions is no list"),
        ('[[exceptions]]\nrule = "data-loss"', "an exception lacks owner, reason, expires"),
        (EXCEPTION.format(day="2026-12-31") + 'until = "x"', "until means nothing in an exception"),
        (EXCEPTION.format(day='"2026-12-31"'), "expires is no date"),
        (EXCEPTION.format(day="2027-12-31"), "more than a year"),
        (EXCEPTION.format(day="2026-12-31").replace("data-loss", "data-los"), "there is no rule data-los"),
    ],
)
def test_a_wrong_file_is_told_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(GroundplanError, match=message) as error:
        written(tmp_path, text)
    assert FILE in str(error.value)


def finding(state: str = "new", **changes: object) -> FindingChange:
    made = FindingChange(
        state,  # type: ignore[arg-type]
        "f" * 64,
        "CKV_AWS_16",
        "The database is encrypted",
        None,
        UNIT,
        "aws_db_instance.this",
        "storage_encrypted",
        False,
        "The database is encrypted",
        None,
        None,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "detail"),
    [
        ({}, "storage_encrypted is false"),
        ({"message": "lets 0.0.0.0/0 in on ports 22-22"}, "lets 0.0.0.0/0 in on ports 22-22"),
        ({"value": 7, "reason": "storage_encrypted was 3"}, "storage_encrypted is 7. storage_encrypted was 3"),
        ({"attribute": None, "value": None}, ""),
        ({"value": {"a": 1}}, ""),
    ],
)
def test_a_new_finding_blocks_and_says_what_shows_it(tmp_path: Path, changes: dict[str, object], detail: str) -> None:
    assert found(read_rules(tmp_path, TODAY), findings=[finding(**changes)]) == [("findings", True, detail)]


def test_findings_that_are_no_news_are_no_concern(tmp_path: Path) -> None:
    rest = [finding(state) for state in ("fixed", "remaining", "accepted")]
    assert found(read_rules(tmp_path, TODAY), findings=rest) == []
    assert found(read_rules(tmp_path, TODAY), findings=[finding("expired")])[0][:2] == ("findings", True)
