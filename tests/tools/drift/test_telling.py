"""Terraform's refresh-only documents, judged: drift, what explains the rest, and how it is told."""

from __future__ import annotations

import datetime
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from tools.assume.schemas import Schemas
from tools.compose import cut
from tools.drift.backend import Lock, Stored
from tools.drift.code import Code
from tools.drift.document import document
from tools.drift.ignored import Entry
from tools.drift.model import Drift, Explained, Look, UnitDrift
from tools.drift.orphans import Orphan
from tools.drift.owners import Owners
from tools.drift.report import report
from tools.drift.telling import Judge, changed_outputs, drifted, tell
from tools.errors import GroundplanError
from tools.review.changes.configured import configuration
from tools.review.model import AttributeChange

UNIT, MODULE = "dev/app", "module.dev--app"
AWS = "registry.terraform.io/hashicorp/aws"
SCHEMAS = Schemas(
    {
        AWS: {
            "aws_db_instance": {
                "a": {
                    "engine": {"t": "string", "o": 1},
                    "password": {"t": "string", "o": 1},
                    "tags": {"t": ["map", "string"], "o": 1},
                    "zone": {"t": "string", "o": 1, "c": 1},
                    "latest_restorable_time": {"t": "string", "c": 1},
                },
                "b": {"storage": ["list", {"a": {"size": {"t": "number", "o": 1}, "used": {"t": "number", "c": 1}}}]},
            }
        }
    }
)


def entry(before: dict[str, Any], after: dict[str, Any] | None, **given: Any) -> dict[str, Any]:
    """One of ``resource_drift``."""
    change = {"actions": ["update"] if after else ["delete"], "before": before, "after": after}
    change |= {name: given.pop(name) for name in ("before_sensitive", "after_sensitive") if name in given}
    return {
        "address": f"{MODULE}.aws_db_instance.this", "mode": "managed", "type": "aws_db_instance", "name": "this",
        "change": change, **given,
    }  # fmt: skip


def judged(
    raw: dict[str, Any],
    *,
    entries: tuple[Entry, ...] = (),
    code: str = "",
    sets: tuple[str, ...] = ("engine",),
    moved: dict[str, str] | None = None,
    tmp: Path,
) -> tuple[Drift | None, list[Explained]]:
    (tmp / "main.tf").write_text(code)
    expressions = {name: {"constant_value": 1} for name in sets}
    resource = {"address": "aws_db_instance.this", "expressions": expressions}
    configured = {"root_module": {"module_calls": {"dev--app": {"module": {"resources": [resource]}}}}}
    judge = Judge(
        Code({("dev--app",): tmp}),
        configuration({"configuration": configured}),
        Owners([]),
        SCHEMAS,
        {"aws_db_instance": AWS},
        entries,
        moved or {},
    )
    (change,) = drifted({"resource_drift": [raw]}, [UNIT])
    return tell(change, judge)


def test_a_changed_attribute_is_drift(tmp_path: Path) -> None:
    drift, explained = judged(
        entry({"engine": "8.0", "tags": None}, {"engine": "8.4", "tags": {"a": "b"}}), tmp=tmp_path
    )
    assert drift is not None and (drift.unit, drift.address, drift.kind) == (UNIT, "aws_db_instance.this", "changed")
    assert [(each.path, each.before, each.after) for each in drift.attributes] == [
        ("engine", "8.0", "8.4"),
        ("tags.a", None, "b"),
    ]
    assert drift.left == (), "an apply takes out tags that the code does not set"
    assert explained == []


@pytest.mark.parametrize(("sets", "left"), [(("engine",), ("zone",)), (("engine", "zone"), ())])
def test_what_an_apply_leaves_as_it_is_is_said(sets: tuple[str, ...], left: tuple[str, ...], tmp_path: Path) -> None:
    drift, _ = judged(entry({"zone": "a"}, {"zone": "b"}), sets=sets, tmp=tmp_path)
    assert drift is not None and drift.left == left


def test_a_resource_that_is_gone_is_drift_unless_the_list_says_so(tmp_path: Path) -> None:
    drift, _ = judged(entry({"engine": "8.0"}, None), tmp=tmp_path)
    assert drift is not None and drift.kind == "gone"
    day = datetime.date(2027, 1, 1)
    whole = Entry("*", "aws_db_instance.*", None, "a", "torn down", day, "f:1")
    assert judged(entry({"engine": "8.0"}, None), entries=(whole,), tmp=tmp_path)[0] is None
    one = Entry("*", "aws_db_instance.*", "engine", "a", "r", day, "f:1")
    assert judged(entry({"engine": "8.0"}, None), entries=(one,), tmp=tmp_path)[0] is not None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"tags": None}, {"tags": {}}),
        ({"engine": None}, {"engine": ""}),
        ({"engine": ["a", "b"]}, {"engine": ["b", "a"]}),
        ({"engine": '{"a":1,"b":2}'}, {"engine": '{ "b": 2, "a": 1 }'}),
        ({"engine": None}, {"engine": False}),
    ],
)
def test_another_way_to_say_the_same_is_no_drift(before: Any, after: Any, tmp_path: Path) -> None:
    assert judged(entry(before, after), tmp=tmp_path) == (None, [])


