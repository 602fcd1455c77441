"""The bill as a whole: what has no price, tiers over units, allowances, what it rests on, and differences."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from io import StringIO

import pytest
from rich.console import Console

from tests.tools.cost.conftest import TODAY, UNIT, Estate, bill, resources
from tools.cost import Amount, Bill, Usage, difference, places, price, report
from tools.cost.pricing import UNKNOWN


def test_a_type_that_nobody_knows_is_counted_and_named() -> None:
    found = bill({"aws_quantum.a": {}, "aws_quantum.b": {}, "aws_iam_role.a": {}, "random_id.a": {}})
    assert found.unpriced_types == {"aws_quantum": 2}
    assert {each.reason for each in found.unpriced} == {UNKNOWN}
    assert found.free == {"aws_iam_role": 1, "random_id": 1}


def test_a_size_that_the_sheet_has_not_is_unpriced_and_the_rest_of_it_counts() -> None:
    values = {"engine": "oracle-se2", "instance_class": "db.t3.micro", "allocated_storage": 100}
    found = bill({"aws_db_instance.a": values})
    assert [each.reason for each in found.unpriced] == ["rds/oracle-se2/db.t3.micro is not in us-east-1's sheet"]
    assert found.unpriced_types == {"aws_db_instance": 1}
    assert found.sum().expected == pytest.approx(100 * 0.115)


def test_a_region_without_a_sheet_is_named() -> None:
    found = bill({"aws_eip.a": {}}, unit="accounts/dev/ap-south-2/app")
    assert [each.reason for each in found.unpriced] == ["there is no price sheet of ap-south-2"]


def test_a_cluster_of_instances_that_is_no_aurora_is_not_taken_for_nothing() -> None:
    found = bill({"aws_rds_cluster.a": {"engine": "mysql", "db_cluster_instance_class": "db.m5d.large"}})
    assert [each.reason for each in found.unpriced] == ["rds-cluster/mysql/db.m5d.large is not in us-east-1's sheet"]


@pytest.mark.parametrize(
    ("estate", "words"),
    [
        ({"aws_ecs_service.a": {"launch_type": "FARGATE"}}, "fargate-cpu/task definition of another unit"),
        ({"aws_eks_node_group.a": {"instance_types": ["t3.large"], "capacity_type": "SPOT"}}, "ec2-spot/t3.large"),
        ({"aws_ebs_volume.a": {"type": "gp3", "snapshot_id": "snap-1"}}, "ebs/gp3 of unknown size"),
        ({"aws_instance.a": {"instance_type": "t3.large"}}, "ebs/gp2 of unknown size"),
        (
            {"aws_db_instance.a": {"engine": "mysql", "instance_class": "db.t3.micro", "snapshot_identifier": "s"}},
            "rds-storage/gp2 of unknown size",
        ),
        ({"aws_elasticache_cluster.a": {"engine": "valkey", "node_type": "c", "num_cache_nodes": 1}}, "cache-valkey/c"),
    ],
)
def test_what_the_plan_or_the_sheet_does_not_know_is_not_taken_for_nothing(estate: Estate, words: str) -> None:
    assert [each.reason for each in bill(estate).unpriced] == [f"{words} is not in us-east-1's sheet"]


def test_where_no_region_is_known_nothing_is_guessed() -> None:
    found = bill({"aws_eip.a": {}, "aws_ssm_parameter.a": {"tier": "Standard"}}, unit="app")
    assert [(each.address, each.reason) for each in found.unpriced] == [("aws_eip.a", "its region is not known")]


def test_none_of_something_needs_no_price() -> None:
    nodes = {"scaling_config": [{"min_size": 0, "desired_size": 0, "max_size": 0}], "instance_types": ["x9.huge"]}
    assert bill({"aws_eks_node_group.a": nodes}).unpriced == ()


def test_the_tiers_count_what_an_account_has_in_a_region(told: Callable[[str], Usage]) -> None:
    usage = told("- {type: aws_apigatewayv2_api, owner: us, monthly: {requests_million: 200}}\n")
    units = ["accounts/dev/us-east-1/a", "accounts/dev/us-east-1/b", "accounts/prod/us-east-1/a"]
    everything = [each for unit in units for each in resources({"aws_apigatewayv2_api.this": {}}, unit)]
    found = price(everything, places(units), usage, today=TODAY)
    assert {unit: usage.expected for unit, (_, usage) in found.groups(lambda line: line.unit).items()} == pytest.approx(
        {units[0]: (300 + 100 * 0.9) / 2, units[1]: (300 + 100 * 0.9) / 2, units[2]: 200}
    )


def test_allowances_are_named_once_for_an_account_and_not_taken_off() -> None:
    units = ["accounts/dev/us-east-1/a", "accounts/dev/eu-north-1/b"]
    everything = [
        each for unit in units for n in "xy" for each in resources({f"aws_cloudwatch_dashboard.{n}": {}}, unit)
    ]
    found = price(everything, places(units), Usage({}), today=TODAY)
    assert found.sum().expected == 12
    assert found.allowances == {"dev": pytest.approx(9)}


def test_a_bill_says_how_old_its_prices_are_and_how_sure() -> None:
    old = bill({"aws_eip.a": {}, "aws_cloudwatch_composite_alarm.a": {}}, today=datetime.date(2027, 6, 30))
    assert (old.prices[0].sku, old.prices[0].date) == ("alarm-composite", datetime.date(2025, 6, 30))
    assert old.remembered == pytest.approx(0.5 / (0.5 + 3.65))
    text = " ".join(report.notes(old))
    assert "The oldest of 2 prices is 730 days old (alarm-composite, 2025-06-30)" in text
    assert "12% of the expected sum rests on prices that are remembered" in text


ESTATE: Estate = {
    "aws_nat_gateway.a": {"tags_all": {"Project": "shop"}},
    "aws_sqs_queue.a": {},
    "aws_quantum.a": {},
    "aws_vpc.a": {},
    "aws_kms_key.a": {"enable_key_rotation": True},
}


def test_the_report_is_the_same_in_all_its_forms() -> None:
    found = bill(ESTATE)
    console = Console(file=StringIO(), width=200, highlight=False)
    report.print_text(found, console)
    assert isinstance(console.file, StringIO)
    text, markdown, document = console.file.getvalue(), report.markdown(found), report.as_json(found)
    for each in (text, markdown):
        assert "33.85" in each  # 32.85 and the key
        assert "35.85" in each  # after two rotations
        assert "Without a price: aws_quantum (1)" in each
        assert "dev, shop" in each
        assert "aws_sqs_queue (1)" in each
    assert "| accounts/dev/us-east-1/app | 33.85 | 0.00 | 33.85 | 33.85 | 35.85 |" in markdown
    assert json.loads(json.dumps(document))["total"]["fixed"] == {"low": 33.85, "expected": 33.85, "high": 35.85}
    assert document["by_account"]["dev"]["total"]["high"] == pytest.approx(35.85)
    assert document["usage_not_told"] == {"aws_kms_key": 1, "aws_nat_gateway": 1, "aws_sqs_queue": 1, "aws_vpc": 1}
    assert document["lines"][0]["price"]["assurance"] == "checked"


def changed(before: Estate, after: Estate, usage: Usage | None = None) -> tuple[Bill, Bill, set[tuple[str, str]]]:
    touched = {(UNIT, address) for address in {*before, *after} if before.get(address) != after.get(address)}
    return bill(before, usage), bill(after, usage), touched


def test_a_difference_counts_what_comes_goes_and_changes() -> None:
    small = {"engine": "mysql", "engine_version": "8.4", "instance_class": "db.t3.medium", "allocated_storage": 0}
    before: Estate = {"aws_db_instance.a": small, "aws_eip.a": {}, "aws_kms_key.a": {}, "aws_quantum.old": {}}
    after: Estate = {
        "aws_db_instance.a": {**small, "instance_class": "db.t3.large"},
        "aws_kms_key.a": {},
        "aws_quantum.new": {},
        "aws_nat_gateway.a": {},
    }
    found = difference(*changed(before, after))
    assert found.amount.expected == pytest.approx((0.136 - 0.068 - 0.005 + 0.045) * 730)
    assert found.unpriced == {"aws_quantum": 2}
    assert found.remembered  # db.t3.medium is
    assert not difference(*changed({"aws_eip.a": {}}, {})).remembered


def test_what_is_saved_begins_with_the_most(told: Callable[[str], Usage]) -> None:
    usage = told("- {type: aws_athena_workgroup, owner: us, monthly: {scanned_tb: {low: 1, expected: 2, high: 4}}}\n")
    assert difference(*changed({"aws_athena_workgroup.a": {}}, {}, usage)).amount == Amount(-20, -10, -5)


def test_what_stays_makes_no_difference() -> None:
    found = difference(*changed(ESTATE, ESTATE))
    assert (found.amount, found.unpriced, found.remembered) == (Amount(0, 0, 0), {}, False)
