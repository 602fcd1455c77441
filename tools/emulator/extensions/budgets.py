"""AWS Budgets.

Moto 5.2.5 lacks tags of budgets, the subscribers of notifications (it keeps them and never answers with them), and
UpdateBudget.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..extension import AwsError, Call, Extension
from ..memory import Tagging

extension = Extension(__name__, "budgets")

TAGGING = Tagging(arn="ResourceARN", tags="ResourceTags", keys="ResourceTagKeys", as_list=("Key", "Value"))
TAGGING.add(extension)


@extension.amends("CreateBudget")
def create_budget(call: Call, _: dict[str, Any]) -> None:
    """A budget's tags come with its creation."""
    arn = call.arn(f"budget/{call.params['Budget']['BudgetName']}", region="")
    TAGGING.note(call, arn)


@extension.adds("UpdateBudget")
def update_budget(call: Call) -> None:
    """Replace a budget's definition; its notifications stay."""
    new = call.params["NewBudget"]
    budget = call.backend.budgets[call.params["AccountId"]].get(new["BudgetName"])
    if budget is None:
        raise AwsError("NotFoundException", f"Unable to update budget: {new['BudgetName']} - the budget doesn't exist.")
    fresh = type(budget)(new, [])
    fresh.notifications = budget.notifications
    call.backend.budgets[call.params["AccountId"]][new["BudgetName"]] = fresh


@extension.adds("DescribeSubscribersForNotification")
def describe_subscribers_for_notification(call: Call) -> Mapping[str, Any]:
    """Who is told."""
    return {"Subscribers": _notification(call, call.params["Notification"]).subscribers}


@extension.adds("CreateSubscriber")
def create_subscriber(call: Call) -> None:
    """Tell one more."""
    _notification(call, call.params["Notification"]).subscribers.append(call.params["Subscriber"])


@extension.adds("DeleteSubscriber")
def delete_subscriber(call: Call) -> None:
    """Tell one less."""
    _notification(call, call.params["Notification"]).subscribers.remove(call.params["Subscriber"])


def _notification(call: Call, wanted: Mapping[str, Any]) -> Any:
    budget = call.backend.budgets[call.params["AccountId"]].get(call.params["BudgetName"])
    identifying = ("NotificationType", "ComparisonOperator", "Threshold", "ThresholdType")
    for notification in budget.notifications if budget else []:
        details = {"ThresholdType": "PERCENTAGE", **notification.details}
        if all(details.get(name) == {"ThresholdType": "PERCENTAGE", **wanted}.get(name) for name in identifying):
            return notification
    raise AwsError("NotFoundException", "The notification doesn't exist.")
