from __future__ import annotations

from typing import Any

import pytest

from tools.compose import cut, split_address


def change(address: str, actions: list[str], **more: Any) -> dict[str, Any]:
    kind, name = address.split(".")[-2:]
    body = {"actions": actions, "before": None, "after": {}, **more.pop("change", {})}
    return {"address": address, "mode": "managed", "type": kind, "name": name.split("[")[0], "change": body, **more}


def test_changes_are_cut_by_unit_and_counted() -> None:
    document = {
        "resource_changes": [
            change("module.dev--network.aws_vpc.this", ["create"]),
            change('module.dev--network.aws_subnet.public["a"]', ["no-op"], index="a"),
            change("module.dev--app.module.inner.aws_s3_bucket.this", ["delete", "create"]),
            change("module.dev--app.aws_sns_topic.this", ["update"]),
            change("module.dev--app.aws_sqs_queue.this", ["delete"]),
        ]
    }
    plan = cut(document, ["dev/network", "dev/app", "dev/quiet"])
    assert {path: dict(unit.counts) for path, unit in plan.units.items()} == {
        "dev/app": {"replace": 1, "change": 1, "destroy": 1},
        "dev/network": {"add": 1},
        "dev/quiet": {},
    }
    assert dict(plan.counts) == {"add": 1, "change": 1, "destroy": 1, "replace": 1}
    assert plan.units["dev/app"].changes[0].address == "module.inner.aws_s3_bucket.this"
    assert not plan.is_empty


@pytest.mark.parametrize(
    ("actions", "more", "expected"),
    [
        (["create", "delete"], {}, "replace"),
        (["no-op"], {"previous_address": "module.a.aws_vpc.old"}, "move"),
        (["no-op"], {"change": {"importing": {"id": "x"}}}, "import"),
        (["forget"], {}, "forget"),
        (["read"], {}, "read"),
    ],
)
def test_every_kind_of_change_has_its_action(actions: list[str], more: dict[str, Any], expected: str) -> None:
    plan = cut({"resource_changes": [change("module.a.aws_vpc.this", actions, **more)]}, ["a"])
    assert [each.action for each in plan.changes] == [expected]


def test_what_forces_a_replacement_is_kept() -> None:
    raw = change("module.a.aws_db_instance.this", ["delete", "create"], action_reason="replace_because_cannot_update")
    raw["change"]["replace_paths"] = [["identifier"]]
    (found,) = cut({"resource_changes": [raw]}, ["a"]).changes
    assert found.replace_paths == (("identifier",),)
    assert found.reason == "replace_because_cannot_update"


def test_an_address_outside_every_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="lies in no unit"):
        split_address("aws_vpc.this")
