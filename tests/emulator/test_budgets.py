from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from .conftest import ACCOUNT, Client

NOTIFICATION = {"NotificationType": "ACTUAL", "ComparisonOperator": "GREATER_THAN", "Threshold": 80}
SUBSCRIBER = {"SubscriptionType": "EMAIL", "Address": "ops@example.com"}


def budget(name: str, amount: str = "100") -> dict[str, Any]:
    return {
        "BudgetName": name,
        "BudgetType": "COST",
        "TimeUnit": "MONTHLY",
        "BudgetLimit": {"Amount": amount, "Unit": "USD"},
    }


def test_a_budget_has_tags_and_subscribers(connect: Client, name: str) -> None:
    client = connect("budgets")
    client.create_budget(
        AccountId=ACCOUNT,
        Budget=budget(name),
        NotificationsWithSubscribers=[{"Notification": NOTIFICATION, "Subscribers": [SUBSCRIBER]}],
        ResourceTags=[{"Key": "a", "Value": "b"}],
    )
    arn = f"arn:aws:budgets::{ACCOUNT}:budget/{name}"
    assert client.list_tags_for_resource(ResourceARN=arn)["ResourceTags"] == [{"Key": "a", "Value": "b"}]
    where = {"AccountId": ACCOUNT, "BudgetName": name}
    assert client.describe_subscribers_for_notification(
        **where, Notification={**NOTIFICATION, "ThresholdType": "PERCENTAGE"}
    )["Subscribers"] == [SUBSCRIBER]
    another = {"SubscriptionType": "EMAIL", "Address": "cfo@example.com"}
    client.create_subscriber(**where, Notification=NOTIFICATION, Subscriber=another)
    client.delete_subscriber(**where, Notification=NOTIFICATION, Subscriber=SUBSCRIBER)
    found = client.describe_subscribers_for_notification(**where, Notification=NOTIFICATION)["Subscribers"]
    assert found == [another]
    with pytest.raises(ClientError, match="NotFoundException"):
        client.describe_subscribers_for_notification(**where, Notification={**NOTIFICATION, "Threshold": 90})


def test_a_budget_can_be_changed(connect: Client, name: str) -> None:
    client = connect("budgets")
    client.create_budget(
        AccountId=ACCOUNT,
        Budget=budget(name),
        NotificationsWithSubscribers=[{"Notification": NOTIFICATION, "Subscribers": [SUBSCRIBER]}],
    )
    client.update_budget(AccountId=ACCOUNT, NewBudget=budget(name, "200"))
    found = client.describe_budget(AccountId=ACCOUNT, BudgetName=name)["Budget"]
    assert float(found["BudgetLimit"]["Amount"]) == 200
    assert len(client.describe_notifications_for_budget(AccountId=ACCOUNT, BudgetName=name)["Notifications"]) == 1
