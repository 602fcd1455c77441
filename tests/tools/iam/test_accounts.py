from __future__ import annotations

from typing import Any

from tools.iam import accounts_of
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


def test_the_accounts_that_providers_are_for() -> None:
    def module(provider: str, **more: Any) -> dict[str, Any]:
        return {"module": {"resources": [{"provider_config_key": provider}], **more}}

    document = {
        "configuration": {
            "provider_config": {
                "aws": {"expressions": {}},
                "aws.dev": {"expressions": {"allowed_account_ids": {"constant_value": ["111111111111"]}}},
                "aws.prod": {
                    "expressions": {
                        "assume_role": [{"role_arn": {"constant_value": "arn:aws:iam::222222222222:role/deploy"}}]
                    }
                },
            },
            "root_module": {
                "module_calls": {
                    "dev--app": module("aws.dev"),
                    "prod--app": {"module": {"module_calls": {"inner": module("aws.prod")}}},
                    "none": module("aws"),
                }
            },
        }
    }
    assert accounts_of(document) == {"dev/app": "111111111111", "prod/app": "222222222222"}
    assert accounts_of({}) == {}
