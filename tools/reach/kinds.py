"""Which resources wear security groups, and where they say so: one line per type.

Written from the schema of the AWS provider 5.100. Types that are missing here are found by the ids in their values
(``wearers.py``), with less to say of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Public = Literal["never", "flag", "launched", "facing", "interface", "unknown"]
"""How it is decided whether a thing has a public address. ``flag``: an attribute says it. ``launched``: an attribute,
or else the subnet. ``facing``: a load balancer that is not internal. ``interface``: an elastic IP address."""


@dataclass(frozen=True, slots=True)
class Via:
    """Subnets that are named through a subnet group."""

    attribute: str
    types: tuple[str, ...]
    keys: tuple[str, ...] = ("name", "id")


@dataclass(frozen=True, slots=True)
class Kind:
    """Where a type says what it wears, where it lives and whether it is public."""

    groups: tuple[str, ...]
    subnets: tuple[str, ...] = ()
    public: Public = "never"
    flag: str = ""
    """The attribute of ``flag`` and ``launched``."""
    data: bool = False
    """Whether it holds data, or stands in front of data."""
    accepts: bool = True
    """False where nothing can connect to it: it only connects to others."""
    default_group: bool = True
    """Whether it wears the VPC's default group where it names none."""
    via: Via | None = None


_DB_GROUP = Via("db_subnet_group_name", ("aws_db_subnet_group", "aws_docdb_subnet_group"))
_CACHE_GROUP = Via("subnet_group_name", ("aws_elasticache_subnet_group", "aws_memorydb_subnet_group"))
_NEPTUNE_GROUP = Via("neptune_subnet_group_name", ("aws_neptune_subnet_group",))
_VPC_CONFIG = ("vpc_config.security_group_ids",)
_VPC_SUBNETS = ("vpc_config.subnet_ids",)
_TASKS = "network_configuration"

_LOAD_BALANCER = Kind(("security_groups",), ("subnets", "subnet_mapping.subnet_id"), "facing", default_group=False)
_FSX = Kind(("security_group_ids",), ("subnet_ids",), data=True)
_INSTANCE = Kind(
    ("vpc_security_group_ids", "security_groups"), ("subnet_id",), "launched", "associate_public_ip_address"
)
_SEARCH = Kind(("vpc_options.security_group_ids",), ("vpc_options.subnet_ids",), data=True)

