from __future__ import annotations

from typing import Any

from tools.iam.accounts import own_accounts

MADE_UP = "arn:aws:iam::123456789012:role/role-1"


def test_what_is_given_counts_then_what_most_arns_say(kit: Any) -> None:
    side = kit.make(
        {
            "a: aws_sqs_queue.one": {"arn": "arn:aws:sqs:eu-west-1:111111111111:one"},
            "a: aws_sqs_queue.two": {"arn": "arn:aws:sqs:eu-west-1:111111111111:two"},
            "a: aws_sqs_queue.far": {"arn": "arn:aws:sqs:eu-west-1:333333333333:far"},
            "b: aws_sqs_queue.one": {"arn": "arn:aws:sqs:eu-west-1:111111111111:one"},
            "c: aws_s3_bucket.one": {"arn": "arn:aws:s3:::one"},
            "d: aws_iam_role.one": {"arn": MADE_UP},
        }
    )
    assert own_accounts({"b": "222222222222"}, {MADE_UP}, side) == {"a": "111111111111", "b": "222222222222"}


def test_a_key_belongs_to_the_account_that_it_leaves_to_administer_it(kit: Any) -> None:
    def key(*accounts: str) -> dict[str, Any]:
        statements = [kit.allow("kms:*", Principal={"AWS": f"arn:aws:iam::{each}:root"}) for each in accounts]
        return {"a: aws_kms_key.k": {"policy": kit.policy(*statements)}}

    assert own_accounts({}, (), kit.make(key("111111111111"))) == {"a": "111111111111"}
    assert own_accounts({}, (), kit.make(key("111111111111", "333333333333"))) == {}
    (change,) = kit.compare({}, key("111111111111"), accounts={})
    assert (change.kind, change.danger) == ("gained", "low")


def test_the_account_of_a_made_up_arn_is_that_of_its_resource(kit: Any) -> None:
    role = {"name": "far", "arn": MADE_UP, "assume_role_policy": kit.trust({"Service": "ec2.amazonaws.com"})}
    bucket = {"bucket": "logs", "policy": kit.policy(kit.allow("s3:GetObject", Principal={"AWS": MADE_UP}))}

    def opened(place: str, **accounts: str) -> Any:
        base = {f"{place}aws_iam_role.far": role}
        (change,) = kit.compare(base, {**base, "aws_s3_bucket_policy.b": bucket}, accounts=accounts, made_up={MADE_UP})
        return change.kind, change.permission.principal

    both = {"dev/app": "111111111111", "prod/app": "222222222222"}
    assert opened("", **both) == ("gained", "role aws_iam_role.far (far)")
    assert opened("prod/app: ") == ("gained", "role aws_iam_role.far (far)")
    assert opened("prod/app: ", **both) == (
        "cross-account",
        "role aws_iam_role.far (far) of account 222222222222 (of this tree)",
    )


def test_a_made_up_source_is_no_foreign_one(kit: Any) -> None:
    topic = {"aws_sns_topic.t": {"name": "t", "arn": "arn:aws:sns:eu-west-1:123456789012:t-1"}}
    asked = {"ArnLike": {"aws:SourceArn": "arn:aws:sns:eu-west-1:123456789012:t-1"}}
    policy = kit.policy(kit.allow("sqs:SendMessage", Principal="*", Condition=asked))
    queue = {"aws_sqs_queue.q": {"name": "q", "policy": policy}}
    (change,) = kit.compare(topic, {**topic, **queue}, made_up={"arn:aws:sns:eu-west-1:123456789012:t-1"})
    assert (change.kind, change.permission.principal) == ("gained", "aws_sns_topic.t")
    deeper = {"ArnLike": {"aws:SourceArn": "arn:aws:execute-api:eu-west-1:123456789012:api-1/*/GET"}}
    policy = kit.policy(kit.allow("sqs:SendMessage", Principal="*", Condition=deeper))
    api = {"aws_api_gateway_rest_api.a": {"execution_arn": "arn:aws:execute-api:eu-west-1:123456789012:api-1"}}
    (change,) = kit.compare(api, {**api, "aws_sqs_queue.q": {"name": "q", "policy": policy}})
    assert (change.kind, change.permission.principal) == ("gained", "aws_api_gateway_rest_api.a")
