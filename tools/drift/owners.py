"""Attributes that show what other resources make: a bucket's versioning, a security group's rules, a role's policies.

The state of such a resource is as old as its last apply, so that everything which was made beside it since looks like
drift of its own. What resources of the same state account for is none: if it is changed or deleted, that is told of
those resources. What none of them accounts for, such as a rule that somebody has added by hand, is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Values = Mapping[str, Any]
Parts = Callable[[Any], Iterable[str]]
"""What a value consists of, each as a text that is the same wherever it stands."""


@dataclass(frozen=True, slots=True)
class Owner:
    """A type of resource that makes an attribute of another one."""

    type: str
    link: str
    """Its attribute that names the other resource: by its id, ARN, name or URL."""
    makes: Callable[[Values], Iterable[str]] | None = None
    """The parts that one of them makes; None where it makes the whole attribute."""


@dataclass(frozen=True, slots=True)
class Shared:
    """An attribute with those that make it."""

    owners: tuple[Owner, ...]
    parts: Parts | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """Who made an attribute what it is."""

    maker: str
    """One of the resources that did: its full address."""
    gone: tuple[str, ...]
    """Parts that are no longer there, and that none of them makes."""
    strange: tuple[str, ...]
    """Parts that are there, and that none of them makes."""


def _whole(type: str, link: str = "bucket") -> Shared:
    return Shared((Owner(type, link),))


def _bucket(suffix: str) -> Shared:
    return _whole(f"aws_s3_bucket_{suffix}")


def _acl_rules(egress: bool) -> Shared:
    def makes(rule: Values) -> list[str]:
        return [str(rule["rule_number"])] if rule.get("egress", False) is egress else []

    return Shared(
        (Owner("aws_network_acl_rule", "network_acl_id", makes),),
        lambda rules: [str(each["rule_no"]) for each in rules],
    )


_TARGETS = ("destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id")


def _destinations(routes: Sequence[Values]) -> list[str]:
    return [
        each.get("cidr_block") or each.get("ipv6_cidr_block") or each["destination_prefix_list_id"] for each in routes
    ]


def _rules(direction: str) -> Shared:
    """The rules of a security group, one for each source or destination."""

    def one(rule: Values) -> list[str]:
        other = rule.get("cidr_ipv4") or rule.get("cidr_ipv6") or rule.get("prefix_list_id")
        group = str(rule.get("referenced_security_group_id") or "").rpartition("/")[2]
        group = "self" if group and group == rule["security_group_id"] else group
        return [f"{_ports(rule, 'ip_protocol')} {other or group}"]

    def several(rule: Values) -> list[str]:
        return (
            _atoms([{**rule, "security_groups": [rule.get("source_security_group_id") or ""]}])
            if (rule["type"] == direction)
            else []
        )

    return Shared(
        (
            Owner(f"aws_vpc_security_group_{direction}_rule", "security_group_id", one),
            Owner("aws_security_group_rule", "security_group_id", several),
        ),
        _atoms,
    )


def _atoms(rules: Sequence[Values]) -> list[str]:
    return [
        f"{_ports(rule, 'protocol')} {source}"
        for rule in rules
        for source in (
            *(rule.get("cidr_blocks") or ()),
            *(rule.get("ipv6_cidr_blocks") or ()),
            *(rule.get("prefix_list_ids") or ()),
            *(group.rpartition("/")[2] for group in rule.get("security_groups") or () if group),
            *(("self",) if rule.get("self") else ()),
        )
    ]


# AWS answers with names; code may write the numbers.
_PROTOCOLS = {"-1": "all", "1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6"}


def _ports(rule: Values, protocol: str) -> str:
    written = str(rule[protocol]).lower()
    name = _PROTOCOLS.get(written, written)
    if name == "all":
        return name
    first, last = (int(rule.get(port) or 0) for port in ("from_port", "to_port"))
    return f"{name} {first}" + (f"-{last}" if last != first else "")


_SHARED: Mapping[tuple[str, str], Shared] = {
    **{
        ("aws_s3_bucket", attribute): _bucket(suffix)
        for attribute, suffix in {
            "acceleration_status": "accelerate_configuration",
            "acl": "acl",
            "cors_rule": "cors_configuration",
            "grant": "acl",
            "lifecycle_rule": "lifecycle_configuration",
            "logging": "logging",
            "object_lock_configuration": "object_lock_configuration",
            "policy": "policy",
            "replication_configuration": "replication_configuration",
            "request_payer": "request_payment_configuration",
            "server_side_encryption_configuration": "server_side_encryption_configuration",
            "versioning": "versioning",
            "website": "website_configuration",
        }.items()
    },
    ("aws_eip", "instance"): _whole("aws_eip_association", "allocation_id"),
    ("aws_eip", "network_interface"): Shared(
        (Owner("aws_nat_gateway", "allocation_id"), Owner("aws_eip_association", "allocation_id"))
    ),
    ("aws_iam_role", "inline_policy"): Shared(
        (Owner("aws_iam_role_policy", "role", lambda made: [made["name"]]),),
        lambda policies: [each["name"] for each in policies],
    ),
    ("aws_iam_role", "managed_policy_arns"): Shared(
        (Owner("aws_iam_role_policy_attachment", "role", lambda made: [made["policy_arn"]]),), list
    ),
    ("aws_kms_key", "policy"): _whole("aws_kms_key_policy", "key_id"),
    ("aws_network_acl", "egress"): _acl_rules(True),
    ("aws_network_acl", "ingress"): _acl_rules(False),
    ("aws_network_acl", "subnet_ids"): Shared(
        (Owner("aws_network_acl_association", "network_acl_id", lambda made: [made["subnet_id"]]),), list
    ),
    ("aws_route_table", "route"): Shared(
        (Owner("aws_route", "route_table_id", lambda made: [made[name] for name in _TARGETS if made.get(name)]),),
        _destinations,
    ),
    ("aws_secretsmanager_secret", "policy"): _whole("aws_secretsmanager_secret_policy", "secret_arn"),
    # A newer version takes the stage from an older one.
    ("aws_secretsmanager_secret_version", "version_stages"): _whole("aws_secretsmanager_secret_version", "secret_id"),
    ("aws_security_group", "egress"): _rules("egress"),
    ("aws_security_group", "ingress"): _rules("ingress"),
    ("aws_sns_topic", "policy"): _whole("aws_sns_topic_policy", "arn"),
    ("aws_sqs_queue", "policy"): _whole("aws_sqs_queue_policy", "queue_url"),
    ("aws_sqs_queue", "redrive_allow_policy"): _whole("aws_sqs_queue_redrive_allow_policy", "queue_url"),
    ("aws_sqs_queue", "redrive_policy"): _whole("aws_sqs_queue_redrive_policy", "queue_url"),
}
_NAMES = ("id", "arn", "name", "url", "secret_id")


class Owners:
    """The resources that there are, asked for what they make of others."""

    def __init__(self, resources: Iterable[tuple[str, str, Values]]) -> None:
        """``resources`` are full address, type and values of each."""
        self._by_type: dict[str, list[tuple[str, Values]]] = {}
        for address, type, values in resources:
            self._by_type.setdefault(type, []).append((address, values))

    def of(self, address: str, type: str, attribute: str, before: Values, after: Values) -> Account | None:
        """Who made the difference in an attribute; None where it shows nothing that others make here."""
        shared = _SHARED.get((type, attribute))
        if shared is None:
            return None
        names = {str(before[name]) for name in _NAMES if before.get(name)}
        found = [
            (owner, other, values)
            for owner in shared.owners
            for other, values in self._by_type.get(owner.type, ())
            if other != address and str(values.get(owner.link)) in names
        ]
        if not found:
            return None
        maker = found[0][1]
        if shared.parts is None:
            return Account(maker, (), ())
        was, now = (set(shared.parts(each.get(attribute) or [])) for each in (before, after))
        made = {part for owner, _, values in found if owner.makes for part in owner.makes(values)}
        return Account(maker, tuple(sorted(was - now - made)), tuple(sorted(now - was - made)))