KINDS: dict[str, Kind] = {
    # Computing
    "aws_instance": _INSTANCE,
    "aws_spot_instance_request": _INSTANCE,
    "aws_network_interface": Kind(("security_groups",), ("subnet_id",), "interface"),
    "aws_autoscaling_group": Kind((), ("vpc_zone_identifier",), "launched"),
    "aws_eks_node_group": Kind((), ("subnet_ids",), "launched"),
    "aws_batch_compute_environment": Kind(
        ("compute_resources.security_group_ids",), ("compute_resources.subnets",), "launched", accepts=False
    ),
    "aws_ecs_service": Kind(
        (f"{_TASKS}.security_groups",), (f"{_TASKS}.subnets",), "flag", f"{_TASKS}.assign_public_ip"
    ),
    "aws_ecs_task_set": Kind(
        (f"{_TASKS}.security_groups",), (f"{_TASKS}.subnets",), "flag", f"{_TASKS}.assign_public_ip"
    ),
    "aws_cloudwatch_event_target": Kind(
        (f"ecs_target.{_TASKS}.security_groups",),
        (f"ecs_target.{_TASKS}.subnets",),
        "flag",
        f"ecs_target.{_TASKS}.assign_public_ip",
    ),
    "aws_scheduler_schedule": Kind(
        (f"target.ecs_parameters.{_TASKS}.security_groups",),
        (f"target.ecs_parameters.{_TASKS}.subnets",),
        "flag",
        f"target.ecs_parameters.{_TASKS}.assign_public_ip",
    ),
    "aws_lambda_function": Kind(_VPC_CONFIG, _VPC_SUBNETS, accepts=False),
    "aws_codebuild_project": Kind(_VPC_CONFIG, ("vpc_config.subnets",), accepts=False),
    "aws_synthetics_canary": Kind(_VPC_CONFIG, _VPC_SUBNETS, accepts=False),
    "aws_apprunner_vpc_connector": Kind(("security_groups",), ("subnets",), accepts=False),
    "aws_eks_cluster": Kind(
        ("vpc_config.security_group_ids", "vpc_config.cluster_security_group_id"), _VPC_SUBNETS, default_group=False
    ),
    "aws_emr_cluster": Kind(
        (
            "ec2_attributes.emr_managed_master_security_group",
            "ec2_attributes.emr_managed_slave_security_group",
            "ec2_attributes.service_access_security_group",
        ),
        ("ec2_attributes.subnet_id", "ec2_attributes.subnet_ids"),
        "launched",
        data=True,
        default_group=False,
    ),
    "aws_sagemaker_notebook_instance": Kind(("security_groups",), ("subnet_id",)),
    "aws_sagemaker_model": Kind(_VPC_CONFIG, ("vpc_config.subnets",), accepts=False),
    "aws_mwaa_environment": Kind((f"{_TASKS}.security_group_ids",), (f"{_TASKS}.subnet_ids",)),
    "aws_workspaces_directory": Kind(
        ("workspace_creation_properties.custom_security_group_id", "workspace_security_group_id"),
        ("subnet_ids",),
        default_group=False,
    ),
    # Load balancing and ways in
    "aws_lb": _LOAD_BALANCER,
    "aws_alb": _LOAD_BALANCER,
    "aws_elb": Kind(("security_groups",), ("subnets",), "facing"),
    "aws_vpc_endpoint": Kind(("security_group_ids",), ("subnet_ids", "subnet_configuration.subnet_id")),
    "aws_apigatewayv2_vpc_link": Kind(("security_group_ids",), ("subnet_ids",), accepts=False),
    "aws_ec2_instance_connect_endpoint": Kind(("security_group_ids",), ("subnet_id",), accepts=False),
    "aws_route53_resolver_endpoint": Kind(("security_group_ids",), ("ip_address.subnet_id",)),
    "aws_transfer_server": Kind(
        ("endpoint_details.security_group_ids",), ("endpoint_details.subnet_ids",), "interface", data=True
    ),
    # Databases and caches
    "aws_db_instance": Kind(("vpc_security_group_ids",), (), "flag", "publicly_accessible", data=True, via=_DB_GROUP),
    "aws_rds_cluster": Kind(("vpc_security_group_ids",), (), "flag", data=True, via=_DB_GROUP),
    "aws_docdb_cluster": Kind(("vpc_security_group_ids",), (), data=True, via=_DB_GROUP),
    "aws_neptune_cluster": Kind(("vpc_security_group_ids",), (), "flag", data=True, via=_NEPTUNE_GROUP),
    "aws_db_proxy": Kind(("vpc_security_group_ids",), ("vpc_subnet_ids",), data=True),
    "aws_elasticache_cluster": Kind(("security_group_ids",), (), data=True, via=_CACHE_GROUP),
    "aws_elasticache_replication_group": Kind(("security_group_ids",), (), data=True, via=_CACHE_GROUP),
    "aws_elasticache_serverless_cache": Kind(("security_group_ids",), ("subnet_ids",), data=True),
    "aws_memorydb_cluster": Kind(("security_group_ids",), (), data=True, via=_CACHE_GROUP),
    "aws_dax_cluster": Kind(
        ("security_group_ids",), (), data=True, via=Via("subnet_group_name", ("aws_dax_subnet_group",))
    ),
    "aws_redshift_cluster": Kind(
        ("vpc_security_group_ids",),
        (),
        "flag",
        "publicly_accessible",
        data=True,
        via=Via("cluster_subnet_group_name", ("aws_redshift_subnet_group",)),
    ),
    "aws_redshiftserverless_workgroup": Kind(
        ("security_group_ids",), ("subnet_ids",), "flag", "publicly_accessible", data=True
    ),
    "aws_opensearch_domain": _SEARCH,
    "aws_elasticsearch_domain": _SEARCH,
    "aws_opensearchserverless_vpc_endpoint": Kind(("security_group_ids",), ("subnet_ids",), data=True),
    "aws_timestreaminfluxdb_db_instance": Kind(
        ("vpc_security_group_ids",), ("vpc_subnet_ids",), "flag", "publicly_accessible", data=True
    ),
    # Streams and queues
    "aws_msk_cluster": Kind(
        ("broker_node_group_info.security_groups",),
        ("broker_node_group_info.client_subnets",),
        "flag",
        data=True,
    ),
    "aws_msk_serverless_cluster": Kind(_VPC_CONFIG, _VPC_SUBNETS, data=True),
    "aws_mskconnect_connector": Kind(
        ("kafka_cluster.apache_kafka_cluster.vpc.security_groups",),
        ("kafka_cluster.apache_kafka_cluster.vpc.subnets",),
        accepts=False,
    ),
    "aws_mq_broker": Kind(("security_groups",), ("subnet_ids",), "flag", "publicly_accessible", data=True),
    # Files and moving data
    "aws_efs_mount_target": Kind(("security_groups",), ("subnet_id",), data=True),
    "aws_fsx_windows_file_system": _FSX,
    "aws_fsx_lustre_file_system": _FSX,
    "aws_fsx_ontap_file_system": _FSX,
    "aws_fsx_openzfs_file_system": _FSX,
    "aws_dms_replication_instance": Kind(
        ("vpc_security_group_ids",),
        (),
        "flag",
        "publicly_accessible",
        data=True,
        via=Via(
            "replication_subnet_group_id", ("aws_dms_replication_subnet_group",), ("replication_subnet_group_id", "id")
        ),
    ),
    "aws_dms_replication_config": Kind(
        ("compute_config.vpc_security_group_ids",),
        (),
        data=True,
        via=Via(
            "compute_config.replication_subnet_group_id",
            ("aws_dms_replication_subnet_group",),
            ("replication_subnet_group_id", "id"),
        ),
    ),
    "aws_glue_connection": Kind(
        ("physical_connection_requirements.security_group_id_list",),
        ("physical_connection_requirements.subnet_id",),
        accepts=False,
        default_group=False,
    ),
}

NOT_WEARERS = frozenset(
    {
        "aws_security_group",
        "aws_default_security_group",
        "aws_security_group_rule",
        "aws_vpc_security_group_ingress_rule",
        "aws_vpc_security_group_egress_rule",
        "aws_vpc_security_group_vpc_association",
        "aws_network_interface_sg_attachment",
        "aws_vpc_endpoint_security_group_association",
        "aws_launch_template",
        "aws_launch_configuration",
        "aws_vpc",
        "aws_default_vpc",
        "aws_db_option_group",
        "aws_ssm_parameter",
    }
)
"""Types that name security groups without wearing them."""
