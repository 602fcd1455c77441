"""How far a change reaches, in a picture that stays small."""

from __future__ import annotations

from typing import Any

from tools.review.changes import blast
from tools.review.model import AttributeChange, ResourceChange, Trust, UnitReview

SURE = Trust("high", ())


def unit(path: str, status: Any, *changes: ResourceChange) -> UnitReview:
    return UnitReview(path, status, (), changes, SURE)


def resource(path: str, action: Any, *attributes: str, holds: str | None = None) -> ResourceChange:
    told = tuple(AttributeChange(each, 1, 2, "changed") for each in attributes)
    return ResourceChange(path, "aws_x.a", f"module.{path}.aws_x.a", "aws_x", action, told, holds=holds)


NEEDS = {
    "net": [],
    "kms": [],
    "db": ["net", "kms"],
    "app": ["db", "net"],
    "web": ["app"],
    "other": ["kms"],
}


def test_units_downstream_say_what_of_theirs_changes() -> None:
    found = blast(
        [
            unit("db", "changed", resource("db", "replace", "engine", holds="database")),
            unit(
                "app", "downstream", resource("app", "change", "a", "b", "c"), resource("app", "change", "d", "e", "f")
            ),
            unit("web", "downstream"),
        ],
        NEEDS,
        NEEDS,
    )
    assert [(each.unit, each.needs, each.changes) for each in found.downstream] == [
        ("app", ("db",), 2),
        ("web", ("app",), 0),
    ]
    assert found.downstream[0].attributes == tuple(f"aws_x.a: {name}" for name in "abcde")
    assert found.edges == (("app", "db"), ("app", "net"), ("db", "kms"), ("db", "net"), ("web", "app"))


def test_units_in_which_nothing_changes_hide_nothing() -> None:
    """A file that all of an account reads touches every unit; what is drawn is where something changes, and around."""
    touched = [unit(path, "changed") for path in NEEDS if path != "db"]
    found = blast([*touched, unit("db", "changed", resource("db", "change", "size"))], NEEDS, NEEDS)
    assert {node.unit for node in found.nodes} == {"db", "app", "web", "net", "kms"}
    assert len(blast(touched, NEEDS, NEEDS).nodes) == len(NEEDS)


def test_only_what_the_changed_units_need_directly_is_context() -> None:
    found = blast([unit("app", "changed"), unit("web", "downstream")], NEEDS, NEEDS)
    assert {node.unit: node.status for node in found.nodes} == {
        "app": "changed",
        "web": "downstream",
        "db": "context",
        "net": "context",
    }
    assert ("db", "net") not in found.edges


def test_a_node_has_the_gravest_action_of_its_unit() -> None:
    mixed = unit(
        "db", "changed", resource("db", "add"), resource("db", "destroy", holds="table"), resource("db", "move")
    )
    (node, *_) = blast([mixed], NEEDS, NEEDS).nodes
    assert (node.action, node.loses_data, dict(node.counts)) == ("destroy", True, {"add": 1, "destroy": 1, "move": 1})


def test_a_removed_unit_has_the_needs_that_it_had() -> None:
    head = {path: needs for path, needs in NEEDS.items() if path != "web"}
    assert blast([unit("web", "removed"), unit("app", "changed")], head, NEEDS).edges[-1] == ("web", "app")


def test_a_large_picture_is_folded_and_nothing_gets_lost() -> None:
    many = [f"u{index:03}" for index in range(200)]
    needs = {"net": ["kms"], **{path: ["net"] for path in many}}
    units = [unit("net", "changed"), *(unit(path, "downstream", resource(path, "change", "a")) for path in many)]
    found = blast(units, needs, {}, limit=20)
    assert len(found.nodes) <= 20 and found.nodes[0].unit == "net"
    assert len(found.downstream) == 200
    folded = {node.unit: node for node in found.nodes if "units" in node.counts}
    assert sum(node.counts["units"] for node in folded.values()) + len(found.nodes) - len(folded) == 202
    names = {node.unit for node in found.nodes}
    assert {name for edge in found.edges for name in edge} <= names
    assert (next(name for name in folded if "downstream" in name), "net") in found.edges
