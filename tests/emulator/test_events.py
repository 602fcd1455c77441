from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from .conftest import ACCOUNT, REGION, Client

FUNCTION = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:any"
TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:any"


class Bus:
    """The default bus, with rules that are removed in the end."""

    def __init__(self, connect: Client, name: str) -> None:
        self.events, self.sqs, self.name = connect("events"), connect("sqs"), name
        self.rules: list[str] = []

    def rule(self, *targets: str, **put: Any) -> None:
        """Put a rule with these targets after those that are there."""
        rule = f"{self.name}-{len(self.rules)}"
        self.events.put_rule(Name=rule, **put)
        self.rules.append(rule)
        self.events.put_targets(Rule=rule, Targets=[{"Id": str(i), "Arn": arn} for i, arn in enumerate(targets)])

    def queue(self, suffix: str) -> tuple[str, str]:
        """A new queue: its ARN and its URL."""
        url = self.sqs.create_queue(QueueName=f"{self.name}-{suffix}")["QueueUrl"]
        return f"arn:aws:sqs:{REGION}:{ACCOUNT}:{self.name}-{suffix}", url

    def received(self, url: str) -> list[dict[str, Any]]:
        """What is in a queue."""
        messages = self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
        return [json.loads(message["Body"]) for message in messages]


@pytest.fixture
def bus(connect: Client, name: str) -> Iterator[Bus]:
    bus = Bus(connect, name)
    yield bus
    for rule in bus.rules:
        targets = bus.events.list_targets_by_rule(Rule=rule)["Targets"]
        bus.events.remove_targets(Rule=rule, Ids=[target["Id"] for target in targets])
        bus.events.delete_rule(Name=rule)


def test_an_object_is_told_to_the_queue_behind_a_function_and_a_schedule(connect: Client, bus: Bus) -> None:
    s3 = connect("s3")
    s3.create_bucket(Bucket=bus.name)
    s3.put_bucket_notification_configuration(
        Bucket=bus.name, NotificationConfiguration={"EventBridgeConfiguration": {}}
    )
    wanted, url = bus.queue("wanted")
    clock, clock_url = bus.queue("clock")
    created = {"source": ["aws.s3"], "detail-type": ["Object Created"], "detail": {"bucket": {"name": [bus.name]}}}
    bus.rule(FUNCTION, EventPattern=json.dumps(created))
    bus.rule(FUNCTION, clock, ScheduleExpression="rate(1 hour)")
    bus.rule(wanted, EventPattern=json.dumps(created))
    s3.put_object(Bucket=bus.name, Key="raw/a", Body=b"a")
    [event] = bus.received(url)
    assert (event["detail-type"], event["detail"]["object"]["key"]) == ("Object Created", "raw/a")
    assert bus.received(clock_url) == [], "a schedule takes no events"


def test_one_target_does_not_stop_another(bus: Bus) -> None:
    wanted, url = bus.queue("wanted")
    pattern = json.dumps({"source": [bus.name]})
    bus.rule(FUNCTION, TOPIC, f"arn:aws:sqs:{REGION}:{ACCOUNT}:{bus.name}-none", wanted, EventPattern=pattern)
    bus.rule(wanted, EventPattern=json.dumps({"source": ["other"]}))
    bus.rule(wanted, EventPattern=pattern, State="DISABLED")
    bus.rule(wanted, EventPattern=pattern)
    answer = bus.events.put_events(Entries=[{"Source": bus.name, "DetailType": "Tried", "Detail": '{"number": 1}'}])
    assert answer["FailedEntryCount"] == 0
    assert [event["detail"] for event in bus.received(url)] == [{"number": 1}, {"number": 1}]