@pytest.mark.parametrize("after", [{"engine": False}, {"engine": ""}])
def test_a_value_that_is_lost_is_drift(after: Any, tmp_path: Path) -> None:
    drift, _ = judged(entry({"engine": True}, after), tmp=tmp_path)
    assert drift is not None


def test_what_no_code_can_set_is_not_drift(tmp_path: Path) -> None:
    raw = entry(
        {"latest_restorable_time": "1:00", "storage": [{"size": 1, "used": 5}]},
        {"latest_restorable_time": "1:05", "storage": [{"size": 1, "used": 6}]},
    )
    drift, explained = judged(raw, tmp=tmp_path)
    assert drift is None
    assert {(each.path, each.by) for each in explained} == {
        ("latest_restorable_time", "aws"),
        ("storage[0].used", "aws"),
    }
    drift, _ = judged(entry({"storage": [{"size": 1}]}, {"storage": [{"size": 2}]}), tmp=tmp_path)
    assert drift is not None


def test_what_the_code_leaves_to_others_is_not_drift(tmp_path: Path) -> None:
    code = 'resource "aws_db_instance" "this" {\n  lifecycle {\n    ignore_changes = [tags["Scaled"]]\n  }\n}\n'
    raw = entry({"tags": {"Scaled": "1", "Owner": "a"}}, {"tags": {"Scaled": "2", "Owner": "b"}})
    drift, explained = judged(raw, code=code, tmp=tmp_path)
    assert drift is not None and [each.path for each in drift.attributes] == ["tags.Owner"]
    assert [(each.path, each.by) for each in explained] == [("tags", "code")]


def test_code_that_has_moved_a_resource_is_asked_by_its_new_name(tmp_path: Path) -> None:
    code = 'resource "aws_db_instance" "renamed" {\n  lifecycle {\n    ignore_changes = [engine]\n  }\n}\n'
    moved = {f"{MODULE}.aws_db_instance.this": f"{MODULE}.aws_db_instance.renamed"}
    raw = entry({"engine": "8.0"}, {"engine": "8.4"})
    assert judged(raw, code=code, moved=moved, tmp=tmp_path)[0] is None
    assert judged(raw, code=code, tmp=tmp_path)[0] is not None


def test_sensitive_values_are_never_told(tmp_path: Path) -> None:
    masked = {"password": True}
    raw = entry({"password": "s3cret"}, {"password": "0ther"}, before_sensitive=masked, after_sensitive=masked)
    drift, _ = judged(raw, tmp=tmp_path)
    assert drift is not None and drift.attributes[0].sensitive
    look = look_at(UnitDrift(UNIT, "checked", None, drift=(drift,)))
    said = text(look) + json.dumps(document(look, 1))
    assert "password" in said
    assert "s3cret" not in said and "0ther" not in said


def test_a_moved_block_that_was_not_applied_is_no_drift() -> None:
    raw = entry({"engine": "a"}, {"engine": "a"}, previous_address=f"{MODULE}.aws_db_instance.old")
    raw["change"]["actions"] = ["no-op"]
    assert drifted({"resource_drift": [raw]}, [UNIT]) == []


def test_what_a_replacement_left_behind_is_not_the_resource_itself() -> None:
    (change,) = drifted({"resource_drift": [entry({"engine": "a"}, None, deposed="abcd1234")]}, [UNIT])
    assert change.address == "aws_db_instance.this (deposed abcd1234)"


def test_outputs_that_an_apply_would_change_are_told_one_by_one() -> None:
    change = {
        "actions": ["update"],
        "before": {"same": 1, "gone": 2, "other": 3},
        "after": {"same": 1, "other": 4, "nothing": None},
        "after_unknown": {"later": True, "same": False},
    }
    plan = cut({"output_changes": {"dev--app": change, "dev--b": {"actions": ["no-op"], "before": 1, "after": 1}}}, [])
    assert changed_outputs(plan, {UNIT: "dev--app"}) == {UNIT: ("gone", "later", "other")}


def look_at(*units: UnitDrift, expired: tuple[str, ...] = (), orphans: tuple[Orphan, ...] = ()) -> Look:
    at = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)
    return Look({unit.path: unit for unit in units}, expired, at, orphans)


def text(look: Look) -> str:
    to = io.StringIO()
    report(look, verbose=True, to=Console(file=to, width=200))
    return to.getvalue()


GOOD = UnitDrift("a/good", "checked", Stored({"resources": []}, "s3://b/k"))
DRIFTED = UnitDrift("b/drifted", "checked", None, drift=(Drift("b/drifted", "aws_vpc.this", "aws_vpc", "gone"),))
NEW = UnitDrift("c/new", "never applied", Stored(None, "s3://b/k"))
FAILED = UnitDrift("d/failed", "failed", None, GroundplanError("its state is empty", where="s3://b/k"))
CHANGED = UnitDrift("e/changed", "checked", None, outputs=("id",))
UNSURE = UnitDrift("f/unsure", "checked", None, untold="it needs d/failed")


