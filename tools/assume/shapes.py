"""What the values that AWS makes up look like: tables, no logic.

A shape is a format string. Its fields: ``t`` sixteen hexadecimal digits that are the placeholder's own, ``T`` the same
in capitals, ``h`` seventeen of them (EC2's long ids), ``uuid`` a UUID made of them, ``ip`` an address of the network
for benchmarks (RFC 2544), ``kind`` the resource's type in words, ``service``, ``region``, ``account``. Shapes in
``DERIVED`` name attributes of the resource itself.
"""

from __future__ import annotations

import re

# EC2 and its relatives: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html
_PREFIXES = {
    "aws_ami": "ami",
    "aws_customer_gateway": "cgw",
    "aws_default_network_acl": "acl",
    "aws_default_route_table": "rtb",
    "aws_default_security_group": "sg",
    "aws_default_subnet": "subnet",
    "aws_default_vpc": "vpc",
    "aws_default_vpc_dhcp_options": "dopt",
    "aws_ebs_snapshot": "snap",
    "aws_ebs_volume": "vol",
    "aws_ec2_client_vpn_endpoint": "cvpn-endpoint",
    "aws_ec2_managed_prefix_list": "pl",
    "aws_ec2_transit_gateway": "tgw",
    "aws_ec2_transit_gateway_route_table": "tgw-rtb",
    "aws_ec2_transit_gateway_vpc_attachment": "tgw-attach",
    "aws_efs_access_point": "fsap",
    "aws_efs_file_system": "fs",
    "aws_efs_mount_target": "fsmt",
    "aws_egress_only_internet_gateway": "eigw",
    "aws_eip": "eipalloc",
    "aws_eip_association": "eipassoc",
    "aws_flow_log": "fl",
    "aws_instance": "i",
    "aws_internet_gateway": "igw",
    "aws_launch_template": "lt",
    "aws_nat_gateway": "nat",
    "aws_network_acl": "acl",
    "aws_network_acl_association": "aclassoc",
    "aws_network_interface": "eni",
    "aws_route_table": "rtb",
    "aws_route_table_association": "rtbassoc",
    "aws_security_group": "sg",
    "aws_security_group_rule": "sgrule",
    "aws_snapshot": "snap",
    "aws_subnet": "subnet",
    "aws_volume": "vol",
    "aws_vpc": "vpc",
    "aws_vpc_dhcp_options": "dopt",
    "aws_vpc_endpoint": "vpce",
    "aws_vpc_ipv4_cidr_block_association": "vpc-cidr-assoc",
    "aws_vpc_peering_connection": "pcx",
    "aws_vpc_security_group_egress_rule": "sgr",
    "aws_vpc_security_group_ingress_rule": "sgr",
    "aws_vpn_connection": "vpn",
    "aws_vpn_gateway": "vgw",
}

