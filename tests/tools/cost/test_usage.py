"""Usage files: whose word counts, and what is wrong with one that is not right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tools.cost.conftest import UNIT, bill, resources
from tools.cost import Amount, Usage, not_read, read_usage
from tools.errors import GroundplanError

ALL = "- {type: aws_sqs_queue, owner: us, monthly: {requests_million: 10}}\n"


def given(usage: Usage, unit: str = UNIT) -> Amount | None:
    return usage.given(resources({"aws_sqs_queue.jobs": {}}, unit)[0], "requests_million")


def test_nothing_is_told_where_there_is_no_file(tmp_path: Path) -> None:
    assert given(read_usage(tmp_path, [UNIT])) is None


def test_the_nearest_file_has_the_last_word_and_in_a_file_the_last_entry(told: Callable[..., Usage]) -> None:
    assert given(told(ALL)) == Amount(10, 10, 10)
    assert given(told(ALL.replace("10", "20"), "accounts/dev")) == Amount(20, 20, 20)
    assert given(told(ALL.replace("10", "30") + ALL.replace("10", "40"), UNIT)) == Amount(40, 40, 40)


@pytest.mark.parametrize(
    ("about", "covered"),
    [
        ("unit: app", True),
        ("unit: us-east-1/*", True),
        ("unit: accounts/dev/us-east-1/app", True),
        ("unit: other", False),
        ("unit: app, address: '*.jobs'", True),
        ("unit: app, address: aws_sqs_queue.others", False),
    ],
)
def test_an_entry_is_about_units_and_addresses(told: Callable[..., Usage], about: str, covered: bool) -> None:
    usage = told(ALL.replace("{type", f"{{{about}, type"))
    assert (given(usage) is not None) == covered
    assert [place.rpartition("/")[2] for place in usage.idle] == ([] if covered else ["usage.yaml:1"])


def test_who_says_something_of_a_resource_says_all_that_counts(told: Callable[..., Usage]) -> None:
    buckets = {"aws_s3_bucket.a": {}, "aws_s3_bucket.b": {}}
    usage = told(
        "- {type: aws_s3_bucket, address: '*.a', owner: us, monthly: {standard_gb: {low: 0, expected: 1, high: 5}}}\n"
    )
    found = bill(buckets, usage)
    assert found.sum("usage").cases == pytest.approx([0, 0.023, 5 * 0.023])
    assert found.not_told == ((UNIT, "aws_s3_bucket.b", "aws_s3_bucket"),)


@pytest.mark.parametrize(
    ("entry", "words", "hint"),
    [
        ("- 5", "expected a mapping", "an entry reads"),
        ("- {type: aws_sqs_queue, monthly: {requests_million: 1}}", "lacks owner", "an entry reads"),
        ("- {type: aws_sqs_queue, owner: us}", "lacks monthly", "an entry reads"),
        (ALL.replace("owner", "colour: red, owner"), "colour means nothing here", "an entry reads"),
        (
            ALL.replace("aws_sqs_queue", "aws_sqs_queu"),
            "aws_sqs_queu is not billed by use",
            'Did you mean "aws_sqs_queue"?',
        ),
        (ALL.replace("aws_sqs_queue", "random_pet"), "random_pet is not billed by use", "those that are: "),
        (
            ALL.replace("requests_million", "request_million"),
            "no use called request_million",
            'Did you mean "requests_million"?',
        ),
        (ALL.replace("10", "many"), "requests_million: expected a number", "an entry reads"),
        (ALL.replace("10", "-1"), "requests_million: expected a number", "an entry reads"),
        (ALL.replace("10", ".inf"), "requests_million: expected a number", "an entry reads"),
        (ALL.replace("10", "1" + "0" * 400), "requests_million: expected a number", "an entry reads"),
        (ALL.replace("10", "{low: 1, high: 2}"), "or low, expected and high", "an entry reads"),
        (ALL.replace("10", "{low: 1, expected: 3, high: 2}"), "are not in order", "write the least first"),
        (ALL.replace("10", "{low: 1, expected: x, high: 2}"), "are numbers of zero or more", "an entry reads"),
        (ALL.replace("{requests_million: 10}", "[1]"), "monthly is no mapping", "an entry reads"),
    ],
)
def test_a_wrong_entry_is_told_with_its_line_and_a_way_out(
    tmp_path: Path, told: Callable[..., Usage], entry: str, words: str, hint: str
) -> None:
    with pytest.raises(GroundplanError) as raised:
        told(f"# a comment\n{ALL}{entry}\n")
    assert words in raised.value.message
    assert raised.value.where == f"{tmp_path}/usage.yaml:3"
    assert hint in str(raised.value.hint)


def test_a_file_that_no_unit_is_below_or_that_is_called_otherwise_is_named(tmp_path: Path) -> None:
    for name in ("usage.yaml", "accounts/dev/usage.yaml", f"{UNIT}/usage.yaml", "accounts/dve/usage.yaml", "usage.yml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(ALL)
    assert not_read(tmp_path, [UNIT]) == [f"{tmp_path}/accounts/dve/usage.yaml", f"{tmp_path}/usage.yml"]


def test_what_is_no_list_is_told(told: Callable[..., Usage]) -> None:
    with pytest.raises(GroundplanError, match="expected a list"):
        told("type: aws_sqs_queue\n")
    assert given(told("# nothing yet\n")) is None
