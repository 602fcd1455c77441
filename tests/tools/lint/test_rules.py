"""Each rule finds what its fixture plants, at its place and nothing else, and finds nothing where it is kept.

What is to be found stands in rules/<id>/found.txt, a line for each finding. To accept what a rule says now:
``pytest tests/tools/lint/test_rules.py`` prints the file's new content.
"""

import re
from pathlib import Path

import pytest

from tools.errors import GroundplanError
from tools.lint import explain
from tools.lint.checks import CHECKS
from tools.lint.rule import SCOPES, Rule
from tools.lint.rules import RULES

FIXTURES = Path(__file__).parent / "rules"
EACH = pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for rule in RULES])


def found(rule: Rule, name: str) -> str:
    return "".join(f"{each}\n" for each in explain.examine(rule, FIXTURES / rule.id / name))


@EACH
def test_it_finds_what_is_planted(rule: Rule) -> None:
    expected = (FIXTURES / rule.id / "found.txt").read_text(encoding="utf-8")
    actual = found(rule, "fail")
    assert expected, "nothing is planted"
    assert actual == expected, f"if it is right, {rule.id}/found.txt is:\n{actual}"
    assert str(FIXTURES) not in actual, "it names a place on this machine"


@EACH
def test_it_finds_nothing_where_it_is_kept(rule: Rule) -> None:
    assert (FIXTURES / rule.id / "pass").is_dir()
    assert found(rule, "pass") == ""


def test_every_fixture_is_of_a_rule() -> None:
    assert {path.name for path in FIXTURES.iterdir()} == {rule.id for rule in RULES}


def test_ids_are_what_files_are_called_and_no_two_are_the_same() -> None:
    files = sorted((Path(explain.__file__).parent / "rules").glob("gp*.py"))
    assert [rule.id for rule in RULES] == [path.name[:5].upper() for path in files]
    assert len({rule.id for rule in RULES}) == len(RULES)


@EACH
def test_it_says_what_why_and_how(rule: Rule) -> None:
    assert re.fullmatch(r"GP\d{3}", rule.id)
    assert CHECKS[rule.check].rules
    assert rule.scope in SCOPES
    for words in (rule.title, rule.why, rule.fix):
        assert words.endswith(".")


@EACH
def test_it_is_explained_with_a_wrong_and_a_right_example(rule: Rule) -> None:
    text = explain.text(rule)
    for words in (rule.id, rule.title, rule.why, rule.fix, "Wrong:\n", "Right:\n"):
        assert words in text
    wrong, right = explain.examples(rule) or ("", "")
    assert " ^ " in wrong
    assert " ^ " not in right
    assert right.strip()
    assert explain.as_data(rule)["wrong"] == wrong


def test_a_rule_is_found_by_its_id_in_small_letters_and_an_unknown_one_names_the_nearest() -> None:
    assert explain.find("gp015").id == "GP015"
    with pytest.raises(GroundplanError, match="there is no rule GP15") as caught:
        explain.find("GP15")
    assert 'Did you mean "GP015"?' in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_rule_of_plans_is_explained_as_well() -> None:
    rule = explain.find("gp_aws_6")
    text = explain.text(rule)
    for words in ("GP_AWS_6", rule.title, rule.why, rule.fix, "./inv security"):
        assert words in text
    assert explain.as_data(rule)["fix"] == rule.fix


def test_the_list_names_all(capsys: pytest.CaptureFixture[str]) -> None:
    explain.print_list()
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1:]] == [rule.id for rule in explain.EVERY]
