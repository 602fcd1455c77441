"""CodeDeploy.

Moto 5.2.5 lacks the update and deletion of applications and deployment groups and all of deployment configurations, and
drops alarms, load balancers' target-group pairs and the kin of deployment groups.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ..extension import AwsError, Call, Extension, random_uuid
from ..memory import Memory

extension = Extension(__name__, "codedeploy")

GROUPS = Memory(
    "groups",
    "deploymentGroupId",
    {
        "alarmConfiguration": None,
        "autoRollbackConfiguration": None,
        "blueGreenDeploymentConfiguration": None,
        "deploymentConfigName": None,
        "deploymentStyle": None,
        "ec2TagSet": None,
        "ecsServices": None,
        "loadBalancerInfo": None,
        "onPremisesTagSet": None,
        "outdatedInstancesStrategy": "UPDATE",
        "serviceRoleArn": None,
        "terminationHookEnabled": None,
        "triggerConfigurations": None,
    },
)


@extension.amends("CreateDeploymentGroup")
def create_group(call: Call, result: dict[str, Any]) -> None:
    """Note what Moto drops."""
    GROUPS.write(call, dict(result), call.params, new=True)


@extension.amends("GetDeploymentGroup")
def get_group(call: Call, result: dict[str, Any]) -> None:
    """The group, with everything that was said of it."""
    group = result["deploymentGroupInfo"]
    for name in [name for name, value in group.items() if value in ({}, [])]:
        del group[name]  # AWS leaves out what is not set
    GROUPS.read(call, group)
    group["computePlatform"] = _application(call, call.params).compute_platform


@extension.adds("UpdateDeploymentGroup")
def update_group(call: Call) -> Mapping[str, Any]:
    """Change a group."""
    name = call.params["currentDeploymentGroupName"]
    groups = call.backend.deployment_groups[_application(call, call.params).application_name]
    if name not in groups:
        raise AwsError("DeploymentGroupDoesNotExistException", f"No deployment group found for name: {name}")
    group = groups[name]
    if new := call.params.get("newDeploymentGroupName"):
        groups[new] = groups.pop(name)
        group.deployment_group_name = new
    GROUPS.write(call, {"deploymentGroupId": group.deployment_group_id}, call.params)
    for argument, attribute in (("autoScalingGroups", "auto_scaling_groups"), ("ec2TagFilters", "ec2_tag_filters")):
        if argument in call.params:
            setattr(group, attribute, call.params[argument])
    return {"hooksNotCleanedUp": []}


@extension.adds("DeleteDeploymentGroup")
def delete_group(call: Call) -> Mapping[str, Any]:
    """Forget a group."""
    groups = call.backend.deployment_groups.get(call.params["applicationName"], {})
    groups.pop(call.params["deploymentGroupName"], None)
    return {"hooksNotCleanedUp": []}


@extension.adds("UpdateApplication")
def update_application(call: Call) -> None:
    """Give an application another name."""
    application = _application(call, call.params)
    if new := call.params.get("newApplicationName"):
        backend = call.backend
        backend.applications[new] = backend.applications.pop(application.application_name)
        backend.deployment_groups[new] = backend.deployment_groups.pop(application.application_name, {})
        application.application_name = new


@extension.adds("DeleteApplication")
def delete_application(call: Call) -> None:
    """Forget an application and its groups."""
    call.backend.applications.pop(call.params["applicationName"], None)
    call.backend.deployment_groups.pop(call.params["applicationName"], None)


def _application(call: Call, params: Mapping[str, Any]) -> Any:
    return call.backend.get_application(params["applicationName"])


@extension.adds("CreateDeploymentConfig")
def create_config(call: Call) -> Mapping[str, Any]:
    """How fast traffic or instances move."""
    name = call.params["deploymentConfigName"]
    known = call.table("configs")
    if name in known:
        raise AwsError("DeploymentConfigAlreadyExistsException", f"{name} already exists")
    said = ("minimumHealthyHosts", "trafficRoutingConfig", "zonalConfig")
    known[name] = {
        "deploymentConfigId": random_uuid(),
        "deploymentConfigName": name,
        "computePlatform": call.params.get("computePlatform", "Server"),
        "createTime": datetime.now(UTC),
        **{member: call.params[member] for member in said if member in call.params},
    }
    return {"deploymentConfigId": known[name]["deploymentConfigId"]}


@extension.adds("GetDeploymentConfig")
def get_config(call: Call) -> Mapping[str, Any]:
    """One configuration."""
    name = call.params["deploymentConfigName"]
    return {"deploymentConfigInfo": call.find("configs", name, "DeploymentConfigDoesNotExistException")}


@extension.adds("ListDeploymentConfigs")
def list_configs(call: Call) -> Mapping[str, Any]:
    """The account's own configurations."""
    return {"deploymentConfigsList": list(call.table("configs"))}


@extension.adds("DeleteDeploymentConfig")
def delete_config(call: Call) -> None:
    """Forget a configuration."""
    call.table("configs").pop(call.params["deploymentConfigName"], None)