EXACT: dict[tuple[str, str], str] = {
    **{(type, "id"): f"{prefix}-{{h}}" for type, prefix in _PREFIXES.items()},
    ("aws_acm_certificate", "arn"): "arn:aws:acm:{region}:{account}:certificate/{uuid}",
    ("aws_acm_certificate", "domain_validation_options[].resource_record_name"): "_{t}.example.com",
    ("aws_acm_certificate", "domain_validation_options[].resource_record_type"): "CNAME",
    ("aws_acm_certificate", "domain_validation_options[].resource_record_value"): "_{t}.acm-validations.aws",
    ("aws_cloudfront_distribution", "hosted_zone_id"): "Z2FDTNDATAQYW2",
    ("aws_cloudfront_distribution", "id"): "E{T}",
    ("aws_dms_endpoint", "endpoint_arn"): "arn:aws:dms:{region}:{account}:endpoint:{T}",
    ("aws_dms_replication_config", "arn"): "arn:aws:dms:{region}:{account}:replication-config:{T}",
    ("aws_dms_replication_instance", "replication_instance_arn"): "arn:aws:dms:{region}:{account}:rep:{T}",
    ("aws_dms_replication_task", "replication_task_arn"): "arn:aws:dms:{region}:{account}:task:{T}",
    ("aws_iam_group", "arn"): "arn:aws:iam::{account}:group/{kind}-{t}",
    ("aws_iam_instance_profile", "arn"): "arn:aws:iam::{account}:instance-profile/{kind}-{t}",
    ("aws_iam_openid_connect_provider", "arn"): "arn:aws:iam::{account}:oidc-provider/{t}.example.com",
    ("aws_iam_policy", "arn"): "arn:aws:iam::{account}:policy/{kind}-{t}",
    ("aws_iam_role", "arn"): "arn:aws:iam::{account}:role/{kind}-{t}",
    ("aws_iam_role", "unique_id"): "AROA{T}",
    ("aws_iam_user", "arn"): "arn:aws:iam::{account}:user/{kind}-{t}",
    ("aws_kms_key", "arn"): "arn:aws:kms:{region}:{account}:key/{uuid}",
    ("aws_kms_key", "id"): "{uuid}",
    ("aws_kms_key", "key_id"): "{uuid}",
    ("aws_kms_replica_key", "arn"): "arn:aws:kms:{region}:{account}:key/mrk-{t}",
    ("aws_kms_replica_key", "key_id"): "mrk-{t}",
    ("aws_lambda_function", "version"): "1",
    ("aws_lambda_layer_version", "arn"): "arn:aws:lambda:{region}:{account}:layer:{t}:1",
    ("aws_lambda_layer_version", "version"): "1",
    ("aws_organizations_account", "id"): "{account}",
    ("aws_organizations_organization", "id"): "o-{t}",
    ("aws_organizations_organization", "roots[].id"): "r-{t}",
    ("aws_organizations_organizational_unit", "id"): "ou-root-{t}",
    ("aws_route53_zone", "id"): "Z{T}",
    ("aws_route53_zone", "zone_id"): "Z{T}",
    ("aws_secretsmanager_secret", "arn"): "arn:aws:secretsmanager:{region}:{account}:secret:{t}-As5umd",
    ("aws_secretsmanager_secret", "id"): "arn:aws:secretsmanager:{region}:{account}:secret:{t}-As5umd",
}
"""By type and attribute, for what the rules below do not give."""

