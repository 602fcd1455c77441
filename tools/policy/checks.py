"""Rules that checkov lacks, or keeps too loosely: plain functions over a plan."""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..strings import strings
from .document import Plan, Resource
from .evaluated import MASKED, Evaluated, plain

REQUIRED_TAGS = ("CostCenter", "Environment", "ManagedBy", "Owner", "Project")


class Complaint(NamedTuple):
    """A resource that does not keep a rule, what is wrong, and the attributes that show it."""

    resource: Resource
    message: str
    evaluated: Evaluated


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of ours; ``check`` yields the resources that do not keep it, with what is wrong."""

    id: str
    name: str
    severity: str
    check: Callable[[Plan], Iterator[Complaint]]


def _open_to_the_world(plan: Plan) -> Iterator[Complaint]:
    for resource in plan.of_type(
        "aws_vpc_security_group_ingress_rule", "aws_security_group_rule", "aws_security_group"
    ):
        values = resource.values
        rules = values.get("ingress") or [] if resource.type == "aws_security_group" else [values]
        if values.get("type") == "egress":
            continue
        for rule in rules:
            ranges = [rule.get("cidr_ipv4"), rule.get("cidr_ipv6")]
            ranges += [*(rule.get("cidr_blocks") or []), *(rule.get("ipv6_cidr_blocks") or [])]
            for cidr in filter(None, ranges):
                if _is_world(cidr):
                    ports = f"{rule.get('from_port')}-{rule.get('to_port')}"
                    yield Complaint(
                        resource,
                        f"lets {cidr} in on ports {ports}; a public door carries its reason",
                        _door(rule, cidr),
                    )


def _door(rule: dict[str, Any], cidr: str) -> Evaluated:
    """What a rule of a security group lets through, the same for a rule of its own and for one within a group."""
    protocol = rule.get("ip_protocol") or rule.get("protocol")
    return {"cidr": cidr, "from_port": rule.get("from_port"), "to_port": rule.get("to_port"), "protocol": protocol}


def _is_world(cidr: str) -> bool:
    """Whether a range is so wide that it holds most of the internet (0.0.0.0/1 is no better than 0.0.0.0/0)."""
    try:
        return ipaddress.ip_network(cidr, strict=False).prefixlen < 4
    except ValueError:
        return False


def _untagged(plan: Plan) -> Iterator[Complaint]:
    for resource in plan.resources:
        tags = _tags(resource)
        if tags is None:
            continue
        if missing := [key for key in REQUIRED_TAGS if not tags.get(key)]:
            words = f"lacks the tags {', '.join(missing)}: the provider's default_tags in root.hcl give them"
            yield Complaint(resource, words, {"tags_all": {key: tags.get(key) for key in missing}})


def _tags(resource: Resource) -> dict[str, Any] | None:
    """The tags that a resource will have; None where it takes none, or nothing is known of them."""
    if resource.type == "aws_autoscaling_group":  # default tags do not reach it
        return {tag["key"]: tag["value"] for tag in resource.values.get("tag") or []}
    later = resource.unknown.get("tags_all")
    if later is True:  # the provider has no default tags, or those of the resource are not known
        return None if resource.unknown.get("tags") is True else resource.values.get("tags") or {}
    if "tags_all" in resource.values:
        return (resource.values["tags_all"] or {}) | (later or {})
    return None


def _lasting_keys(plan: Plan) -> Iterator[Complaint]:
    for resource in plan.of_type(
        "aws_iam_access_key", "aws_iam_user_login_profile", "aws_iam_service_specific_credential"
    ):
        yield Complaint(
            resource, "is a key that does not expire, and stands in the state: let what needs it assume a role", {}
        )


def _plain_http_buckets(plan: Plan) -> Iterator[Complaint]:
    policies = plan.of_type("aws_s3_bucket_policy")
    for bucket in plan.of_type("aws_s3_bucket"):
        own = [policy for policy in policies if _is_for(policy, bucket)]
        if not own:
            yield Complaint(bucket, "has no bucket policy that refuses requests without TLS (aws:SecureTransport)", {})
        for policy in own:
            text = policy.values.get("policy")
            if text is None:
                words = "is known after apply only, so that nobody can check it: derive its ARNs from inputs"
                yield Complaint(policy, words, {"policy": None})
            elif not any(_refuses_plain_http(statement) for statement in _statements(text)):
                words = "does not refuse requests without TLS: Deny s3:* where aws:SecureTransport is false"
                yield Complaint(policy, words, {"policy": plain(text)})


def _is_for(policy: Resource, bucket: Resource) -> bool:
    named = policy.values.get("bucket")
    if named is not None and bucket.values.get("bucket") is not None:
        return bool(named == bucket.values["bucket"])
    refers = any(
        reference.startswith(f"aws_s3_bucket.{bucket.name}") for reference in policy.references.get("bucket", ())
    )
    return policy.module == bucket.module and refers and policy.key in (None, bucket.key)


def _statements(policy: str) -> list[dict[str, Any]]:
    try:
        statements = json.loads(policy).get("Statement", [])
    except (ValueError, AttributeError):
        return []
    return statements if isinstance(statements, list) else [statements]


def _refuses_plain_http(statement: dict[str, Any]) -> bool:
    secure = statement.get("Condition", {}).get("Bool", {}).get("aws:SecureTransport")
    actions = statement.get("Action", [])
    return (
        statement.get("Effect") == "Deny"
        and str(secure).lower() in ("false", "['false']")
        and statement.get("Principal") in ("*", {"AWS": "*"}, {"AWS": ["*"]})
        and bool({"s3:*", "*"} & set([actions] if isinstance(actions, str) else actions))
    )


_SECRET_ARGUMENTS = {
    "aws_db_instance": ("password",),
    "aws_dms_endpoint": ("password",),
    "aws_docdb_cluster": ("master_password",),
    "aws_elasticache_replication_group": ("auth_token",),
    "aws_rds_cluster": ("master_password",),
    "aws_redshift_cluster": ("master_password",),
    "aws_secretsmanager_secret_version": ("secret_string", "secret_binary"),
}
_SECRET_NAME = re.compile(r"(?:PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|ACCESS_?KEY)$", re.IGNORECASE)


def _secrets_in_state(plan: Plan) -> Iterator[Complaint]:
    for resource in plan.resources:
        for argument in _SECRET_ARGUMENTS.get(resource.type, ()):
            if resource.is_set(argument):
                words = f"{argument} would stand in the state: use a service-managed secret, or {argument}_wo"
                yield Complaint(resource, words, {argument: MASKED})
        secure = resource.type == "aws_ssm_parameter" and resource.values.get("type") == "SecureString"
        if secure and resource.is_set("value"):
            yield Complaint(resource, "value would stand in the state: use value_wo", {"value": MASKED})
        for name, value in _environment(resource):
            if _SECRET_NAME.search(name) and value and not value.startswith("arn:"):
                words = f"the environment variable {name} holds a value: pass the ARN of a secret instead"
                yield Complaint(resource, words, {f"environment.{name}": MASKED})


def _environment(resource: Resource) -> Iterator[tuple[str, str]]:
    if resource.type == "aws_lambda_function":
        for block in resource.values.get("environment") or []:
            yield from ((name, str(value)) for name, value in (block.get("variables") or {}).items())
    if resource.type == "aws_ecs_task_definition":
        try:
            containers = json.loads(resource.values.get("container_definitions") or "[]")
        except ValueError:
            containers = []
        for container in containers:
            yield from ((pair["name"], str(pair.get("value", ""))) for pair in container.get("environment") or [])


def _endless_logs(plan: Plan) -> Iterator[Complaint]:
    for group in plan.of_type("aws_cloudwatch_log_group"):
        if not group.is_set("retention_in_days"):
            words = "keeps its logs for ever: set retention_in_days (checkov takes 0, for ever, for a retention)"
            yield Complaint(group, words, {"retention_in_days": group.values.get("retention_in_days")})


_MOCK = re.compile(r"(?:^|[-/:._])mock(?:$|[-/:._0-9])")


def _mocks(plan: Plan) -> Iterator[Complaint]:
    for resource in plan.resources:
        for argument, value in resource.values.items():
            if (mock := next((text for text in strings(value) if _MOCK.search(text)), None)) is not None:
                words = f"rests on a mock output ({mock[:80]}): plan it with what it depends on"
                yield Complaint(resource, words, {argument: mock})
                break


RULES = (
    Rule("GP_AWS_1", "Security groups let nobody in from the whole internet", "high", _open_to_the_world),
    Rule("GP_AWS_2", "Everything carries the five tags", "low", _untagged),
    Rule("GP_AWS_3", "No credentials that do not expire", "high", _lasting_keys),
    Rule("GP_AWS_4", "Buckets refuse requests without TLS", "medium", _plain_http_buckets),
    Rule("GP_AWS_5", "No secret stands in plan and state", "high", _secrets_in_state),
    Rule("GP_AWS_6", "Log groups forget", "medium", _endless_logs),
    Rule("GP_AWS_7", "No plan rests on mock outputs", "high", _mocks),
)
