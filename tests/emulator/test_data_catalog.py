"""The examples of the modules around a lake's tables: applied, found unchanged, and destroyed, in one root.

In a copy of an example what is not there is overridden by Terraform's own means, an `_override.tf`: the package of a
function, and rulesets, which the emulator's Glue does not know.
"""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.emulator.environment import clean_environment
from tools.terraform import base_environment, find_terraform

from .test_compute_modules import Root

pytestmark = pytest.mark.thorough

EXAMPLES = {
    "data-pipeline/catalog": ("minimal", "complete"),
    "data-pipeline/query": ("minimal", "complete"),
    "data-pipeline/monitoring": ("minimal", "complete"),
    "compute/lambda-event-bridge": ("objects",),
    "compute/lambda-function": ("image",),
}
ADDED = {
    "data-pipeline/catalog/examples/complete/added_override.tf": 'module "catalog" {\n  quality_rulesets = {}\n}\n',
    "data-pipeline/query/examples/complete/outputs.tf": (
        'output "analyst_policy" {\n  value = module.query.analyst_policy\n}\n'
    ),
    "compute/lambda-event-bridge/examples/objects/added_override.tf": (
        'module "transform" {\n  package = { path = "package.zip", sha256 = filebase64sha256("package.zip") }\n'
        '  sandbox = { ephemeral_storage_size = 2048, system_log_level = "INFO" }\n}\n'
    ),
}
ANALYSTS = 'output "analyst_policy" {\n  value = module.data-pipeline-query-complete.analyst_policy\n}\n'


@pytest.fixture(scope="module")
def root(server: str, repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Root]:
    folder = tmp_path_factory.mktemp("data-catalog")
    calls = []
    for module, examples in EXAMPLES.items():
        shutil.copytree(repository / "modules" / module, folder / module)
        calls += [
            f'module "{module.replace("/", "-")}-{example}" {{\n  source = "./{module}/examples/{example}"\n}}\n'
            for example in examples
        ]
    for path, text in ADDED.items():
        (folder / path).write_text(text, encoding="utf-8")
    with zipfile.ZipFile(folder / "package.zip", "w") as package:
        package.writestr("app.py", "def handler(event, context):\n    return event\n")
    (folder / "main.tf").write_text("".join(calls) + ANALYSTS, encoding="utf-8")
    provider = {
        "region": "us-east-1",
        "default_tags": {"tags": {"Project": "acme"}},  # the emulator's Athena knows no workgroup without tags
        "max_retries": 2,
        "s3_use_path_style": True,
        "skip_credentials_validation": True,
        "skip_metadata_api_check": True,
    }
    (folder / "provider.tf.json").write_text(json.dumps({"provider": {"aws": provider}}), encoding="utf-8")
    shutil.copy2(repository / "live" / ".terraform.lock.hcl", folder)
    environment = clean_environment(server, base_environment(repository, find_terraform()))
    made = Root(folder, environment, server)
    done = made.terraform("init")
    assert done.returncode == 0, done.stdout + done.stderr
    yield made


@pytest.fixture(scope="module")
def applied(root: Root) -> Root:
    done = root.terraform("apply", "-auto-approve", "-parallelism=30")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-6000:]
    return root


def test_nothing_is_left_to_change(applied: Root) -> None:
    done = applied.terraform("plan", "-detailed-exitcode")
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-3000:]


def test_crawlers_know_where_to_look_and_what_they_may(applied: Root) -> None:
    glue = applied.client("glue")
    crawler = glue.get_crawler(Name="acme-prod-trusted")["Crawler"]
    assert [target["Path"] for target in crawler["Targets"]["S3Targets"]] == ["s3://acme-prod-lake/trusted/"]
    assert crawler["Schedule"]["ScheduleExpression"] == "cron(15 * * * ? *)"
    assert crawler["SchemaChangePolicy"] == {"UpdateBehavior": "UPDATE_IN_DATABASE", "DeleteBehavior": "LOG"}
    policy = applied.client("iam").get_role_policy(RoleName="acme-prod-crawler-us-east-1", PolicyName="crawler")
    [reading] = [each for each in policy["PolicyDocument"]["Statement"] if each["Sid"] == "ReadFiles"]
    assert "arn:aws:s3:::acme-prod-lake/trusted/*" in reading["Resource"]
    groups = applied.client("logs").describe_log_groups(logGroupNamePrefix="/aws-glue/crawlers-role/")["logGroups"]
    assert {group["logGroupName"].rpartition("/")[2] for group in groups} == {
        "acme-dev-crawler-us-east-1-acme-dev",
        "acme-prod-crawler-us-east-1-acme-prod",
    }


