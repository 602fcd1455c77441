"""What wears a security group, and what is public by its nature, type by type."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.tools.reach.estate import NETWORK, SERVICE, Estate, ingress, service
from tools.reach import compare
from tools.reach.model import FlowChange

RULE = "aws_vpc_security_group_ingress_rule"
GROUP = f"{NETWORK}/aws_security_group.open"
PUBLIC = f'{NETWORK}/aws_subnet.public["0"]'
INTERNET = "the internet"


def opened(before: Estate, after: Estate) -> list[FlowChange]:
    return [one for one in compare(before.snapshot(), after.snapshot()) if one.kind == "opened"]


def with_open_group(**subnet: Any) -> Estate:
    """The service with a group that lets the internet in on 9999, which nothing wears yet."""
    estate = service().change('aws_subnet.public["0"]', **subnet) if subnet else service()
    estate.add("aws_security_group.open", vpc_id=f"{NETWORK}/aws_vpc.this")
    estate.add(f"{RULE}.open", **ingress(GROUP, cidr_ipv4="0.0.0.0/0", port=9999))
    for title, kind in (("db", "db"), ("cache", "elasticache"), ("redshift", "redshift"), ("dms", "dms_replication")):
        estate.add(f"aws_{kind}_subnet_group.{title}", name=title, subnet_ids=[PUBLIC])
    return estate


WORN = {"vpc_security_group_ids": [GROUP]}
CONFIGURED = {"security_groups": [GROUP], "subnets": [PUBLIC]}


@pytest.mark.parametrize(
    ("kind", "values", "danger"),
    [
        ("aws_instance", {**WORN, "subnet_id": PUBLIC, "associate_public_ip_address": True}, "medium"),
        ("aws_lb", {**CONFIGURED, "internal": False, "load_balancer_type": "network"}, "medium"),
        ("aws_elb", {**CONFIGURED, "internal": None}, "medium"),
        ("aws_ecs_service", {"network_configuration": [{**CONFIGURED, "assign_public_ip": True}]}, "medium"),
        ("aws_db_instance", {**WORN, "db_subnet_group_name": "db", "publicly_accessible": True}, "high"),
        (
            "aws_redshift_cluster",
            {**WORN, "cluster_subnet_group_name": "redshift", "publicly_accessible": True},
            "high",
        ),
        (
            "aws_redshiftserverless_workgroup",
            {"security_group_ids": [GROUP], "subnet_ids": [PUBLIC], "publicly_accessible": True},
            "high",
        ),
        ("aws_mq_broker", {"security_groups": [GROUP], "subnet_ids": [PUBLIC], "publicly_accessible": True}, "high"),
        (
            "aws_msk_cluster",
            {
                "broker_node_group_info": [
                    {
                        "security_groups": [GROUP],
                        "client_subnets": [PUBLIC],
                        "connectivity_info": [{"public_access": [{"type": "SERVICE_PROVIDED_EIPS"}]}],
                    }
                ]
            },
            "high",
        ),
        ("aws_new_thing", {"deep": [{"inside": {"groups": [GROUP], "place": PUBLIC}}]}, "medium"),
    ],
)
def test_public_things_are_reached(kind: str, values: dict[str, Any], danger: str) -> None:
    before = with_open_group()
    (change,) = opened(before, before.plus(f"{kind}.it", SERVICE, **values))
    assert (change.flow.source, change.flow.target, change.flow.ports) == (INTERNET, f"{kind}.it", "9999")
    assert change.flow.is_public
    assert change.danger == danger


@pytest.mark.parametrize(
    ("kind", "values", "danger"),
    [
        ("aws_instance", {**WORN, "subnet_id": PUBLIC, "associate_public_ip_address": False}, "low"),
        ("aws_network_interface", {"security_groups": [GROUP], "subnet_id": PUBLIC}, "low"),
        ("aws_rds_cluster", {**WORN, "db_subnet_group_name": "db"}, "medium"),
        ("aws_docdb_cluster", {**WORN, "db_subnet_group_name": "db"}, "medium"),
        ("aws_db_proxy", {**WORN, "vpc_subnet_ids": [PUBLIC]}, "medium"),
        (
            "aws_elasticache_replication_group",
            {"security_group_ids": [GROUP], "subnet_group_name": "cache"},
            "medium",
        ),
        ("aws_memorydb_cluster", {"security_group_ids": [GROUP], "subnet_group_name": "cache"}, "medium"),
        (
            "aws_opensearch_domain",
            {"vpc_options": [{"security_group_ids": [GROUP], "subnet_ids": [PUBLIC]}]},
            "medium",
        ),
        (
            "aws_msk_serverless_cluster",
            {"vpc_config": [{"security_group_ids": [GROUP], "subnet_ids": [PUBLIC]}]},
            "medium",
        ),
        ("aws_efs_mount_target", {"security_groups": [GROUP], "subnet_id": PUBLIC}, "medium"),
        ("aws_fsx_lustre_file_system", {"security_group_ids": [GROUP], "subnet_ids": [PUBLIC]}, "medium"),
        (
            "aws_dms_replication_instance",
            {**WORN, "replication_subnet_group_id": "dms", "publicly_accessible": False},
            "medium",
        ),
        (
            "aws_vpc_endpoint",
            {"vpc_endpoint_type": "Interface", "security_group_ids": [GROUP], "subnet_ids": [PUBLIC]},
            "low",
        ),
    ],
)
def test_private_things_only_stand_open(kind: str, values: dict[str, Any], danger: str) -> None:
    before = with_open_group()
    (change,) = opened(before, before.plus(f"{kind}.it", SERVICE, **values))
    assert (change.flow.target, change.flow.is_public) == (f"{kind}.it", False)
    assert "only the security group stands open" in change.why
    assert change.danger == danger


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("aws_lambda_function", {"vpc_config": [{"security_group_ids": [GROUP], "subnet_ids": [PUBLIC]}]}),
        ("aws_codebuild_project", {"vpc_config": [{"security_group_ids": [GROUP], "subnets": [PUBLIC]}]}),
        ("aws_glue_connection", {"physical_connection_requirements": [{"security_group_id_list": [GROUP]}]}),
        ("aws_apprunner_vpc_connector", CONFIGURED),
        ("aws_lambda_function", {"vpc_config": []}),
        ("aws_ecs_service", {"network_configuration": []}),
        ("aws_vpc_endpoint", {"vpc_endpoint_type": "Gateway", "security_group_ids": []}),
        ("aws_launch_template", WORN),
    ],
)
def test_nothing_connects_to_these(kind: str, values: dict[str, Any]) -> None:
    before = with_open_group()
    assert opened(before, before.plus(f"{kind}.it", SERVICE, **values)) == []


def test_an_instance_takes_a_public_address_from_its_subnet() -> None:
    before = with_open_group(map_public_ip_on_launch=True)
    after = before.plus("aws_instance.it", SERVICE, **WORN, subnet_id=PUBLIC, associate_public_ip_address=None)
    (change,) = opened(before, after)
    assert change.flow.is_public
    assert change.flow.path[-1] == f'public addresses in aws_subnet.public["0"] of {NETWORK}'


def test_an_elastic_ip_address_makes_an_instance_public() -> None:
    values = {**WORN, "subnet_id": PUBLIC, "associate_public_ip_address": False}
    before = with_open_group().plus("aws_instance.it", SERVICE, **values)
    after = before.plus("aws_eip.it", SERVICE, instance=f"{SERVICE}/aws_instance.it")
    (change,) = opened(before, after)
    assert change.flow.is_public
    assert change.flow.path[-1] == f"public address aws_eip.it of {SERVICE}"


def test_an_autoscaling_group_wears_what_its_launch_template_says() -> None:
    before = with_open_group()
    template = before.add(
        "aws_launch_template.it",
        SERVICE,
        network_interfaces=[{"security_groups": [GROUP], "associate_public_ip_address": "true"}],
    )
    after = before.plus(
        "aws_autoscaling_group.it", SERVICE, vpc_zone_identifier=[PUBLIC], launch_template=[{"id": template}]
    )
    (change,) = opened(before, after)
    assert (change.flow.target, change.flow.is_public) == ("aws_autoscaling_group.it", True)


def test_a_cluster_is_public_by_its_instances() -> None:
    before = with_open_group().plus("aws_rds_cluster.it", SERVICE, **WORN, db_subnet_group_name="db")
    after = before.plus(
        "aws_rds_cluster_instance.it",
        SERVICE,
        cluster_identifier=f"{SERVICE}/aws_rds_cluster.it",
        publicly_accessible=True,
    )
    (change,) = opened(before, after)
    assert (change.flow.target, change.danger) == ("aws_rds_cluster.it", "high")


def test_a_network_load_balancer_without_groups_is_open_where_it_listens() -> None:
    before = with_open_group()
    values = {"internal": False, "load_balancer_type": "network", "security_groups": [], "subnets": [PUBLIC]}
    balancer = before.add("aws_lb.it", SERVICE, **values)
    after = before.plus("aws_lb_listener.it", SERVICE, load_balancer_arn=f"arn:{balancer}", port=5432, protocol="TCP")
    (change,) = opened(before, after)
    assert (change.flow.ports, change.danger, change.flow.is_public) == ("5432", "high", True)


def test_nodes_wear_the_group_of_their_cluster() -> None:
    before = with_open_group(map_public_ip_on_launch=True)
    config = {"cluster_security_group_id": "sg-cluster", "endpoint_public_access": False, "subnet_ids": [PUBLIC]}
    before.add("aws_eks_cluster.it", SERVICE, name="it", vpc_config=[{**config, "security_group_ids": []}])
    before.add("aws_eks_node_group.it", SERVICE, cluster_name="it", subnet_ids=[PUBLIC], launch_template=[])
    after = before.plus(f"{RULE}.nodes", SERVICE, **ingress("sg-cluster", cidr_ipv4="0.0.0.0/0", port=22))
    nodes = next(one for one in opened(before, after) if "node_group" in one.flow.target)
    assert (nodes.flow.source, nodes.danger) == (INTERNET, "high")


def targets(before: Estate, after: Estate) -> list[tuple[str, str, str, bool]]:
    return [(one.flow.source, one.flow.target, one.danger, one.flow.is_public) for one in opened(before, after)]


def http_api(*routes: tuple[str, str]) -> Estate:
    estate = service()
    api = estate.add("aws_apigatewayv2_api.it", SERVICE, protocol_type="HTTP")
    for index, (key, asked) in enumerate(routes):
        estate.add(f"aws_apigatewayv2_route.it[{index}]", SERVICE, api_id=api, route_key=key, authorization_type=asked)
    return estate


API = "aws_apigatewayv2_api.it"


def test_a_route_that_asks_nobody_is_open_to_anyone() -> None:
    after = http_api(("GET /health", "NONE"), ("GET /orders", "JWT"), ("POST /orders", "JWT"))
    assert targets(service(), after) == [
        (INTERNET, f"GET /health at {API}", "medium", True),
        (INTERNET, f"GET /orders, POST /orders at {API}", "low", False),
    ]


def test_dropping_the_authorizer_opens_a_route() -> None:
    before, after = http_api(("GET /orders", "JWT")), http_api(("GET /orders", "NONE"))
    assert targets(before, after) == [(INTERNET, f"GET /orders at {API}", "medium", True)]
    assert targets(after, before) == []


def rest_api(**values: Any) -> Estate:
    body = {
        "paths": {
            "/open": {"get": {}, "options": {}},
            "/asked": {"get": {"security": [{"cognito": []}]}},
        }
    }
    configuration = [{"types": ["REGIONAL"]}]
    values = {"body": json.dumps(body), "endpoint_configuration": configuration, **values}
    return service().plus("aws_api_gateway_rest_api.it", SERVICE, **values)


def test_the_document_of_an_api_is_read() -> None:
    api = "aws_api_gateway_rest_api.it"
    assert targets(service(), rest_api()) == [
        (INTERNET, f"GET /open at {api}", "medium", True),
        (INTERNET, f"GET /asked at {api}", "low", False),
    ]
    assert targets(service(), rest_api(endpoint_configuration=[{"types": ["PRIVATE"]}])) == []


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        ("aws_lambda_function_url", {"authorization_type": "NONE"}, ("medium", True)),
        ("aws_lambda_function_url", {"authorization_type": "AWS_IAM"}, ("low", False)),
        ("aws_cloudfront_distribution", {"enabled": True}, ("low", True)),
        ("aws_apprunner_service", {"network_configuration": []}, ("low", True)),
        ("aws_appsync_graphql_api", {"authentication_type": "API_KEY"}, ("low", False)),
        ("aws_opensearch_domain", {"vpc_options": []}, ("high", True)),
        ("aws_transfer_server", {"endpoint_type": "PUBLIC", "endpoint_details": []}, ("low", False)),
    ],
)
def test_what_is_public_by_its_nature(kind: str, values: dict[str, Any], expected: tuple[str, bool]) -> None:
    (change,) = opened(service(), service().plus(f"{kind}.it", SERVICE, **values))
    assert (change.flow.source, change.flow.target) == (INTERNET, f"{kind}.it")
    assert (change.danger, change.flow.is_public) == expected


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ({"endpoint_public_access": True, "public_access_cidrs": ["0.0.0.0/0"]}, [(INTERNET, "high")]),
        ({"endpoint_public_access": True, "public_access_cidrs": ["203.0.113.0/24"]}, [("203.0.113.0/24", "medium")]),
        ({"endpoint_public_access": False, "public_access_cidrs": []}, []),
    ],
)
def test_the_kubernetes_api_is_reached_from_its_cidrs(config: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    after = service().plus("aws_eks_cluster.it", SERVICE, vpc_config=[{**config, "subnet_ids": [PUBLIC]}])
    found = [one for one in opened(service(), after) if "Kubernetes API" in one.flow.target]
    assert [(one.flow.source, one.danger) for one in found] == expected
