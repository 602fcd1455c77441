"""What stands beside a reason is taken as it is; an exception without one, or without use, is a finding itself."""

from collections.abc import Callable

import pytest

from tests.tools.lint.finding import rules_find
from tools.lint.exceptions import exemptions
from tools.lint.model import Project
from tools.lint.rules import RULES
from tools.lint.running import apply_rules
from tools.lint.view import View

Make = Callable[..., Project]
WORD = "groundplan:" + "ignore"  # in two parts: this file excepts nothing
BLOCK = 'resource "aws_subnet" "x" {\n  count = length(var.zones)\n}\n'


@pytest.mark.parametrize(
    "text",
    [
        f"# {WORD} GP015 -- the old subnets keep their addresses\n{BLOCK}",
        f"# {WORD} GP009, GP015 -- because\n# More about it.\n\n{BLOCK}",
        f"// {WORD} GP015 -- because\n{BLOCK}",
        BLOCK.replace("{\n", f"{{ # {WORD} GP015 -- because\n", 1),
    ],
)
def test_a_finding_is_excepted_on_its_line_or_above_it(make: Make, text: str) -> None:
    assert rules_find(make({"modules/a/main.tf": text}), "GP015") == []


@pytest.mark.parametrize(
    "text",
    [
        f"# {WORD} GP016 -- another rule\n{BLOCK}",
        f"# {WORD} GP015 -- another block\nlocals {{\n}}\n{BLOCK}",
        BLOCK + f"# {WORD} GP015 -- below\n",
        f'locals {{\n  x = "{WORD} GP015 -- no comment"\n}}\n{BLOCK}',
    ],
)
def test_elsewhere_it_excepts_nothing(make: Make, text: str) -> None:
    assert [found.rule for found in rules_find(make({"modules/a/main.tf": text}), "GP015")] == ["GP015"]


def test_markdown_has_comments_of_its_own(make: Make) -> None:
    page = f"<!-- {WORD} GP307 -- written by the release -->\n[a](gone.md)\n`# {WORD} GP307 -- shown` [b](away.md)\n"
    assert [found.line for found in rules_find(make({"a.md": page}), "GP307")] == [3]
    assert [(each.line, each.covers, each.reason) for each in exemptions("a.md", page)] == [
        (1, 2, "written by the release")
    ]


@pytest.mark.parametrize(
    ("rest", "words"),
    [
        (" GP015", "has no reason"),
        (" GP015 --", "has no reason"),
        (" GP15 -- because", "there is no rule GP15"),
        ("", "names no rule"),
        (" because I say so", "names no rule"),
    ],
)
def test_an_exception_names_its_rule_and_its_reason(make: Make, rest: str, words: str) -> None:
    (found,) = rules_find(make({"modules/a/main.tf": f"# {WORD}{rest}\n{BLOCK}"}), "GP901")
    assert (found.path, found.line) == ("modules/a/main.tf", 1)
    assert words in found.message


def test_only_what_was_looked_for_is_called_unused(make: Make) -> None:
    files = {"modules/a/main.tf": f"# {WORD} GP015 -- because\nlocals {{\n}}\n"}
    unused = [rule for rule in RULES if rule.id in ("GP015", "GP902")]
    assert [found.rule for found in apply_rules(unused, View(make(files)))] == ["GP902"]
    others = [rule for rule in RULES if rule.id in ("GP016", "GP902")]
    assert apply_rules(others, View(make(files))) == []


def test_an_exception_cannot_be_excepted(make: Make) -> None:
    files = {"modules/a/main.tf": f"# {WORD} GP901\n{BLOCK}"}
    assert [found.rule for found in rules_find(make(files), "GP901")] == ["GP901"]
