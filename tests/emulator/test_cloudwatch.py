from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from .conftest import Client


def composite(connect: Client, name: str, **said: Any) -> None:
    rule = {"AlarmRule": 'ALARM("x")', "AlarmActions": ["arn:aws:sns:us-east-1:111111111111:t"]}
    connect("cloudwatch").put_composite_alarm(AlarmName=name, **{**rule, **said})


def found(connect: Client, name: str) -> list[dict[str, Any]]:
    answer = connect("cloudwatch").describe_alarms(AlarmNames=[name], AlarmTypes=["CompositeAlarm"])
    return list(answer["CompositeAlarms"])


def test_composite_alarms(connect: Client, name: str) -> None:
    client = connect("cloudwatch")
    composite(connect, name, Tags=[{"Key": "a", "Value": "b"}], ActionsSuppressor="s", ActionsSuppressorWaitPeriod=60)
    (alarm,) = found(connect, name)
    assert (alarm["AlarmRule"], alarm["StateValue"]) == ('ALARM("x")', "INSUFFICIENT_DATA")
    assert (alarm["ActionsSuppressor"], alarm["ActionsSuppressorWaitPeriod"]) == ("s", 60)
    arn = alarm["AlarmArn"]
    client.tag_resource(ResourceARN=arn, Tags=[{"Key": "c", "Value": "d"}])
    client.untag_resource(ResourceARN=arn, TagKeys=["a"])
    assert client.list_tags_for_resource(ResourceARN=arn)["Tags"] == [{"Key": "c", "Value": "d"}]

    client.set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="test")
    composite(connect, name, AlarmRule='ALARM("y")')
    (alarm,) = found(connect, name)
    assert (alarm["AlarmRule"], alarm["StateValue"]) == ('ALARM("y")', "ALARM"), "a change keeps the state"
    assert client.list_tags_for_resource(ResourceARN=arn)["Tags"], "and the tags"

    client.delete_alarms(AlarmNames=[name])
    assert found(connect, name) == []


def test_composite_alarms_are_answered_only_when_asked_for(connect: Client, name: str) -> None:
    composite(connect, name)
    answer = connect("cloudwatch").describe_alarms(AlarmNames=[name])
    assert answer.get("CompositeAlarms", []) == []
    by_prefix = connect("cloudwatch").describe_alarms(AlarmNamePrefix=name[:-1], AlarmTypes=["CompositeAlarm"])
    assert [alarm["AlarmName"] for alarm in by_prefix["CompositeAlarms"]] == [name]


def test_metric_alarms_are_still_motos(connect: Client, name: str) -> None:
    client = connect("cloudwatch")
    client.put_metric_alarm(
        AlarmName=name,
        Namespace="n",
        MetricName="m",
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
        Tags=[{"Key": "a", "Value": "b"}],
    )
    client.set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="test")
    (alarm,) = client.describe_alarms(AlarmNames=[name])["MetricAlarms"]
    assert alarm["StateValue"] == "ALARM"
    assert alarm["Threshold"] == 1
    assert client.list_tags_for_resource(ResourceARN=alarm["AlarmArn"])["Tags"] == [{"Key": "a", "Value": "b"}]


def test_metric_streams(connect: Client, name: str) -> None:
    client = connect("cloudwatch")
    said = {
        "FirehoseArn": "arn:aws:firehose:us-east-1:111111111111:deliverystream/x",
        "RoleArn": "arn:aws:iam::111111111111:role/x",
        "OutputFormat": "json",
        "IncludeFilters": [{"Namespace": "AWS/RDS", "MetricNames": ["CPUUtilization"]}],
    }
    arn = client.put_metric_stream(Name=name, Tags=[{"Key": "a", "Value": "b"}], **said)["Arn"]
    stream = client.get_metric_stream(Name=name)
    assert {member: stream[member] for member in said} == said
    assert stream["State"] == "running"
    assert client.list_tags_for_resource(ResourceARN=arn)["Tags"] == [{"Key": "a", "Value": "b"}]
    client.stop_metric_streams(Names=[name])
    assert [s["State"] for s in client.list_metric_streams()["Entries"] if s["Name"] == name] == ["stopped"]
    client.delete_metric_stream(Name=name)
    with pytest.raises(ClientError, match="ResourceNotFound"):
        client.get_metric_stream(Name=name)
