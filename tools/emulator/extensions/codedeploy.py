"""CodeDeploy.

Moto 5.2.5 lacks the update and deletion of applications and deployment groups and all of deployment configurations, and
drops alarms, load balancers' target-group pairs and the kin of deployment groups. It only notes deployments: here
they move a Lambda alias, or an ECS service and its listeners, as the AppSpec says. Hooks are not called. A canary stays
in flight for its interval; whether that is over is looked at when the deployment is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from ..deployments import begin
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


# -- deployments -------------------------------------------------------------------------------------------------------

_PART = re.compile(r"(?:Canary|Linear)(?P<percent>\d+)Percent(?:Every)?(?P<minutes>\d+)Minutes?$")
_ALARM = {"code": "ALARM_ACTIVE", "message": "One or more alarms have been activated according to the configuration."}
_STOP = {"code": "MANUAL_STOP", "message": "The deployment was stopped by request."}


@extension.amends("CreateDeployment")
def create_deployment(call: Call, result: dict[str, Any]) -> None:
    """Begin to move traffic, unless an alarm is red already."""
    deployment = call.backend.deployments[result["deploymentId"]]
    if deployment.application.compute_platform == "Server":
        return
    others = [each for each in call.backend.deployments.values() if each is not deployment]
    if any(each.status == "InProgress" and each.deployment_group is deployment.deployment_group for each in others):
        del call.backend.deployments[result["deploymentId"]]
        raise AwsError("DeploymentLimitExceededException", "The deployment group has a deployment in flight already.")
    try:
        group = call.table("groups")[deployment.deployment_group.deployment_group_id]
        content = deployment.revision["appSpecContent"]["content"]
        deployment.move = begin(call.account_id, call.region, deployment.application.compute_platform, content, group)
    except (KeyError, IndexError, TypeError, ValueError) as error:
        del call.backend.deployments[result["deploymentId"]]
        raise AwsError("InvalidRevisionException", f"The AppSpec cannot be used: {error!r}") from None
    deployment.start_time = datetime.now(UTC)
    deployment.status = "InProgress"
    if _red(call, deployment):
        _end(call, deployment, _ALARM)
        return
    config = call.params.get("deploymentConfigName") or group.get("deploymentConfigName", "")
    percent, deployment.interval = _shift(call, config)
    deployment.move.share(percent)
    _look(call, deployment)


@extension.amends("GetDeployment")
def get_deployment(call: Call, result: dict[str, Any]) -> None:
    """A deployment as it is by now."""
    info = result["deploymentInfo"]
    deployment = call.backend.deployments[info["deploymentId"]]
    _look(call, deployment)
    info |= {"status": deployment.status, "startTime": deployment.start_time, "completeTime": deployment.complete_time}
    info |= getattr(deployment, "told", {})
    for name in [name for name, value in info.items() if value in ({}, [], None, "")]:
        del info[name]


@extension.adds("StopDeployment")
def stop_deployment(call: Call) -> Mapping[str, Any]:
    """Take what is in flight back."""
    deployment = call.backend.get_deployment(call.params["deploymentId"])
    _look(call, deployment)
    if deployment.status != "InProgress":
        raise AwsError("DeploymentAlreadyCompletedException", "The deployment is completed.")
    _end(call, deployment, _STOP)
    return {"status": "Succeeded", "statusMessage": "The deployment was stopped."}


def _look(call: Call, deployment: Any) -> None:
    if deployment.status != "InProgress":
        return
    if _red(call, deployment):
        _end(call, deployment, _ALARM)
    elif datetime.now(UTC) >= deployment.start_time + deployment.interval:
        deployment.move.finish()
        deployment.status, deployment.complete_time = "Succeeded", datetime.now(UTC)


def _end(call: Call, deployment: Any, reason: Mapping[str, str]) -> None:
    deployment.move.undo()
    deployment.status, deployment.complete_time = "Stopped", datetime.now(UTC)
    message = "The traffic is where it was before."
    deployment.told = {"errorInformation": reason, "rollbackInfo": {"rollbackMessage": message}}


def _red(call: Call, deployment: Any) -> bool:
    from moto.cloudwatch.models import cloudwatch_backends

    group = call.table("groups").get(deployment.deployment_group.deployment_group_id, {})
    watched = group.get("alarmConfiguration") or {}
    names = [each["name"] for each in watched.get("alarms", []) if watched.get("enabled")]
    alarms = cloudwatch_backends[call.account_id][call.region].alarms
    return any(alarms[name].state_value == "ALARM" for name in names if name in alarms)


def _shift(call: Call, config: str) -> tuple[int, timedelta]:
    """What part of the traffic goes first, and how long it is before all of it follows."""
    own = call.table("configs").get(config, {}).get("trafficRoutingConfig", {})
    for kind in ("Canary", "Linear"):
        if said := own.get(f"timeBased{kind}"):
            name = kind.lower()
            return said[f"{name}Percentage"], timedelta(minutes=said[f"{name}Interval"])
    if found := _PART.search(config):
        return int(found["percent"]), timedelta(minutes=int(found["minutes"]))
    return 100, timedelta()
