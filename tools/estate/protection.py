"""Deletion protection, lifted: the emulator refuses what AWS refuses, but what stands in it can always be destroyed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from ..emulator.client import client


class _Lifting(NamedTuple):
    """Which call lifts it, and which attribute of the resource goes into which parameter."""

    service: str
    operation: str
    parameter: str
    attribute: str
    said: Mapping[str, Any]


_OFF = {"DeletionProtection": False}
_NOW = {**_OFF, "ApplyImmediately": True}
_LIFTINGS = {
    "aws_db_instance": _Lifting("rds", "modify_db_instance", "DBInstanceIdentifier", "identifier", _NOW),
    "aws_rds_cluster": _Lifting("rds", "modify_db_cluster", "DBClusterIdentifier", "cluster_identifier", _NOW),
    "aws_rds_global_cluster": _Lifting("rds", "modify_global_cluster", "GlobalClusterIdentifier", "id", _OFF),
    "aws_lb": _Lifting(
        "elbv2",
        "modify_load_balancer_attributes",
        "LoadBalancerArn",
        "arn",
        {"Attributes": [{"Key": "deletion_protection.enabled", "Value": "false"}]},
    ),
}
_FLAGS = ("deletion_protection", "enable_deletion_protection")


def lift(state: Mapping[str, Any], emulator: str) -> int:
    """Lift the protection of what a state holds; of how many resources."""
    from botocore.exceptions import ClientError

    count = 0
    for type, attributes in _protected(state):
        how = _LIFTINGS[type]
        _, _, _, _, region, account, *_ = f":{attributes['arn']}".split(":")
        role = f"arn:aws:iam::{account}:role/groundplan"
        service = client(how.service, emulator, region=region or "us-east-1", role=role)
        with suppress(ClientError):  # it is gone, or Terraform will tell what is the matter with it
            getattr(service, how.operation)(**{how.parameter: attributes[how.attribute]}, **how.said)
            count += 1
    return count


def _protected(state: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for resource in state["resources"]:
        if resource["mode"] == "managed" and resource["type"] in _LIFTINGS:
            for instance in resource["instances"]:
                if any(instance["attributes"].get(flag) for flag in _FLAGS):
                    yield resource["type"], instance["attributes"]
