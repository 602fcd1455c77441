from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from .conftest import Client

ROLE = "arn:aws:iam::111111111111:role/x"
SAID: dict[str, Any] = {
    "alarmConfiguration": {"enabled": True, "ignorePollAlarmFailure": False, "alarms": [{"name": "cpu"}]},
    "autoRollbackConfiguration": {"enabled": True, "events": ["DEPLOYMENT_FAILURE"]},
    "deploymentStyle": {"deploymentType": "BLUE_GREEN", "deploymentOption": "WITH_TRAFFIC_CONTROL"},
    "ecsServices": [{"serviceName": "s", "clusterName": "c"}],
    "loadBalancerInfo": {
        "targetGroupPairInfoList": [
            {"targetGroups": [{"name": "a"}, {"name": "b"}], "prodTrafficRoute": {"listenerArns": ["arn:l"]}}
        ]
    },
}


@pytest.fixture
def group(connect: Client, name: str) -> dict[str, str]:
    client = connect("codedeploy")
    client.create_application(applicationName=name, computePlatform="ECS")
    client.create_deployment_group(applicationName=name, deploymentGroupName="g", serviceRoleArn=ROLE, **SAID)
    return {"applicationName": name, "deploymentGroupName": "g"}


def test_a_group_is_described_as_it_was_created(connect: Client, group: dict[str, str]) -> None:
    found = connect("codedeploy").get_deployment_group(**group)["deploymentGroupInfo"]
    assert {member: found[member] for member in SAID} == SAID
    assert found["computePlatform"] == "ECS"
    assert not [member for member, value in found.items() if value in ({}, [])], "AWS leaves out what is not set"


def test_a_group_can_be_changed_and_deleted(connect: Client, group: dict[str, str]) -> None:
    client = connect("codedeploy")
    client.update_deployment_group(
        applicationName=group["applicationName"],
        currentDeploymentGroupName="g",
        newDeploymentGroupName="h",
        alarmConfiguration={"enabled": False, "alarms": []},
    )
    where = {**group, "deploymentGroupName": "h"}
    found = client.get_deployment_group(**where)["deploymentGroupInfo"]
    assert found["alarmConfiguration"]["enabled"] is False
    assert found["ecsServices"] == SAID["ecsServices"]
    client.delete_deployment_group(**where)
    with pytest.raises(ClientError, match="DeploymentGroupDoesNotExistException"):
        client.get_deployment_group(**where)


def test_an_application_can_be_renamed_and_deleted(connect: Client, group: dict[str, str], name: str) -> None:
    client = connect("codedeploy")
    client.update_application(applicationName=name, newApplicationName=f"{name}-2")
    assert client.get_deployment_group(**{**group, "applicationName": f"{name}-2"})["deploymentGroupInfo"]
    client.delete_application(applicationName=f"{name}-2")
    with pytest.raises(ClientError, match="ApplicationDoesNotExistException"):
        client.get_application(applicationName=f"{name}-2")


def test_deployment_configurations(connect: Client, name: str) -> None:
    client = connect("codedeploy")
    routing = {"type": "TimeBasedCanary", "timeBasedCanary": {"canaryPercentage": 10, "canaryInterval": 5}}
    client.create_deployment_config(deploymentConfigName=name, computePlatform="ECS", trafficRoutingConfig=routing)
    found = client.get_deployment_config(deploymentConfigName=name)["deploymentConfigInfo"]
    assert (found["trafficRoutingConfig"], found["computePlatform"]) == (routing, "ECS")
    with pytest.raises(ClientError, match="DeploymentConfigAlreadyExistsException"):
        client.create_deployment_config(deploymentConfigName=name)
    assert name in client.list_deployment_configs()["deploymentConfigsList"]
    client.delete_deployment_config(deploymentConfigName=name)
    with pytest.raises(ClientError, match="DeploymentConfigDoesNotExistException"):
        client.get_deployment_config(deploymentConfigName=name)


def test_a_deployment_that_makes_no_sense_is_refused(connect: Client, group: dict[str, str]) -> None:
    client = connect("codedeploy")
    content = '{"version": "0.0", "Resources": []}'
    revision = {"revisionType": "AppSpecContent", "appSpecContent": {"content": content}}
    with pytest.raises(ClientError, match="InvalidRevisionException"):
        client.create_deployment(**group, revision=revision)
    assert client.list_deployments(**group)["deployments"] == []
