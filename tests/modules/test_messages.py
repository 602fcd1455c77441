"""What the modules for events and messages promise: who may call, what is tried again, what is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from .library import Example, Module
from .test_semantics import Planned, allowed, of, statements


@of("compute/lambda-sqs-consumer", "complete")
def test_a_message_that_fails_is_kept(planned: Planned, example: Example) -> None:
    queue = planned[example].one("aws_sqs_queue", "this")
    dead = planned[example].one("aws_sqs_queue", "dead_letters")
    redrive = json.loads(queue["redrive_policy"])
    assert redrive["maxReceiveCount"] == 6
    assert redrive["deadLetterTargetArn"].rpartition(":")[2] == dead["name"]
    allowed_sources = json.loads(dead["redrive_allow_policy"])["sourceQueueArns"]
    assert [arn.rpartition(":")[2] for arn in allowed_sources] == [queue["name"]]
    assert dead["message_retention_seconds"] > queue["message_retention_seconds"]


@of("compute/lambda-sqs-consumer", "minimal")
def test_a_message_is_hidden_for_six_timeouts(planned: Planned, example: Example) -> None:
    function = planned[example].one("aws_lambda_function")
    queue = planned[example].one("aws_sqs_queue", "this")
    assert queue["visibility_timeout_seconds"] >= 6 * function["timeout"]


@of("compute/lambda-sqs-consumer", "minimal")
def test_failures_of_a_batch_are_told_one_by_one(planned: Planned, example: Example) -> None:
    mapping = planned[example].one("aws_lambda_event_source_mapping")
    assert mapping["function_response_types"] == ["ReportBatchItemFailures"]


@of("compute/lambda-sqs-consumer", "complete")
def test_a_service_sends_only_for_the_resources_it_is_named_for(planned: Planned, example: Example) -> None:
    policy = statements(planned[example].one("aws_sqs_queue", "this")["policy"])
    assert policy["ProducerUploads"]["Condition"] == {
        "ArnLike": {"aws:SourceArn": ["arn:aws:s3:::acme-uploads"]},
        "StringEquals": {"aws:SourceAccount": "123456789012"},
    }
    assert policy["ProducerPartner"]["Principal"] == {"AWS": ["arn:aws:iam::210987654321:role/acme-shop"]}
    assert all(each["Principal"] != "*" or each["Effect"] == "Deny" for each in policy.values())


@of("compute/lambda-sqs-consumer", "minimal")
def test_a_consumer_may_receive_and_not_send(planned: Planned, example: Example) -> None:
    actions = allowed(planned[example].one("aws_iam_role_policy")["policy"])
    assert {action for action in actions if action.startswith("sqs:")} == {
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:ReceiveMessage",
    }


@of("compute/lambda-event-bridge", "complete")
def test_events_call_the_function_through_rules(planned: Planned, example: Example) -> None:
    outcome = planned[example]
    rules = outcome.all("aws_cloudwatch_event_rule", "this")
    assert set(rules) == set(outcome.all("aws_cloudwatch_event_target", "this")) == {"placed", "stopped", "morning"}
    permissions = outcome.all("aws_lambda_permission", "events")
    assert {key: each["source_arn"].rpartition(":rule/")[2] for key, each in permissions.items()} == {
        "placed": "acme-shop/acme-fulfilment-placed",
        "stopped": "acme-fulfilment-stopped",
        "morning": "acme-fulfilment-morning",
    }
    assert {each["principal"] for each in permissions.values()} == {"events.amazonaws.com"}
    assert {each["qualifier"] for each in permissions.values()} == {"live"}


@of("compute/lambda-event-bridge", "complete")
def test_an_event_is_tried_again_and_then_kept(planned: Planned, example: Example) -> None:
    outcome = planned[example]
    for target in outcome.all("aws_cloudwatch_event_target", "this").values():
        assert target["retry_policy"] == [{"maximum_event_age_in_seconds": 600, "maximum_retry_attempts": 10}]
        assert len(target["dead_letter_config"]) == 1
    invocations = outcome.one("aws_lambda_function_event_invoke_config")
    assert len(invocations["destination_config"][0]["on_failure"]) == 1
    assert invocations["maximum_retry_attempts"] == 1


@of("compute/lambda-event-bridge", "complete")
def test_only_the_rules_may_fill_the_dead_letter_queue(planned: Planned, example: Example) -> None:
    outcome = planned[example]
    undelivered = statements(outcome.one("aws_sqs_queue", "dead_letters")["policy"])["UndeliveredEvents"]
    permissions = outcome.all("aws_lambda_permission", "events").values()
    assert set(undelivered["Condition"]["ArnEquals"]["aws:SourceArn"]) == {each["source_arn"] for each in permissions}


@pytest.mark.parametrize(
    "example",
    [
        pytest.param(Example(Module(module), name), id=f"{module}/{name}")
        for module in ("compute/lambda-sqs-consumer", "compute/lambda-event-bridge")
        for name in ("minimal", "complete")
    ],
)
def test_every_queue_is_under_the_callers_key_and_closed_to_plain_http(planned: Planned, example: Example) -> None:
    queues: Mapping[Any, Mapping[str, Any]] = planned[example].all("aws_sqs_queue")
    assert queues
    for queue in queues.values():
        assert queue["kms_master_key_id"].startswith("arn:aws:kms:")
        assert statements(queue["policy"])["DenyPlainHttp"]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
