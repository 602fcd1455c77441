"""Renames that lack their ``moved`` block are found out, and nothing else is taken for one."""

from __future__ import annotations

from typing import Any

from tests.tools.review.changes.plans import changed, raw, snapshot
from tools.compose import cut
from tools.review.changes import changes
from tools.review.changes.addresses import joined, steps

BUCKET = {"bucket": "logs", "force_destroy": False, "tags": {"Name": "logs", "Team": "a"}}
QUEUE = {"name": "jobs", "delay_seconds": 5, "message_retention_seconds": 600}


def hinted(
    raws: list[dict[str, Any]], staying: list[tuple[str, str, dict[str, Any]]] | None = None, **more: Any
) -> dict[str, str | None]:
    """(unit, address) -> its hint, of a plan whose destroyed resources and ``staying`` exist before."""
    plan = cut({"resource_changes": raws}, [])
    stays = staying or []
    base = snapshot(*((each.unit, each.address, each.before) for each in plan.changes if each.before), *stays)
    head = snapshot(*((each.unit, each.address, each.after) for each in plan.changes if each.after), *stays)
    found = changes(plan, base, head, {}, **more)
    return {each.full_address: each.hint for unit in found.values() for each in unit}


def pair(
    unit: str, old: str, new: str, values: dict[str, Any], *, to: str | None = None, **keys: Any
) -> list[dict[str, Any]]:
    return [
        raw(unit, old, "delete", {**values, "id": "made-up", "arn": "made-up"}, key=keys.get("key")),
        raw(to or unit, new, "create", None, values, key=keys.get("key"), after_unknown={"id": True, "arn": True}),
    ]


def test_a_renamed_resource_gets_its_moved_block_on_both_sides() -> None:
    found = hinted(pair("dev/app", "aws_s3_bucket.old", "aws_s3_bucket.new", BUCKET))
    block = "moved {\n  from = aws_s3_bucket.old\n  to   = aws_s3_bucket.new\n}"
    assert set(found.values()) == {f"looks like a rename: add\n{block}"}


def test_all_instances_of_a_resource_are_moved_by_one_block() -> None:
    raws = [
        *pair("dev/app", 'aws_sqs_queue.a["x"]', 'aws_sqs_queue.b["x"]', {**QUEUE, "name": "x"}, key="x"),
        *pair("dev/app", 'aws_sqs_queue.a["y"]', 'aws_sqs_queue.b["y"]', {**QUEUE, "name": "y"}, key="y"),
    ]
    (hint,) = set(hinted(raws).values())
    assert hint is not None and hint.startswith("looks like a rename (2 resources): add")
    assert "from = aws_sqs_queue.a\n  to   = aws_sqs_queue.b\n" in hint


def test_where_an_instance_stays_each_block_names_its_key() -> None:
    raws = pair("dev/app", 'aws_sqs_queue.a["x"]', 'aws_sqs_queue.b["x"]', QUEUE, key="x")
    (hint,) = set(hinted(raws, [("dev/app", 'aws_sqs_queue.a["y"]', QUEUE)]).values())
    assert hint is not None and 'from = aws_sqs_queue.a["x"]\n  to   = aws_sqs_queue.b["x"]' in hint


def test_where_the_old_name_is_used_again_each_block_names_its_key() -> None:
    raws = [
        *pair("dev/app", 'aws_sqs_queue.a["x"]', 'aws_sqs_queue.b["x"]', QUEUE, key="x"),
        raw("dev/app", 'aws_sqs_queue.a["z"]', "create", None, {"name": "other", "delay_seconds": 0}, key="z"),
    ]
    hint = hinted(raws)['module.dev--app.aws_sqs_queue.b["x"]']
    assert hint is not None and 'from = aws_sqs_queue.a["x"]\n  to   = aws_sqs_queue.b["x"]' in hint


def test_a_renamed_key_is_a_move_too() -> None:
    raws = [
        raw("dev/app", 'aws_sqs_queue.a["x.1"]', "delete", QUEUE, key="x.1"),
        raw("dev/app", 'aws_sqs_queue.a["y"]', "create", None, QUEUE, key="y"),
    ]
    (hint,) = set(hinted(raws).values())
    assert hint is not None and 'from = aws_sqs_queue.a["x.1"]\n  to   = aws_sqs_queue.a["y"]' in hint


def test_a_renamed_module_is_moved_whole() -> None:
    raws = [
        *pair("dev/app", "module.old.aws_s3_bucket.this", "module.new.aws_s3_bucket.this", BUCKET),
        *pair("dev/app", "module.old.aws_sqs_queue.this", "module.new.aws_sqs_queue.this", QUEUE),
    ]
    (hint,) = set(hinted(raws).values())
    assert hint is not None and "(2 resources)" in hint and "from = module.old\n  to   = module.new\n" in hint


