"""What a reviewer is told of the findings of two plans."""

from dataclasses import replace
from typing import Any

import pytest

from tools.assume.model import Placeholder
from tools.compose.snapshot import Resource, Snapshot
from tools.policy import Finding
from tools.review.findings import Identity, compare
from tools.review.model import FindingChange

DOOR = 'module.dev--network.aws_vpc_security_group_ingress_rule.this["ssh"]'


def finding(address: str = DOOR, rule: str = "CKV_AWS_24", value: Any = "10.0.0.0/8", **changes: Any) -> Finding:
    unit, _, inside = address.removeprefix("module.").partition(".")
    made = Finding(
        rule=rule,
        name="No ingress to port 22",
        severity=None,
        unit=unit.replace("--", "/"),
        address=inside.partition("[")[0],
        instances=(address,),
        message="No ingress to port 22",
        path="modules/network/main.tf",
        line=10,
        evaluated={address: {"cidr_ipv4": value}},
    )
    return replace(made, **changes)


def states(changes: tuple[FindingChange, ...]) -> list[str]:
    return [change.state for change in changes]


def test_what_is_only_there_now_is_new_and_what_was_only_there_before_is_fixed() -> None:
    (new,) = compare([], [finding()])
    assert (new.state, new.unit, new.address) == (
        "new",
        "dev/network",
        'aws_vpc_security_group_ingress_rule.this["ssh"]',
    )
    assert (new.attribute, new.value, new.line) == ("cidr_ipv4", "10.0.0.0/8", 10)
    assert states(compare([finding()], [])) == ["fixed"]
    assert states(compare([finding()], [finding()])) == ["remaining"]


def test_a_file_or_a_line_makes_no_difference() -> None:
    (same,) = compare([finding()], [finding(path="modules/network/doors.tf", line=99)])
    assert (same.state, same.path, same.line) == ("remaining", "modules/network/doors.tf", 99)


def test_the_same_address_in_another_unit_is_another_finding() -> None:
    other = DOOR.replace("dev--", "prod--")
    changes = compare([finding()], [finding(), finding(other)])
    assert [(change.state, change.unit) for change in changes] == [
        ("new", "prod/network"),
        ("remaining", "dev/network"),
    ]
    assert len({change.fingerprint for change in changes}) == 2


def test_another_key_is_another_finding() -> None:
    assert states(compare([finding()], [finding(DOOR.replace("ssh", "web"))])) == ["new", "fixed"]


def test_a_value_that_got_worse_is_new_and_says_what_it_was() -> None:
    (worse,) = compare([finding()], [finding(value="0.0.0.0/0")])
    assert (worse.state, worse.value, worse.reason) == ("new", "0.0.0.0/0", 'cidr_ipv4 was "10.0.0.0/8"')


def test_the_fingerprint_is_the_same_from_run_to_run() -> None:
    (first,) = compare([], [finding()])
    (later,) = compare([finding()], [finding(path=None, line=None)])
    assert first.fingerprint == later.fingerprint


def test_instances_of_a_block_are_told_one_by_one() -> None:
    both = (DOOR, DOOR.replace("ssh", "web"))
    many = finding(instances=both, evaluated={each: {"cidr_ipv4": "10.0.0.0/8"} for each in both})
    assert states(compare([finding()], [many])) == ["new", "remaining"]


def test_what_is_moved_or_renamed_keeps_its_findings() -> None:
    moved = DOOR.replace("this", "doors")
    assert states(compare([finding()], [finding(moved)])) == ["new", "fixed"]
    (same,) = compare([finding()], [finding(moved)], Identity(moved={moved: DOOR}))
    assert (same.state, same.address) == ("remaining", 'aws_vpc_security_group_ingress_rule.doors["ssh"]')
    renamed = DOOR.replace("network", "vpc")
    (kept,) = compare([finding()], [finding(renamed)], Identity(renamed={"dev/vpc": "dev/network"}))
    assert (kept.state, kept.unit) == ("remaining", "dev/vpc")


