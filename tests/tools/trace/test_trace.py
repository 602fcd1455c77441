from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.files import write
from tools.errors import GroundplanError
from tools.trace import Requirements, judge, load_requirements
from tools.trace.document import plain

DOCUMENT = {
    "units": {
        "dev/network": {
            "aws_subnet": [
                {"key": "a", "values": {"cidr": "10.0.0.0/24"}},
                {"key": "b", "values": {"cidr": "10.0.1.0/24"}},
            ],
            "aws_vpc": [{"key": None, "values": {"dns": True, "name": "sarc-ng"}}],
        },
        "prod/east/network": {"aws_vpc": [{"key": None, "values": {"dns": False}}]},
    },
    "all": {
        "aws_vpc": [
            {"values": {"dns": True}, "unit": "dev/network"},
            {"values": {"dns": False}, "unit": "prod/east/network"},
        ]
    },
    "dependencies": {"dev/network": [], "prod/east/network": []},
}


def rows(folder: Path, text: str) -> Requirements:
    path = folder / "requirements.yaml"
    path.write_text(f"platform: test\nunits: dev\nrequirements:\n{text}")
    return load_requirements(path)


def verdict(folder: Path, check: str, later: str = "") -> Any:
    text = f"  - {{id: T-1, says: something, checks: [{check}]{', later: ' + later if later else ''}}}\n"
    [found] = judge(rows(folder, text), DOCUMENT, folder)
    return found


@pytest.mark.parametrize(
    ("check", "holds"),
    [
        ('{unit: network, plan: "aws_subnet[].key", equals: [b, a]}', True),
        ('{unit: network, plan: "aws_subnet[].key", equals: [a]}', False),
        ('{unit: network, plan: "aws_subnet[].key", contains: [a]}', True),
        ('{unit: network, plan: "aws_subnet[].key", contains: [c]}', False),
        ('{unit: network, plan: "aws_vpc[].values.dns", each: true}', True),
        ('{unit: network, plan: "aws_subnet[].key", each: a}', False),
        ('{unit: network, plan: "aws_nothing[].key", each: a}', False),
        ('{unit: network, plan: "aws_subnet[].values.cidr", matches: "^10[.]"}', True),
        ('{unit: network, plan: "aws_subnet[].values.cidr", matches: "[.]1[.]"}', False),
        ('{unit: network, plan: "aws_nothing[].values.cidr", matches: "."}', False),
        ('{unit: network, plan: "aws_vpc[0].values.name", matches: "^sarc-ng$"}', True),
        ('{unit: network, plan: "aws_vpc[0].values.dns", matches: "true"}', False),
        ("{unit: network, plan: aws_subnet, count: 2}", True),
        ("{unit: network, plan: aws_subnet, count: 1}", False),
        ("{unit: network, plan: aws_nothing, count: 0}", False),
        ("{unit: network, plan: aws_subnet, at_least: 2}", True),
        ("{unit: network, plan: aws_subnet, at_least: 3}", False),
        ("{unit: network, plan: aws_nothing, empty: true}", True),
        ("{unit: network, plan: aws_subnet, empty: true}", False),
        ('{unit: network, plan: "aws_vpc[0].values.dns"}', True),
        ('{unit: network, plan: "aws_vpc[0].values.name"}', False),
        ('{plan: "all.aws_vpc[].values.dns", equals: [true]}', True),
        ("{unit: nowhere, plan: aws_vpc, empty: true}", False),
        ('{at: prod/east, unit: network, plan: "aws_vpc[].values.dns", equals: [false]}', True),
        ('{at: prod, plan: "all.aws_vpc[].values.dns", equals: [false]}', True),
        ('{at: prod, plan: "keys(dependencies)", equals: [prod/east/network]}', True),
        ('{at: prod, plan: "keys(all)", contains: [aws_subnet]}', False),
        ('{at: pro, plan: "all.aws_vpc", empty: true}', False),
        ('{at: "", plan: "all.aws_vpc[].values.dns", equals: [true, false]}', True),
    ],
)
def test_a_plan_is_compared(tmp_path: Path, check: str, holds: bool) -> None:
    assert verdict(tmp_path, check).status == ("met" if holds else "broken")