@pytest.mark.parametrize(
    ("units", "plain", "pending"),
    [
        ((GOOD,), 0, 0),
        ((GOOD, NEW), 0, 0),
        ((GOOD, DRIFTED), 1, 1),
        ((GOOD, FAILED), 2, 2),
        ((DRIFTED, FAILED), 2, 2),
        ((GOOD, CHANGED), 0, 1),
        ((GOOD, UNSURE), 0, 2),
    ],
)
def test_the_exit_code_is_that_of_all_units(units: tuple[UnitDrift, ...], plain: int, pending: int) -> None:
    look = look_at(*units)
    assert (look.exit_code(), look.exit_code(pending=True)) == (plain, pending)
    assert look.is_whole is (pending != 2), "a plan says something of each unit, or ends with 2"


def test_long_lists_are_told_by_what_differs() -> None:
    arns = [f"arn:aws:secretsmanager:eu-north-1:111111111111:secret:the-same-{number}" for number in range(4)]
    attribute = AttributeChange("resources", [*arns, "arn:old"], ["arn:new", *arns], "changed")
    drift = Drift(UNIT, "aws_iam_role_policy.this", "aws_iam_role_policy", "changed", (attribute,))
    assert 'resources: ["arn:old"] -> ["arn:new"]' in text(look_at(UnitDrift(UNIT, "checked", None, drift=(drift,))))


def test_an_entry_that_has_run_out_is_a_finding() -> None:
    assert look_at(GOOD, expired=("drift-ignore.yaml:1: ran out",)).exit_code() == 1


def test_an_orphan_is_a_finding_unless_the_list_says_so() -> None:
    orphan = Orphan("a/old", "s3://b/a/old", 3, datetime.datetime(2026, 10, 1, tzinfo=datetime.UTC))
    look = look_at(GOOD, orphans=(orphan,))
    said = " ".join(text(look).split())
    assert look.exit_code() == 1
    assert "a/old 3 2026-10-01" in said and "No drift; 1 state orphaned." in said
    assert document(look, 1)["orphans"] == [
        {
            "unit": "a/old", "state": "s3://b/a/old", "resources": 3, "applied_at": "2026-10-01T00:00:00+00:00",
            "error": None, "accepted": None,
        }
    ]  # fmt: skip
    entry = Entry("a/*", "*", None, "me", "goes soon", datetime.date(2026, 12, 1), "drift-ignore.yaml:1")
    look = look_at(GOOD, orphans=(replace(orphan, entry=entry),))
    assert look.exit_code() == 0
    assert "on the list: goes soon (me, until 2026-12-01)" in text(look) and "orphaned." not in text(look)
    unread = Orphan("a/old", "s3://b/a/old", None, error=GroundplanError("its state is empty", where="s3://b/a/old"))
    assert look_at(GOOD, orphans=(unread,)).exit_code() == 1
    assert "a/old (its state is empty)" in text(look_at(GOOD, orphans=(unread,)))


def test_a_unit_that_fails_hides_no_other_ones_drift() -> None:
    said = text(look_at(DRIFTED, FAILED, NEW))
    assert "aws_vpc.this: gone" in said
    assert "Not looked at: s3://b/k: its state is empty" in said
    assert "Never applied" in said and "c/new" in said
    assert "1 resource drifted" in said and "1 not looked at" in said


@pytest.mark.parametrize(
    ("units", "words"),
    [((GOOD,), "No drift."), ((GOOD, FAILED), "No drift in what was looked at."), ((FAILED,), "Nothing is known.")],
)
def test_no_drift_is_said_of_what_was_looked_at_only(units: tuple[UnitDrift, ...], words: str) -> None:
    assert words in text(look_at(*units))


def test_who_holds_a_lock_is_said() -> None:
    lock = Lock("jane@laptop", "2026-11-22T01:00:00Z", "OperationTypeApply", "1")
    unit = UnitDrift("a/good", "checked", Stored({"resources": []}, "s3://b/k", lock))
    assert "locked by jane@laptop since 2026-11-22T01:00:00Z (apply)" in text(look_at(unit))
    assert document(look_at(unit), 0)["units"]["a/good"]["lock"]["who"] == "jane@laptop"


def test_the_document_has_the_shape_that_is_documented() -> None:
    found = document(look_at(GOOD, DRIFTED, NEW, FAILED), 2)
    assert found["exit_code"] == 2
    assert found["totals"] == {
        "units": 4, "checked": 2, "never_applied": 1, "failed": 1, "drifted": 1, "explained": 0, "pending": 0,
        "orphans": 0,
    }  # fmt: skip
    assert set(found["units"]["b/drifted"]) == {
        "status", "error", "state", "applied_at", "note", "lock", "drift", "explained", "pending", "pending_outputs",
        "pending_unknown",
    }  # fmt: skip
    assert found["units"]["b/drifted"]["drift"] == [
        {"address": "aws_vpc.this", "type": "aws_vpc", "kind": "gone", "attributes": []}
    ]
    json.dumps(found)
