"""What a capture of changes promises: a log that can be read, who reaches it, what is replicated and who may."""

from __future__ import annotations

import json
from typing import Any

from .library import Example
from .planning import Outcome
from .test_semantics import Planned, allowed, of, statements


def groups(network: Outcome) -> set[str]:
    return {each.name for each in network.resources if each.type == "aws_security_group"}


def group_rules(network: Outcome, kind: str) -> dict[str, tuple[int, str | None]]:
    """Port and range of each rule of security groups, by its name."""
    return {
        rule["tags"]["Name"]: (rule["from_port"], rule["cidr_ipv4"])
        for rule in network.all(f"aws_vpc_security_group_{kind}_rule").values()
    }


@of("network", "data-pipeline")
def test_only_dms_reaches_the_database_and_nothing_leaves_but_through_endpoints(
    planned: Planned, example: Example
) -> None:
    network = planned[example]
    assert groups(network) == {"database", "dms", "endpoints", "lambda"}
    assert group_rules(network, "egress") == {
        "acme-capture-dms-to-database": (5432, None),
        "acme-capture-dms-to-endpoints": (443, None),
        "acme-capture-dms-to-s3": (443, None),
        "acme-capture-lambda-to-endpoints": (443, None),
        "acme-capture-lambda-to-s3": (443, None),
    }
    ingress = group_rules(network, "ingress")
    assert ingress.pop("acme-capture-database-from-dms") == (5432, None)
    assert {name.rpartition("-eu-")[0] for name in ingress} == {"acme-capture-endpoints"}
    assert network.all("aws_nat_gateway") == {}


@of("network", "complete")
def test_a_service_has_no_group_for_dms(planned: Planned, example: Example) -> None:
    assert groups(planned[example]) == {"alb", "database", "ecs_tasks", "endpoints", "lambda"}


@of("database", "postgres")
def test_postgres_lets_its_changes_be_read_from_the_first_start_on(planned: Planned, example: Example) -> None:
    groups = {each["name"]: each for each in planned[example].all("aws_db_parameter_group").values()}
    rows = planned[example].resources
    source = next(r.values for r in rows if r.address.startswith("module.source_database.aws_db_parameter_group"))
    parameters = {each["name"]: (each["value"], each["apply_method"]) for each in source["parameter"]}
    assert (
        parameters.items()
        >= {
            "rds.force_ssl": ("1", "immediate"),
            "rds.logical_replication": ("1", "pending-reboot"),
            "max_replication_slots": ("10", "pending-reboot"),
            "max_wal_senders": ("15", "pending-reboot"),
            "wal_sender_timeout": ("0", "immediate"),
            "max_slot_wal_keep_size": ("8192", "immediate"),
        }.items()
    )
    assert "require_secure_transport" not in parameters
    instance = next(r.values for r in rows if r.address == "module.source_database.aws_db_instance.this[0]")
    assert (instance["engine"], instance["port"], instance["publicly_accessible"]) == ("postgres", 5432, False)
    assert instance["parameter_group_name"] == source["name"]
    assert {each["family"] for each in groups.values()} == {"postgres16"}
    assert set(instance["enabled_cloudwatch_logs_exports"]) == {"postgresql", "upgrade"}


@of("database", "postgres")
def test_a_slot_that_nobody_reads_is_told_of(planned: Planned, example: Example) -> None:
    alarms = {r.address: r.values for r in planned[example].resources if r.type == "aws_cloudwatch_metric_alarm"}
    metrics = {
        (address.split(".")[1], values["metric_name"]): values["threshold"] for address, values in alarms.items()
    }
    gib = 1024**3
    assert metrics == {
        ("source_database", "FreeStorageSpace"): 2 * gib,
        ("source_database", "OldestReplicationSlotLag"): 1 * gib,
        ("source_database", "TransactionLogsDiskUsage"): 5 * gib,
        ("reports", "FreeStorageSpace"): 2 * gib,
    }


@of("database", "postgres")
def test_no_password_of_postgres_is_in_its_plan(planned: Planned, example: Example) -> None:
    rows = planned[example].resources
    instances = {r.address.split(".")[1]: r.values for r in rows if r.type == "aws_db_instance"}
    assert {each.get("password") for each in instances.values()} == {None}
    assert {each.get("password_wo") for each in instances.values()} == {None}
    assert instances["reports"]["manage_master_user_password"] is True
    assert not instances["source_database"]["manage_master_user_password"]
    assert instances["source_database"]["password_wo_version"] == 1
    for version in (r for r in rows if r.type == "aws_secretsmanager_secret_version"):
        assert version.values.get("secret_string") is version.values.get("secret_string_wo") is None


def mappings(task: Any) -> dict[str, dict[str, Any]]:
    return {rule["rule-name"]: rule for rule in json.loads(task["table_mappings"])["rules"]}


