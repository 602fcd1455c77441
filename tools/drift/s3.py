"""Objects in S3, read as Terraform's S3 backend would: with the credentials, roles and endpoints that a unit names."""

from __future__ import annotations

import datetime
import json
import os
import re
import threading
from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..emulator.client import client as emulator_client
from ..errors import GroundplanError

Config = Mapping[str, Any]
"""The ``config`` of a ``remote_state`` block."""

_MISSING = ("NoSuchKey", "404")
_FORBIDDEN = ("AccessDenied", "403", "AllAccessDisabled")
_REGION = ("PermanentRedirect", "301", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException")
_UNREAD = ("shared_credentials_file", "shared_credentials_files", "shared_config_files")
_SIGN_IN = "sign in to the account (aws sso login), or name a profile with AWS_PROFILE"
# What the block assume_role says, by what STS calls it; before Terraform 1.6 it stood in the backend itself.
_ROLE = {
    "external_id": "ExternalId",
    "policy": "Policy",
    "source_identity": "SourceIdentity",
    "transitive_tag_keys": "TransitiveTagKeys",
}
_SECONDS = {"h": 3600, "m": 60, "s": 1}


@dataclass(frozen=True, slots=True)
class Object:
    """An object of a bucket."""

    content: bytes
    modified: datetime.datetime


@dataclass(frozen=True, slots=True)
class Buckets:
    """S3 as the caller may read it, or that of the emulator at ``endpoint``."""

    endpoint: str | None = None
    _clients: dict[str, Any] = field(default_factory=dict, repr=False)
    _connecting: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def read(self, config: Config) -> Object | None:
        """A unit's state; None where there is none.

        Raises:
            GroundplanError: the bucket is not there, or the caller may not read it.
        """
        return self._get(config, str(config["key"]))

    def read_beside(self, config: Config, suffix: str) -> bytes | None:
        """What lies beside a unit's state; None where nothing does, or nobody says so."""
        try:
            found = self._get(config, f"{config['key']}{suffix}")
        except GroundplanError:
            return None
        return found.content if found else None

    def keys(self, config: Config, prefix: str) -> Iterator[str]:
        """The keys of a bucket that begin with a prefix.

        Raises:
            GroundplanError: the bucket is not there, or the caller may not list it.
        """
        from botocore.exceptions import BotoCoreError, ClientError

        bucket = str(config["bucket"])
        try:
            for page in self._client(config).get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
                yield from (str(each["Key"]) for each in page.get("Contents", ()))
        except (BotoCoreError, ClientError) as error:
            raise GroundplanError(
                f"what else is in the state bucket {bucket} cannot be seen: {error}",
                hint="that takes s3:ListBucket on the bucket",
            ) from error

    def lock_item(self, config: Config) -> bytes | None:
        """What the DynamoDB table of locks says of a unit's state; None where nothing, or nobody says so."""
        from botocore.exceptions import BotoCoreError, ClientError

        table = config.get("dynamodb_table") or config.get("lock_table")
        if not table:
            return None
        key = {"LockID": {"S": f"{config['bucket']}/{config['key']}"}}
        try:
            answer = self._client(config, "dynamodb").get_item(TableName=str(table), Key=key, ConsistentRead=True)
        except (BotoCoreError, ClientError, GroundplanError):
            return None
        info = answer.get("Item", {}).get("Info")
        return str(info["S"]).encode() if info else None

    def _get(self, config: Config, key: str) -> Object | None:
        from botocore.exceptions import BotoCoreError, ClientError

        bucket = str(config["bucket"])
        try:
            answer = self._client(config).get_object(Bucket=bucket, Key=key, **_customer_key(config))
            return Object(answer["Body"].read(), answer["LastModified"])
        except ClientError as error:
            code = str(error.response["Error"]["Code"])
            if code in _MISSING:
                return None
            raise _told(code, bucket, key, config, error) from error
        except BotoCoreError as error:
            raise GroundplanError(f"its state bucket {bucket} cannot be asked: {error}", hint=_SIGN_IN) from error

    def _client(self, config: Config, service: str = "s3") -> Any:
        """A client for the account and region of a backend, made once."""
        same = {key: value for key, value in config.items() if key != "key"}
        name = f"{service} {json.dumps(same, sort_keys=True, default=str)}"
        with self._connecting:
            if name not in self._clients:
                try:
                    self._clients[name] = self._connect(config, service)
                except GroundplanError as error:
                    self._clients[name] = error  # every unit gets the same answer, and it is asked for once
            found = self._clients[name]
        if isinstance(found, GroundplanError):
            raise found
        return found

    def _connect(self, config: Config, service: str) -> Any:
        named = config.get("region") or os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
        region = str(named or "us-east-1")
        if self.endpoint:
            role = role_of(config)
            return emulator_client(service, self.endpoint, region=region, role=str(role["RoleArn"]) if role else None)
        if unread := [name for name in _UNREAD if config.get(name)]:
            raise GroundplanError(
                f"its backend names {unread[0]}, which is not read here",
                hint="name the file with AWS_SHARED_CREDENTIALS_FILE or AWS_CONFIG_FILE instead",
            )
        import boto3
        from botocore.config import Config as Settings

        session = boto3.Session(
            profile_name=config.get("profile"),
            aws_access_key_id=config.get("access_key"),
            aws_secret_access_key=config.get("secret_key"),
            aws_session_token=config.get("token"),
        )
        endpoints = config.get("endpoints") or {}
        if (web := config.get("assume_role_with_web_identity")) is not None:
            raise GroundplanError(
                f"its backend assumes {web.get('role_arn')} with a web identity, which is not done here",
                hint="let AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE say so instead: then everything follows them",
            )
        if role := role_of(config):
            session = _assumed(session.client("sts", region_name=region, endpoint_url=endpoints.get("sts")), role)
        style = "path" if config.get("use_path_style") or config.get("force_path_style") else "auto"
        endpoint = endpoints.get(service) or config.get("endpoint" if service == "s3" else f"{service}_endpoint")
        settings = Settings(s3={"addressing_style": style}, retries={"mode": "standard"})
        return session.client(service, region_name=region, endpoint_url=endpoint, config=settings)


def place_of(config: Config) -> str:
    """Where a backend keeps its state, in words."""
    return f"s3://{config['bucket']}/{config['key']}"


def _customer_key(config: Config) -> dict[str, Any]:
    """What S3 is told of the key that a backend encrypts its states with, if it names one."""
    named = config.get("sse_customer_key")
    if not named:
        return {}
    try:
        return {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": b64decode(str(named), validate=True)}
    except ValueError as error:  # the key itself is not told
        raise GroundplanError(
            "the sse_customer_key of its backend is no base64", hint="it is the base64 of 32 bytes"
        ) from error


def _assumed(sts: Any, role: Mapping[str, Any]) -> Any:
    """A session with the keys of a role."""
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        keys = sts.assume_role(**role)["Credentials"]
    except (BotoCoreError, ClientError) as error:
        raise GroundplanError(
            f"{role['RoleArn']}, which reads its state, cannot be assumed: {error}", hint=_SIGN_IN
        ) from error
    return boto3.Session(
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )


def role_of(config: Config) -> dict[str, Any] | None:
    """What STS is asked for before the bucket is, None where the caller's own credentials do."""
    block = config.get("assume_role")
    if isinstance(block, list):
        block = block[0] if block else None
    if block is None and config.get("role_arn"):
        block = {name.removeprefix("assume_role_"): value for name, value in config.items()}
        block["duration"] = f"{block.get('duration_seconds', 3600)}s"
    if not block or not block.get("role_arn"):
        return None
    asked = {"RoleArn": block["role_arn"], "RoleSessionName": block.get("session_name") or "groundplan"}
    asked |= {theirs: block[ours] for ours, theirs in _ROLE.items() if block.get(ours)}
    if duration := block.get("duration"):
        asked["DurationSeconds"] = sum(
            int(number) * _SECONDS[unit] for number, unit in re.findall(r"(\d+)([hms])", str(duration))
        )
    if arns := block.get("policy_arns"):
        asked["PolicyArns"] = [{"arn": arn} for arn in arns]
    if tags := block.get("tags"):
        asked["Tags"] = [{"Key": key, "Value": value} for key, value in sorted(tags.items())]
    return asked


def _told(code: str, bucket: str, key: str, config: Config, error: Exception) -> GroundplanError:
    place = place_of({"bucket": bucket, "key": key})
    if code == "NoSuchBucket":
        return GroundplanError(
            f"its state bucket {bucket} does not exist",
            hint="./inv bootstrap --account … makes it (./inv up in the emulator); or remote_state names a wrong one",
        )
    if code in _FORBIDDEN:
        return GroundplanError(
            "the caller may not read its state",
            where=place,
            hint="that takes s3:GetObject, kms:Decrypt with the bucket's key, and s3:ListBucket: without the last, S3"
            " says the same of a state that is not there",
        )
    if code in _REGION:
        return GroundplanError(
            f"its state bucket {bucket} is not in {config.get('region')}", hint="mend region in remote_state"
        )
    return GroundplanError(f"its state cannot be read: {error}", where=place, hint=_SIGN_IN)
