from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from .conftest import Client

ARN = "arn:aws:appconfig:us-east-1:111111111111"


def application(connect: Client, name: str) -> dict[str, str]:
    return {"ApplicationId": connect("appconfig").create_application(Name=name, Tags={"own": "x"})["Id"]}


def test_environments(connect: Client, name: str) -> None:
    client, where = connect("appconfig"), application(connect, name)
    made = client.create_environment(**where, Name="dev", Tags={"a": "b"})
    assert made["State"] == "READY_FOR_DEPLOYMENT"
    this = {**where, "EnvironmentId": made["Id"]}
    client.update_environment(**this, Description="x")
    assert client.get_environment(**this)["Description"] == "x"
    assert [e["Name"] for e in client.list_environments(**where)["Items"]] == ["dev"]
    arn = f"{ARN}:application/{where['ApplicationId']}/environment/{made['Id']}"
    assert client.list_tags_for_resource(ResourceArn=arn)["Tags"] == {"a": "b"}
    client.delete_environment(**this)
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        client.get_environment(**this)
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        client.create_environment(ApplicationId="no", Name="dev")


def test_tags_of_applications_are_still_motos(connect: Client, name: str) -> None:
    arn = f"{ARN}:application/{application(connect, name)['ApplicationId']}"
    connect("appconfig").tag_resource(ResourceArn=arn, Tags={"a": "b"})
    assert connect("appconfig").list_tags_for_resource(ResourceArn=arn)["Tags"] == {"own": "x", "a": "b"}


def test_strategies(connect: Client, name: str) -> None:
    client = connect("appconfig")
    said = {"DeploymentDurationInMinutes": 10, "GrowthFactor": 50.0, "FinalBakeTimeInMinutes": 5}
    made = client.create_deployment_strategy(Name=name, ReplicateTo="NONE", **said)["Id"]
    client.update_deployment_strategy(DeploymentStrategyId=made, GrowthFactor=25.0)
    found = client.get_deployment_strategy(DeploymentStrategyId=made)
    assert (found["GrowthFactor"], found["FinalBakeTimeInMinutes"], found["GrowthType"]) == (25.0, 5, "LINEAR")
    names = [strategy["Name"] for strategy in client.list_deployment_strategies()["Items"]]
    assert {"AppConfig.AllAtOnce", name} <= set(names)
    client.delete_deployment_strategy(DeploymentStrategyId=made)
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        client.get_deployment_strategy(DeploymentStrategyId=made)


def test_deployments(connect: Client, name: str) -> None:
    client, where = connect("appconfig"), application(connect, name)
    environment = client.create_environment(**where, Name="dev")["Id"]
    profile = client.create_configuration_profile(**where, Name="p", LocationUri="hosted")["Id"]
    version = client.create_hosted_configuration_version(
        **where, ConfigurationProfileId=profile, Content=b"{}", ContentType="application/json"
    )
    assert "Description" not in version
    assert (version["ApplicationId"], version["ConfigurationProfileId"]) == (where["ApplicationId"], profile)
    assert (version["VersionNumber"], version["Content"].read()) == (1, b"{}")
    found = client.get_hosted_configuration_version(**where, ConfigurationProfileId=profile, VersionNumber=1)
    assert (found["ContentType"], found["Content"].read()) == ("application/json", b"{}")
    started = client.start_deployment(
        **where,
        EnvironmentId=environment,
        DeploymentStrategyId="AppConfig.AllAtOnce",
        ConfigurationProfileId=profile,
        ConfigurationVersion="1",
    )
    assert (started["State"], started["DeploymentNumber"]) == ("COMPLETE", 1)
    this = {**where, "EnvironmentId": environment, "DeploymentNumber": 1}
    assert client.get_deployment(**this)["GrowthFactor"] == 100.0
    assert client.stop_deployment(**this)["State"] == "ROLLED_BACK"
    assert len(client.list_deployments(**where, EnvironmentId=environment)["Items"]) == 1
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        client.get_deployment(**{**this, "DeploymentNumber": 2})
