"""The environment of programs that are to meet the emulator, and never the real AWS."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

KEYS: Final = "test"
"""Access key and secret key: they open nothing, and Moto takes them for its default account."""

LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")

S3_CONTROL: Final = "http://s3-control.emulator.test"
"""S3 Control puts the account in front of the host's name, and no name in front of 127.0.0.1 resolves. This one (in a
domain that is reserved for tests) is never looked up: plain HTTP goes through the emulator, which is its proxy."""

_DROPPED_PREFIXES: Final = ("AWS_", "AMAZON_", "BOTO_", "LOCALSTACK_")
_REPLACED: Final = ("HTTP_PROXY", "NO_PROXY", "LOCALSTACK")
_NOWHERE: Final = "http://127.0.0.1:9"


def clean_environment(
    endpoint: str, base: Mapping[str, str] | None = None, *, region: str = "us-east-1"
) -> dict[str, str]:
    """``base`` (the process's environment) without anything of a real AWS, pointed at the emulator.

    Credentials, profiles, configuration files, role and token files, metadata services, endpoints and ``AWS_CA_BUNDLE``
    (it breaks the AWS provider against plain HTTP) are dropped or replaced. An HTTPS proxy stays: ``terraform init``
    may need it for the registry. Plain HTTP, which nothing but the emulator is asked by, goes to the emulator.
    """
    source = os.environ if base is None else base
    no_proxy = _no_proxy(source, urlsplit(endpoint).hostname)
    return _without_aws(source) | {
        "AWS_ACCESS_KEY_ID": KEYS,
        "AWS_SECRET_ACCESS_KEY": KEYS,
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ENDPOINT_URL_S3_CONTROL": S3_CONTROL,
        "AWS_ENABLE_ENDPOINT_DISCOVERY": "false",  # Timestream would ask AWS where it lives
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "LOCALSTACK": "true",
        "HTTP_PROXY": endpoint,
        "http_proxy": endpoint,
        "NO_PROXY": no_proxy,
        "no_proxy": no_proxy,
    }


def server_environment(base: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of the emulator itself: it knows no credentials either, and reaches nothing but loopback.

    Moto delivers some things by HTTP (SNS subscriptions, API destinations): whatever is not on loopback is sent to a
    proxy that does not exist.
    """
    source = os.environ if base is None else base
    no_proxy = ",".join(LOOPBACK)
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), _NOWHERE)
    return _without_aws(source) | proxies | {"no_proxy": no_proxy, "NO_PROXY": no_proxy, "MALLOC_ARENA_MAX": "2"}


def _without_aws(source: Mapping[str, str]) -> dict[str, str]:
    return {
        name: value
        for name, value in source.items()
        if not name.upper().startswith(_DROPPED_PREFIXES) and name.upper() not in _REPLACED
    }


def _no_proxy(source: Mapping[str, str], *hosts: str | None) -> str:
    listed = [host for name in ("NO_PROXY", "no_proxy") for host in source.get(name, "").split(",")]
    return ",".join(dict.fromkeys(host.strip() for host in [*listed, *LOOPBACK, *hosts] if host and host.strip()))