def test_a_fault_says_what_was_found(tmp_path: Path) -> None:
    found = verdict(tmp_path, '{unit: network, plan: "aws_subnet[].key", equals: [c]}')
    assert found.faults == ("plan: aws_subnet[].key, unit: 'network', equals: ['c']: found ['a', 'b']",)


@pytest.mark.parametrize(
    ("check", "fault"),
    [
        ("{file: here.txt}", None),
        ('{file: "*.txt", matches: "^second$"}', None),
        ('{file: here.txt, matches: "third"}', "here.txt does not hold it"),
        ('{file: here.txt, lacks: "third"}', None),
        ('{file: here.txt, lacks: "first"}', "here.txt holds it"),
        ("{file: gone.txt}", "there is no such file"),
        ("{file: gone.txt, absent: true}", None),
        ("{file: here.txt, absent: true}", "there is here.txt"),
        ('{test: "test_it.py::test_one"}', None),
        ('{test: "test_it.py::test_o"}', "there is no such test"),
        ('{test: "gone.py::test_one"}', "there is no such test"),
        ("{rule: GP304}", None),
        ("{rule: GP301}", "it finds here.txt:3, of 1"),
        ("{rule: GP999}", "there is no such rule"),
        ("{decision: made}", None),
        ("{decision: other}", "docs/decisions.md has no line for other"),
        ("{decision: gone}", "docs/decisions.md has no line for gone"),
    ],
)
def test_the_repository_is_looked_at(tmp_path: Path, check: str, fault: str | None) -> None:
    files = {
        "here.txt": "first\nsecond\n\n",
        "test_it.py": "def test_one():\n    pass\n",
        "docs/decisions.md": "| T-1 | [made](../made) | so | because |\n| T-2 | [other](../other) | so | because |\n",
    }
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    faults = verdict(write(tmp_path, files), check).faults
    assert [each.rpartition(": ")[2] for each in faults] == ([fault] if fault else [])


def test_what_comes_later_is_told_apart_from_what_is_partly_there(tmp_path: Path) -> None:
    good, bad = "{unit: network, plan: aws_vpc, count: 1}", "{unit: network, plan: aws_vpc, count: 9}"
    assert verdict(tmp_path, good, later="the rest").status == "partly"
    assert verdict(tmp_path, bad, later="the rest").status == "broken"
    [later] = judge(rows(tmp_path, "  - {id: T-1, says: something, later: all of it}\n"), DOCUMENT, tmp_path)
    assert later.status == "later"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("  - {id: T-1, says: x}\n", "nothing checks it"),
        ("  - {id: T-1}\n", "a row has id, says"),
        ("  - {id: T-1, says: x, later: y, colour: red}\n", "a row has id, says"),
        ("  - {id: T-1, says: x, later: y}\n  - {id: T-1, says: x, later: y}\n", "T-1 is there twice"),
        ("  - {id: T-1, says: x, checks: [{guess: y}]}\n", "a check is one of plan, file, test, rule, decision"),
        ("  - {id: T-1, says: x, checks: [{file: y, test: z}]}\n", "a check is one of"),
        ("  - {id: T-1, says: x, checks: [{file: y, equals: z}]}\n", "takes no equals"),
        ("  - {id: T-1, says: x, checks: [{plan: y, count: 1, empty: true}]}\n", "compares in one way"),
        ("  - {id: T-1, says: x, checks: [{plan: 'a[', count: 1}]}\n", "is no JMESPath expression"),
        ("  - {id: T-1, says: x, checks: [{file: y, matches: '('}]}\n", "is no regular expression"),
        ("  - {id: T-1, says: x, later: [}\n", "cannot be read"),
        ("  []\nmore: 1\n", "has platform, units and requirements"),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(GroundplanError, match=r"requirements\.yaml") as caught:
        rows(tmp_path, text)
    assert message in str(caught.value)


def test_texts_that_are_json_are_taken_for_what_they_say() -> None:
    value = {"policy": '{"Statement": [{"Action": "*"}]}', "text": "{not json}", "list": ["[1]", "plain", None, 3]}
    assert plain(value) == {
        "policy": {"Statement": [{"Action": "*"}]},
        "text": "{not json}",
        "list": [[1], "plain", None, 3],
    }