def test_declared_tables_are_in_the_catalogue(applied: Root) -> None:
    tables = applied.client("glue").get_tables(DatabaseName="acme_lake")["TableList"]
    found = {table["Name"]: table for table in tables}
    assert set(found) == {"raw", "predictions", "customers"}
    assert [key["Name"] for key in found["raw"]["PartitionKeys"]] == ["year", "month", "day"]
    assert found["predictions"]["Parameters"]["projection.dt.range"] == "2026-01-01,NOW"


def test_queries_stand_in_a_workgroup_that_decides(applied: Root) -> None:
    athena = applied.client("athena")
    configuration = athena.get_work_group(WorkGroup="acme-prod")["WorkGroup"]["Configuration"]
    assert configuration["EnforceWorkGroupConfiguration"] is True
    ids = athena.list_named_queries(WorkGroup="acme-prod")["NamedQueryIds"]
    queries = {query["Name"]: query for query in (athena.get_named_query(NamedQueryId=id)["NamedQuery"] for id in ids)}
    assert set(queries) == {"freshness", "rows_per_table", "view_customers_now"}
    assert queries["view_customers_now"]["QueryString"].startswith('CREATE OR REPLACE VIEW "acme_lake"."customers_now"')


def test_an_analyst_reads_through_the_workgroup_alone(applied: Root) -> None:
    state = json.loads((applied.folder / "terraform.tfstate").read_text())
    policy = json.loads(state["outputs"]["analyst_policy"]["value"])
    said = {statement["Sid"]: statement for statement in policy["Statement"]}
    assert said["AskInWorkgroup"]["Resource"] == ["arn:aws:athena:us-east-1:123456789012:workgroup/acme-prod"]
    assert said["ReadFiles"]["Condition"] == {"ForAnyValue:StringEquals": {"aws:CalledVia": ["athena.amazonaws.com"]}}
    writing = {sid for sid, each in said.items() if {"s3:PutObject", "s3:DeleteObject"} & set(each["Action"])}
    assert writing == {"KeepResults"}
    assert said["KeepResults"]["Resource"] == ["arn:aws:s3:::acme-prod-results/queries/*"]
    assert not [each for each in said.values() if "*" in each["Resource"]]
    glue = {action for each in said.values() for action in each["Action"] if action.startswith("glue:")}
    assert all(action.startswith(("glue:Get", "glue:BatchGet")) for action in glue)


def test_one_alarm_tells_the_topic_of_all_the_others(applied: Root) -> None:
    cloudwatch = applied.client("cloudwatch")
    alarms = cloudwatch.describe_alarms(AlarmTypes=["CompositeAlarm", "MetricAlarm"], AlarmNamePrefix="acme-prod-")
    [composite] = alarms["CompositeAlarms"]
    names = {alarm["AlarmName"] for alarm in alarms["MetricAlarms"]}
    assert len(names) == 7 and all(f'ALARM("{name}")' in composite["AlarmRule"] for name in names)
    assert not [alarm for alarm in alarms["MetricAlarms"] if alarm["AlarmActions"]]
    [topic] = composite["AlarmActions"]
    events = applied.client("events")
    for failure in ("crawlers", "replication"):
        [target] = events.list_targets_by_rule(Rule=f"acme-prod-{failure}-failed")["Targets"]
        assert target["Arn"] == topic
    body = json.loads(cloudwatch.get_dashboard(DashboardName="acme-prod-pipeline")["DashboardBody"])
    assert {widget["type"] for widget in body["widgets"]} == {"alarm", "metric", "log"}


def test_functions_stand_outside_of_a_network_and_come_as_images(applied: Root) -> None:
    functions = applied.client("lambda")
    transform = functions.get_function_configuration(FunctionName="acme-transform")
    assert (transform["Runtime"], transform["EphemeralStorage"]["Size"]) == ("python3.11", 2048)
    assert not transform.get("VpcConfig", {}).get("SubnetIds")
    score = functions.get_function(FunctionName="acme-score")
    assert score["Configuration"]["PackageType"] == "Image"
    assert "@sha256:" in score["Code"]["ImageUri"]


def test_everything_can_be_destroyed(applied: Root) -> None:
    done = applied.terraform("destroy", "-auto-approve", "-parallelism=30")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-6000:]
    assert json.loads((applied.folder / "terraform.tfstate").read_text())["resources"] == []
