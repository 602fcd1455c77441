"""A capture of changes: network, database and the replication's examples, applied, found unchanged, and destroyed.

DMS replicates nothing in the emulator: what is tried here is that what was said of it arrives. The password of the
database is followed from where it is made to where it is read.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.emulator.environment import clean_environment
from tools.terraform import base_environment, find_terraform

from .test_compute_modules import Root

pytestmark = pytest.mark.thorough

EXAMPLES = {
    "network": ("data-pipeline",),
    "database": ("postgres",),
    "data-pipeline/replication": ("minimal", "complete", "serverless"),
}
ELSEWHERE = {
    "network": "\n  providers = { aws = aws.eu-north-1 }",
    "database": "\n  providers = { aws = aws.eu-north-1 }\n  depends_on = [module.network-data-pipeline]",
}
"""What is in another region than the rest; the database stands in the network's subnet group."""


@pytest.fixture(scope="module")
def root(server: str, repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Root]:
    folder = tmp_path_factory.mktemp("capture")
    calls = []
    for module, examples in EXAMPLES.items():
        shutil.copytree(repository / "modules" / module, folder / module)
        for example in examples:
            source = f'source = "./{module}/examples/{example}"'
            label = f"{module.rpartition('/')[2]}-{example}"
            calls.append(f'module "{label}" {{\n  {source}{ELSEWHERE.get(module, "")}\n}}\n')
    # RDS looks at the key of the password that it keeps, and the example only names one.
    postgres = folder / "database" / "examples" / "postgres"
    (postgres / "world.tf").write_text('resource "aws_kms_key" "this" {}\n', encoding="utf-8")
    (postgres / "world_override.tf").write_text(
        'module "reports" {\n  kms_key_arn = aws_kms_key.this.arn\n}\n', encoding="utf-8"
    )
    # A rule needs a group that is there.
    replication = folder / "data-pipeline/replication" / "examples" / "complete"
    (replication / "world.tf").write_text('resource "aws_security_group" "this" {}\n', encoding="utf-8")
    (replication / "world_override.tf").write_text(
        'module "capture" {\n  network = {\n    security_group_id = aws_security_group.this.id\n'
        '    subnet_ids        = { a = "subnet-0123456789abcdef0", b = "subnet-0123456789abcdef1" }\n  }\n}\n',
        encoding="utf-8",
    )
    provider = {"max_retries": 2, "skip_credentials_validation": True, "skip_metadata_api_check": True}
    providers = [{"region": "us-east-1", **provider}, {"alias": "eu-north-1", "region": "eu-north-1", **provider}]
    (folder / "main.tf").write_text("".join(calls), encoding="utf-8")
    (folder / "provider.tf.json").write_text(json.dumps({"provider": {"aws": providers}}), encoding="utf-8")
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


def test_the_secret_says_how_to_connect_and_the_state_does_not(applied: Root) -> None:
    secrets = applied.client("secretsmanager", region="eu-north-1")
    connection = json.loads(secrets.get_secret_value(SecretId="acme-capture-db-master")["SecretString"])
    [database] = applied.client("rds", region="eu-north-1").describe_db_instances(
        DBInstanceIdentifier="acme-capture-db"
    )["DBInstances"]
    expected = {"username": "shop_admin", "host": database["Endpoint"]["Address"], "port": 5432, "dbname": "shop"}
    password = connection.pop("password")
    assert connection == expected
    assert len(password) == 32
    assert password not in (applied.folder / "terraform.tfstate").read_text(encoding="utf-8")


def test_a_further_user_has_a_secret_with_a_password_of_its_own(applied: Root) -> None:
    secrets = applied.client("secretsmanager", region="eu-north-1")
    master, user = (
        json.loads(secrets.get_secret_value(SecretId=f"acme-capture-db-{name}")["SecretString"])
        for name in ("master", "capture")
    )
    assert user["username"] == "capture"
    assert {key: user[key] for key in ("host", "port", "dbname")} == {
        key: master[key] for key in ("host", "port", "dbname")
    }
    assert len(user["password"]) == 32
    assert user["password"] != master["password"]
    assert user["password"] not in (applied.folder / "terraform.tfstate").read_text(encoding="utf-8")


