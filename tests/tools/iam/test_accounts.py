from __future__ import annotations

from typing import Any

from tools.iam.accounts import own_accounts


def test_what_is_given_counts_then_what_most_arns_say(kit: Any) -> None:
    side = kit.make(
        {
            "a: aws_sqs_queue.one": {"arn": "arn:aws:sqs:eu-west-1:111111111111:one"},
            "a: aws_sqs_queue.two": {"arn": "arn:aws:sqs:eu-west-1:111111111111:two"},
            "a: aws_sqs_queue.far": {"arn": "arn:aws:sqs:eu-west-1:333333333333:far"},
            "b: aws_sqs_queue.one": {"arn": "arn:aws:sqs:eu-west-1:111111111111:one"},
            "c: aws_s3_bucket.one": {"arn": "arn:aws:s3:::one"},
        }
    )
    assert own_accounts({"b": "222222222222"}, side) == {"a": "111111111111", "b": "222222222222"}
