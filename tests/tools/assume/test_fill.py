"""The values of one resource, by its schema, on schemas that no provider has."""

from __future__ import annotations

from typing import Any

import pytest

from tools.assume.fill import Filler, Filling
from tools.assume.placeholders import MARK, Maker, Surroundings
from tools.assume.references import Block as Configured
from tools.assume.schemas import Schemas, trim
from tools.assume.state import Entry, sensitive_paths, state_of

SCHEMA = {
    "attributes": {
        "id": {"type": "string", "computed": True},
        "arn": {"type": "string", "computed": True},
        "name": {"type": "string", "required": True},
        "colour": {"type": "string", "computed": True},
        "owner": {"type": "string", "optional": True, "computed": True},
        "port": {"type": "number", "computed": True},
        "on": {"type": "bool", "computed": True},
        "names": {"type": ["list", "string"], "computed": True},
        "zones": {"type": ["set", "string"], "optional": True, "computed": True},
        "tags": {"type": ["map", "string"], "optional": True},
        "nodes": {"type": ["list", ["object", {"address": "string", "port": "number"}]], "computed": True},
        "any": {"type": "dynamic", "optional": True},
        "nested": {
            "nested_type": {
                "nesting_mode": "list",
                "attributes": {"host": {"type": "string", "computed": True}},
            },
            "computed": True,
        },
    },
    "block_types": {
        "rule": {
            "nesting_mode": "set",
            "block": {
                "attributes": {
                    "port": {"type": "number", "optional": True},
                    "group": {"type": "string", "optional": True},
                    "rule_id": {"type": "string", "computed": True},
                }
            },
        },
        "timeouts": {
            "nesting_mode": "single",
            "block": {"attributes": {"create": {"type": "string", "optional": True}}},
        },
        "login": {
            "nesting_mode": "list",
            "block": {"attributes": {"password": {"type": "string", "optional": True, "sensitive": True}}},
        },
        "site": {"nesting_mode": "map", "block": {"attributes": {"url": {"type": "string", "computed": True}}}},
    },
}
BLOCK = Schemas({"p": {"x_thing": trim(SCHEMA)}}).resource("p", "x_thing")
ALL_UNKNOWN = dict.fromkeys([*SCHEMA["attributes"], *SCHEMA["block_types"]], True)