def test_the_database_keeps_a_log_that_others_can_read(applied: Root) -> None:
    rds = applied.client("rds", region="eu-north-1")
    [database] = rds.describe_db_instances(DBInstanceIdentifier="acme-capture-db")["DBInstances"]
    [group] = database["DBParameterGroups"]
    parameters = {
        each["ParameterName"]: (each["ParameterValue"], each.get("ApplyMethod"))
        for each in rds.describe_db_parameters(DBParameterGroupName=group["DBParameterGroupName"])["Parameters"]
    }
    assert parameters["rds.logical_replication"] == ("1", "pending-reboot")
    assert parameters["rds.force_ssl"][0] == "1"
    assert database["PubliclyAccessible"] is False


def test_tasks_wait_to_be_started_and_their_connections_can_be_tested(applied: Root) -> None:
    dms = applied.client("dms")
    tasks = {each["ReplicationTaskIdentifier"]: each for each in dms.describe_replication_tasks()["ReplicationTasks"]}
    assert set(tasks) == {"acme-orders", "acme-capture"}
    assert {each["Status"] for each in tasks.values()} == {"ready"}
    task = tasks["acme-capture"]
    for endpoint in (task["SourceEndpointArn"], task["TargetEndpointArn"]):
        dms.test_connection(ReplicationInstanceArn=task["ReplicationInstanceArn"], EndpointArn=endpoint)
    started = dms.start_replication_task(
        ReplicationTaskArn=task["ReplicationTaskArn"], StartReplicationTaskType="start-replication"
    )
    assert started["ReplicationTask"]["Status"] == "running"
    dms.stop_replication_task(ReplicationTaskArn=task["ReplicationTaskArn"])


def test_what_was_said_of_the_endpoints_arrives(applied: Root) -> None:
    dms = applied.client("dms")
    endpoints = {each["EndpointIdentifier"]: each for each in dms.describe_endpoints()["Endpoints"]}
    source = endpoints["acme-capture-source"]
    assert source["SslMode"] == "verify-full"
    settings = source["PostgreSQLSettings"]
    assert (settings["SlotName"], settings["PluginName"]) == ("acme_capture", "pglogical")
    assert settings["HeartbeatEnable"] is True
    assert settings["SecretsManagerSecretId"].startswith("arn:aws:secretsmanager:")
    kinesis = endpoints["acme-capture-target"]["KinesisSettings"]
    assert kinesis["MessageFormat"] == "json-unformatted"
    assert kinesis["PartitionIncludeSchemaTable"] is kinesis["IncludeTransactionDetails"] is True


def test_what_is_switched_off_runs_nothing(applied: Root) -> None:
    dms = applied.client("dms")
    instances = dms.describe_replication_instances()["ReplicationInstances"]
    assert {each["ReplicationInstanceIdentifier"] for each in instances} == {"acme-orders", "acme-capture"}
    [serverless] = dms.describe_replication_configs()["ReplicationConfigs"]
    assert serverless["ReplicationConfigIdentifier"] == "acme-serverless"
    endpoints = {each["EndpointIdentifier"] for each in dms.describe_endpoints()["Endpoints"]}
    assert {"acme-resting-source", "acme-resting-target"} <= endpoints


def test_switching_off_takes_away_what_runs_and_nothing_else(applied: Root) -> None:
    override = applied.folder / "data-pipeline" / "replication" / "examples" / "complete" / "off_override.tf"
    override.write_text('module "capture" {\n  enabled = false\n}\n', encoding="utf-8")
    planned = applied.terraform("plan", "-refresh=false", "-json")
    override.unlink()
    assert planned.returncode == 0, planned.stdout[-3000:] + planned.stderr[-3000:]
    events = [json.loads(line) for line in planned.stdout.splitlines()]
    changes = [event["change"] for event in events if event["type"] == "planned_change"]
    actions = {(change["resource"]["resource_type"], change["action"]) for change in changes}
    assert actions == {
        ("aws_cloudwatch_metric_alarm", "delete"),
        ("aws_dms_event_subscription", "delete"),
        ("aws_dms_replication_instance", "delete"),
        ("aws_dms_replication_task", "delete"),
    }


def test_everything_can_be_destroyed(applied: Root) -> None:
    done = applied.terraform("destroy", "-auto-approve", "-parallelism=30")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-6000:]
    assert json.loads((applied.folder / "terraform.tfstate").read_text())["resources"] == []
