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
    title: str
    severity: str
    check: Callable[[Plan], Iterator[Complaint]]
    why: str
    """What somebody could do, or lose, where it is not kept."""
    fix: str
    """What to write instead."""


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


_ALL_OBJECTS = re.compile(r"\*|arn:[^:]+:s3:::(?:[^/]*\*|[^/]+/\*)")


def _refuses_plain_http(statement: dict[str, Any]) -> bool:
    """Whether a statement refuses it for everybody, for every object, and with no condition that narrows that."""
    condition = statement.get("Condition")
    only = isinstance(condition, dict) and len(condition) == 1 and condition.get("Bool")
    secure = only.get("aws:SecureTransport") if isinstance(only, dict) and len(only) == 1 else None
    return (
        statement.get("Effect") == "Deny"
        and str(secure).lower() in ("false", "['false']")
        and statement.get("Principal") in ("*", {"AWS": "*"}, {"AWS": ["*"]})
        and bool({"s3:*", "*"} & set(strings(statement.get("Action"))))
        and any(_ALL_OBJECTS.fullmatch(text) for text in strings(statement.get("Resource")))
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


_PRODUCTION = "prod"
_LOSES: dict[str, tuple[tuple[str, object], ...]] = {
    "aws_athena_workgroup": (("force_destroy", True),),
    "aws_backup_vault": (("force_destroy", True),),
    "aws_cognito_user_pool": (("deletion_protection", "INACTIVE"),),
    "aws_db_instance": (("deletion_protection", False), ("skip_final_snapshot", True)),
    "aws_docdb_cluster": (("deletion_protection", False), ("skip_final_snapshot", True)),
    "aws_dynamodb_table": (("deletion_protection_enabled", False),),
    "aws_ecr_repository": (("force_delete", True),),
    "aws_rds_cluster": (("deletion_protection", False), ("skip_final_snapshot", True)),
    "aws_redshift_cluster": (("skip_final_snapshot", True),),
    "aws_s3_bucket": (("force_destroy", True),),
    "aws_secretsmanager_secret": (("recovery_window_in_days", 0),),
}
"""Where one destroy loses what nobody can bring back: by type, arguments with the value that lets it happen."""


def _lost_in_one_step(plan: Plan) -> Iterator[Complaint]:
    for type_, arguments in _LOSES.items():
        for resource in plan.of_type(type_):
            if (_tags(resource) or {}).get("Environment") != _PRODUCTION:
                continue
            for argument, loses in arguments:
                value = resource.values.get(argument)
                if resource.unknown.get(argument):
                    continue
                if bool(value) is loses or (value == loses and value is not None):
                    words = f"{argument} = {json.dumps(loses)} in production: one destroy loses what it holds"
                    yield Complaint(resource, words, {argument: value})


RULES = (
    Rule(
        "GP_AWS_1",
        "Security groups let nobody in from the whole internet",
        "high",
        _open_to_the_world,
        "checkov looks for single ports and for 0.0.0.0/0 only; whatever the port, and with 0.0.0.0/1 as well, "
        "everybody can try the door.",
        "name the ranges or the security group that need it; a public door keeps its rule with "
        "#checkov:skip=GP_AWS_1:reason in its block.",
    ),
    Rule(
        "GP_AWS_2",
        "Everything carries the five tags",
        "low",
        _untagged,
        "What has no owner, project or cost centre is nobody's: it is not paid for, not mended and not cleaned up.",
        "let the provider's default_tags of live/root.hcl give CostCenter, Environment, ManagedBy, Owner and Project; "
        "an Auto Scaling group needs them as tag blocks.",
    ),
    Rule(
        "GP_AWS_3",
        "No credentials that do not expire",
        "high",
        _lasting_keys,
        "A key that was once read, in the state or on a laptop, opens the account until somebody notices.",
        "let what needs it assume a role: by OIDC from outside, by its own role within AWS.",
    ),
    Rule(
        "GP_AWS_4",
        "Buckets refuse requests without TLS",
        "medium",
        _plain_http_buckets,
        "S3 answers plain HTTP unless the bucket's policy refuses it, and checkov does not read whose policy that is.",
        "add to the bucket's policy: Deny s3:* to everybody where aws:SecureTransport is false, with ARNs made from "
        "inputs, so that the policy is known at plan.",
    ),
    Rule(
        "GP_AWS_5",
        "No secret stands in plan and state",
        "high",
        _secrets_in_state,
        "Plans and states are read by everybody who reviews or applies, and are kept for years.",
        "let the service manage the secret (manage_master_user_password), or use a write-only argument (..._wo) with "
        "an ephemeral value; hand functions and containers the ARN of a secret.",
    ),
    Rule(
        "GP_AWS_6",
        "Log groups forget",
        "medium",
        _endless_logs,
        "Without a retention AWS keeps logs, and whatever personal data is in them, for ever and for money; checkov "
        "takes 0, which is for ever, for a retention.",
        "set retention_in_days to what the account's env.hcl says.",
    ),
    Rule(
        "GP_AWS_7",
        "No plan rests on mock outputs",
        "high",
        _mocks,
        "A mock that reaches an account is an id of something that is not there.",
        "plan the unit with what it depends on; a mock is allowed for validate and plan only.",
    ),
    Rule(
        "GP_AWS_8",
        "Nothing in production is lost in one step",
        "high",
        _lost_in_one_step,
        "The requirements want prod's data to outlive a mistaken destroy; checkov does not know which account is prod, "
        "and has no rule for force_destroy, final snapshots and recovery windows.",
        "in prod's env.hcl turn deletion protection on, and force_destroy and skip_final_snapshot off.",
    ),
)
"""Every rule of ours, for whoever lists or explains them."""
