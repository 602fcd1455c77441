from __future__ import annotations

from .conftest import Client


def test_a_detector_keeps_the_features_that_are_not_named(connect: Client) -> None:
    client = connect("guardduty", account="121212121212")
    detector = client.create_detector(Enable=True)["DetectorId"]
    for name, status in (("S3_DATA_EVENTS", "ENABLED"), ("EKS_AUDIT_LOGS", "DISABLED"), ("S3_DATA_EVENTS", "DISABLED")):
        client.update_detector(DetectorId=detector, Features=[{"Name": name, "Status": status}])
    found = {each["Name"]: each["Status"] for each in client.get_detector(DetectorId=detector)["Features"]}
    assert found == {"S3_DATA_EVENTS": "DISABLED", "EKS_AUDIT_LOGS": "DISABLED"}
    client.delete_detector(DetectorId=detector)