def test_what_the_assumed_state_made_up_makes_no_difference() -> None:
    renamed = DOOR.replace("network", "vpc")
    made_up = {
        f"vpc-a55eed000000000{n}": Placeholder(f"vpc-a55eed000000000{n}", f"module.dev--{unit}.aws_vpc.this", "id")
        for n, unit in enumerate(("network", "vpc", "other"))
    }
    identity = Identity(renamed={"dev/vpc": "dev/network"}, placeholders=made_up)
    before = finding(value="arn:x:vpc-a55eed0000000000/*")
    assert states(compare([before], [finding(renamed, value="arn:x:vpc-a55eed0000000001/*")], identity)) == [
        "remaining"
    ]
    assert states(compare([before], [finding(renamed, value="arn:x:vpc-a55eed0000000002/*")], identity)) == ["new"]


def test_a_finding_that_is_accepted_is_told_and_one_whose_day_has_passed_too() -> None:
    accepted = finding(state="accepted", reason="dev only (me, until 2026-12-31)")
    (now,) = compare([finding()], [accepted])
    assert (now.state, now.reason) == ("accepted", "accepted in this change: dev only (me, until 2026-12-31)")
    (still,) = compare([accepted], [accepted])
    assert (still.state, still.reason) == ("accepted", "dev only (me, until 2026-12-31)")
    expired = finding(reason="the acceptance by me expired on 2026-01-01", expired=True)
    (late,) = compare([expired], [expired])
    assert (late.state, late.reason) == ("expired", "the acceptance by me expired on 2026-01-01")


def test_a_comment_that_is_new_is_shown_and_one_that_was_there_is_not() -> None:
    skipped = finding(state="skipped", reason="The bastion.")
    (shown,) = compare([finding()], [skipped])
    assert (shown.state, shown.reason) == ("accepted", "skipped by a comment in this change: The bastion.")
    assert compare([skipped], [skipped]) == ()
    assert compare([skipped], []) == ()


def test_an_old_comment_does_not_hide_what_is_new_beneath_it() -> None:
    skipped = finding(state="skipped", reason="The bastion.")
    (wider,) = compare([skipped], [finding(value="0.0.0.0/0", state="skipped", reason="The bastion.")])
    assert wider.state == "accepted"
    assert wider.reason == 'cidr_ipv4 was "10.0.0.0/8"; skipped by a comment: The bastion.'
    (added,) = compare([], [skipped])
    assert (added.state, added.reason) == ("accepted", "skipped by a comment: The bastion.")


def test_an_explanation_that_is_taken_away_opens_the_finding() -> None:
    (opened,) = compare([finding(state="skipped", reason="The bastion.")], [finding()])
    assert (opened.state, opened.reason) == ("new", "it was skipped before: The bastion.")


def test_a_rule_that_is_left_out_from_now_on_is_not_fixed() -> None:
    (shown,) = compare([finding()], [], rules_left_out=["CKV_AWS_24"])
    assert shown.state == "accepted"
    assert ".checkov.yaml" in shown.reason


def test_a_finding_whose_resource_is_gone_says_so() -> None:
    unit, address = "dev/network", DOOR.partition(".")[2]
    there = Snapshot({DOOR: Resource(unit, address, DOOR, "aws_x", "this", "ssh", {})})
    assert [change.reason for change in compare([finding()], [], None, Snapshot({}))] == ["its resource is gone"]
    assert [change.reason for change in compare([finding()], [], None, there)] == [""]


def test_warnings_are_no_findings() -> None:
    assert compare([], [finding(state="warning")]) == ()


@pytest.mark.parametrize("value", [None, {}, [1, {"a": None}]])
def test_any_value_has_a_fingerprint(value: Any) -> None:
    (new,) = compare([], [finding(value=value)])
    assert len(new.fingerprint) == 64


def test_new_ones_come_first_the_gravest_of_them_before_the_rest() -> None:
    low, high = finding(rule="GP_AWS_2", severity="low"), finding(rule="GP_AWS_1", severity="high")
    changes = compare([finding(rule="A"), finding(rule="B")], [low, high, finding(rule="A")])
    assert [(change.state, change.rule) for change in changes] == [
        ("new", "GP_AWS_1"),
        ("new", "GP_AWS_2"),
        ("remaining", "A"),
        ("fixed", "B"),
    ]
