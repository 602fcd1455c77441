from __future__ import annotations

from .conftest import Client

POLICY = "arn:aws:iam::aws:policy/ReadOnlyAccess"


def test_aws_policies_are_each_accounts_own(connect: Client, name: str) -> None:
    def attached(account: str) -> int:
        return int(connect("iam", account=account).get_policy(PolicyArn=POLICY)["Policy"]["AttachmentCount"])

    here, there = "444444444444", "555555555555"
    client = connect("iam", account=here)
    client.create_role(RoleName=name, AssumeRolePolicyDocument="{}")
    client.attach_role_policy(RoleName=name, PolicyArn=POLICY)
    assert (attached(here), attached(there)) == (1, 0)
    version = client.get_policy(PolicyArn=POLICY)["Policy"]["DefaultVersionId"]
    document = client.get_policy_version(PolicyArn=POLICY, VersionId=version)["PolicyVersion"]["Document"]
    assert document["Statement"]
