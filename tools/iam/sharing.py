"""What shares a resource without a policy document, as the statements that say the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from .shapes import Shape

Values = Mapping[str, Any]
Statements = Iterator[dict[str, Any]]


def _principal(value: Any) -> Any:
    """A principal as one text: an account, an ARN, a service or ``*``."""
    if value is None:
        return {"AWS": None}
    text = str(value)
    if text in ("*", "all", "All"):
        return "*"
    return {"Service": text} if text.endswith((".amazonaws.com", ".amazonaws.com.cn", ".internal")) else {"AWS": text}


def _lambda_permission(values: Values) -> Statements:
    conditions: dict[str, dict[str, Any]] = {}
    for operator, key, attribute in (
        ("ArnLike", "AWS:SourceArn", "source_arn"),
        ("StringEquals", "AWS:SourceAccount", "source_account"),
        ("StringEquals", "aws:PrincipalOrgID", "principal_org_id"),
        ("StringEquals", "lambda:FunctionUrlAuthType", "function_url_auth_type"),
        ("StringEquals", "lambda:EventSourceToken", "event_source_token"),
    ):
        if values.get(attribute):
            conditions.setdefault(operator, {})[key] = values[attribute]
    yield {
        "Action": values.get("action"),
        "Principal": _principal(values.get("principal")),
        "Condition": conditions or None,
    }


def _function_url(values: Values) -> Statements:
    # Terraform adds this permission by itself: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
    if values.get("authorization_type") == "NONE":
        yield {"Action": "lambda:InvokeFunctionUrl", "Principal": "*"}


def _layer_permission(values: Values) -> Statements:
    organization = values.get("organization_id")
    yield {
        "Action": values.get("action") or "lambda:GetLayerVersion",
        "Principal": _principal(values.get("principal")),
        "Condition": {"StringEquals": {"aws:PrincipalOrgID": organization}} if organization else None,
    }


def _event_permission(values: Values) -> Statements:
    conditions = {
        each["type"]: {each["key"]: each["value"]} for each in values.get("condition") or () if each.get("type")
    }
    yield {
        "Action": values.get("action") or "events:PutEvents",
        "Principal": _principal(values.get("principal")),
        "Condition": conditions or None,
    }


def _grant(values: Values) -> Statements:
    context = {}
    for constraint in values.get("constraints") or ():
        for each in (constraint.get("encryption_context_equals"), constraint.get("encryption_context_subset")):
            context.update({f"kms:EncryptionContext:{key}": value for key, value in (each or {}).items()})
    yield {
        "Action": [f"kms:{each}" for each in values.get("operations") or ()],
        "Principal": _principal(values.get("grantee_principal")),
        "Condition": {"StringEquals": context} if context else None,
    }


def _image(values: Values) -> Statements:
    anyone = values.get("group") == "all"
    unit = values.get("organization_arn") or values.get("organizational_unit_arn")
    condition = {"StringEquals": {"aws:PrincipalOrgID": unit.rpartition("/")[2]}} if unit else None
    yield {
        "Action": "ec2:RunInstances",
        "Principal": "*" if anyone or unit else _principal(values.get("account_id")),
        "Condition": condition,
    }


def _accounts(attribute: str, action: str) -> Callable[[Values], Statements]:
    def statements(values: Values) -> Statements:
        given = values.get(attribute)
        for account in given if isinstance(given, list) else [given]:
            if account:
                yield {"Action": action, "Principal": _principal(account)}

    return statements


def _ssm_document(values: Values) -> Statements:
    for account in str((values.get("permissions") or {}).get("account_ids") or "").split(","):
        if account.strip():
            yield {"Action": "ssm:GetDocument", "Principal": _principal(account.strip())}


def _identity_pool(values: Values) -> Statements:
    if values.get("allow_unauthenticated_identities"):
        yield {"Action": "cognito-identity:GetCredentialsForIdentity", "Principal": "*"}


def _public_repository(_: Values) -> Statements:
    yield {"Action": ["ecr-public:BatchGetImage", "ecr-public:GetDownloadUrlForLayer"], "Principal": "*"}


_READ = ["s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"]
_ACL_ACTIONS = {
    "READ": _READ,
    "WRITE": ["s3:PutObject", "s3:DeleteObject"],
    "READ_ACP": ["s3:GetBucketAcl"],
    "WRITE_ACP": ["s3:PutBucketAcl"],
    "FULL_CONTROL": [*_READ, "s3:PutObject", "s3:DeleteObject", "s3:GetBucketAcl", "s3:PutBucketAcl"],
}
_CANNED = {"public-read": ["READ"], "public-read-write": ["READ", "WRITE"], "authenticated-read": ["READ"]}


def _bucket_acl(values: Values) -> Statements:
    """What an access control list opens to more than its owner."""
    for permission in _CANNED.get(values.get("acl") or "", ()):
        yield {"Action": _ACL_ACTIONS[permission], "Principal": "*"}
    for acl in values.get("access_control_policy") or ():
        owner = {each.get("id") for each in acl.get("owner") or ()}
        for grant in acl.get("grant") or ():
            for grantee in grant.get("grantee") or ():
                actions = _ACL_ACTIONS.get(grant.get("permission") or "", _READ)
                if str(grantee.get("uri")).endswith(("/AllUsers", "/AuthenticatedUsers")):
                    yield {"Action": actions, "Principal": "*"}
                elif grantee.get("id") and grantee["id"] not in owner:
                    yield {"Action": actions, "Principal": {"CanonicalUser": grantee["id"]}}


def _object_acl(values: Values) -> Statements:
    if values.get("acl") in _CANNED:
        yield {"Action": "s3:GetObject", "Principal": "*"}


SHARED: Mapping[str, tuple[Shape, Callable[[Values], Statements]]] = {
    "aws_ami_launch_permission": (Shape("", "ec2", "machine image", "image_id", "aws_ami"), _image),
    "aws_cloudwatch_event_permission": (
        Shape("", "events", "event bus", "event_bus_name", "aws_cloudwatch_event_bus"),
        _event_permission,
    ),
    "aws_cognito_identity_pool": (Shape("", "cognito-identity", "identity pool", "identity_pool_name"), _identity_pool),
    "aws_db_cluster_snapshot": (
        Shape("", "rds", "database snapshot", "db_cluster_snapshot_identifier"),
        _accounts("shared_accounts", "rds:RestoreDBClusterFromSnapshot"),
    ),
    "aws_db_snapshot": (
        Shape("", "rds", "database snapshot", "db_snapshot_identifier"),
        _accounts("shared_accounts", "rds:RestoreDBInstanceFromDBSnapshot"),
    ),
    "aws_db_snapshot_copy": (
        Shape("", "rds", "database snapshot", "target_db_snapshot_identifier"),
        _accounts("shared_accounts", "rds:RestoreDBInstanceFromDBSnapshot"),
    ),
    "aws_ecrpublic_repository": (Shape("", "ecr-public", "public repository", "repository_name"), _public_repository),
    "aws_kms_grant": (Shape("", "kms", "key", "key_id", "aws_kms_key"), _grant),
    "aws_lambda_function_url": (Shape("", "lambda", "function", "function_name", "aws_lambda_function"), _function_url),
    "aws_lambda_layer_version_permission": (
        Shape("", "lambda", "layer", "layer_name", "aws_lambda_layer_version"),
        _layer_permission,
    ),
    "aws_lambda_permission": (
        Shape("", "lambda", "function", "function_name", "aws_lambda_function"),
        _lambda_permission,
    ),
    "aws_ram_principal_association": (
        Shape("", "ram", "resource share", "resource_share_arn", "aws_ram_resource_share"),
        _accounts("principal", "ram:AcceptResourceShareInvitation"),
    ),
    "aws_redshift_endpoint_authorization": (
        Shape("", "redshift", "cluster", "cluster_identifier", "aws_redshift_cluster"),
        _accounts("account", "redshift:CreateEndpointAccess"),
    ),
    "aws_s3_bucket_acl": (Shape("", "s3", "bucket", "bucket", "aws_s3_bucket"), _bucket_acl),
    "aws_s3_object": (Shape("", "s3", "object", "key"), _object_acl),
    "aws_snapshot_create_volume_permission": (
        Shape("", "ec2", "volume snapshot", "snapshot_id", "aws_ebs_snapshot"),
        _accounts("account_id", "ec2:CreateVolume"),
    ),
    "aws_ssm_document": (Shape("", "ssm", "document", "name"), _ssm_document),
    "aws_vpc_endpoint_service": (
        Shape("", "ec2", "endpoint service"),
        _accounts("allowed_principals", "ec2:CreateVpcEndpoint"),
    ),
    "aws_vpc_endpoint_service_allowed_principal": (
        Shape("", "ec2", "endpoint service", "vpc_endpoint_service_id", "aws_vpc_endpoint_service"),
        _accounts("principal_arn", "ec2:CreateVpcEndpoint"),
    ),
}
