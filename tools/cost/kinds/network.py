"""Networks, load balancers, names and the edge."""

from __future__ import annotations

from ...compose.snapshot import Resource
from ..amount import exactly
from .kind import HOURS, Kind, Parts, Scene, hourly, monthly


def _balancer(resource: Resource, scene: Scene) -> Parts:
    """The hours, and for one that faces the internet an address in each zone."""
    kind = resource.values.get("load_balancer_type") or "application"
    yield f"load-balancer/{kind}", exactly(HOURS)
    if not resource.values.get("internal"):
        yield "public-ipv4", exactly(HOURS * scene.zones(resource))


def _capacity(resource: Resource) -> tuple[str, ...]:
    return (f"load-balancer-capacity/{resource.values.get('load_balancer_type') or 'application'}",)


def _endpoint(resource: Resource, scene: Scene) -> Parts:
    """An interface endpoint in each zone; gateways for S3 and DynamoDB are free."""
    if (resource.values.get("vpc_endpoint_type") or "Gateway") != "Gateway":
        yield "vpc-endpoint", exactly(HOURS * scene.zones(resource))


def _endpoint_data(resource: Resource) -> tuple[str, ...]:
    """What goes through a gateway is free."""
    gateway = (resource.values.get("vpc_endpoint_type") or "Gateway") == "Gateway"
    return () if gateway else ("vpc-endpoint-data",)


def _flow_logs(resource: Resource) -> tuple[str, ...]:
    return ("vended-logs-s3" if resource.values.get("log_destination_type") == "s3" else "vended-logs",)


def _health_check(resource: Resource, _: Scene) -> Parts:
    """One of an endpoint in AWS, with what is asked for besides: TLS, a string, a fast interval, latency."""
    values = resource.values
    kind = str(values.get("type"))
    if kind in ("CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL"):
        yield "health-check", exactly(1)
        return
    options = [
        kind.startswith("HTTPS"),
        kind.endswith("STR_MATCH"),
        values.get("request_interval") == 10,
        bool(values.get("measure_latency")),
    ]
    yield "health-check", exactly(1)
    if any(options):
        yield "health-check-option", exactly(sum(options))


KINDS = (
    Kind(
        "aws_nat_gateway",
        hourly("nat-gateway"),
        {"processed_gb": "nat-gateway-data", "internet_out_gb": "internet-out", "cross_zone_gb": "cross-zone"},
    ),
    Kind("aws_eip", hourly("public-ipv4")),
    Kind("aws_lb", _balancer, {"capacity_unit_hours": _capacity, "internet_out_gb": "internet-out"}),
    Kind("aws_vpc_endpoint", _endpoint, {"processed_gb": _endpoint_data}),
    Kind("aws_flow_log", usage={"logs_gb": _flow_logs}),
    Kind("aws_vpc", usage={"cross_zone_gb": "cross-zone"}),
    Kind("aws_route53_zone", monthly("hosted-zone"), {"queries_million": "dns-queries"}),
    Kind("aws_route53_health_check", _health_check),
    Kind("aws_route53_query_log", usage={"logs_gb": "vended-logs"}),
    Kind(
        "aws_cloudfront_distribution",
        usage={"https_requests_10k": "cloudfront-https", "out_gb": "cloudfront-out"},
    ),
    Kind("aws_cloudwatch_log_delivery", usage={"delivered_gb": "vended-logs-s3"}),
    Kind("aws_apigatewayv2_api", usage={"requests_million": "http-api-requests", "internet_out_gb": "internet-out"}),
    Kind("aws_apigatewayv2_stage", usage={"detailed_metrics": "custom-metric"}),
)
