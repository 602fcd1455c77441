from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tools.compose.naming import module_name
from tools.compose.snapshot import Resource, Snapshot
from tools.iam import Actions, compare
from tools.iam.model import PermissionChange

UNIT = "dev/app"
OWN = "111111111111"

LEVELS: dict[str, dict[str, str]] = {
    "dynamodb": {"GetItem": "read", "PutItem": "write", "Scan": "read", "ListTables": "list"},
    "backup": {"DeleteRecoveryPoint": "write"},
    "elasticfilesystem": {"ClientMount": "read", "ClientWrite": "write"},
    "es": {"ESHttpGet": "read", "ESHttpPut": "write"},
    "glue": {"GetTable": "read", "UpdateTable": "write"},
    "ec2": {
        "DescribeInstances": "list",
        "RunInstances": "write",
        "CreateVpcEndpoint": "write",
        "CreateVolume": "write",
    },
    "ecr": {"BatchGetImage": "read", "PutImage": "write"},
    "ecr-public": {"BatchGetImage": "read", "GetDownloadUrlForLayer": "read"},
    "events": {"PutEvents": "write", "PutRule": "write"},
    "execute-api": {"Invoke": "write", "ManageConnections": "write"},
    "iam": {
        "AttachRolePolicy": "permissions management",
        "CreatePolicyVersion": "permissions management",
        "GetRole": "read",
        "ListRoles": "list",
        "PassRole": "permissions management",
        "PutRolePolicy": "permissions management",
        "TagRole": "tagging",
    },
    "kms": {
        "CreateGrant": "permissions management",
        "Decrypt": "write",
        "DescribeKey": "read",
        "Encrypt": "write",
        "PutKeyPolicy": "permissions management",
        "ScheduleKeyDeletion": "write",
    },
    "lambda": {
        "CreateFunction": "write",
        "GetFunction": "read",
        "GetLayerVersion": "read",
        "InvokeFunction": "write",
        "InvokeFunctionUrl": "write",
        "UpdateFunctionCode": "write",
    },
    "logs": {"CreateLogGroup": "write", "CreateLogStream": "write", "DeleteLogGroup": "write", "PutLogEvents": "write"},
    "rds": {"RestoreDBInstanceFromDBSnapshot": "write", "RestoreDBClusterFromSnapshot": "write"},
    "s3": {
        "DeleteObject": "write",
        "GetBucketAcl": "read",
        "GetObject": "read",
        "ListBucket": "list",
        "ListBucketMultipartUploads": "list",
        "ListBucketVersions": "list",
        "PutBucketAcl": "permissions management",
        "PutBucketPolicy": "permissions management",
        "PutObject": "write",
        "PutObjectTagging": "tagging",
    },
    "secretsmanager": {"GetSecretValue": "read", "PutSecretValue": "write"},  # pragma: allowlist secret
    "sns": {"Publish": "write", "Subscribe": "write"},
    "sqs": {"ReceiveMessage": "read", "SendMessage": "write"},
    "sts": {"AssumeRole": "write", "AssumeRoleWithSAML": "write", "AssumeRoleWithWebIdentity": "write"},
}


def make(resources: Mapping[str, Mapping[str, Any]], unit: str = UNIT) -> Snapshot:
    """A snapshot from ``address -> values``; policies may be data. ``unit: address`` puts a resource elsewhere."""
    found = {}
    for spec, values in resources.items():
        place, _, address = spec.rpartition(": ")
        place = place or unit
        bare = address.partition("[")[0]
        type_, _, name = bare.rpartition("module.")[2].rpartition(".")
        full = f"module.{module_name(place)}.{address}"
        texts = {key: json.dumps(value) if _is_policy(value) else value for key, value in values.items()}
        found[full] = Resource(place, address, full, type_.rpartition(".")[2] or type_, name, None, texts)
    return Snapshot(dict(sorted(found.items())))


def _is_policy(value: Any) -> bool:
    return isinstance(value, dict) and "Statement" in value


def allow(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Deny", "Action": action, "Resource": resource, **more}


def policy(*statements: Any) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def trust(principal: Any, action: str = "sts:AssumeRole", **more: Any) -> dict[str, Any]:
    return policy({"Effect": "Allow", "Principal": principal, "Action": action, **more})


LAMBDA = trust({"Service": "lambda.amazonaws.com"})


def role(*statements: Any, **values: Any) -> dict[str, dict[str, Any]]:
    """A role with one inline policy."""
    base = {"name": "task", "id": "task", "arn": f"arn:aws:iam::{OWN}:role/task", "assume_role_policy": LAMBDA}
    found: dict[str, dict[str, Any]] = {"aws_iam_role.task": {**base, **values}}
    if statements:
        found["aws_iam_role_policy.task"] = {"name": "inline", "role": "task", "policy": policy(*statements)}
    return found


class Kit:
    """What the tests of permissions are written with."""

    allow, deny, policy, trust, role = map(staticmethod, (allow, deny, policy, trust, role))
    own = OWN
    levels = LEVELS
    actions = Actions(LEVELS)
    make = staticmethod(make)

    def compare(
        self, before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]], **more: Any
    ) -> tuple[PermissionChange, ...]:
        options: dict[str, Any] = {"accounts": {UNIT: OWN, "prod/app": "222222222222"}, **more}
        return compare(make(before), make(after), self.actions, **options)

    def of_role(self, before: Any, after: Any) -> tuple[PermissionChange, ...]:
        """What changes for a role whose only policy has these statements."""
        return self.compare(role(*before), role(*after))


@pytest.fixture(scope="session")
def kit() -> Kit:
    return Kit()


Build = Callable[..., Snapshot]
