"""Which resources hold data, or what else is lost with them and cannot be made again from the code.

A resource is in the table where destroying it in AWS loses what people or programs put into it, or, for a few, what
others rely on (the name servers of a zone, the keys of a KMS key). What is only a cluster member, a policy or a
configuration of such a resource is not: its data stay. EC2 instances are left out on purpose: they are replaced all the
time, and what they should keep is on a volume of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_KINDS: Mapping[str, tuple[str, ...]] = {
    "database": (
        "aws_db_instance",
        "aws_docdbelastic_cluster",
        "aws_dsql_cluster",
        "aws_lightsail_database",
        "aws_neptunegraph_graph",
        "aws_qldb_ledger",
        "aws_rds_global_cluster",
        "aws_simpledb_domain",
        "aws_timestreaminfluxdb_db_instance",
        "aws_timestreamwrite_database",
    ),
    "database cluster": (
        "aws_docdb_cluster",
        "aws_docdb_global_cluster",
        "aws_neptune_cluster",
        "aws_neptune_global_cluster",
        "aws_rds_cluster",
    ),
    "data warehouse": ("aws_redshift_cluster", "aws_redshiftserverless_namespace"),
    "table": (
        "aws_dynamodb_global_table",
        "aws_dynamodb_table",
        "aws_dynamodb_table_replica",
        "aws_keyspaces_keyspace",
        "aws_keyspaces_table",
        "aws_s3tables_table",
        "aws_timestreamwrite_table",
    ),
    "bucket": (
        "aws_lightsail_bucket",
        "aws_s3_bucket",
        "aws_s3_directory_bucket",
        "aws_s3control_bucket",
        "aws_s3tables_table_bucket",
        "aws_s3vectors_vector_bucket",
    ),
    "archive": ("aws_glacier_vault", "aws_media_store_container"),
    "file system": (
        "aws_efs_file_system",
        "aws_fsx_lustre_file_system",
        "aws_fsx_ontap_file_system",
        "aws_fsx_ontap_volume",
        "aws_fsx_openzfs_file_system",
        "aws_fsx_openzfs_volume",
        "aws_fsx_windows_file_system",
    ),
    "volume": ("aws_ebs_volume", "aws_lightsail_disk"),
    "snapshot": (
        "aws_ami",
        "aws_ami_copy",
        "aws_ami_from_instance",
        "aws_db_cluster_snapshot",
        "aws_db_snapshot",
        "aws_db_snapshot_copy",
        "aws_docdb_cluster_snapshot",
        "aws_ebs_snapshot",
        "aws_ebs_snapshot_copy",
        "aws_ebs_snapshot_import",
        "aws_fsx_openzfs_snapshot",
        "aws_memorydb_snapshot",
        "aws_neptune_cluster_snapshot",
        "aws_rds_cluster_snapshot_copy",
        "aws_redshift_cluster_snapshot",
        "aws_redshiftserverless_snapshot",
    ),
    "backup vault": ("aws_backup_logically_air_gapped_vault", "aws_backup_vault", "aws_fsx_backup"),
    "key": (
        "aws_cloudhsm_v2_cluster",
        "aws_kms_external_key",
        "aws_kms_key",
        "aws_kms_replica_external_key",
        "aws_kms_replica_key",
        "aws_paymentcryptography_key",
    ),
    "certificate authority": ("aws_acmpca_certificate_authority",),
    "secret": ("aws_secretsmanager_secret",),
    "stream": ("aws_kinesis_stream", "aws_kinesis_video_stream"),
    "message cluster": ("aws_mq_broker", "aws_msk_cluster", "aws_msk_serverless_cluster"),
    "queue": ("aws_sqs_queue",),
    "event archive": ("aws_cloudtrail_event_data_store", "aws_cloudwatch_event_archive"),
    "log group": ("aws_cloudwatch_log_group",),
    "metrics": ("aws_prometheus_workspace",),
    "dashboards": ("aws_grafana_workspace",),
    "search domain": (
        "aws_cloudsearch_domain",
        "aws_elasticsearch_domain",
        "aws_kendra_index",
        "aws_opensearch_domain",
        "aws_opensearchserverless_collection",
    ),
    "cache": (
        "aws_dax_cluster",
        "aws_elasticache_cluster",
        "aws_elasticache_global_replication_group",
        "aws_elasticache_replication_group",
        "aws_elasticache_serverless_cache",
        "aws_memorydb_cluster",
    ),
    "image repository": ("aws_ecr_repository", "aws_ecrpublic_repository"),
    "repository": ("aws_codeartifact_domain", "aws_codeartifact_repository", "aws_codecommit_repository"),
    "user pool": ("aws_cognito_identity_pool", "aws_cognito_user_pool"),
    "directory": ("aws_directory_service_directory", "aws_workspaces_directory"),
    "desktop": ("aws_workspaces_workspace",),
    "catalog": (
        "aws_athena_data_catalog",
        "aws_datazone_domain",
        "aws_glue_catalog_database",
        "aws_glue_catalog_table",
        "aws_glue_registry",
        "aws_glue_schema",
        "aws_s3tables_namespace",
    ),
    "features": ("aws_sagemaker_feature_group",),
    "notebooks": ("aws_sagemaker_domain", "aws_sagemaker_notebook_instance"),
    "customer data": ("aws_connect_instance", "aws_customerprofiles_domain"),
    "DNS zone": ("aws_route53_zone",),
    "cluster": ("aws_eks_cluster",),
    "account": ("aws_organizations_account",),
}

_BY_TYPE = {type: kind for kind, types in _KINDS.items() for type in types}


def holds(type: str, values: Mapping[str, Any]) -> str | None:
    """What a resource holds (``database``, ``bucket`` …), None where it holds nothing that the code does not."""
    if type == "aws_ssm_parameter":  # Secrets are put there by hand; other parameters come from the code.
        return "secret" if values.get("type") == "SecureString" else None
    return _BY_TYPE.get(type)