def filled(
    after: dict[str, Any],
    unknown: dict[str, Any],
    before: dict[str, Any] | None = None,
    read: set[str] | None = None,
    filling: Filling = "read",
    needed: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    configured = Configured(read=read or set())
    filler = Filler("x_thing.a", "x_thing", BLOCK, configured, Surroundings(), Maker(), filling, needed)
    return filler.complete(after, unknown, before)


def test_what_nobody_reads_is_null_and_collections_are_empty() -> None:
    values = filled({"name": "n"}, {**ALL_UNKNOWN, "name": False})
    assert MARK in values.pop("id")
    assert MARK in values.pop("arn")
    assert values == {
        "name": "n",
        "colour": None,
        "owner": "",  # null would be planned anew whenever something else changes
        "port": None,
        "on": None,
        "names": [],
        "zones": [],
        "tags": {},
        "nodes": [],
        "any": None,
        "nested": [],
        "rule": [],
        "timeouts": None,
        "login": [],
        "site": {},
    }


def test_what_somebody_reads_is_made_up() -> None:
    values = filled({}, ALL_UNKNOWN, read={"colour", "port", "on", "names", "nodes", "nested"})
    assert MARK in values["colour"]
    assert (values["port"], values["on"]) == (0, False)
    assert [MARK in name for name in values["names"]] == [True]
    assert [MARK in node["address"] and node["port"] == 0 for node in values["nodes"]] == [True]
    assert [MARK in each["host"] for each in values["nested"]] == [True]
    assert values["zones"] == []


@pytest.mark.parametrize(("filling", "made"), [("all", True), ("least", False)])
def test_a_filling_decides_what_is_made_up(filling: Filling, made: bool) -> None:
    values = filled({}, ALL_UNKNOWN, read={"colour"}, filling=filling)
    assert (values["colour"] is not None) is made
    assert values["id"] is not None
    assert filled({}, ALL_UNKNOWN, needed=frozenset({"colour"}))["colour"] is not None


def test_known_parts_of_collections_stay_as_they_are() -> None:
    after = {
        "names": ["a", None],
        "tags": {"a": "1"},
        "any": {"list": [1, None], "text": "x"},
        "rule": [{"port": 80, "group": "g"}, {"port": 443}],
        "login": [{"password": "p"}],
        "site": {"a": {}},
    }
    unknown = {
        "names": [False, True],
        "tags": {"b": True},
        "any": {"list": [False, True], "later": True},
        "rule": [{"rule_id": True}, {"group": True, "rule_id": True}],
        "site": {"a": {"url": True}},
    }
    values = filled(after, unknown)
    assert values["names"][0] == "a" and MARK in values["names"][1]
    assert values["tags"]["a"] == "1" and MARK in values["tags"]["b"]
    assert values["any"]["list"][0] == 1 and MARK in values["any"]["list"][1]
    assert values["any"]["text"] == "x" and MARK in values["any"]["later"]
    assert [rule["port"] for rule in values["rule"]] == [80, 443]
    assert values["rule"][0] == {"port": 80, "group": "g", "rule_id": None}
    values = filled(after, unknown, read={"rule", "rule_id"})
    ids = {rule["rule_id"] for rule in values["rule"]}
    assert len(ids) == 2 and all(MARK in each for each in ids), "each place has a value of its own"
    assert [rule["group"] for rule in values["rule"]] == ["g", None]


def test_what_was_there_before_stays() -> None:
    before = {"id": "x-1", "colour": "me", "names": ["a"], "rule": [{"port": 80, "rule_id": "r-1"}], "any": {"b": 1}}
    after = {"name": "n", "rule": [{"port": 81}]}
    unknown = {"id": True, "colour": True, "names": True, "any": True, "rule": [{"rule_id": True}]}
    values = filled(after, unknown, before)
    assert (values["id"], values["colour"], values["names"], values["any"]) == ("x-1", "me", ["a"], {"b": 1})
    assert values["rule"] == [{"port": 81, "group": None, "rule_id": "r-1"}]


def test_sensitive_values_are_marked_by_path_and_sets_as_a_whole() -> None:
    marks = {
        "name": True,
        "tags": {"a": True},
        "names": [False, True],
        "zones": [True],
        "rule": [{"group": True}],
        "login": [{"password": True}, {}],
        "site": {"k": {"url": True}},
        "nested": [{"host": True}],
        "any": {"a": [True]},
        "timeouts": {},
    }
    assert sensitive_paths(marks, BLOCK) == (
        ("name",),
        ("tags", "\0a"),
        ("names", 1),
        ("zones",),
        ("rule",),
        ("login", 0, "password"),
        ("site", "\0k", "url"),
        ("nested", 0, "host"),
        ("any", "a", 0),
    )


def test_a_state_has_the_form_of_terraforms() -> None:
    values = filled({"name": "n", "any": {"a": [1, "x", None, True]}}, {**ALL_UNKNOWN, "name": False, "any": False})
    entries = [
        Entry(f'module.m.x_thing.a["{key}"]', "module.m", "x_thing", "a", key, 'provider["p"]', 3, BLOCK, values, path)
        for key, path in (("k", (("tags", "\0a"),)), ("l", ()))
    ]
    (resource,) = state_of(entries, "1.11.4")["resources"]
    first, second = resource["instances"]
    assert (resource["module"], resource["type"], resource["name"]) == ("module.m", "x_thing", "a")
    assert (first["index_key"], second["index_key"], first["schema_version"]) == ("k", "l", 3)
    assert first["attributes"]["any"] == {
        "value": {"a": [1, "x", None, True]},
        "type": ["object", {"a": ["tuple", ["number", "string", "dynamic", "bool"]]}],
    }
    assert first["sensitive_attributes"] == [
        [{"type": "get_attr", "value": "tags"}, {"type": "index", "value": {"value": "a", "type": "string"}}]
    ]


def test_what_the_older_sdk_leaves_open_stays_null() -> None:
    attributes = {
        "id": {"type": "string", "optional": True, "computed": True},
        "owner": {"type": "string", "optional": True, "computed": True},
    }
    block = Schemas({"p": {"x_old": trim({"attributes": attributes})}}).resource("p", "x_old")
    filler = Filler("x_old.a", "x_old", block, Configured(read=set()), Surroundings(), Maker())
    assert filler.complete({}, {"id": True, "owner": True}, None)["owner"] is None