def of_capture(outcome: Outcome, type: str) -> list[dict[str, Any]]:
    """What the first of the two in the complete example makes."""
    return [dict(r.values) for r in outcome.resources if r.type == type and r.address.startswith("module.capture.")]


@of("data-pipeline/replication", "complete")
def test_rows_stay_in_order_and_nothing_of_dms_is_replicated(planned: Planned, example: Example) -> None:
    [task] = of_capture(planned[example], "aws_dms_replication_task")
    rules = mappings(task)
    assert len({rule["rule-id"] for rule in rules.values()}) == len(rules)
    assert rules["exclude-awsdms"]["object-locator"] == {"schema-name": "%", "table-name": "awsdms[_]%"}
    assert rules["exclude-sessions"]["rule-action"] == "exclude"
    assert rules["map-shop"]["mapping-parameters"] == {"partition-key-type": "primary-key"}
    assert rules["map-shop"]["rule-action"] == "map-record-to-record"
    assert rules["map-audits"]["object-locator"] == {"schema-name": "audit", "table-name": "events[_]%"}
    included = {name.removeprefix("include-") for name in rules if name.startswith("include-")}
    assert included == {name.removeprefix("map-") for name in rules if name.startswith("map-")} == {"audits", "shop"}


@of("data-pipeline/replication", "complete")
def test_a_task_copies_and_follows_and_waits_to_be_started(planned: Planned, example: Example) -> None:
    [task] = of_capture(planned[example], "aws_dms_replication_task")
    assert (task["migration_type"], task["start_replication_task"]) == ("full-load-and-cdc", False)
    settings = json.loads(task["replication_task_settings"])
    assert settings["Logging"]["EnableLogging"] is True
    assert settings["BeforeImageSettings"]["ColumnFilter"] == "pk-only"
    assert "CloudWatchLogGroup" not in settings["Logging"], "DMS refuses it"
    assert settings["ErrorBehavior"]["DataErrorPolicy"] == "STOP_TASK"
    assert settings["TargetMetadata"]["LobMaxSize"] == 256
    [group] = of_capture(planned[example], "aws_cloudwatch_log_group")
    [instance] = of_capture(planned[example], "aws_dms_replication_instance")
    assert group["kms_key_id"] != instance["kms_key_arn"], "logs may have a key of their own"
    assert group["name"] == f"dms-tasks-{instance['replication_instance_id']}"
    assert instance["publicly_accessible"] is False
    assert instance["kms_key_arn"]


@of("data-pipeline/replication", "complete")
def test_endpoints_keep_no_password_and_speak_tls(planned: Planned, example: Example) -> None:
    source, target = sorted(of_capture(planned[example], "aws_dms_endpoint"), key=lambda each: each["endpoint_type"])
    assert (source["engine_name"], target["engine_name"]) == ("postgres", "kinesis")
    assert source["password"] is source["username"] is None
    assert source["secrets_manager_arn"].startswith("arn:aws:secretsmanager:")
    assert source["ssl_mode"] == "verify-full"
    assert source["postgres_settings"][0]["heartbeat_enable"] is True
    assert source["postgres_settings"][0]["plugin_name"] == "pglogical"
    settings = target["kinesis_settings"][0]
    assert settings["message_format"] == "json-unformatted"
    told = ("include_control_details", "include_null_and_empty", "include_table_alter_operations")
    assert all(settings[name] for name in (*told, "include_transaction_details", "partition_include_schema_table"))


@of("data-pipeline/replication", "complete")
def test_the_way_to_a_source_outside_is_as_wide_as_it_is(planned: Planned, example: Example) -> None:
    [rule] = of_capture(planned[example], "aws_vpc_security_group_egress_rule")
    assert (rule["cidr_ipv4"], rule["from_port"], rule["to_port"], rule["ip_protocol"]) == (
        "10.50.0.0/24",
        5433,
        5433,
        "tcp",
    )
    assert rule["security_group_id"] == "sg-0123456789abcdef0"


@of("data-pipeline/replication", "minimal")
def test_to_a_source_within_leads_no_rule_of_its_own(planned: Planned, example: Example) -> None:
    assert planned[example].all("aws_vpc_security_group_egress_rule") == {}