DERIVED: dict[tuple[str, str], str] = {
    ("aws_backup_vault", "arn"): "arn:aws:backup:{region}:{account}:backup-vault:{name}",
    ("aws_backup_vault", "id"): "{name}",
    ("aws_cloudwatch_log_group", "arn"): "arn:aws:logs:{region}:{account}:log-group:{name}",
    ("aws_cloudwatch_log_group", "id"): "{name}",
    ("aws_cloudwatch_metric_alarm", "arn"): "arn:aws:cloudwatch:{region}:{account}:alarm:{alarm_name}",
    ("aws_cloudwatch_metric_alarm", "id"): "{alarm_name}",
    ("aws_db_instance", "arn"): "arn:aws:rds:{region}:{account}:db:{identifier}",
    ("aws_db_subnet_group", "arn"): "arn:aws:rds:{region}:{account}:subgrp:{name}",
    ("aws_db_subnet_group", "id"): "{name}",
    ("aws_dynamodb_table", "arn"): "arn:aws:dynamodb:{region}:{account}:table/{name}",
    ("aws_dynamodb_table", "id"): "{name}",
    ("aws_ecr_repository", "arn"): "arn:aws:ecr:{region}:{account}:repository/{name}",
    ("aws_ecr_repository", "id"): "{name}",
    ("aws_ecr_repository", "registry_id"): "{account}",
    ("aws_ecr_repository", "repository_url"): "{account}.dkr.ecr.{region}.amazonaws.com/{name}",
    ("aws_ecs_cluster", "arn"): "arn:aws:ecs:{region}:{account}:cluster/{name}",
    ("aws_ecs_cluster", "id"): "arn:aws:ecs:{region}:{account}:cluster/{name}",
    ("aws_iam_group", "arn"): "arn:aws:iam::{account}:group{path}{name}",
    ("aws_iam_group", "id"): "{name}",
    ("aws_iam_instance_profile", "arn"): "arn:aws:iam::{account}:instance-profile{path}{name}",
    ("aws_iam_instance_profile", "id"): "{name}",
    ("aws_iam_policy", "arn"): "arn:aws:iam::{account}:policy{path}{name}",
    ("aws_iam_policy", "id"): "arn:aws:iam::{account}:policy{path}{name}",
    ("aws_iam_role", "arn"): "arn:aws:iam::{account}:role{path}{name}",
    ("aws_iam_role", "id"): "{name}",
    ("aws_iam_user", "arn"): "arn:aws:iam::{account}:user{path}{name}",
    ("aws_iam_user", "id"): "{name}",
    ("aws_kinesis_stream", "arn"): "arn:aws:kinesis:{region}:{account}:stream/{name}",
    ("aws_kinesis_stream", "id"): "arn:aws:kinesis:{region}:{account}:stream/{name}",
    ("aws_kms_alias", "arn"): "arn:aws:kms:{region}:{account}:{name}",
    ("aws_kms_alias", "id"): "{name}",
    ("aws_lambda_function", "arn"): "arn:aws:lambda:{region}:{account}:function:{function_name}",
    ("aws_lambda_function", "id"): "{function_name}",
    ("aws_lambda_function", "invoke_arn"): (
        "arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/"
        "arn:aws:lambda:{region}:{account}:function:{function_name}/invocations"
    ),
    ("aws_rds_cluster", "arn"): "arn:aws:rds:{region}:{account}:cluster:{cluster_identifier}",
    ("aws_s3_bucket", "arn"): "arn:aws:s3:::{bucket}",
    ("aws_s3_bucket", "id"): "{bucket}",
    ("aws_s3_bucket", "bucket_domain_name"): "{bucket}.s3.amazonaws.com",
    ("aws_s3_bucket", "bucket_regional_domain_name"): "{bucket}.s3.{region}.amazonaws.com",
    ("aws_sfn_state_machine", "arn"): "arn:aws:states:{region}:{account}:stateMachine:{name}",
    ("aws_sfn_state_machine", "id"): "arn:aws:states:{region}:{account}:stateMachine:{name}",
    ("aws_sns_topic", "arn"): "arn:aws:sns:{region}:{account}:{name}",
    ("aws_sns_topic", "id"): "arn:aws:sns:{region}:{account}:{name}",
    ("aws_sqs_queue", "arn"): "arn:aws:sqs:{region}:{account}:{name}",
    ("aws_sqs_queue", "id"): "https://sqs.{region}.amazonaws.com/{account}/{name}",
    ("aws_sqs_queue", "url"): "https://sqs.{region}.amazonaws.com/{account}/{name}",
}
"""What AWS makes of values that are known: no placeholder at all, where they are."""

COPIED = {("terraform_data", "output"): "input"}
"""Attributes that always have the value of another one."""

_BY_NAME = [
    (r"(?:.*_)?secret_arn", "arn:aws:secretsmanager:{region}:{account}:secret:{t}-As5umd"),
    (r"(?:.*_)?role_arn", "arn:aws:iam::{account}:role/{t}"),
    (r"(?:.*_)?kms_key_(?:arn|id)", "arn:aws:kms:{region}:{account}:key/{uuid}"),
    (r"(?:.*_)?arn", "arn:aws:{service}:{region}:{account}:{kind}/{t}"),
    (r"(?:.*_)?(?:hosted_)?zone_id", "Z{T}"),
    (r"(?:owner|account)(?:_id)?|aws_account_id", "{account}"),
    (r"allocation_id", "eipalloc-{h}"),
    (r"association_id", "assoc-{h}"),
    (r"(?:.*_)?prefix_list_id", "pl-{h}"),
    (r"(?:.*_)?(?:public_ip|private_ip|ip_address|primary_ip)", "{ip}"),
    (r"(?:.*_)?cidr(?:_block)?", "{ip}/32"),
    (r"(?:.*_)?(?:dns|dns_name|domain_name|fqdn|endpoint|address|host|hostname|domain)", "{t}.{region}.amazonaws.com"),
    (r"(?:.*_)?(?:url|uri|issuer)", "https://{t}.{region}.amazonaws.com"),
    (r"(?:.*_)?(?:date|time|created_at|updated_at|modified|timestamp)", "2000-01-01T00:00:00Z"),
    (r"(?:.*_)?(?:policy|json)", "{{}}"),
    (r"(?:.*_)?version", "1"),
]
_RULES = [(re.compile(pattern), shape) for pattern, shape in _BY_NAME]