def test_within_a_nested_module_the_block_belongs_there() -> None:
    raws = pair("dev/app", 'module.m["k"].aws_s3_bucket.old', 'module.m["k"].aws_s3_bucket.new', BUCKET)
    (hint,) = set(hinted(raws).values())
    assert hint is not None and hint.startswith('looks like a rename: add to the module that module.m["k"] calls\n')
    assert "from = aws_s3_bucket.old\n" in hint


def test_a_resource_that_moves_into_a_module_is_found() -> None:
    (hint,) = set(hinted(pair("dev/app", "aws_s3_bucket.this", "module.m.aws_s3_bucket.this", BUCKET)).values())
    assert hint is not None and "from = aws_s3_bucket.this\n  to   = module.m.aws_s3_bucket.this" in hint


def test_what_differs_much_or_in_type_is_no_rename() -> None:
    other = {"bucket": "other", "force_destroy": True, "tags": {"Name": "other", "Team": "b"}}
    raws = [
        raw("dev/app", "aws_s3_bucket.old", "delete", BUCKET),
        raw("dev/app", "aws_s3_bucket.new", "create", None, other),
        raw("dev/app", "aws_sqs_queue.new", "create", None, BUCKET),
    ]
    assert set(hinted(raws).values()) == {None}


def test_where_two_would_do_nobody_is_told_a_guess() -> None:
    raws = [
        raw("dev/app", "aws_s3_bucket.old", "delete", BUCKET),
        raw("dev/app", "aws_s3_bucket.one", "create", None, BUCKET),
        raw("dev/app", "aws_s3_bucket.two", "create", None, BUCKET),
    ]
    assert set(hinted(raws).values()) == {None}


def test_a_resource_that_moves_to_another_unit_needs_its_state_moved() -> None:
    raws = pair("dev/app", 'aws_s3_bucket.old["k"]', "aws_s3_bucket.new", BUCKET, to="dev/data")
    stays = [("dev/app", "aws_sqs_queue.q", QUEUE), ("dev/data", "aws_sqs_queue.q", QUEUE)]
    (hint,) = set(hinted(raws, stays).values())
    assert hint is not None and "of dev/app moved to dev/data" in hint
    assert "removed {\n  from = aws_s3_bucket.old\n" in hint and "import {\n  to = aws_s3_bucket.new\n" in hint


def test_a_renamed_unit_is_told_as_one() -> None:
    raws = [
        *pair("dev/old", "aws_s3_bucket.this", "aws_s3_bucket.this", BUCKET, to="dev/new"),
        *pair("dev/old", "aws_sqs_queue.this", "aws_sqs_queue.this", QUEUE, to="dev/new"),
    ]
    (hint,) = set(hinted(raws).values())
    assert hint is not None and hint.startswith("the unit dev/old looks renamed to dev/new: its state is kept under")


def test_a_unit_that_is_known_to_be_renamed_needs_no_likeness() -> None:
    raws = [
        raw("dev/old", "aws_s3_bucket.this", "delete", BUCKET),
        raw("dev/new", "aws_s3_bucket.that", "create", None, {"bucket": "b"}),
    ]
    assert set(hinted(raws).values()) == {None}
    (hint,) = set(hinted(raws, renamed={"dev/new": "dev/old"}).values())
    assert hint is not None and "dev/old" in hint


def test_what_only_aws_knows_makes_nothing_alike() -> None:
    before = {"id": "same", "arn": "same", "name": "one", "size": 1}
    raws = [
        raw("dev/app", "aws_thing.a", "delete", before),
        raw("dev/app", "aws_thing.b", "create", None, {"name": "two", "size": 2}),
    ]
    assert set(hinted(raws).values()) == {None}


def test_addresses_are_taken_apart_and_put_together() -> None:
    for address, parts in {
        "aws_vpc.a": ("aws_vpc.a",),
        "aws_vpc.a[0]": ("aws_vpc.a", "[0]"),
        'module.a["x.y"].module.b.aws_vpc.c["[1]"]': ('module.a["x.y"]', "module.b", "aws_vpc.c", '["[1]"]'),
    }.items():
        assert steps(address) == parts
        assert joined(parts) == address


def test_unchanged_resources_are_no_candidates() -> None:
    raws = [raw("dev/app", "aws_s3_bucket.same", "no-op", BUCKET, BUCKET)]
    assert changed(raws)[0].action == "none" and hinted(raws) == {}
