from __future__ import annotations

from .conftest import Client


def test_a_keys_rotation_has_a_period(connect: Client) -> None:
    client = connect("kms")
    key = client.create_key()["KeyMetadata"]
    assert "RotationPeriodInDays" not in client.get_key_rotation_status(KeyId=key["KeyId"])
    client.enable_key_rotation(KeyId=key["KeyId"])
    assert client.get_key_rotation_status(KeyId=key["Arn"])["RotationPeriodInDays"] == 365
    client.enable_key_rotation(KeyId=key["Arn"], RotationPeriodInDays=180)
    assert client.get_key_rotation_status(KeyId=key["KeyId"])["RotationPeriodInDays"] == 180
