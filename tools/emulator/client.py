"""Talking to the emulator from this process, whatever AWS settings its environment holds."""

from __future__ import annotations

import os
from typing import Any

from .environment import KEYS

# boto3 reads profiles and files that the environment names even where keys are given; a name of None is never read.
_NO_SETTINGS = {
    "profile": (None, None, None, None),
    "config_file": (None, None, os.devnull, None),
    "credentials_file": (None, None, os.devnull, None),
    "ca_bundle": (None, None, None, None),
}


def client(service: str, endpoint: str, *, region: str = "us-east-1", role: str | None = None) -> Any:
    """A boto3 client of the emulator, in its default account or in that of the role ``role`` (an ARN)."""
    import boto3
    from botocore.config import Config
    from botocore.session import Session

    session = boto3.Session(botocore_session=Session(session_vars=_NO_SETTINGS))
    config = Config(proxies={}, s3={"addressing_style": "path"})
    common = {"endpoint_url": endpoint, "region_name": region, "config": config}
    keys = {"aws_access_key_id": KEYS, "aws_secret_access_key": KEYS}
    if role:
        sts = session.client("sts", **common, **keys)
        made = sts.assume_role(RoleArn=role, RoleSessionName="groundplan")["Credentials"]
        keys = {
            "aws_access_key_id": made["AccessKeyId"],
            "aws_secret_access_key": made["SecretAccessKey"],
            "aws_session_token": made["SessionToken"],
        }
    return session.client(service, **common, **keys)
