"""What watches and guards: logs, metrics, alarms, keys, secrets, audit, threat detection."""

from __future__ import annotations

from ...compose.snapshot import Resource
from ..amount import Amount, exactly
from .kind import Kind, Parts, Scene, first, monthly


def _alarm(resource: Resource, _: Scene) -> Parts:
    """By the metrics that an alarm reads; one that learns what is usual reads each with its band, three in all."""
    values = resource.values
    read = [query for query in values.get("metric_query") or [] if query.get("metric")]
    metrics = max(len(read), 1)
    periods = [values.get("period"), *(query["metric"][0].get("period") for query in read)]
    fast = any(period is not None and 0 < period < 60 for period in periods)
    count = metrics * (3 if values.get("threshold_metric_id") else 1)
    yield ("alarm-fast" if fast else "alarm"), exactly(count)


def _filter(resource: Resource, scene: Scene) -> Parts:
    """A metric made of logs: billed in the hours in which something is written, all of them with a default value.

    Several filters may feed one metric, which costs once: the first of them has it.
    """
    alike = [each for each in scene.beside(resource, resource.type) if _fed(each) == _fed(resource)]
    if resource.full_address == min((each.full_address for each in alike), default=resource.full_address):
        always = any(first(each.values.get("metric_transformation")).get("default_value") for each in alike)
        yield "custom-metric", Amount(1.0 if always else 0.0, 1.0, 1.0)


def _fed(resource: Resource) -> tuple[object, object]:
    made = first(resource.values.get("metric_transformation"))
    return made.get("namespace"), made.get("name")


def _key(resource: Resource, _: Scene) -> Parts:
    """A key; each of its first two yearly rotations adds the price of one."""
    yield "kms-key", Amount(1, 1, 3 if resource.values.get("enable_key_rotation") else 1)


def _secret(resource: Resource, _: Scene) -> Parts:
    """A secret, and each of its replicas."""
    yield "secret", exactly(1 + len(resource.values.get("replica") or []))


def _parameter(resource: Resource, _: Scene) -> Parts:
    """Advanced parameters cost; standard ones are free."""
    if resource.values.get("tier") == "Advanced":
        yield "ssm-parameter", exactly(1)


def _analyzed(resource: Resource) -> tuple[str, ...]:
    """Roles and users, by an analyzer of access that nobody uses; one of access from outside is free."""
    return ("unused-access",) if str(resource.values.get("type")).endswith("_UNUSED_ACCESS") else ()


def _recorded(resource: Resource) -> tuple[str, ...]:
    daily = first(resource.values.get("recording_mode")).get("recording_frequency") == "DAILY"
    return ("config-items-daily" if daily else "config-items",)


def _web_acl(resource: Resource, _: Scene) -> Parts:
    yield "web-acl", exactly(1)
    if rules := len(resource.values.get("rule") or []):
        yield "web-acl-rule", exactly(rules)


KINDS = (
    Kind("aws_accessanalyzer_analyzer", usage={"identities": _analyzed}),
    Kind("aws_cloudwatch_metric_alarm", _alarm),
    Kind("aws_cloudwatch_composite_alarm", monthly("alarm-composite")),
    Kind("aws_cloudwatch_dashboard", monthly("dashboard")),
    Kind("aws_cloudwatch_log_group", usage={"ingested_gb": "logs-ingested", "stored_gb": "logs-stored"}),
    Kind("aws_cloudwatch_log_metric_filter", _filter),
    Kind("aws_cloudwatch_event_bus", usage={"events_million": "eventbridge"}),
    Kind("aws_kms_key", _key, {"requests_10k": "kms-requests"}),
    Kind("aws_kms_external_key", _key, {"requests_10k": "kms-requests"}),
    Kind("aws_kms_replica_key", _key, {"requests_10k": "kms-requests"}),
    Kind("aws_secretsmanager_secret", _secret, {"requests_10k": "secret-requests"}),
    Kind("aws_ssm_parameter", _parameter),
    Kind("aws_cloudtrail", usage={"data_events_100k": "cloudtrail-data-events"}),
    Kind("aws_config_configuration_recorder", usage={"items": _recorded}),
    Kind(
        "aws_guardduty_detector",
        usage={
            "management_events_million": "guardduty-events",
            "flow_and_dns_gb": "guardduty-flows",
            "s3_events_million": "guardduty-s3",
            "database_vcpus": "guardduty-rds",
        },
    ),
    Kind("aws_securityhub_account", usage={"checks": "securityhub-checks"}),
    Kind("aws_wafv2_web_acl", _web_acl, {"requests_million": "web-acl-requests"}),
)
