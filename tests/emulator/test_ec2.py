from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from .conftest import Client

TAGS = [{"Key": "a", "Value": "b"}]


def test_dhcp_options_are_created_with_tags(connect: Client) -> None:
    client = connect("ec2")
    made = client.create_dhcp_options(
        DhcpConfigurations=[{"Key": "domain-name", "Values": ["x.internal"]}],
        TagSpecifications=[{"ResourceType": "dhcp-options", "Tags": TAGS}],
    )["DhcpOptions"]
    assert made["Tags"] == TAGS
    found = client.describe_dhcp_options(DhcpOptionsIds=[made["DhcpOptionsId"]])["DhcpOptions"][0]
    assert found["Tags"] == TAGS


def test_a_templates_tags_are_not_those_of_its_instances(connect: Client, name: str) -> None:
    client = connect("ec2")
    for_instances = [{"ResourceType": "instance", "Tags": TAGS}]
    for own, data in (("x", {"ImageId": "ami-1"}), ("y", {"ImageId": "ami-1", "TagSpecifications": for_instances})):
        client.create_launch_template(
            LaunchTemplateName=f"{name}-{own}",
            LaunchTemplateData=data,
            TagSpecifications=[{"ResourceType": "launch-template", "Tags": [{"Key": "own", "Value": own}]}],
        )
    found = {
        own: client.describe_launch_template_versions(LaunchTemplateName=f"{name}-{own}")["LaunchTemplateVersions"][0]
        for own in ("x", "y")
    }
    assert not found["x"]["LaunchTemplateData"].get("TagSpecifications")
    assert found["y"]["LaunchTemplateData"]["TagSpecifications"] == for_instances
    template = client.describe_launch_templates(LaunchTemplateNames=[f"{name}-x"])["LaunchTemplates"][0]
    assert template["Tags"] == [{"Key": "own", "Value": "x"}]


def test_detailed_monitoring(connect: Client) -> None:
    client = connect("ec2")
    image = client.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    instance = client.run_instances(ImageId=image, MinCount=1, MaxCount=1)["Instances"][0]["InstanceId"]
    for operation, state in ((client.monitor_instances, "enabled"), (client.unmonitor_instances, "disabled")):
        answer = operation(InstanceIds=[instance])["InstanceMonitorings"]
        assert answer == [{"InstanceId": instance, "Monitoring": {"State": state}}]
        found = client.describe_instances(InstanceIds=[instance])["Reservations"][0]["Instances"][0]
        assert found["Monitoring"]["State"] == state


def test_the_default_key_of_volumes(connect: Client) -> None:
    client = connect("ec2", account="222222222222")
    default = "arn:aws:kms:us-east-1:222222222222:alias/aws/ebs"
    assert client.get_ebs_default_kms_key_id()["KmsKeyId"] == default
    key = "arn:aws:kms:us-east-1:222222222222:key/x"
    client.modify_ebs_default_kms_key_id(KmsKeyId=key)
    assert client.get_ebs_default_kms_key_id()["KmsKeyId"] == key
    client.reset_ebs_default_kms_key_id()
    assert client.get_ebs_default_kms_key_id()["KmsKeyId"] == default


def test_public_images_can_be_blocked(connect: Client) -> None:
    client = connect("ec2", account="222222222222")

    def state() -> str:
        return str(client.get_image_block_public_access_state()["ImageBlockPublicAccessState"])

    assert state() == "unblocked"
    client.enable_image_block_public_access(ImageBlockPublicAccessState="block-new-sharing")
    assert state() == "block-new-sharing"
    client.disable_image_block_public_access()
    assert state() == "unblocked"


def test_the_block_on_public_snapshots(connect: Client) -> None:
    client = connect("ec2", account="222222222222")
    client.enable_snapshot_block_public_access(State="block-all-sharing")
    assert client.get_snapshot_block_public_access_state()["State"] == "block-all-sharing"
    client.disable_snapshot_block_public_access()
    assert client.get_snapshot_block_public_access_state()["State"] == "unblocked"


