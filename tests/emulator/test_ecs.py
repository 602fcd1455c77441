from __future__ import annotations

from typing import Any

from .conftest import Client

SAID: dict[str, Any] = {
    "availabilityZoneRebalancing": "ENABLED",
    "capacityProviderStrategy": [{"capacityProvider": "FARGATE_SPOT", "weight": 3, "base": 1}],
    "deploymentConfiguration": {
        "deploymentCircuitBreaker": {"enable": True, "rollback": True},
        "maximumPercent": 200,
        "minimumHealthyPercent": 50,
    },
    "enableECSManagedTags": True,
    "enableExecuteCommand": True,
    "healthCheckGracePeriodSeconds": 60,
    "propagateTags": "SERVICE",
}


def service(connect: Client, name: str, **said: Any) -> dict[str, Any]:
    client = connect("ecs")
    client.create_cluster(clusterName=name)
    client.register_task_definition(family=name, containerDefinitions=[{"name": "a", "image": "b", "memory": 64}])
    made = client.create_service(cluster=name, serviceName=name, taskDefinition=name, desiredCount=0, **said)["service"]
    return dict(made)


def described(connect: Client, name: str) -> dict[str, Any]:
    return dict(connect("ecs").describe_services(cluster=name, services=[name])["services"][0])


def test_a_service_is_described_as_it_was_created(connect: Client, name: str) -> None:
    made = service(connect, name, **SAID)
    found = described(connect, name)
    for member, value in SAID.items():
        assert made[member] == found[member] == value


def test_what_was_not_said_has_the_defaults_of_aws(connect: Client, name: str) -> None:
    service(connect, name)
    found = described(connect, name)
    assert found["availabilityZoneRebalancing"] == "DISABLED"
    assert found["enableExecuteCommand"] is False
    assert "capacityProviderStrategy" not in found


def test_an_update_changes_what_it_says_and_nothing_else(connect: Client, name: str) -> None:
    service(connect, name, **SAID)
    connect("ecs").update_service(cluster=name, service=name, enableExecuteCommand=False)
    found = described(connect, name)
    assert found["enableExecuteCommand"] is False
    assert found["healthCheckGracePeriodSeconds"] == 60


def test_a_new_service_of_the_same_name_remembers_nothing(connect: Client, name: str) -> None:
    service(connect, name, **SAID)
    connect("ecs").delete_service(cluster=name, service=name, force=True)
    service(connect, name)
    assert described(connect, name)["enableExecuteCommand"] is False


def test_a_task_definition_that_is_named_is_described_by_its_arn(connect: Client, name: str) -> None:
    made = service(connect, name)
    updated = connect("ecs").update_service(cluster=name, service=name, taskDefinition=f"{name}:1")["service"]
    assert updated["taskDefinition"] == described(connect, name)["taskDefinition"] == made["taskDefinition"]
    assert made["taskDefinition"].endswith(f":task-definition/{name}:1")
