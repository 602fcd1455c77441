"""States as they are found: whole, cut off, of other formats, locked; and what the backend says of roles."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError, NoCredentialsError
from packaging.version import Version

from tools.drift.backend import read_states
from tools.drift.s3 import Buckets, role_of
from tools.drift.state_file import parse
from tools.errors import GroundplanError
from tools.live import RemoteState
from tools.terraform import Binary

BINARY = Binary(Path("/bin/terraform"), "terraform", Version("1.11.4"), "PATH")
STATE: dict[str, Any] = {"version": 4, "terraform_version": "1.11.4", "serial": 1, "lineage": "x", "outputs": {}}
AWS = 'provider["registry.terraform.io/hashicorp/aws"]'
RESOURCE = {"mode": "managed", "type": "aws_vpc", "name": "a", "provider": AWS, "instances": []}


def state(**given: Any) -> bytes:
    return json.dumps({**STATE, **given}).encode()


def unit(backend: str | None, **config: Any) -> Any:
    return SimpleNamespace(remote_state=RemoteState(backend, config, None) if backend else None)


@pytest.mark.parametrize(
    "resource",
    [
        RESOURCE,
        {**RESOURCE, "module": 'module.a["b.c \\"d\\""].module.e[0]'},
        {**RESOURCE, "provider": f"module.a.{AWS}.replica"},
        {**RESOURCE, "mode": "data", "instances": [{"index_key": 0}, {"index_key": "0"}]},
        {**RESOURCE, "instances": [{}, {"deposed": "abcd1234"}]},
    ],
)
def test_a_state_is_read_as_it_is(resource: dict[str, Any]) -> None:
    read, note = parse(state(resources=[resource]), "s3://b/k", BINARY)
    assert (read["resources"], note) == ([resource], None)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "its state is empty"),
        (b" \n", "its state is empty"),
        (b'{"version": 4, "resour', "no JSON"),
        (b"[]", "no Terraform state"),
        (b'{"version": "4"}', "no Terraform state"),
        (b'{"version": 5, "terraform_version": "2.0.0"}', "format 5, written by Terraform 2.0.0"),
        (b'{"version": 3, "terraform_version": "0.11.14"}', "format 3, written by Terraform 0.11.14"),
        (b'{"version": 4, "terraform_version": "1.11.4"}', "lacks parts"),
        (b'{"version": 4, "resources": [{"type": "aws_vpc"}]}', "lacks parts"),
        (b"[" * 100_000, "no JSON"),
        (state(resources=[{**RESOURCE, "instances": None}]), "lacks parts"),
        (state(resources=[{**RESOURCE, "instances": ["x"]}]), "lacks parts"),
        (state(resources=[{**RESOURCE, "instances": [{"dependencies": 3}]}]), "lacks parts"),
        (state(resources=[{**RESOURCE, "module": 3}]), "lacks parts"),
        (state(resources=[{**RESOURCE, "mode": "ephemeral"}]), "lacks parts"),
        (state(resources=[{**RESOURCE, "name": "a b"}]), "lacks parts"),
        (state(resources=[], outputs={"id": {"value": 1}}), "lacks parts"),
        (state(resources=[{**RESOURCE, "provider": "provider.aws"}]), "before 0.13"),
        (state(resources=[{**RESOURCE, "instances": [{"index_key": "a"}] * 2}]), "holds aws_vpc.a twice"),
        (state(resources=[{**RESOURCE, "instances": [{}]}] * 2), "holds aws_vpc.a twice"),
        (b'{"meta": {}, "encrypted_data": "xx", "encryption_version": "v0"}', "encrypted by OpenTofu"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place_and_what_to_do(content: bytes, words: str) -> None:
    with pytest.raises(GroundplanError, match=words) as caught:
        parse(content, "s3://b/k", BINARY)
    assert caught.value.where == "s3://b/k"
    assert caught.value.hint


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"terraform_version": "1.12.0", "resources": [RESOURCE]}, "written by Terraform 1.12.0, and this is 1.11.4"),
        ({"resources": []}, "holds nothing"),
    ],
)
def test_what_can_be_read_all_the_same_is_noted(given: dict[str, Any], words: str) -> None:
    _, note = parse(state(**given), "s3://b/k", BINARY)
    assert note is not None and words in note


def test_one_unit_never_stands_for_another(tmp_path: Path) -> None:
    (tmp_path / "good").write_text(json.dumps({**STATE, "resources": [RESOURCE]}))
    lock = {"ID": "1", "Operation": "OperationTypeApply", "Who": "jane@laptop", "Created": "2026-11-22T01:00:00Z"}
    (tmp_path / ".good.lock.info").write_text(json.dumps(lock))
    (tmp_path / "bad").write_text("{")
    stored, failed = read_states(
        {
            "a/good": unit("local", path=str(tmp_path / "good")),
            "b/bad": unit("local", path=str(tmp_path / "bad")),
            "c/new": unit("local", path=str(tmp_path / "none")),
            "d/relative": unit("local", path="terraform.tfstate"),
            "e/elsewhere": unit("gcs", bucket="x"),
            "f/nowhere": unit(None),
            "g/nameless": unit("s3", bucket="b"),
            "h/miskeyed": unit("s3", bucket="b", key="k", sse_customer_key="no base64", access_key="a", secret_key="b"),
        },
        Buckets(),
        BINARY,
    )
    assert stored["a/good"].state is not None
    assert str(stored["a/good"].lock) == "locked by jane@laptop since 2026-11-22T01:00:00Z (apply)"
    assert stored["c/new"].state is None
    expected = {
        "b/bad": "no JSON",
        "d/relative": "in a copy of the module that Terragrunt makes",
        "e/elsewhere": "in the backend gcs",
        "f/nowhere": "no remote_state block",
        "g/nameless": "names no key",
        "h/miskeyed": "is no base64",
    }
    assert failed.keys() == expected.keys()
    assert all(words in failed[path].message for path, words in expected.items())


def test_units_that_share_a_state_are_told_and_neither_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(state(resources=[RESOURCE]))
    units = {
        name: unit("local", path=str(tmp_path / place)) for name, place in (("a", "one"), ("b", "one"), ("c", "c"))
    }
    stored, failed = read_states(units, Buckets(), BINARY)
    assert stored.keys() == {"c"}
    assert {path: error.message for path, error in failed.items()} == {
        "a": "its state is kept where that of b is",
        "b": "its state is kept where that of a is",
    }


class Tables:
    """An S3 without lock files, and a DynamoDB with one lock."""

    def get_object(self, **_: Any) -> Any:
        raise refused("NoSuchKey")

    def get_item(self, **asked: Any) -> Any:
        locked = asked["TableName"] == "locks" and asked["Key"] == {"LockID": {"S": "b/k"}}
        info = {"ID": "1", "Operation": "OperationTypePlan", "Who": "ci", "Created": "2026-11-22T01:00:00Z"}
        return {"Item": {"Info": {"S": json.dumps(info)}}} if locked else {}


@pytest.mark.parametrize(
    ("table", "locked"), [({"dynamodb_table": "locks"}, True), ({"dynamodb_table": "o"}, False), ({}, False)]
)
def test_a_lock_in_a_table_is_seen(monkeypatch: pytest.MonkeyPatch, table: dict[str, str], locked: bool) -> None:
    monkeypatch.setattr(Buckets, "_connect", lambda *_: Tables())
    stored, _ = read_states({"a": unit("s3", bucket="b", key="k", **table)}, Buckets(), BINARY)
    expected = "locked by ci since 2026-11-22T01:00:00Z (plan)" if locked else "None"
    assert str(stored["a"].lock) == expected


def test_the_role_of_a_backend_is_asked_for_as_terraform_would() -> None:
    arn = "arn:aws:iam::111111111111:role/states"
    assert role_of({"bucket": "b"}) is None
    assert role_of({"assume_role": {"role_arn": arn}}) == {"RoleArn": arn, "RoleSessionName": "groundplan"}
    whole = role_of(
        {
            "assume_role": {
                "role_arn": arn, "session_name": "nightly", "external_id": "e", "duration": "1h30m",
                "tags": {"team": "a"}, "transitive_tag_keys": ["team"], "policy_arns": ["arn:p"],
            }
        }
    )  # fmt: skip
    assert whole == {
        "RoleArn": arn, "RoleSessionName": "nightly", "ExternalId": "e", "DurationSeconds": 5400,
        "Tags": [{"Key": "team", "Value": "a"}], "TransitiveTagKeys": ["team"], "PolicyArns": [{"arn": "arn:p"}],
    }  # fmt: skip
    older = role_of({"bucket": "b", "role_arn": arn, "external_id": "e", "assume_role_duration_seconds": 900})
    assert older == {"RoleArn": arn, "RoleSessionName": "groundplan", "ExternalId": "e", "DurationSeconds": 900}


def test_files_with_credentials_that_a_backend_names_are_not_passed_over() -> None:
    config = {"bucket": "b", "key": "k", "shared_credentials_files": ["/x"]}
    with pytest.raises(GroundplanError, match="shared_credentials_files"):
        Buckets().read(config)


class Refusing:
    """An S3 that answers with an error, or not at all."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def get_object(self, **_: Any) -> Any:
        raise self.error


def refused(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "no"}}, "GetObject")


@pytest.mark.parametrize(
    ("error", "words", "hint"),
    [
        (refused("AccessDenied"), "may not read its state", "s3:ListBucket"),
        (refused("NoSuchBucket"), "its state bucket b does not exist", "bootstrap"),
        (refused("PermanentRedirect"), "is not in eu-north-1", "region"),
        (refused("ExpiredToken"), "cannot be read", "sign in"),
        (NoCredentialsError(), "cannot be asked", "AWS_PROFILE"),
    ],
)
def test_what_aws_refuses_is_told_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, error: Exception, words: str, hint: str
) -> None:
    monkeypatch.setattr(Buckets, "_connect", lambda *_: Refusing(error))
    config = {"bucket": "b", "key": "k", "region": "eu-north-1"}
    with pytest.raises(GroundplanError, match=words) as caught:
        Buckets().read(config)
    assert caught.value.hint and hint in caught.value.hint
    assert Buckets().read_beside(config, ".tflock") is None, "who may not see a lock reads the state all the same"


def test_a_state_that_is_not_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Buckets, "_connect", lambda *_: Refusing(refused("NoSuchKey")))
    assert Buckets().read({"bucket": "b", "key": "k"}) is None
