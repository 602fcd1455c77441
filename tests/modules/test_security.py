"""What the security modules promise: who gets in, what even an administrator's policy cannot do, what is kept."""

from __future__ import annotations

import json

from .library import Example
from .test_semantics import Planned, of, statements


@of("security/state-backend", "complete")
def test_the_bucket_of_states_allows_nothing_and_denies_whoever_is_not_named(
    planned: Planned, example: Example
) -> None:
    policy = statements(planned[example].one("aws_s3_bucket_policy")["policy"])
    assert {statement["Effect"] for statement in policy.values()} == {"Deny"}
    assert policy["DenyPlainHttp"]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert policy["DenyOtherAccounts"]["Condition"]["StringNotEquals"] == {"aws:PrincipalAccount": "123456789012"}
    assert "Condition" not in policy["DenyDeletingVersions"]
    roles = {
        sid: [arn.rpartition("/")[2] for arn in policy[sid]["Condition"]["ArnNotEquals"]["aws:PrincipalArn"]]
        for sid in ("DenyOtherReaders", "DenyOtherWriters")
    }
    assert roles == {
        "DenyOtherReaders": ["acme-prod-deploy", "acme-prod-plan", "break-glass"],
        "DenyOtherWriters": ["acme-prod-deploy", "break-glass"],
    }


@of("security/state-backend", "complete")
def test_every_version_of_a_state_is_copied_to_another_region(planned: Planned, example: Example) -> None:
    outcome = planned[example]
    [rule] = outcome.one("aws_s3_bucket_replication_configuration")["rule"]
    [destination] = rule["destination"]
    assert rule["status"] == rule["delete_marker_replication"][0]["status"] == "Enabled"
    assert destination["bucket"].endswith("-us-west-2")
    assert destination["encryption_configuration"][0]["replica_kms_key_id"].startswith("arn:aws:kms:us-west-2:")
    trust = json.loads(outcome.one("aws_iam_role")["assume_role_policy"])["Statement"][0]
    assert trust["Condition"]["ArnEquals"] == {"aws:SourceArn": "arn:aws:s3:::acme-prod-tfstate-123456789012-us-east-1"}


@of("security/state-backend", "minimal")
def test_states_are_encrypted_versioned_and_private(planned: Planned, example: Example) -> None:
    outcome = planned[example]
    [rule] = outcome.one("aws_s3_bucket_server_side_encryption_configuration")["rule"]
    [default] = rule["apply_server_side_encryption_by_default"]
    assert default["sse_algorithm"] == "aws:kms" and default["kms_master_key_id"].startswith("arn:aws:kms:")
    assert outcome.one("aws_s3_bucket_versioning")["versioning_configuration"][0]["status"] == "Enabled"
    block = outcome.one("aws_s3_bucket_public_access_block")
    assert {name for name, value in block.items() if value is True} == {
        "block_public_acls",
        "block_public_policy",
        "ignore_public_acls",
        "restrict_public_buckets",
    }
