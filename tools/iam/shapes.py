"""Which types of resources carry a policy, where, and whose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shape:
    """How a type of resource carries a policy."""

    attribute: str
    service: str
    """Whose actions ``*`` means."""
    noun: str
    target: str | None = None
    """The attribute that says what is guarded; None where it is the resource itself."""
    of: str | None = None
    """The type of what is guarded."""
    is_optional: bool = False
    """Where the attribute is null or AWS's own, the service's default holds."""
    inside: bool = False
    """Only what is within the VPC gets as far as the policy."""


def _own(attribute: str, service: str, noun: str, *, inside: bool = False) -> Shape:
    return Shape(attribute, service, noun, is_optional=True, inside=inside)


SHAPES: Mapping[str, Shape] = {
    "aws_acmpca_policy": Shape(
        "policy", "acm-pca", "certificate authority", "resource_arn", "aws_acmpca_certificate_authority"
    ),
    "aws_api_gateway_domain_name": _own("policy", "execute-api", "API domain"),
    "aws_api_gateway_rest_api": _own("policy", "execute-api", "API"),
    "aws_api_gateway_rest_api_policy": Shape("policy", "execute-api", "API", "rest_api_id", "aws_api_gateway_rest_api"),
    "aws_backup_vault_policy": Shape("policy", "backup", "backup vault", "backup_vault_name", "aws_backup_vault"),
    "aws_bedrock_resource_policy": Shape("policy", "bedrock", "model", "resource_arn"),
    "aws_cloudwatch_event_bus_policy": Shape(
        "policy", "events", "event bus", "event_bus_name", "aws_cloudwatch_event_bus"
    ),
    "aws_cloudwatch_log_destination_policy": Shape(
        "access_policy", "logs", "log destination", "destination_name", "aws_cloudwatch_log_destination"
    ),
    "aws_cloudwatch_log_resource_policy": Shape("policy_document", "logs", "log groups", "policy_name"),
    "aws_codeartifact_domain_permissions_policy": Shape("policy_document", "codeartifact", "domain", "domain"),
    "aws_codeartifact_repository_permissions_policy": Shape(
        "policy_document", "codeartifact", "repository", "repository"
    ),
    "aws_codebuild_resource_policy": Shape("policy", "codebuild", "build project", "resource_arn"),
    "aws_dynamodb_resource_policy": Shape("policy", "dynamodb", "table", "resource_arn", "aws_dynamodb_table"),
    "aws_ecr_registry_policy": Shape("policy", "ecr", "registry"),
    "aws_ecr_repository_policy": Shape("policy", "ecr", "repository", "repository", "aws_ecr_repository"),
    "aws_ecrpublic_repository_policy": Shape(
        "policy", "ecr-public", "public repository", "repository_name", "aws_ecrpublic_repository"
    ),
    "aws_efs_file_system_policy": Shape(
        "policy", "elasticfilesystem", "file system", "file_system_id", "aws_efs_file_system"
    ),
    "aws_elasticsearch_domain": _own("access_policies", "es", "search domain"),
    "aws_elasticsearch_domain_policy": Shape(
        "access_policies", "es", "search domain", "domain_name", "aws_elasticsearch_domain"
    ),
    "aws_glacier_vault": _own("access_policy", "glacier", "vault"),
    "aws_glue_resource_policy": Shape("policy", "glue", "data catalog"),
    "aws_kinesis_resource_policy": Shape("policy", "kinesis", "stream", "resource_arn", "aws_kinesis_stream"),
    "aws_kms_external_key": _own("policy", "kms", "key"),
    "aws_kms_key": _own("policy", "kms", "key"),
    "aws_kms_key_policy": Shape("policy", "kms", "key", "key_id", "aws_kms_key"),
    "aws_kms_replica_external_key": _own("policy", "kms", "key"),
    "aws_kms_replica_key": _own("policy", "kms", "key"),
    "aws_media_store_container_policy": Shape("policy", "mediastore", "container", "container_name"),
    "aws_msk_cluster_policy": Shape("policy", "kafka", "cluster", "cluster_arn", "aws_msk_cluster"),
    "aws_networkfirewall_resource_policy": Shape("policy", "network-firewall", "firewall policy", "resource_arn"),
    "aws_opensearch_domain": _own("access_policies", "es", "search domain"),
    "aws_opensearch_domain_policy": Shape(
        "access_policies", "es", "search domain", "domain_name", "aws_opensearch_domain"
    ),
    "aws_redshift_resource_policy": Shape("policy", "redshift", "namespace", "resource_arn"),
    "aws_redshiftserverless_resource_policy": Shape("policy", "redshift-serverless", "snapshot", "resource_arn"),
    "aws_s3_access_point": _own("policy", "s3", "access point"),
    "aws_s3_bucket": _own("policy", "s3", "bucket"),
    "aws_s3_bucket_policy": Shape("policy", "s3", "bucket", "bucket", "aws_s3_bucket"),
    "aws_s3control_access_point_policy": Shape(
        "policy", "s3", "access point", "access_point_arn", "aws_s3_access_point"
    ),
    "aws_s3control_bucket_policy": Shape("policy", "s3-outposts", "bucket", "bucket"),
    "aws_s3control_object_lambda_access_point_policy": Shape("policy", "s3-object-lambda", "access point", "name"),
    "aws_s3tables_table_bucket_policy": Shape("resource_policy", "s3tables", "table bucket", "table_bucket_arn"),
    "aws_s3tables_table_policy": Shape("resource_policy", "s3tables", "table", "name"),
    "aws_schemas_registry_policy": Shape("policy", "schemas", "schema registry", "registry_name"),
    "aws_secretsmanager_secret": _own("policy", "secretsmanager", "secret"),
    "aws_secretsmanager_secret_policy": Shape(
        "policy", "secretsmanager", "secret", "secret_arn", "aws_secretsmanager_secret"
    ),
    "aws_ses_identity_policy": Shape("policy", "ses", "mail identity", "identity"),
    "aws_sesv2_email_identity_policy": Shape("policy", "ses", "mail identity", "email_identity"),
    "aws_sns_topic": _own("policy", "sns", "topic"),
    "aws_sns_topic_policy": Shape("policy", "sns", "topic", "arn", "aws_sns_topic"),
    "aws_sqs_queue": _own("policy", "sqs", "queue"),
    "aws_sqs_queue_policy": Shape("policy", "sqs", "queue", "queue_url", "aws_sqs_queue"),
    "aws_vpc_endpoint": _own("policy", "*", "VPC endpoint", inside=True),
    "aws_vpc_endpoint_policy": Shape("policy", "*", "VPC endpoint", "vpc_endpoint_id", "aws_vpc_endpoint", inside=True),
    "aws_vpclattice_auth_policy": Shape("policy", "vpc-lattice-svcs", "service", "resource_identifier", inside=True),
    "aws_vpclattice_resource_policy": Shape("policy", "vpc-lattice", "service", "resource_arn"),
    "aws_xray_resource_policy": Shape("policy_document", "xray", "traces", "policy_name"),
}
