from __future__ import annotations

from .conftest import Client

ACCOUNT = "121212121212"  # a hub is there once in an account and region


def test_a_hub_has_a_configuration_and_subscriptions(connect: Client) -> None:
    client = connect("securityhub", account=ACCOUNT)
    client.enable_security_hub(EnableDefaultStandards=False, ControlFindingGenerator="SECURITY_CONTROL")
    assert client.describe_hub()["AutoEnableControls"] is True
    client.update_security_hub_configuration(AutoEnableControls=False)
    hub = client.describe_hub()
    assert (hub["AutoEnableControls"], hub["ControlFindingGenerator"]) == (False, "SECURITY_CONTROL")

    standard = "arn:aws:securityhub:us-east-1::standards/aws-foundational-security-best-practices/v/1.0.0"
    request = {"StandardsArn": standard}
    [made] = client.batch_enable_standards(StandardsSubscriptionRequests=[request])["StandardsSubscriptions"]
    arn = made["StandardsSubscriptionArn"]
    assert arn.endswith(f":{ACCOUNT}:subscription/aws-foundational-security-best-practices/v/1.0.0")
    [found] = client.get_enabled_standards(StandardsSubscriptionArns=[arn])["StandardsSubscriptions"]
    assert (found["StandardsArn"], found["StandardsStatus"]) == (standard, "READY")
    client.batch_disable_standards(StandardsSubscriptionArns=[arn])
    assert client.get_enabled_standards()["StandardsSubscriptions"] == []
    client.disable_security_hub()