def test_metadata_defaults(connect: Client) -> None:
    client = connect("ec2", account="222222222222")
    client.modify_instance_metadata_defaults(HttpTokens="required", HttpPutResponseHopLimit=1)
    found = client.get_instance_metadata_defaults()["AccountLevel"]
    assert (found["HttpTokens"], found["HttpPutResponseHopLimit"]) == ("required", 1)
    client.modify_instance_metadata_defaults(HttpTokens="no-preference", HttpPutResponseHopLimit=-1)
    assert "HttpTokens" not in client.get_instance_metadata_defaults()["AccountLevel"]


def test_a_rule_for_a_group_keeps_its_description(connect: Client, name: str) -> None:
    ec2 = connect("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    web, data = (
        ec2.create_security_group(GroupName=f"{name}-{each}", Description=each, VpcId=vpc)["GroupId"]
        for each in ("web", "data")
    )
    permission = {
        "IpProtocol": "tcp",
        "FromPort": 3306,
        "ToPort": 3306,
        "UserIdGroupPairs": [{"GroupId": web, "Description": "Queries"}],
    }
    made = ec2.authorize_security_group_ingress(GroupId=data, IpPermissions=[permission])["SecurityGroupRules"]
    rules = [made[0]["SecurityGroupRuleId"]]
    (rule,) = ec2.describe_security_group_rules(SecurityGroupRuleIds=rules)["SecurityGroupRules"]
    assert (rule["Description"], rule["ReferencedGroupInfo"]["GroupId"]) == ("Queries", web)


def test_a_rule_for_a_prefix_list_keeps_its_description(connect: Client, name: str) -> None:
    client = connect("ec2")
    vpc = client.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    group = client.create_security_group(GroupName=name, Description="x", VpcId=vpc)["GroupId"]
    made = client.authorize_security_group_egress(
        GroupId=group,
        IpPermissions=[
            {
                "IpProtocol": "tcp",
                "FromPort": 443,
                "ToPort": 443,
                "PrefixListIds": [{"PrefixListId": "pl-0123456789abcdef0", "Description": "S3"}],
            }
        ],
    )["SecurityGroupRules"]
    rules = [made[0]["SecurityGroupRuleId"]]
    (rule,) = client.describe_security_group_rules(SecurityGroupRuleIds=rules)["SecurityGroupRules"]
    assert (rule["Description"], rule["PrefixListId"]) == ("S3", "pl-0123456789abcdef0")


def test_rules_for_groups_keep_their_descriptions(connect: Client, name: str) -> None:
    client = connect("ec2")
    vpc = client.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    group = client.create_security_group(GroupName=name, Description="x", VpcId=vpc)["GroupId"]
    peer = {"UserIdGroupPairs": [{"GroupId": group, "Description": "among themselves"}]}
    client.authorize_security_group_ingress(
        GroupId=group, IpPermissions=[{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, **peer}]
    )
    rules = client.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [group]}])[
        "SecurityGroupRules"
    ]
    assert [rule.get("Description") for rule in rules if not rule["IsEgress"]] == ["among themselves"]


def test_entries_of_a_network_acl_can_be_deleted_at_once(connect: Client) -> None:
    client = connect("ec2")
    acl = client.create_network_acl(VpcId=client.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"])["NetworkAcl"]
    entry = {"NetworkAclId": acl["NetworkAclId"], "Egress": False}
    numbers = range(100, 140)
    for number in numbers:
        client.create_network_acl_entry(
            **entry, RuleNumber=number, Protocol="-1", RuleAction="allow", CidrBlock="10.0.0.0/8"
        )
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: client.delete_network_acl_entry(**entry, RuleNumber=number), numbers))
    [found] = client.describe_network_acls(NetworkAclIds=[acl["NetworkAclId"]])["NetworkAcls"]
    assert not {each["RuleNumber"] for each in found["Entries"] if not each["Egress"]} & {*numbers}
