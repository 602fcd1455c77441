"""AppConfig.

Moto 5.2.5 lacks environments, deployment strategies and deployments, and answers "None" for a hosted configuration
version without description.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ..extension import AwsError, Call, Extension, random_id
from ..memory import Tagging

extension = Extension(__name__, "appconfig")

TAGGING = Tagging(arn="ResourceArn", tags="Tags", keys="TagKeys")
TAGGING.add(extension, shared=True)

PREDEFINED: dict[str, dict[str, Any]] = {
    "AppConfig.AllAtOnce": {"DeploymentDurationInMinutes": 0, "FinalBakeTimeInMinutes": 10, "GrowthFactor": 100.0},
    "AppConfig.Linear50PercentEvery30Seconds": {
        "DeploymentDurationInMinutes": 1,
        "FinalBakeTimeInMinutes": 1,
        "GrowthFactor": 50.0,
    },
}


def _not_found(what: str) -> AwsError:
    return AwsError("ResourceNotFoundException", f"{what} was not found.")


@extension.amends("CreateHostedConfigurationVersion", "GetHostedConfigurationVersion")
def hosted_version(_: Call, result: dict[str, Any]) -> None:
    """No description is not the description ``None``."""
    for member in ("Description", "VersionLabel"):
        if result.get(member) in (None, "None", ""):
            result.pop(member, None)


# -- environments ------------------------------------------------------------------------------------------------------


def _environments(call: Call) -> dict[str, Any]:
    return call.table(f"environments of {call.params['ApplicationId']}")


def _environment(call: Call) -> Any:
    environment = _environments(call).get(call.params["EnvironmentId"])
    if environment is None:
        raise _not_found(call.params["EnvironmentId"])
    return environment


@extension.adds("CreateEnvironment")
def create_environment(call: Call) -> Mapping[str, Any]:
    """Where a configuration is deployed to."""
    call.backend.get_application(call.params["ApplicationId"])
    identifier = random_id(7)
    environment = {
        "ApplicationId": call.params["ApplicationId"],
        "Id": identifier,
        "Name": call.params["Name"],
        "Description": call.params.get("Description"),
        "State": "READY_FOR_DEPLOYMENT",
        "Monitors": call.params.get("Monitors", []),
    }
    _environments(call)[identifier] = environment
    TAGGING.note(call, call.arn(f"application/{call.params['ApplicationId']}/environment/{identifier}"))
    return environment


@extension.adds("GetEnvironment")
def get_environment(call: Call) -> Mapping[str, Any]:
    """One environment."""
    found: dict[str, Any] = _environment(call)
    return found


@extension.adds("ListEnvironments")
def list_environments(call: Call) -> Mapping[str, Any]:
    """An application's environments."""
    return {"Items": list(_environments(call).values())}


@extension.adds("UpdateEnvironment")
def update_environment(call: Call) -> Mapping[str, Any]:
    """Change an environment."""
    environment: dict[str, Any] = _environment(call)
    for member in ("Name", "Description", "Monitors"):
        environment[member] = call.params.get(member, environment[member])
    return environment


@extension.adds("DeleteEnvironment")
def delete_environment(call: Call) -> None:
    """Forget an environment."""
    _environments(call).pop(call.params["EnvironmentId"], None)


# -- strategies --------------------------------------------------------------------------------------------------------

STRATEGY = ("DeploymentDurationInMinutes", "FinalBakeTimeInMinutes", "GrowthFactor", "GrowthType", "Description")


def _strategy(call: Call) -> Any:
    identifier = call.params["DeploymentStrategyId"]
    known = call.table("strategies").get(identifier) or PREDEFINED.get(identifier)
    if known is None:
        raise _not_found(identifier)
    return known


@extension.adds("CreateDeploymentStrategy")
def create_strategy(call: Call) -> Mapping[str, Any]:
    """How fast a configuration is deployed."""
    strategy = {
        "Id": random_id(7),
        "Name": call.params["Name"],
        "FinalBakeTimeInMinutes": 0,
        "GrowthType": "LINEAR",
        "ReplicateTo": call.params.get("ReplicateTo", "NONE"),
        **{member: call.params[member] for member in STRATEGY if member in call.params},
    }
    call.table("strategies")[strategy["Id"]] = strategy
    TAGGING.note(call, call.arn(f"deploymentstrategy/{strategy['Id']}"))
    return strategy


@extension.adds("GetDeploymentStrategy")
def get_strategy(call: Call) -> Mapping[str, Any]:
    """One strategy."""
    found: dict[str, Any] = _strategy(call)
    return found


@extension.adds("ListDeploymentStrategies")
def list_strategies(call: Call) -> Mapping[str, Any]:
    """AWS's own strategies, and the account's."""
    own = [{"Id": name, "Name": name, "ReplicateTo": "NONE", **said} for name, said in PREDEFINED.items()]
    return {"Items": [*own, *call.table("strategies").values()]}


@extension.adds("UpdateDeploymentStrategy")
def update_strategy(call: Call) -> Mapping[str, Any]:
    """Change a strategy."""
    strategy: dict[str, Any] = _strategy(call)
    strategy.update({member: call.params[member] for member in STRATEGY if member in call.params})
    return strategy


@extension.adds("DeleteDeploymentStrategy")
def delete_strategy(call: Call) -> None:
    """Forget a strategy."""
    call.table("strategies").pop(call.params["DeploymentStrategyId"], None)


# -- deployments -------------------------------------------------------------------------------------------------------


def _deployments(call: Call) -> dict[str, Any]:
    return call.table(f"deployments of {call.params['ApplicationId']} {call.params['EnvironmentId']}")


@extension.adds("StartDeployment")
def start_deployment(call: Call) -> Mapping[str, Any]:
    """Deploy a version; it is complete at once."""
    _environment(call)
    strategy = _strategy(call)
    number = len(_deployments(call)) + 1
    now = datetime.now(UTC)
    said = ("ApplicationId", "EnvironmentId", "DeploymentStrategyId", "ConfigurationProfileId", "ConfigurationVersion")
    deployment = {
        **{member: call.params[member] for member in said},
        "DeploymentNumber": number,
        "Description": call.params.get("Description"),
        "KmsKeyIdentifier": call.params.get("KmsKeyIdentifier"),
        **{member: strategy[member] for member in STRATEGY[:4] if member in strategy},
        "State": "COMPLETE",
        "PercentageComplete": 100.0,
        "StartedAt": now,
        "CompletedAt": now,
    }
    _deployments(call)[str(number)] = deployment
    place = f"application/{call.params['ApplicationId']}/environment/{call.params['EnvironmentId']}"
    TAGGING.note(call, call.arn(f"{place}/deployment/{number}"))
    return deployment


@extension.adds("GetDeployment")
def get_deployment(call: Call) -> Mapping[str, Any]:
    """One deployment."""
    return _deployment(call)


def _deployment(call: Call) -> dict[str, Any]:
    found: dict[str, Any] | None = _deployments(call).get(str(call.params["DeploymentNumber"]))
    if found is None:
        raise _not_found(f"Deployment {call.params['DeploymentNumber']}")
    return found


@extension.adds("ListDeployments")
def list_deployments(call: Call) -> Mapping[str, Any]:
    """An environment's deployments, the newest first."""
    return {"Items": list(reversed(_deployments(call).values()))}


@extension.adds("StopDeployment")
def stop_deployment(call: Call) -> Mapping[str, Any]:
    """Roll a deployment back."""
    deployment = {**_deployment(call), "State": "ROLLED_BACK"}
    _deployments(call)[str(call.params["DeploymentNumber"])] = deployment
    return deployment
