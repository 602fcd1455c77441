"""DynamoDB.

Moto 5.2.5 lacks contributor insights and streams to Kinesis.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ..extension import AwsError, Call, Extension

extension = Extension(__name__, "dynamodb")


@extension.adds("UpdateContributorInsights", "DescribeContributorInsights")
def contributor_insights(call: Call) -> Mapping[str, Any]:
    """Which keys are used most, of a table or an index."""
    table, index = call.params["TableName"].rpartition("/")[2], call.params.get("IndexName")
    known = call.table("contributor insights")
    key = f"{table}/{index or ''}"
    if call.operation.startswith("Update"):
        known[key] = "ENABLED" if call.params["ContributorInsightsAction"] == "ENABLE" else "DISABLED"
    status = known.get(key, "DISABLED")
    found: dict[str, Any] = {"TableName": table, "IndexName": index, "ContributorInsightsStatus": status}
    if call.operation.startswith("Describe"):
        found |= {"ContributorInsightsRuleList": [], "LastUpdateDateTime": datetime.now(UTC)}
    return found


def _streams(call: Call) -> dict[str, Any]:
    return call.table(f"streams of {call.params['TableName'].rpartition('/')[2]}")


@extension.adds("EnableKinesisStreamingDestination")
def enable_streaming(call: Call) -> Mapping[str, Any]:
    """Send changes to Kinesis."""
    arn = call.params["StreamArn"]
    configuration = call.params.get("EnableKinesisStreamingConfiguration", {})
    precision = configuration.get("ApproximateCreationDateTimePrecision", "MICROSECOND")
    _streams(call)[arn] = {
        "StreamArn": arn,
        "DestinationStatus": "ACTIVE",
        "ApproximateCreationDateTimePrecision": precision,
    }
    return {"TableName": call.params["TableName"], "StreamArn": arn, "DestinationStatus": "ACTIVE"}


@extension.adds("DisableKinesisStreamingDestination")
def disable_streaming(call: Call) -> Mapping[str, Any]:
    """Send nothing any more."""
    arn = call.params["StreamArn"]
    if arn not in _streams(call):
        raise AwsError("ResourceNotFoundException", f"The table sends nothing to {arn}.")
    _streams(call)[arn]["DestinationStatus"] = "DISABLED"
    return {"TableName": call.params["TableName"], "StreamArn": arn, "DestinationStatus": "DISABLED"}


@extension.adds("DescribeKinesisStreamingDestination")
def describe_streaming(call: Call) -> Mapping[str, Any]:
    """Where changes go."""
    destinations = list(_streams(call).values())
    return {"TableName": call.params["TableName"], "KinesisDataStreamDestinations": destinations}


@extension.amends("DeleteTable")
def delete_table(call: Call, _: dict[str, Any]) -> None:
    """A new table of the name sends nothing."""
    _streams(call).clear()
