from __future__ import annotations

from typing import Any

import pytest

BUCKET = {"aws_s3_bucket.logs": {"bucket": "logs", "id": "logs", "arn": "arn:aws:s3:::logs"}}
OBJECTS = "arn:aws:s3:::logs/*"
OTHER = {"AWS": "333333333333"}
ON = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")


def bucket(kit: Any, *statements: Any, **flags: bool) -> dict[str, Any]:
    found: dict[str, Any] = dict(BUCKET)
    if statements:
        found["aws_s3_bucket_policy.logs"] = {"bucket": "logs", "policy": kit.policy(*statements)}
    if flags:
        found["aws_s3_bucket_public_access_block.logs"] = {"bucket": "logs", **flags}
    return found


def opened(kit: Any, principal: Any = "*", action: Any = "s3:GetObject", **condition: Any) -> dict[str, Any]:
    more = {"Condition": condition} if condition else {}
    return kit.allow(action, OBJECTS, Principal=principal, **more)  # type: ignore[no-any-return]


def test_a_bucket_opened_to_anyone(kit: Any) -> None:
    (change,) = kit.compare(bucket(kit), bucket(kit, opened(kit)))
    permission = change.permission
    assert (change.kind, change.danger, permission.principal) == ("public", "high", "anyone")
    assert (permission.source, permission.target) == ("aws_s3_bucket_policy.logs", "bucket aws_s3_bucket.logs (logs)")
    assert change.why == "open to anyone: s3:GetObject (read) on bucket aws_s3_bucket.logs (logs)"
    (change,) = kit.compare(bucket(kit, opened(kit)), bucket(kit))
    assert (change.kind, change.danger) == ("no longer exposed", "low")