OTHERS = (
    "{kind}-{t}",
    "arn:aws:{service}:{region}:{account}:{kind}/{t}",
    "arn:aws:iam::{account}:role/{t}",
    "{t}.example.com",
    "https://{t}.example.com",
    "{uuid}",
    "{ip}",
    "{account}",
    "1",
    "2000-01-01T00:00:00Z",
    "{{}}",
)
"""What is tried, in this order, where a provider does not take a shape."""

HINTS = [
    (re.compile(pattern, re.IGNORECASE), shape)
    for pattern, shape in (
        (r"role", "arn:aws:iam::{account}:role/{t}"),
        (r"\barn\b", "arn:aws:{service}:{region}:{account}:{kind}/{t}"),
        (r"\bcidr\b", "{ip}/32"),
        (r"\bip\b|ipv4", "{ip}"),
        (r"\burl\b|\bhost\b|https?", "https://{t}.example.com"),
        (r"domain|hostname|fqdn", "{t}.example.com"),
        (r"uuid", "{uuid}"),
        (r"account", "{account}"),
        (r"number|integer|numeric", "1"),
        (r"time|date|rfc ?3339", "2000-01-01T00:00:00Z"),
        (r"json", "{{}}"),
    )
]
"""What a provider's words about a value that it refuses say of the shape that it wants."""

_SERVICES = [
    (r"aws_cloudwatch_log_.*", "logs"),
    (r"aws_cloudwatch_event_.*", "events"),
    (r"aws_(?:lb|alb|elb)(?:_.*)?", "elasticloadbalancing"),
    (r"aws_(?:db|rds)_.*", "rds"),
    (r"aws_(?:vpc|subnet|security_group|route_table|network|nat|internet|eip|instance|launch|default).*", "ec2"),
    (r"aws_sfn_.*", "states"),
    (r"aws_api_?gateway.*", "apigateway"),
    (r"aws_efs_.*", "elasticfilesystem"),
    (r"aws_cognito_identity_.*", "cognito-identity"),
    (r"aws_cognito_.*", "cognito-idp"),
    (r"aws_appautoscaling_.*", "application-autoscaling"),
    (r"aws_kinesis_firehose_.*", "firehose"),
    (r"aws_([a-z0-9]+).*", r"\1"),
]


def shape_of(type: str, attribute: str) -> str:
    """The shape of an attribute that nobody knows. ``attribute`` is a path, ``endpoints[0].address``."""
    exact = EXACT.get((type, re.sub(r"\[\d+\]", "[]", attribute)))
    if exact:
        return exact
    name = attribute.rpartition(".")[2].partition("[")[0]
    for named, prefix in _PREFIXES.items():
        short = named.removeprefix("aws_")
        if name in (f"{short}_id", f"default_{short}_id", f"main_{short}_id", f"{short}_ids"):
            return f"{prefix}-{{h}}"
    return next((shape for rule, shape in _RULES if rule.fullmatch(name)), OTHERS[0])


def service_of(type: str) -> str:
    """The service in the ARNs of a resource."""
    for pattern, service in _SERVICES:
        if re.fullmatch(pattern, type):
            return re.sub(pattern, service, type)
    return type.partition("_")[0]
