"""What the function that others rest on promises: who may call it, what it may do, what becomes of failures."""

from __future__ import annotations

from .library import Example
from .test_semantics import Planned, allowed, of, statements


@of("compute/lambda-function", "complete")
def test_nobody_calls_but_the_alias_and_for_whom_they_say(planned: Planned, example: Example) -> None:
    permissions = planned[example].all("aws_lambda_permission", "this")
    assert {
        key: (each["principal"], each["source_arn"], each["source_account"]) for key, each in permissions.items()
    } == {
        "NewImages": ("s3.amazonaws.com", "arn:aws:s3:::acme-images", "123456789012"),
        "Rotation": (
            "secretsmanager.amazonaws.com",
            "arn:aws:secretsmanager:us-east-1:123456789012:secret:acme-cdn-??????",
            None,
        ),
        "Shop": ("210987654321", None, None),
    }
    assert {each["qualifier"] for each in permissions.values()} == {"live"}


@of("compute/lambda-function", "minimal")
def test_nobody_calls_who_is_not_named(planned: Planned, example: Example) -> None:
    assert planned[example].all("aws_lambda_permission") == {}


@of("compute/lambda-function", "minimal")
def test_a_function_that_is_given_nothing_may_log_trace_and_join_its_network(
    planned: Planned, example: Example
) -> None:
    policy = planned[example].one("aws_iam_role_policy")["policy"]
    assert {action.partition(":")[0] for action in allowed(policy)} == {"ec2", "kms", "logs", "xray"}
    everywhere = {
        sid for sid, each in statements(policy).items() if "*" in each["Resource"] and each["Effect"] == "Allow"
    }
    assert everywhere == {"FindNetwork", "WriteTraces"}, "these know no resources; everything else does"
    assert statements(policy)["KeepCodeOffNetworkInterfaces"]["Effect"] == "Deny"


@of("compute/lambda-function", "complete")
def test_calls_that_fail_are_kept_in_a_queue_that_is_encrypted(planned: Planned, example: Example) -> None:
    outcome = planned[example]
    kept = outcome.one("aws_lambda_function_event_invoke_config")
    [destination] = kept["destination_config"][0]["on_failure"]
    assert (kept["qualifier"], kept["maximum_retry_attempts"], kept["maximum_event_age_in_seconds"]) == ("live", 1, 900)
    policy = statements(outcome.one("aws_iam_role_policy")["policy"])
    assert policy["SendDeadLetters"]["Action"] == ["sqs:SendMessage"]
    assert policy["SendDeadLetters"]["Resource"] == [destination["destination"]]
    assert policy["EncryptDeadLetters"]["Condition"] == {
        "StringEquals": {"kms:ViaService": "sqs.us-east-1.amazonaws.com"}
    }


@of("compute/lambda-function", "complete")
def test_a_function_has_the_room_and_the_layers_it_is_given(planned: Planned, example: Example) -> None:
    function = planned[example].one("aws_lambda_function")
    assert function["ephemeral_storage"] == [{"size": 2048}]
    assert function["layers"] == ["arn:aws:lambda:us-east-1:123456789012:layer:imaging:7"]
    assert function["reserved_concurrent_executions"] == 50