@pytest.mark.parametrize(
    ("condition", "kind", "danger", "who"),
    [
        ({"Bool": {"aws:SecureTransport": "true"}}, "public", "high", "anyone"),
        ({"StringEqualsIfExists": {"aws:SourceAccount": "111111111111"}}, "public", "high", "anyone"),
        ({"StringNotEquals": {"aws:SourceAccount": "333333333333"}}, "public", "high", "anyone"),
        ({"StringLike": {"aws:SourceAccount": "*"}}, "public", "high", "anyone"),
        ({"StringLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/x"}}, "public", "high", "anyone"),
        ({"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}, "public", "high", "anyone"),
        ({"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "0.0.0.0/1"]}}, "public", "high", "anyone"),
        ({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}, "public", "medium", "anyone from 203.0.113.0/24"),
        ({"StringEquals": {"aws:SourceAccount": "111111111111"}}, "gained", "low", "account 111111111111 (its own)"),
        ({"StringEquals": {"aws:PrincipalAccount": "333333333333"}}, "cross-account", "medium", "account 333333333333"),
        ({"StringEquals": {"aws:PrincipalOrgID": "o-1"}}, "cross-account", "medium", "organization o-1"),
        ({"StringEquals": {"aws:SourceVpce": "vpce-1"}}, "gained", "low", "anyone through vpce-1"),
        (
            {"ArnLike": {"aws:SourceArn": "arn:aws:sns:eu-west-1:333333333333:*"}},
            "cross-account",
            "medium",
            "account 333333333333",
        ),
        (
            {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::other"}},
            "gained",
            "low",
            "anyone on behalf of arn:aws:s3:::other",
        ),
    ],
)
def test_conditions_decide_who_anyone_is(kit: Any, condition: Any, kind: str, danger: str, who: str) -> None:
    (change,) = kit.compare(bucket(kit), bucket(kit, opened(kit, **condition)))
    assert (change.kind, change.danger, change.permission.principal) == (kind, danger, who)


def test_a_deny_may_shut_out_what_is_open(kit: Any) -> None:
    only_us = {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
    denied = kit.deny("s3:*", "*", Principal="*", Condition=only_us)
    (change,) = [
        each for each in kit.compare(bucket(kit), bucket(kit, opened(kit), denied)) if each.permission.effect == "Allow"
    ]
    assert (change.danger, change.permission.principal) == ("medium", "anyone from 203.0.113.0/24")
    changes = kit.compare(bucket(kit, opened(kit), denied), bucket(kit, opened(kit)))
    assert (changes[0].kind, changes[0].danger, changes[0].permission.principal) == ("public", "high", "anyone")


def test_a_deny_that_goes_is_told_for_it_stands_before_all_who_may(kit: Any) -> None:
    plain = kit.deny("s3:*", "*", Principal="*", Condition={"Bool": {"aws:SecureTransport": "false"}})
    mine = kit.allow("s3:PutObject", OBJECTS, Principal={"AWS": "111111111111"})
    (change,) = kit.compare(bucket(kit, mine, plain), bucket(kit, mine))
    assert (change.kind, change.danger, change.permission.effect) == ("gained", "medium", "Deny")
    assert change.permission.conditions == ("Bool aws:SecureTransport = false",)
    (change,) = kit.compare(bucket(kit, mine), bucket(kit, mine, plain))
    assert (change.kind, change.danger) == ("lost", "low")
    assert [each.kind for each in kit.compare(bucket(kit, plain), bucket(kit))] == ["gained"]
    assert kit.compare({}, bucket(kit, plain)) == ()


@pytest.mark.parametrize(
    ("principal", "action", "kind", "danger", "who"),
    [
        (OTHER, "s3:GetObject", "cross-account", "medium", "account 333333333333"),
        ({"AWS": "222222222222"}, "s3:GetObject", "cross-account", "medium", "account 222222222222 (of this tree)"),
        ({"CanonicalUser": "abc"}, "s3:GetObject", "cross-account", "medium", "canonical user abc"),
        ({"AWS": "arn:aws:iam::111111111111:role/x"}, "s3:GetObject", "gained", "low", None),
        ({"AWS": "arn:aws:iam::111111111111:role/x"}, "s3:PutObject", "gained", "medium", None),
        ({"AWS": "127311923021"}, "s3:PutObject", "gained", "low", "the load balancers of AWS (account 127311923021)"),
        ({"AWS": "arn:aws:iam::cloudfront:user/OAI E1"}, "s3:GetObject", "gained", "low", "CloudFront's OAI E1"),
        ({"Service": "logging.s3.amazonaws.com"}, "s3:PutObject", "gained", "low", "service logging.s3.amazonaws.com"),
    ],
)
def test_who_is_let_in(kit: Any, principal: Any, action: str, kind: str, danger: str, who: str | None) -> None:
    (change,) = kit.compare(bucket(kit), bucket(kit, opened(kit, principal, action)))
    assert (change.kind, change.danger) == (kind, danger)
    assert change.permission.principal == (who or "role x of account 111111111111 (its own)")


def test_everyone_but_somebody_is_everyone(kit: Any) -> None:
    statement = {"Effect": "Allow", "NotPrincipal": OTHER, "Action": "s3:GetObject", "Resource": OBJECTS}
    (change,) = kit.compare(bucket(kit), bucket(kit, statement))
    assert (change.kind, change.danger) == ("public", "high")
    assert change.permission.principal == "anyone but arn:aws:iam::333333333333:root"


def test_more_for_those_who_were_let_in_is_no_new_exposure(kit: Any) -> None:
    (change,) = kit.compare(bucket(kit, opened(kit)), bucket(kit, opened(kit, "*", "s3:Get*")))
    assert (change.kind, change.danger) == ("public", "high")  # another action, open to anyone
    secure = {"Bool": {"aws:SecureTransport": "true"}}
    (change,) = kit.compare(bucket(kit, opened(kit, **secure)), bucket(kit, opened(kit)))
    assert (change.kind, change.danger) == ("gained", "medium")
    assert "it was open to them before, for less" in change.why


def test_the_public_access_block_holds_back_what_is_open(kit: Any) -> None:
    every = dict.fromkeys(ON, True)
    (change,) = kit.compare(bucket(kit, **every), bucket(kit, opened(kit), **every))
    assert (change.kind, change.danger) == ("public", "medium")
    assert change.why.endswith("the public access block holds it back")
    (change,) = kit.compare(bucket(kit, opened(kit), **every), bucket(kit, opened(kit)))
    assert (change.kind, change.danger) == ("public", "high")
    assert "its policy is open to anyone" in change.why


def test_a_public_access_block_that_is_switched_off(kit: Any) -> None:
    every = dict.fromkeys(ON, True)
    (change,) = kit.compare(bucket(kit, **every), bucket(kit, **{**every, "block_public_policy": False}))
    assert (change.kind, change.danger) == ("public", "medium")
    assert "block_public_policy off" in change.why
    (change,) = kit.compare(bucket(kit), bucket(kit, **every))
    assert change.kind == "no longer exposed"
    assert kit.compare({}, bucket(kit, **every)) == ()  # what AWS does by itself for a new bucket
    (change,) = kit.compare({}, bucket(kit, block_public_acls=True))
    assert (change.kind, change.danger) == ("public", "medium")
    assert kit.compare(bucket(kit, **every), {}) == ()  # the bucket goes too
    account = {"aws_s3_account_public_access_block.all": every}
    (change,) = kit.compare(account, {})
    assert "every bucket of the account" in change.why


ROOT = {"AWS": "111111111111"}


@pytest.mark.parametrize(
    ("address", "attribute", "values"),
    [
        ("aws_sqs_queue.q", "policy", {"name": "q"}),
        ("aws_sqs_queue_policy.q", "policy", {"queue_url": "https://sqs.eu-west-1.amazonaws.com/111111111111/q"}),
        ("aws_sns_topic_policy.t", "policy", {"arn": "arn:aws:sns:eu-west-1:111111111111:t"}),
        ("aws_secretsmanager_secret_policy.s", "policy", {"secret_arn": "arn:x"}),  # pragma: allowlist secret
        ("aws_ecr_repository_policy.r", "policy", {"repository": "r"}),
        ("aws_opensearch_domain.d", "access_policies", {"domain_name": "d"}),
        ("aws_cloudwatch_event_bus_policy.b", "policy", {"event_bus_name": "default"}),
        ("aws_glue_resource_policy.g", "policy", {}),
        ("aws_api_gateway_rest_api.a", "policy", {"name": "a"}),
        ("aws_efs_file_system_policy.f", "policy", {"file_system_id": "fs-1"}),
        ("aws_backup_vault_policy.v", "policy", {"backup_vault_name": "v"}),
        ("aws_elasticsearch_domain_policy.d", "access_policies", {"domain_name": "d"}),
        ("aws_cloudwatch_log_resource_policy.l", "policy_document", {"policy_name": "l"}),
        ("aws_kms_key.k", "policy", {}),
    ],
)
def test_every_kind_of_policy_of_a_resource(kit: Any, address: str, attribute: str, values: Any) -> None:
    def side(principal: Any) -> dict[str, Any]:
        statement = {"Effect": "Allow", "Principal": principal, "Action": "*", "Resource": "*"}
        return {address: {**values, attribute: kit.policy(statement)}}

    (change, *_) = kit.compare(side(ROOT), side("*"))
    assert (change.kind, change.danger) == ("public", "high")
    (change, *_) = kit.compare(side(ROOT), side(OTHER))
    assert change.kind == "cross-account"
    assert change.permission.expanded < len(kit.actions.every)
    gone = {**values, attribute: None}
    told = kit.compare({address: gone}, {address: gone})
    assert told == ()


@pytest.mark.parametrize(
    ("address", "values", "kind", "danger", "who"),
    [
        ("aws_lambda_permission.p", {"action": "lambda:InvokeFunction", "principal": "*"}, "public", "high", "anyone"),
        (
            "aws_lambda_permission.p",
            {"action": "lambda:InvokeFunction", "principal": "333333333333"},
            "cross-account",
            "medium",
            "account 333333333333",
        ),
        (
            "aws_lambda_permission.p",
            {"action": "lambda:InvokeFunction", "principal": "*", "principal_org_id": "o-1"},
            "cross-account",
            "medium",
            "organization o-1",
        ),
        (
            "aws_lambda_permission.p",
            {"action": "lambda:InvokeFunction", "principal": "sns.amazonaws.com"},
            "gained",
            "low",
            "service sns.amazonaws.com",
        ),
        ("aws_lambda_function_url.u", {"authorization_type": "NONE"}, "public", "high", "anyone"),
        ("aws_lambda_layer_version_permission.l", {"principal": "*", "layer_name": "l"}, "public", "high", "anyone"),
        ("aws_ami_launch_permission.i", {"group": "all", "image_id": "ami-1"}, "public", "high", "anyone"),
        (
            "aws_ami_launch_permission.i",
            {"account_id": "333333333333", "image_id": "ami-1"},
            "cross-account",
            "medium",
            "account 333333333333",
        ),
        ("aws_db_snapshot.s", {"shared_accounts": ["all"]}, "public", "high", "anyone"),
        (
            "aws_db_cluster_snapshot.s",
            {"shared_accounts": ["333333333333"]},
            "cross-account",
            "medium",
            "account 333333333333",
        ),
        (
            "aws_snapshot_create_volume_permission.s",
            {"snapshot_id": "snap-1", "account_id": "333333333333"},
            "cross-account",
            "medium",
            "account 333333333333",
        ),
        ("aws_vpc_endpoint_service.e", {"allowed_principals": ["*"]}, "public", "high", "anyone"),
        (
            "aws_vpc_endpoint_service_allowed_principal.e",
            {"principal_arn": "arn:aws:iam::333333333333:root"},
            "cross-account",
            "medium",
            "account 333333333333",
        ),
        (
            "aws_kms_grant.g",
            {"grantee_principal": "arn:aws:iam::333333333333:role/x", "operations": ["Decrypt"], "key_id": "k"},
            "cross-account",
            "medium",
            "role x of account 333333333333",
        ),
        ("aws_s3_bucket_acl.b", {"bucket": "b", "acl": "public-read"}, "public", "high", "anyone"),
        (
            "aws_s3_bucket_acl.b",
            {
                "bucket": "b",
                "access_control_policy": [
                    {
                        "owner": [{"id": "me"}],
                        "grant": [
                            {"permission": "FULL_CONTROL", "grantee": [{"type": "CanonicalUser", "id": "me"}]},
                            {
                                "permission": "WRITE",
                                "grantee": [
                                    {"type": "Group", "uri": "http://acs.amazonaws.com/groups/global/AllUsers"}
                                ],
                            },
                        ],
                    }
                ],
            },
            "public",
            "high",
            "anyone",
        ),
        ("aws_cloudwatch_event_permission.e", {"principal": "*"}, "public", "high", "anyone"),
        ("aws_ssm_document.d", {"permissions": {"type": "Share", "account_ids": "All"}}, "public", "high", "anyone"),
        (
            "aws_ram_principal_association.r",
            {"principal": "arn:aws:organizations::333333333333:organization/o-9", "resource_share_arn": "arn:y"},
            "cross-account",
            "medium",
            "organization o-9",
        ),
        ("aws_cognito_identity_pool.p", {"allow_unauthenticated_identities": True}, "public", "high", "anyone"),
    ],
)
def test_what_shares_without_a_policy(kit: Any, address: str, values: Any, kind: str, danger: str, who: str) -> None:
    (change,) = kit.compare({}, {address: values})
    assert (change.kind, change.danger, change.permission.principal) == (kind, danger, who)
    (change,) = kit.compare({address: values}, {})
    assert (change.kind, change.danger) == ("lost" if kind == "gained" else "no longer exposed", "low")


@pytest.mark.parametrize(
    ("address", "values"),
    [
        ("aws_lambda_function_url.u", {"authorization_type": "AWS_IAM"}),
        ("aws_s3_bucket_acl.b", {"bucket": "b", "acl": "private"}),
        ("aws_ssm_document.d", {"permissions": {}}),
        ("aws_db_snapshot.s", {"shared_accounts": None}),
        ("aws_cognito_identity_pool.p", {"allow_unauthenticated_identities": False}),
        ("aws_sqs_queue.q", {"name": "q", "policy": None}),
        ("aws_sqs_queue.q", {"name": "q", "policy": ""}),
    ],
)
def test_what_shares_nothing(kit: Any, address: str, values: Any) -> None:
    assert kit.compare({}, {address: values}) == ()


def test_a_key_that_is_handed_over_entirely(kit: Any) -> None:
    def key(principal: Any, action: Any) -> dict[str, Any]:
        return {"aws_kms_key.k": {"policy": kit.policy(kit.allow(action, Principal=principal))}}

    (change,) = kit.compare({}, key(ROOT, "kms:*"))
    assert change.danger == "low"  # the default: the account's own policies decide
    assert change.permission.resources == ("key aws_kms_key.k",)
    (change,) = kit.compare(key(ROOT, "kms:*"), key([OTHER["AWS"]] and OTHER, "kms:*"))[:1]
    assert (change.kind, change.danger) == ("cross-account", "high")
    (change,) = kit.compare(
        key(ROOT, "kms:*"), key({"AWS": ["111111111111", "333333333333"]}, ["kms:Decrypt", "kms:*"])
    )
    assert (change.kind, change.permission.principal) == ("cross-account", "account 333333333333")


def test_a_policy_may_move_to_a_resource_of_its_own(kit: Any) -> None:
    document = kit.policy(kit.allow("sqs:SendMessage", Principal=OTHER))
    queue = {"name": "q", "url": "https://sqs/1/q", "id": "https://sqs/1/q"}
    before = {"aws_sqs_queue.q": {**queue, "policy": document}}
    after = {"aws_sqs_queue.q": queue, "aws_sqs_queue_policy.q": {"queue_url": "https://sqs/1/q", "policy": document}}
    assert kit.compare(before, after) == ()


def test_a_vpc_endpoint_is_open_only_from_within(kit: Any) -> None:
    def endpoint(*statements: Any) -> dict[str, Any]:
        values = {"service_name": "com.amazonaws.eu-west-1.s3", "policy": kit.policy(*statements)}
        return {"aws_vpc_endpoint.s3": values}

    ours = {"StringEquals": {"aws:PrincipalAccount": "111111111111"}}
    narrow = endpoint(kit.allow("*", Principal="*", Condition=ours))
    (change,) = kit.compare(narrow, endpoint(kit.allow("*", Principal="*")))
    assert (change.kind, change.danger, change.permission.principal) == ("gained", "medium", "anyone in the VPC")
    assert change.permission.expanded == len(kit.levels["s3"])
    assert "until now only where StringEquals aws:PrincipalAccount = 111111111111" in change.why


def test_a_service_that_is_not_asked_on_whose_behalf(kit: Any) -> None:
    service = {"Service": "sns.amazonaws.com"}
    (change,) = kit.compare(bucket(kit), bucket(kit, opened(kit, service)))
    assert "nothing asks on whose behalf" in change.why
    asked = {"StringEquals": {"aws:SourceAccount": "111111111111"}}
    (change,) = kit.compare(bucket(kit), bucket(kit, opened(kit, service, **asked)))
    assert "nothing asks" not in change.why


def test_a_policy_that_is_not_known_before_apply(kit: Any) -> None:
    policy = {"aws_s3_bucket_policy.logs": {"bucket": "logs", "policy": None}}
    (change,) = kit.compare(BUCKET, {**BUCKET, **policy})
    assert (change.kind, change.danger, change.permission.principal) == ("gained", "medium", "somebody")
    assert (
        change.why == "who may use bucket aws_s3_bucket.logs (logs) is not known: the policy is known after apply only"
    )
    own = {"aws_sqs_queue.q": {"name": "q", "policy": "made-up"}}
    assert kit.compare({}, own, made_up={"made-up"}) == ()
    assert "it is not JSON" in kit.compare({}, own)[0].why


def test_a_sharing_with_somebody_unknown_is_told(kit: Any) -> None:
    (change,) = kit.compare({}, {"aws_lambda_permission.p": {"action": "lambda:InvokeFunction", "principal": None}})
    assert "Principal AWS is not known before apply" in change.why
