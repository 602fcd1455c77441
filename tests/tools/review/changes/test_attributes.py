"""What a reviewer sees of a changed resource: no noise, no secret, and values that can be read."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any

from hypothesis import given, seed, settings
from hypothesis import strategies as st

from tests.tools.review.changes.plans import NO_WORDS, change, snapshot
from tools.compose import Change
from tools.compose.snapshot import Resource
from tools.review.changes.attributes import attribute_changes, replaced_because
from tools.review.changes.configured import Settings, configuration
from tools.review.changes.placeholders import Words
from tools.review.model import AttributeChange

SECRET = "S3CR3T"  # pragma: allowlist secret


@dataclass(frozen=True)
class Hidden:
    """A value that is marked as sensitive, and holds the secret."""

    value: Any


def seen(each: Change, words: Words = NO_WORDS, settings: Settings | None = None) -> dict[str, AttributeChange]:
    return {attribute.path: attribute for attribute in attribute_changes(each, words, settings)}


names = st.sampled_from(["a", "name", "Sid", "tags", "tags_all", "policy", "user_data", "x"])
secrets = st.sampled_from(
    [  # the ways in which a secret may be hidden in a value
        SECRET,
        [SECRET, "b"],
        {"k": SECRET},
        json.dumps({"Sid": SECRET}),
        {SECRET: "key"},  # pragma: allowlist secret
        f"a\n{SECRET}\nb",
    ]  # pragma: allowlist secret
)
leaf = st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from(["", "a", "b\nc", SECRET, f"x {SECRET}!"])
trees = st.recursive(
    leaf | st.builds(Hidden, secrets),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4),
    max_leaves=15,
)
objects = st.dictionaries(names, trees, max_size=5)


def taken_apart(tree: Any) -> tuple[Any, Any]:
    """A value and the shape that says what of it is sensitive."""
    if isinstance(tree, Hidden):
        return tree.value, True
    if isinstance(tree, dict):
        parts = {key: taken_apart(each) for key, each in tree.items()}
        return {key: value for key, (value, _) in parts.items()}, {key: shape for key, (_, shape) in parts.items()}
    if isinstance(tree, list):
        items = [taken_apart(each) for each in tree]
        return [value for value, _ in items], [shape for _, shape in items]
    return tree, False


@seed(20261121)
@settings(max_examples=500, deadline=None)
@given(
    objects, objects, st.sampled_from(["update", "delete create", "create", "delete"]), st.sets(names), st.booleans()
)
def test_a_sensitive_value_is_never_shown(
    before: Any, after: Any, actions: str, later: set[str], marked_after: bool
) -> None:
    """Wherever it stands, in lists, JSON and keys; and even where the same text stands elsewhere, unmarked."""
    secret = Hidden(SECRET)
    before, was = taken_apart({**before, "password": secret})
    after, shape = taken_apart({**after, "password": secret if marked_after else None})
    if actions == "create" and not marked_after:
        return  # Nothing says that it is a secret.
    one = change(
        None if actions == "create" else before,
        None if actions == "delete" else {key: value for key, value in after.items() if key not in later},
        actions=actions,
        before_sensitive=was,
        after_sensitive={key: value for key, value in shape.items() if key not in later},
        after_unknown={key: True for key in after if key in later},
        replace_paths=[["password"], ["a", "k"]] if actions == "delete create" else [],
    )
    settled = Resource("dev/app", "aws_thing.this", one.full_address, "aws_thing", "this", None, after, shape)
    assert SECRET not in repr(attribute_changes(one, NO_WORDS))
    assert SECRET not in repr(attribute_changes(one, NO_WORDS, None, settled))
    assert SECRET not in repr(replaced_because(one))


def test_a_changed_secret_is_masked_and_an_unchanged_one_is_no_change() -> None:
    same, other = {"password": "one", "name": "a"}, {"password": "two", "name": "b"}  # pragma: allowlist secret
    shapes = {"before_sensitive": {"password": True}, "after_sensitive": {"password": True}}
    found = seen(change(same, other, **shapes))
    assert found["password"] == AttributeChange("password", None, None, "changed", sensitive=True)
    assert seen(change(same, {**same, "name": "b"}, **shapes)).keys() == {"name"}


def test_a_value_that_is_sensitive_on_one_side_only_is_masked() -> None:
    found = seen(change({"x": "one"}, {"x": "one"}, before_sensitive={"x": True}))["x"]
    assert (found.before, found.after, found.note) == (None, None, "no longer marked as sensitive")


def test_what_forces_the_replacement_comes_first() -> None:
    found = attribute_changes(
        change(
            {"a": 1, "engine": "x", "ebs": [{"size": 1, "type": "gp2"}]},
            {"a": 2, "engine": "y", "ebs": [{"size": 2, "type": "gp3"}]},
            actions="delete create",
            replace_paths=[["engine"], ["ebs", 0, "type"]],
        ),
        NO_WORDS,
    )
    assert [(each.path, each.forces_replacement) for each in found] == [
        ("engine", True),
        ("ebs[0].type", True),
        ("a", False),
        ("ebs[0].size", False),
    ]


def test_the_paths_that_force_a_replacement_end_where_a_secret_begins() -> None:
    one = change(
        {"a": {"k": "v"}, "b": [{"c": 1}]},
        {"a": {"k": "w"}, "b": [{"c": 2}]},
        actions="delete create",
        before_sensitive={"a": True},
        replace_paths=[["a", "k"], ["b", 0, "c"]],
    )
    assert replaced_because(one) == ("a", "b[0].c")


def test_computed_attributes_of_what_is_replaced_are_noise_unless_somebody_set_them() -> None:
    before = {"id": "i-1", "arn": "arn:1", "name": "a", "vpc_id": "vpc-1", "vpc": [{"subnets": ["s"], "vpc_id": "v"}]}
    unknown = {"id": True, "arn": True, "vpc_id": True, "vpc": [{"subnets": True, "vpc_id": True}]}
    one = change(before, {"name": "b"}, actions="delete create", after_unknown=unknown, replace_paths=[["name"]])
    given_ = Settings(frozenset({"name", "vpc_id", "vpc.subnets"}), frozenset({"vpc"}))
    assert list(seen(one, settings=given_)) == ["name", "vpc_id", "vpc[0].subnets"]
    assert list(seen(one)) == ["name"]


def test_what_is_unknown_and_forces_the_replacement_is_shown_in_any_case() -> None:
    one = change({"key": "k"}, {}, actions="delete create", after_unknown={"key": True}, replace_paths=[["key"]])
    assert seen(one)["key"] == AttributeChange("key", "k", None, "unknown", forces_replacement=True)


def test_unknown_values_of_an_update_are_shown_last() -> None:
    found = attribute_changes(
        change({"version": "1", "zip": "a"}, {"zip": "b"}, after_unknown={"version": True}), NO_WORDS
    )
    assert [(each.path, each.kind, each.after) for each in found] == [
        ("zip", "changed", "b"),
        ("version", "unknown", None),
    ]


def test_a_tag_is_told_once_and_a_default_tag_as_tags_all() -> None:
    before = {"tags": {"A": "1"}, "tags_all": {"A": "1", "Owner": "x"}}
    assert seen(change(before, {"tags": {"A": "2"}, "tags_all": {"A": "2", "Owner": "x"}})).keys() == {"tags.A"}
    assert seen(change(before, {"tags": {"A": "1"}, "tags_all": {"A": "1", "Owner": "y"}})).keys() == {"tags_all.Owner"}
    first = {"tags": None, "tags_all": {"Owner": "x"}}
    assert seen(change(first, {"tags": {"B": "1"}, "tags_all": {"B": "1", "Owner": "x"}})).keys() == {"tags.B"}


def test_of_what_is_added_what_was_set_is_shown() -> None:
    after = {"name": "a", "force": False, "policy": None, "tags_all": {"x": "y"}, "rule": [{"port": 1}], "size": 8}
    one = change(None, after, actions="create", after_unknown={"arn": True, "vpc_id": True})
    found = seen(one, settings=Settings(frozenset({"name", "vpc_id", "force"}), frozenset()))
    assert {path: each.kind for path, each in found.items()} == {
        "name": "added",
        "force": "added",
        "rule": "added",
        "vpc_id": "unknown",
    }
    assert found["rule"].after == [{"port": 1}]


def test_of_what_is_destroyed_what_says_nothing_is_left_out() -> None:
    words = Words({"vpc-a55eed": Made("vpc-a55eed", "module.dev--net.aws_vpc.this", "id")})
    before = {"id": "vpc-a55eed", "cidr": "10.0.0.0/16", "flag": False, "none": None, "tags_all": {"a": "b"}}
    assert seen(change(before, None, actions="delete"), words).keys() == {"cidr"}


def test_scripts_are_shown_as_the_lines_that_differ() -> None:
    script = "#!/bin/sh\n" + "\n".join(f"step {index}" for index in range(200))
    before, after = script, script.replace("step 100", "step one hundred")
    found = seen(change({"user_data": before}, {"user_data": after}))["user_data"]
    assert found.diff is not None
    assert found.diff.splitlines() == [
        "@@ -100,5 +100,5 @@",
        " step 98",
        " step 99",
        "-step 100",
        "+step one hundred",
        " step 101",
        " step 102",
    ]
    assert len(found.before) < 400 and found.before.endswith(f"({len(before):,} characters)")
    encoded = [base64.b64encode(each.encode()).decode() for each in (before, after)]
    assert seen(change({"user_data": encoded[0]}, {"user_data": encoded[1]}))["user_data"] == found


def test_a_long_diff_and_a_long_document_are_cut_and_say_so() -> None:
    before, after = ("\n".join(f"{side} {index}" for index in range(100)) for side in "ab")
    diff = seen(change({"t": before}, {"t": after}))["t"].diff
    assert diff and diff.splitlines()[-1] == "… and 161 more lines"
    big = {"list": [{"name": f"n{index}", "text": "x" * 200} for index in range(100)]}
    shown = seen(change({"body": None}, {"body": json.dumps(big)}))["body"].after
    assert len(json.dumps(shown)) < 4_000 and "characters" in str(shown)


@dataclass(frozen=True)
class Made:
    text: str
    full_address: str
    attribute: str


ROLE = Made("arn:aws:iam::1:role/a55eed-task", "module.dev--app.aws_iam_role.task", "arn")
KEY = Made("a55eed-key", 'module.dev--kms.aws_kms_key.this["data"]', "key_id")
WORDS = Words({each.text: each for each in (ROLE, KEY)})


def test_made_up_values_are_told_as_what_they_stand_for() -> None:
    policy = {"Statement": [{"Sid": "A", "Resource": f"arn:aws:kms:x:1:key/{KEY.text}", "Action": "kms:*"}]}
    other = {"Statement": [{"Sid": "A", "Resource": "arn:aws:kms:x:1:key/real", "Action": "kms:*"}]}
    found = seen(
        change({"role": "r", "policy": json.dumps(policy)}, {"role": ROLE.text, "policy": json.dumps(other)}), WORDS
    )
    assert (found["role"].after, found["role"].assumed) == ("⟨arn of aws_iam_role.task⟩", True)
    statement = found["policy.Statement[0].Resource"]
    assert statement.before == ['arn:aws:kms:x:1:key/⟨key_id of aws_kms_key.this["data"] in dev/kms⟩']
    assert (statement.after, statement.assumed) == (["arn:aws:kms:x:1:key/real"], True)
    assert not seen(change({"role": "r"}, {"role": "s"}), WORDS)["role"].assumed


def test_the_longest_placeholder_at_a_place_is_meant() -> None:
    longer = Made(KEY.text + "-copy", "module.dev--app.aws_kms_replica_key.copy", "key_id")
    words = Words({each.text: each for each in (KEY, longer)})
    assert words.told(f"{longer.text}/{KEY.text}", "dev/kms") == (
        '⟨key_id of aws_kms_replica_key.copy in dev/app⟩/⟨key_id of aws_kms_key.this["data"]⟩'
    )


def test_a_value_that_is_known_later_says_what_it_will_be() -> None:
    one = change({"role": "r"}, {}, after_unknown={"role": True})
    settled = snapshot(("dev/app", "aws_thing.this", {"role": ROLE.text})).resources
    (found,) = attribute_changes(one, WORDS, None, settled["module.dev--app.aws_thing.this"])
    assert (found.kind, found.after, found.note) == ("unknown", None, "will be ⟨arn of aws_iam_role.task⟩")


def test_what_a_configuration_sets_is_read_from_the_plan() -> None:
    inner = {
        "resources": [
            {
                "address": "aws_lambda_function.this",
                "expressions": {
                    "role": {"references": ["aws_iam_role.this"]},
                    "vpc_config": [{"subnet_ids": {"constant_value": ["a"]}}],
                    "timeouts": {"create": {"constant_value": "1m"}},
                },
            }
        ]
    }
    calls = {"dev--app": {"module": {"module_calls": {"inner": {"module": inner}}}}}
    found = configuration({"configuration": {"root_module": {"module_calls": calls}}})
    one = found.of('module.dev--app.module.inner["k"].aws_lambda_function.this[0]')
    assert one is not None
    assert one.sets(("role",)) and one.sets(("vpc_config", "subnet_ids")) and one.sets(("timeouts", "create"))
    assert not one.sets(("arn",)) and not one.sets(("vpc_config", "vpc_id"))
    assert one.sets(("environment", "variables")), "a dynamic block is not told in a plan"


def later(before: dict[str, Any], settled: dict[str, Any], settings: Settings | None = None) -> list[AttributeChange]:
    """What is shown of an update of which every value is known after apply only."""
    one = change(before, {}, after_unknown=dict.fromkeys(settled, True))
    resources = snapshot(("dev/app", "aws_thing.this", settled)).resources
    return [*attribute_changes(one, WORDS, settings, resources["module.dev--app.aws_thing.this"])]


def test_a_document_that_is_known_later_is_compared_as_far_as_it_is_known() -> None:
    def policy(action: str) -> str:
        return json.dumps({"Statement": [{"Sid": "A", "Action": action, "Resource": KEY.text}]})

    whole, statement = sorted(
        later({"policy": policy("kms:Sign")}, {"policy": policy("kms:*")}), key=lambda each: each.path
    )
    assert (whole.path, whole.kind, whole.after) == ("policy", "unknown", None)
    assert (statement.path, statement.before, statement.after) == (
        "policy.Statement[0].Action",
        ["kms:Sign"],
        ["kms:*"],
    )


def test_a_document_that_is_the_same_but_for_its_writing_is_a_reference_to_what_is_made_anew() -> None:
    before = json.dumps({"Version": "1", "Statement": [{"Action": "kms:*", "Resource": KEY.text}]})
    settled = json.dumps({"Statement": {"Resource": [KEY.text], "Action": ["kms:*"]}, "Version": "1"})
    (found,) = later({"policy": before}, {"policy": settled})
    assert (found.path, found.kind, found.note) == ("policy", "unknown", "the same, of what is made anew")


def test_a_reference_to_what_is_made_anew_says_so() -> None:
    (found,) = later({"role": ROLE.text}, {"role": ROLE.text})
    assert (found.kind, found.note) == ("unknown", "the same, of what is made anew")
    (found,) = later({"version": "1"}, {"version": "1"})
    assert (found.kind, found.note) == ("unknown", None), "a number that merely has not changed yet is no reference"


def test_nothing_that_stays_nothing_is_left_out() -> None:
    found = later({"subnet_mapping": [], "subnets": ["a"]}, {"subnet_mapping": [], "subnets": ["b"]})
    assert [each.path for each in found] == ["subnets"]
    assert seen(change({"a": None, "b": 1}, {"a": "", "b": 2})).keys() == {"b"}


def test_an_update_is_never_without_a_difference() -> None:
    assert seen(change({"a": None}, {"a": ""})).keys() == {"a"}
    assert [each.path for each in later({"x": []}, {"x": []})] == ["x"]


def test_computed_references_to_the_resource_itself_are_left_out() -> None:
    given_ = Settings(frozenset({"size"}), frozenset())
    found = later({"arn": ROLE.text, "size": 1}, {"arn": ROLE.text, "size": 2}, given_)
    assert [each.path for each in found] == ["size"]


def test_a_secret_that_is_known_later_only_is_masked_too() -> None:
    one = change({"note": "x"}, {}, after_unknown={"note": True, "password": True}, after_sensitive={"password": True})
    values = {"note": f"{ROLE.text}/{SECRET}", "password": SECRET}
    settled = Resource(
        "dev/app", "aws_thing.this", one.full_address, "aws_thing", "this", None, values, {"password": True}
    )
    found = {each.path: each.note for each in attribute_changes(one, WORDS, None, settled)}
    assert found["note"] == "will be ⟨arn of aws_iam_role.task⟩/(sensitive)"
