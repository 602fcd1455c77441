"""CloudWatch.

Moto 5.2.5 lacks PutCompositeAlarm (its models know of composite alarms; only CloudFormation makes them) and metric
streams.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ..extension import AwsError, Call, Extension

extension = Extension(__name__, "cloudwatch")


@extension.adds("PutCompositeAlarm")
def put_composite_alarm(call: Call) -> None:
    """An alarm on other alarms."""
    name = call.params["AlarmName"]
    now = datetime.now(UTC)
    arn = call.arn(f"alarm:{name}", service="cloudwatch")
    known = call.table("composite alarms").get(name)
    call.table("composite alarms")[name] = {
        "AlarmName": name,
        "AlarmArn": arn,
        "AlarmRule": call.params["AlarmRule"],
        "AlarmDescription": call.params.get("AlarmDescription"),
        "ActionsEnabled": call.params.get("ActionsEnabled", True),
        "ActionsSuppressor": call.params.get("ActionsSuppressor"),
        "ActionsSuppressorExtensionPeriod": call.params.get("ActionsSuppressorExtensionPeriod"),
        "ActionsSuppressorWaitPeriod": call.params.get("ActionsSuppressorWaitPeriod"),
        "AlarmActions": call.params.get("AlarmActions", []),
        "InsufficientDataActions": call.params.get("InsufficientDataActions", []),
        "OKActions": call.params.get("OKActions", []),
        "AlarmConfigurationUpdatedTimestamp": now,
        "StateValue": known["StateValue"] if known else "INSUFFICIENT_DATA",
        "StateReason": known["StateReason"] if known else "Unchecked: Initial alarm creation",
        "StateUpdatedTimestamp": known["StateUpdatedTimestamp"] if known else now,
    }
    if known is None:
        call.table("tags")[arn] = {tag["Key"]: tag["Value"] for tag in call.params.get("Tags", [])}


@extension.amends("DescribeAlarms")
def describe_alarms(call: Call, result: dict[str, Any]) -> None:
    """AWS answers with composite alarms only when they are asked for by type."""
    if "CompositeAlarm" not in call.params.get("AlarmTypes", ["MetricAlarm"]):
        return
    names, prefix = call.params.get("AlarmNames"), call.params.get("AlarmNamePrefix", "")
    state = call.params.get("StateValue")
    result["CompositeAlarms"] = [
        *result.get("CompositeAlarms", []),
        *(
            alarm
            for name, alarm in call.table("composite alarms").items()
            if name.startswith(prefix) and (not names or name in names) and state in (None, alarm["StateValue"])
        ),
    ]


@extension.amends("DeleteAlarms")
def delete_alarms(call: Call, _: dict[str, Any]) -> None:
    """Composite ones too."""
    for name in call.params.get("AlarmNames", []):
        if alarm := call.table("composite alarms").pop(name, None):
            call.table("tags").pop(alarm["AlarmArn"], None)


@extension.replaces("SetAlarmState")
def set_alarm_state(call: Call) -> None:
    """Set the state of an alarm of either kind."""
    name, state, reason = call.params["AlarmName"], call.params["StateValue"], call.params["StateReason"]
    composite = call.table("composite alarms").get(name)
    if composite is None:
        call.backend.set_alarm_state(name, reason, call.params.get("StateReasonData"), state)
    else:
        composite.update(StateValue=state, StateReason=reason, StateUpdatedTimestamp=datetime.now(UTC))


# -- metric streams ----------------------------------------------------------------------------------------------------


@extension.adds("PutMetricStream")
def put_metric_stream(call: Call) -> Mapping[str, Any]:
    """Metrics as a stream to Firehose."""
    name = call.params["Name"]
    arn, now = call.arn(f"metric-stream/{name}", service="cloudwatch"), datetime.now(UTC)
    known = call.table("metric streams").get(name, {"CreationDate": now, "State": "running"})
    said = ("Name", "IncludeFilters", "ExcludeFilters", "FirehoseArn", "RoleArn", "OutputFormat")
    call.table("metric streams")[name] = {
        **{member: call.params.get(member) for member in (*said, "StatisticsConfigurations")},
        "Arn": arn,
        "CreationDate": known["CreationDate"],
        "LastUpdateDate": now,
        "State": known["State"],
        "IncludeLinkedAccountsMetrics": call.params.get("IncludeLinkedAccountsMetrics", False),
    }
    if "Tags" in call.params:
        call.table("tags")[arn] = {tag["Key"]: tag["Value"] for tag in call.params["Tags"]}
    return {"Arn": arn}


@extension.adds("GetMetricStream")
def get_metric_stream(call: Call) -> Mapping[str, Any]:
    """One stream."""
    found: dict[str, Any] = call.find("metric streams", call.params["Name"])
    return found


@extension.adds("ListMetricStreams")
def list_metric_streams(call: Call) -> Mapping[str, Any]:
    """All streams."""
    return {"Entries": list(call.table("metric streams").values())}


@extension.adds("DeleteMetricStream")
def delete_metric_stream(call: Call) -> None:
    """Forget a stream."""
    if stream := call.table("metric streams").pop(call.params["Name"], None):
        call.table("tags").pop(stream["Arn"], None)


@extension.adds("StartMetricStreams", "StopMetricStreams")
def run_metric_streams(call: Call) -> None:
    """Start or stop streams."""
    for name in call.params["Names"]:
        call.find("metric streams", name)["State"] = "running" if call.operation.startswith("Start") else "stopped"


# -- tags, of what is ours and of what is Moto's -----------------------------------------------------------------------


@extension.replaces("ListTagsForResource")
def list_tags_for_resource(call: Call) -> Mapping[str, Any]:
    """The tags of an alarm, a rule or a stream."""
    arn = call.params["ResourceARN"]
    own = call.table("tags").get(arn)
    tags = call.backend.list_tags_for_resource(arn) if own is None else own
    return {"Tags": [{"Key": key, "Value": value} for key, value in tags.items()]}


@extension.replaces("TagResource")
def tag_resource(call: Call) -> None:
    """Tag an alarm, a rule or a stream."""
    arn, tags = call.params["ResourceARN"], {tag["Key"]: tag["Value"] for tag in call.params["Tags"]}
    if arn in call.table("tags"):
        call.tags(arn).update(tags)
    else:
        call.backend.tag_resource(arn, tags)


@extension.replaces("UntagResource")
def untag_resource(call: Call) -> None:
    """Take tags off an alarm, a rule or a stream."""
    arn, keys = call.params["ResourceARN"], call.params["TagKeys"]
    if arn not in call.table("tags"):
        call.backend.untag_resource(arn, keys)
    for key in keys if arn in call.table("tags") else []:
        call.tags(arn).pop(key, None)


@extension.adds("DescribeAlarmHistory")
def describe_alarm_history(call: Call) -> Mapping[str, Any]:
    """Nothing: the emulator keeps no history."""
    if call.params.get("MaxRecords", 1) < 1:
        raise AwsError("InvalidParameterValue", "MaxRecords must be positive")
    return {"AlarmHistoryItems": []}
