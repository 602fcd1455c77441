"""States of units that the tree has no longer."""

from __future__ import annotations

import datetime
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError
from packaging.version import Version

from tools.drift.ignored import Entry
from tools.drift.orphans import Orphan, find_orphans
from tools.drift.s3 import Buckets
from tools.estate import Selection
from tools.live import Options, Tree, load
from tools.terraform import Binary

BINARY = Binary(Path("/bin/terraform"), "terraform", Version("1.11.4"), "PATH")
AWS = 'provider["registry.terraform.io/hashicorp/aws"]'
NOW = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)
EVERYTHING = Selection()
ROOT = """
remote_state {
  backend = "s3"
  config = {
    bucket = "states"
    key    = "groundplan/${path_relative_to_include()}/terraform.tfstate"
  }
}
"""
UNIT = 'include "root" {\n  path = find_in_parent_folders("root.hcl")\n}\n'


def state(count: int) -> bytes:
    instances = [{"index_key": number} for number in range(count)]
    made = {"mode": "managed", "type": "aws_vpc", "name": "a", "provider": AWS, "instances": instances}
    read = {**made, "mode": "data", "instances": [{}]}
    content = {"version": 4, "terraform_version": "1.11.4", "serial": 1, "lineage": "x", "resources": [made, read]}
    return json.dumps(content).encode()


class Bucket:
    """An S3 with one bucket, of which nobody asks for more than it lists."""

    def __init__(self, objects: dict[str, bytes], refused: str | None = None) -> None:
        self.objects = objects
        self.refused = refused
        self.read: list[str] = []

    def get_object(self, *, Bucket: str, Key: str) -> dict[str, Any]:
        self.read.append(Key)
        return {"Body": io.BytesIO(self.objects[Key]), "LastModified": NOW}

    def get_paginator(self, name: str) -> Bucket:
        assert name == "list_objects_v2"
        return self

    def paginate(self, *, Bucket: str, Prefix: str) -> Iterator[dict[str, Any]]:
        if self.refused:
            raise ClientError({"Error": {"Code": self.refused, "Message": "no"}}, "ListObjectsV2")
        keys = sorted(key for key in self.objects if key.startswith(Prefix))
        yield from ({"Contents": [{"Key": key}]} for key in keys)
        yield {}


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    (tmp_path / ".git").mkdir()
    (tmp_path / "root.hcl").write_text(ROOT)
    for path in ("dev/one", "dev/two", "prod/one"):
        (tmp_path / path).mkdir(parents=True)
        (tmp_path / path / "terragrunt.hcl").write_text(UNIT)
    return load(tmp_path, Options())


def found(
    tree: Tree, monkeypatch: pytest.MonkeyPatch, bucket: Bucket, selection: Selection = EVERYTHING, *entries: Entry
) -> tuple[list[Orphan], list[str]]:
    monkeypatch.setattr(Buckets, "_connect", lambda *_: bucket)
    chosen = tree.select([path for path in tree.units if selection.covers(path)])
    orphans, unseen = find_orphans(chosen, chosen.units, selection.covers, Buckets(), BINARY, entries)
    return orphans, [str(each) for each in unseen]


def key(path: str) -> str:
    return f"groundplan/{path}/terraform.tfstate"


def test_a_state_that_holds_resources_and_is_no_units_is_told(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    bucket = Bucket({key("dev/one"): state(1), key("dev/old"): state(3), key("prod/older"): state(1)})
    orphans, unseen = found(tree, monkeypatch, bucket)
    assert [(each.path, each.place, each.resources, each.modified) for each in orphans] == [
        ("dev/old", f"s3://states/{key('dev/old')}", 3, NOW),
        ("prod/older", f"s3://states/{key('prod/older')}", 1, NOW),
    ]
    assert unseen == []


@pytest.mark.parametrize(
    "other",
    [
        {key("dev/destroyed"): state(0)},
        {f"{key('dev/one')}.tflock": b"{}"},
        {"another-project/dev/old/terraform.tfstate": state(1)},
        {"groundplan/dev/notes.txt": b"x"},
        {key("prod/one"): state(1)},
    ],
)
def test_what_is_no_orphan_is_not_told(tree: Tree, monkeypatch: pytest.MonkeyPatch, other: dict[str, bytes]) -> None:
    assert found(tree, monkeypatch, Bucket({key("dev/one"): state(1), **other})) == ([], [])


def test_a_unit_that_was_not_asked_for_is_none_and_its_orphans_are_not_read(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket = Bucket({key("dev/old"): state(1), key("prod/one"): state(1), key("prod/old"): state(1)})
    orphans, _ = found(tree, monkeypatch, bucket, Selection("dev"))
    assert [each.path for each in orphans] == ["dev/old"]
    assert bucket.read == [key("dev/old")]
    assert found(tree, monkeypatch, bucket, Selection("dev", units=("one",))) == ([], [])


def test_a_unit_of_the_tree_with_a_key_of_its_own_is_no_orphan(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    own = ROOT.replace("groundplan/${path_relative_to_include()}", "groundplan/dev/before-it-was-two")
    (tree.root / "dev/two/terragrunt.hcl").write_text(own)
    moved = load(tree.root, Options())
    assert moved.units["dev/two"].remote_state is not None
    bucket = Bucket({key("dev/before-it-was-two"): state(1)})
    assert found(moved, monkeypatch, bucket) == ([], [])


def test_one_that_cannot_be_read_is_told_as_well(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    ((orphan,), _) = found(tree, monkeypatch, Bucket({key("dev/old"): b"{"}))
    assert orphan.resources is None
    assert "no JSON" in str(orphan.error)


@pytest.mark.parametrize(
    ("address", "attribute", "covered"), [("*", None, True), ("*", "x", False), ("a.b", None, False)]
)
def test_the_list_may_say_to_live_with_it(
    tree: Tree, monkeypatch: pytest.MonkeyPatch, address: str, attribute: str | None, covered: bool
) -> None:
    entry = Entry("dev/o*", address, attribute, "me", "goes with the office", NOW.date(), "drift-ignore.yaml:1")
    ((orphan,), _) = found(tree, monkeypatch, Bucket({key("dev/old"): state(1)}), EVERYTHING, entry)
    assert (orphan.entry == entry) is covered


def test_who_may_not_list_is_told_that_orphans_are_not_seen(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    orphans, (unseen,) = found(tree, monkeypatch, Bucket({}, refused="AccessDenied"))
    assert orphans == []
    assert "the state bucket states cannot be seen" in unseen and "s3:ListBucket" in unseen
