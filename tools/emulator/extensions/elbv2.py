"""Elastic Load Balancing (application and network load balancers).

Moto 5.2.5 calls a network load balancer an application load balancer in its ARN, and drops whether the rules of its
security groups hold for PrivateLink, too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..extension import Call, Extension

extension = Extension(__name__, "elbv2")

PRIVATE_LINK = "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic"


@extension.wraps("moto.elbv2.models:ELBv2Backend.create_load_balancer")
def new_load_balancer(original: Callable[..., Any], backend: Any, *args: Any, **kwargs: Any) -> Any:
    """The ARN says what kind of load balancer it is; CloudWatch's dimension is cut from it."""
    made = original(backend, *args, **kwargs)
    if made.type == "network":
        tags = backend.tagging_service.list_tags_for_resource(made.arn)["Tags"]
        backend.tagging_service.delete_all_tags_for_resource(made.arn)
        del backend.load_balancers[made.arn]
        made.arn = made.arn.replace(":loadbalancer/app/", ":loadbalancer/net/")
        backend.load_balancers[made.arn] = made
        backend.tagging_service.tag_resource(made.arn, tags)
    return made


@extension.amends("SetSecurityGroups")
def set_security_groups(call: Call, result: dict[str, Any]) -> None:
    """Note whether the groups hold for PrivateLink."""
    if said := call.params.get(PRIVATE_LINK):
        call.table("private link")[call.params["LoadBalancerArn"]] = said
        result[PRIVATE_LINK] = said


@extension.amends("CreateLoadBalancer", "DescribeLoadBalancers")
def describe_load_balancers(call: Call, result: dict[str, Any]) -> None:
    """They do where nobody said otherwise."""
    for balancer in result["LoadBalancers"]:
        if balancer.get("Type") == "network" and balancer.get("SecurityGroups"):
            balancer[PRIVATE_LINK] = call.table("private link").get(balancer["LoadBalancerArn"], "on")
