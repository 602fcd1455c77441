"""S3 Control, whose host names begin with the account: no extension, the emulator is its own proxy for them."""

from __future__ import annotations

from botocore.config import Config

from tools.emulator.environment import S3_CONTROL

from .conftest import ACCOUNT, REGION, session


def test_the_account_in_front_of_the_host_is_reached_through_the_proxy(server: str) -> None:
    client = session(server, ACCOUNT, REGION).client(
        "s3control", endpoint_url=S3_CONTROL, config=Config(proxies={"http": server}, retries={"max_attempts": 1})
    )
    block = dict.fromkeys(("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"), True)
    client.put_public_access_block(AccountId=ACCOUNT, PublicAccessBlockConfiguration=block)
    found = client.get_public_access_block(AccountId=ACCOUNT)
    assert found["PublicAccessBlockConfiguration"] == block
