"""The states of units, where Terragrunt's backend expects them."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tools.emulator.client import client
from tools.estate import states
from tools.live import RemoteState

STATE: dict[str, Any] = {
    "version": 4, "terraform_version": "1.11.4", "serial": 1, "lineage": "x", "outputs": {}, "resources": [],
}  # fmt: skip
THEIRS = {"bucket": "published-theirs", "assume_role": {"role_arn": "arn:aws:iam::222222222222:role/states"}}


def composition(**backends: dict[str, Any]) -> Any:
    members = {
        name: SimpleNamespace(
            module=name,
            unit=SimpleNamespace(path=name, remote_state=RemoteState("s3", config, None)),
            interface=SimpleNamespace(sensitive_outputs=frozenset(), providers={}),
        )
        for name, config in backends.items()
    }
    return SimpleNamespace(members=members)


def test_the_state_of_a_unit_goes_with_the_unit(server: str, tmp_path: Path) -> None:
    record = tmp_path / "published.json"
    own, theirs = client("s3", server), client("s3", server, role=THEIRS["assume_role"]["role_arn"])  # type: ignore[index]

    def keys() -> list[str]:
        found = [
            each["Key"]
            for s3, bucket in ((own, "published"), (theirs, "published-theirs"))
            for each in s3.list_objects_v2(Bucket=bucket).get("Contents", ())
        ]
        return sorted(found)

    one, two, old = ({"bucket": "published", "key": key} for key in ("one", "two", "old"))
    away = {**THEIRS, "key": "away"}
    states.publish(composition(one=one, old=old, away=away), STATE, server, record)
    own.put_object(Bucket="published", Key="somebody-elses", Body=b"x")
    assert keys() == ["away", "old", "one", "somebody-elses"]
    states.publish(composition(one={**one, "region": "eu-west-1"}, two=two), STATE, server, record)
    assert keys() == ["one", "somebody-elses", "two"]


def test_a_record_of_what_was_published_may_be_lost_or_of_what_is_not_there(server: str, tmp_path: Path) -> None:
    record = tmp_path / "published.json"
    backend = {"bucket": "published-again", "key": "one"}
    for content in ("", "{", '[{"bucket": "x"}]', json.dumps([{**backend, "bucket": "no-such-bucket"}])):
        record.write_text(content)
        states.publish(composition(one=backend), STATE, server, record)
        assert [each["key"] for each in json.loads(record.read_text())] == ["one"]
