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
    keys = role_keys(endpoint, role) if role else {}
    return _client(service, endpoint, region, {name.lower(): value for name, value in keys.items()})


def role_keys(endpoint: str, role: str) -> dict[str, str]:
    """The keys of a role (an ARN; it need not exist), by the names of the environment variables that hold them."""
    made = _client("sts", endpoint, "us-east-1", {}).assume_role(RoleArn=role, RoleSessionName="groundplan")
    credentials = made["Credentials"]
    return {
        "AWS_ACCESS_KEY_ID": credentials["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": credentials["SecretAccessKey"],
        "AWS_SESSION_TOKEN": credentials["SessionToken"],
    }


def _client(service: str, endpoint: str, region: str, keys: dict[str, str]) -> Any:
    import boto3
    from botocore.config import Config
    from botocore.session import Session

    session = boto3.Session(botocore_session=Session(session_vars=_NO_SETTINGS))
    return session.client(
        service,
        endpoint_url=endpoint,
        region_name=region,
        config=Config(proxies={}, s3={"addressing_style": "path"}),
        **(keys or {"aws_access_key_id": KEYS, "aws_secret_access_key": KEYS}),
    )
