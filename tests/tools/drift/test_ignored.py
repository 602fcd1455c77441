from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from tools.drift.ignored import Entry, read_entries
from tools.errors import GroundplanError

TODAY = datetime.date(2026, 11, 22)
UNIT = "accounts/dev/us-east-1/network"


def entry(**given: str) -> Entry:
    texts = {"unit": "*", "address": "*", "owner": "team-a", "reason": "because", "place": "drift-ignore.yaml:1"}
    return Entry(**{**texts, "attribute": None, "expires": TODAY, **given})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "address", "path", "covered"),
    [
        ({}, "aws_vpc.this", "tags.Owner", True),
        ({}, "aws_vpc.this", "", True),
        ({"attribute": "tags"}, "aws_vpc.this", "tags.Owner", True),
        ({"attribute": "tags"}, "aws_vpc.this", 'tags["a/b"]', True),
        ({"attribute": "tags.Own*"}, "aws_vpc.this", "tags.Owner", True),
        ({"attribute": "tags"}, "aws_vpc.this", "tags_all.Owner", False),
        ({"attribute": "tags"}, "aws_vpc.this", "", False),
        ({"address": "aws_vpc.this"}, 'aws_vpc.this["a"]', "tags", True),
        ({"address": 'aws_vpc.this["a"]'}, 'aws_vpc.this["a"]', "tags", True),
        ({"address": 'aws_vpc.this["a"]'}, 'aws_vpc.this["b"]', "tags", False),
        ({"address": "module.*.aws_vpc.this"}, "module.x[0].aws_vpc.this", "tags", True),
        ({"unit": "accounts/dev/*"}, "aws_vpc.this", "tags", True),
        ({"unit": "accounts/prod/*"}, "aws_vpc.this", "tags", False),
    ],
)
def test_an_entry_covers_what_its_patterns_say(given: dict[str, str], address: str, path: str, covered: bool) -> None:
    assert entry(**given).covers(UNIT, address, path) is covered


def test_entries_are_read_with_their_lines(tmp_path: Path) -> None:
    file = tmp_path / "drift-ignore.yaml"
    file.write_text(
        "# what we live with\n"
        "- address: aws_vpc.this\n  attribute: tags\n  owner: a\n  reason: r\n  expires: 2027-01-31\n"
        "- {address: x, owner: b, reason: s, expires: 2026-01-01}\n"
    )
    first, second = read_entries(file, TODAY)
    assert (first.unit, first.attribute, first.place) == ("*", "tags", f"{file}:2")
    assert second.expires < TODAY
    assert read_entries(tmp_path / "none.yaml", TODAY) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: 1", "expected a list"),
        ("- 1", "expected a mapping"),
        ("- {address: x, owner: a, expires: 2026-12-01}", "lacks reason"),
        ("- {address: x, owner: a, reason: r, expires: soon}", "expires is no date"),
        ("- {address: x, owner: a, reason: r, expires: 2028-01-01}", "more than a year"),
        ("- {address: x, owner: a, reason: r, expires: 2026-12-01, path: y}", "path means nothing here"),
        ("- {address: x, owner: a, reason: r, expires: 2026-12-01, unit: }", "unit says nothing"),
        ("- {address: x, owner: a, reason: r, expires: 2026-13-01}", "not valid YAML"),
        ("- [", "not valid YAML"),
        ("- \udcff", "not valid YAML"),
    ],
)
def test_a_wrong_list_is_told_with_what_is_expected(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "drift-ignore.yaml"
    file.write_text(text, errors="surrogateescape")
    with pytest.raises(GroundplanError, match=words) as caught:
        read_entries(file, TODAY)
    assert str(file) in str(caught.value)
