"""Elastic Container Service.

Moto 5.2.5 drops what CreateService and UpdateService say of capacity providers, ECS Exec, health-check grace,
deployment configuration (circuit breaker, alarms), managed tags, rebalancing between zones and Service Connect; and
UpdateService keeps the name of a task definition in place of its ARN.
"""

from __future__ import annotations

from typing import Any

from ..extension import Call, Extension
from ..memory import Memory

extension = Extension(__name__, "ecs")

SERVICES = Memory(
    "services",
    "serviceArn",
    {
        "availabilityZoneRebalancing": "DISABLED",
        "capacityProviderStrategy": None,
        "deploymentConfiguration": {"maximumPercent": 200, "minimumHealthyPercent": 100},
        "enableECSManagedTags": False,
        "enableExecuteCommand": False,
        "healthCheckGracePeriodSeconds": None,
        "placementConstraints": None,
        "placementStrategy": None,
        "propagateTags": "NONE",
        "serviceConnectConfiguration": None,
        "volumeConfigurations": None,
        "vpcLatticeConfigurations": None,
    },
)


@extension.amends("CreateService")
def create_service(call: Call, result: dict[str, Any]) -> None:
    """All that was said of the service."""
    SERVICES.write(call, result["service"], call.params, new=True)


@extension.amends("UpdateService")
def update_service(call: Call, result: dict[str, Any]) -> None:
    """What is new about it."""
    if named := call.params.get("taskDefinition"):
        service = result["service"]
        arn = call.backend.describe_task_definition(named).arn
        cluster = service["clusterArn"].rpartition("/")[2]
        call.backend.services[f"{cluster}:{service['serviceName']}"].task_definition = arn
        service["taskDefinition"] = arn
    SERVICES.write(call, result["service"], call.params)


@extension.amends("DescribeServices")
def describe_services(call: Call, result: dict[str, Any]) -> None:
    """The services, with everything that was said of them."""
    SERVICES.read_all(call, result["services"])


@extension.amends("DeleteService")
def delete_service(call: Call, result: dict[str, Any]) -> None:
    """The service as it was."""
    SERVICES.read(call, result["service"])
