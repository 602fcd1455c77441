from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from .conftest import Client

TAGS = [{"Key": "a", "Value": "b"}]


def test_anomaly_monitors(connect: Client, name: str) -> None:
    client = connect("ce")
    monitor = {"MonitorName": name, "MonitorType": "DIMENSIONAL", "MonitorDimension": "SERVICE"}
    arn = client.create_anomaly_monitor(AnomalyMonitor=monitor, ResourceTags=TAGS)["MonitorArn"]
    client.update_anomaly_monitor(MonitorArn=arn, MonitorName=f"{name}-2")
    (found,) = client.get_anomaly_monitors(MonitorArnList=[arn])["AnomalyMonitors"]
    assert (found["MonitorName"], found["MonitorDimension"]) == (f"{name}-2", "SERVICE")
    assert arn in [m["MonitorArn"] for m in client.get_anomaly_monitors()["AnomalyMonitors"]]
    assert client.list_tags_for_resource(ResourceArn=arn)["ResourceTags"] == TAGS
    client.delete_anomaly_monitor(MonitorArn=arn)
    with pytest.raises(ClientError, match="UnknownMonitorException"):
        client.get_anomaly_monitors(MonitorArnList=[arn])


def test_anomaly_subscriptions(connect: Client, name: str) -> None:
    client = connect("ce")
    subscription = {
        "SubscriptionName": name,
        "Frequency": "DAILY",
        "MonitorArnList": ["arn:aws:ce::111111111111:anomalymonitor/x"],
        "Subscribers": [{"Type": "EMAIL", "Address": "a@example.com"}],
        "Threshold": 100.0,
    }
    arn = client.create_anomaly_subscription(AnomalySubscription=subscription)["SubscriptionArn"]
    client.update_anomaly_subscription(SubscriptionArn=arn, Frequency="WEEKLY")
    (found,) = client.get_anomaly_subscriptions(SubscriptionArnList=[arn])["AnomalySubscriptions"]
    assert (found["Frequency"], found["Threshold"]) == ("WEEKLY", 100.0)
    assert found["Subscribers"][0]["Address"] == "a@example.com"
    client.delete_anomaly_subscription(SubscriptionArn=arn)
    with pytest.raises(ClientError, match="UnknownSubscriptionException"):
        client.get_anomaly_subscriptions(SubscriptionArnList=[arn])


def test_cost_allocation_tags(connect: Client, name: str) -> None:
    client = connect("ce")
    client.update_cost_allocation_tags_status(CostAllocationTagsStatus=[{"TagKey": name, "Status": "Active"}])
    (found,) = client.list_cost_allocation_tags(TagKeys=[name])["CostAllocationTags"]
    assert (found["Status"], found["Type"]) == ("Active", "UserDefined")


def test_tags_of_cost_categories_are_still_motos(connect: Client, name: str) -> None:
    client = connect("ce")
    rule = {"Value": "x", "Rule": {"Tags": {"Key": "a", "Values": ["b"]}}}
    arn = client.create_cost_category_definition(
        Name=name, RuleVersion="CostCategoryExpression.v1", Rules=[rule], ResourceTags=TAGS
    )["CostCategoryArn"]
    assert client.list_tags_for_resource(ResourceArn=arn)["ResourceTags"] == TAGS
