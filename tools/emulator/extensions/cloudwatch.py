"""CloudWatch.

Moto 5.2.5 lacks PutCompositeAlarm (its models know of composite alarms; only CloudFormation makes them) and metric
streams.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ..extension import MOTO, Call, Extension
from ..memory import Tagging

extension = Extension(__name__, "cloudwatch")

TAGGING = Tagging(arn="ResourceARN", tags="Tags", keys="TagKeys", as_list=("Key", "Value"))
TAGGING.add(extension, shared=True)


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
        TAGGING.note(call, arn)


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
def set_alarm_state(call: Call) -> Mapping[str, Any] | None:
    """Set the state of a composite alarm."""
    alarm = call.table("composite alarms").get(call.params["AlarmName"])
    if alarm is None:
        return MOTO
    alarm.update({name: call.params[name] for name in ("StateValue", "StateReason")})
    alarm["StateUpdatedTimestamp"] = datetime.now(UTC)
    return None


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
    if "Tags" in call.params or arn not in call.table("tags"):
        TAGGING.note(call, arn)
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