@of("data-pipeline/replication", "complete")
def test_dms_may_read_one_secret_and_write_one_stream(planned: Planned, example: Example) -> None:
    roles = {
        role["name"]: json.loads(role["assume_role_policy"]) for role in of_capture(planned[example], "aws_iam_role")
    }
    trusted = {name: policy["Statement"][0]["Principal"]["Service"] for name, policy in roles.items()}
    assert trusted == {
        "acme-capture-read-secret-us-east-1": "dms.us-east-1.amazonaws.com",
        "acme-capture-write-stream-us-east-1": "dms.amazonaws.com",
        "dms-cloudwatch-logs-role": "dms.amazonaws.com",
        "dms-vpc-role": "dms.amazonaws.com",
    }
    for policy in roles.values():
        assert policy["Statement"][0]["Condition"] == {"StringEquals": {"aws:SourceAccount": "123456789012"}}
    policies = {each["name"]: each["policy"] for each in of_capture(planned[example], "aws_iam_role_policy")}
    assert allowed(policies["read-secret"]) == {
        "kms:Decrypt",
        "kms:DescribeKey",
        "secretsmanager:DescribeSecret",
        "secretsmanager:GetSecretValue",
    }
    assert allowed(policies["write-stream"]) == {
        "kinesis:DescribeStream",
        "kinesis:PutRecord",
        "kinesis:PutRecords",
        "kms:GenerateDataKey",
    }
    for policy in policies.values():
        assert all(
            len(each["Resource"]) == 1 and "*" not in each["Resource"][0] for each in statements(policy).values()
        )
    assert {
        each["policy_arn"].rpartition("/")[2] for each in of_capture(planned[example], "aws_iam_role_policy_attachment")
    } == {
        "AmazonDMSCloudWatchLogsRole",
        "AmazonDMSVPCManagementRole",
    }


@of("data-pipeline/replication", "complete")
def test_who_is_told_that_changes_come_late_or_not_at_all(planned: Planned, example: Example) -> None:
    alarms = {each["metric_name"]: each for each in of_capture(planned[example], "aws_cloudwatch_metric_alarm")}
    assert set(alarms) == {"CDCLatencySource", "CDCLatencyTarget"}
    assert {each["threshold"] for each in alarms.values()} == {120}
    assert alarms["CDCLatencyTarget"]["dimensions"] == {
        "ReplicationInstanceIdentifier": "acme-capture",
        "ReplicationTaskIdentifier": "acme-capture",
    }
    subscriptions = of_capture(planned[example], "aws_dms_event_subscription")
    assert {(each["source_type"], "failure" in each["event_categories"]) for each in subscriptions} == {
        ("replication-instance", True),
        ("replication-task", True),
    }


@of("data-pipeline/replication", "complete")
def test_what_is_switched_off_costs_nothing_and_keeps_its_place(planned: Planned, example: Example) -> None:
    kept = {r.type for r in planned[example].resources if r.address.startswith("module.resting.")}
    assert kept == {
        "aws_cloudwatch_log_group",
        "aws_dms_endpoint",
        "aws_dms_replication_subnet_group",
        "aws_iam_role",
        "aws_iam_role_policy",
    }


@of("data-pipeline/replication", "serverless")
def test_a_serverless_replication_has_no_instance(planned: Planned, example: Example) -> None:
    outcome = planned[example]
    config = outcome.one("aws_dms_replication_config")
    assert config["start_replication"] is False
    assert mappings(config).keys() == {"include-orders", "map-orders", "exclude-awsdms"}
    assert (config["compute_config"][0]["min_capacity_units"], config["compute_config"][0]["max_capacity_units"]) == (
        1,
        4,
    )
    assert outcome.all("aws_dms_replication_instance") == outcome.all("aws_dms_replication_task") == {}


@of("database", "postgres")
def test_further_users_have_secrets_of_their_own_and_no_password_in_the_plan(
    planned: Planned, example: Example
) -> None:
    secrets = planned[example].all("aws_secretsmanager_secret")
    assert {each["name"] for each in secrets.values()} == {"acme-capture-db-master", "acme-capture-db-capture"}
    versions = planned[example].all("aws_secretsmanager_secret_version")
    assert len(versions) == 3
    assert all(each.get("secret_string") is None for each in versions.values())
    assert all(each["secret_string_wo_version"] == 1 for each in versions.values())


@of("security/secret-rotation", "complete")
def test_the_function_is_called_for_its_secrets_and_touches_no_other(planned: Planned, example: Example) -> None:
    secrets = {
        name: f"arn:aws:secretsmanager:us-east-1:123456789012:secret:acme-source-{name}-{suffix}"
        for name, suffix in (("master", "a1b2c3"), ("capture", "d4e5f6"))
    }
    rotations = planned[example].all("aws_secretsmanager_secret_rotation").values()
    assert {(each["secret_id"], each["rotation_rules"][0]["automatically_after_days"]) for each in rotations} == {
        (secrets["master"], 30),
        (secrets["capture"], 90),
    }
    callers = planned[example].all("aws_lambda_permission").values()
    assert {each["principal"] for each in callers} == {"secretsmanager.amazonaws.com"}
    assert {each["source_arn"] for each in callers} == set(secrets.values())
    [policy] = planned[example].all("aws_iam_role_policy").values()
    of_secrets = [
        each
        for each in json.loads(policy["policy"])["Statement"]
        if any(action.startswith("secretsmanager:") for action in each["Action"])
    ]
    assert {resource for each in of_secrets for resource in each["Resource"]} == set(secrets.values())
