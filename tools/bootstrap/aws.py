"""What is asked of the account itself: whose it is, what is in its buckets, and what an earlier run has left there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from ..emulator.client import client as emulator_client
from ..errors import GroundplanError

Lookup = Callable[["Aws", str, Mapping[str, Any]], str | None]
"""The id that a planned resource has in its region already; None where it is not there."""

_CREDENTIALS = "sign in to the account (aws sso login), or name a profile with AWS_PROFILE"
_GONE = {"404", "NoSuchBucket", "NoSuchKey", "NoSuchEntity", "NotFound", "NotFoundException"}


@dataclass(frozen=True, slots=True)
class Aws:
    """An account, with the caller's own credentials, or in the emulator at ``endpoint``."""

    account: str
    endpoint: str | None = None
    _clients: dict[tuple[str, str], Any] = field(default_factory=dict, repr=False)

    def client(self, service: str, region: str) -> Any:
        """A boto3 client of the account."""
        key = (service, region)
        if key not in self._clients:
            self._clients[key] = self._connect(service, region)
        return self._clients[key]

    def _connect(self, service: str, region: str) -> Any:
        if self.endpoint:
            role = f"arn:aws:iam::{self.account}:role/groundplan"
            return emulator_client(service, self.endpoint, region=region, role=role)
        import boto3
        from botocore.exceptions import BotoCoreError

        try:
            return boto3.Session().client(service, region_name=region)
        except BotoCoreError as error:  # a profile that there is not
            raise GroundplanError(f"AWS cannot be asked: {error}", hint=_CREDENTIALS) from error

    def check_caller(self, region: str) -> str:
        """Who the caller is (an ARN), once it is certain that the account is the right one.

        Raises:
            GroundplanError: there are no credentials, they are not valid, or they are of another account.
        """
        said = _asked(partial(self.client("sts", region).get_caller_identity), "who the caller is")
        found, arn = str(said["Account"]), str(said["Arn"])
        if found != self.account:
            raise GroundplanError(
                f"the credentials are of account {found} ({arn}), and the units are of {self.account}",
                hint=f"nothing was made; {_CREDENTIALS}, or mend account_id in the account's account.hcl",
            )
        return arn

    def has_bucket(self, name: str, region: str) -> bool:
        """Whether the account has a bucket of this name.

        Raises:
            GroundplanError: somebody else has it; names of buckets are the whole world's.
        """
        s3 = self.client("s3", region)
        return _there(partial(s3.head_bucket, Bucket=name, ExpectedBucketOwner=self.account), f"the bucket {name}")

    def has_object(self, bucket: str, key: str, region: str) -> bool:
        """Whether there is an object of this key; the bucket may be missing, too."""
        if not self.has_bucket(bucket, region):
            return False
        s3 = self.client("s3", region)
        return _there(partial(s3.head_object, Bucket=bucket, Key=key), f"s3://{bucket}/{key}")

    def find(self, type: str, region: str, planned: Mapping[str, Any]) -> str | None:
        """The id under which a planned resource is there already; None where it is not, or none is looked for."""
        lookup = _LOOKUPS.get(type)
        return lookup(self, region, planned) if lookup else None


def _asked(call: Callable[[], Any], about: str) -> Any:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        return call()
    except (BotoCoreError, ClientError) as error:
        raise GroundplanError(f"AWS does not say {about}: {error}", hint=_CREDENTIALS) from error


def _there(call: Callable[[], Any], what: str) -> bool:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        call()
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code in _GONE:
            return False
        hint = "it may belong to another account, or the caller may not look at it" if code == "403" else _CREDENTIALS
        raise GroundplanError(f"{what} cannot be looked at: {error}", hint=hint) from error
    except BotoCoreError as error:
        raise GroundplanError(f"{what} cannot be looked at: {error}", hint=_CREDENTIALS) from error
    return True


def _bucket(aws: Aws, region: str, planned: Mapping[str, Any]) -> str | None:
    name = str(planned["bucket"])
    return name if aws.has_bucket(name, region) else None


def _role(aws: Aws, region: str, planned: Mapping[str, Any]) -> str | None:
    name = str(planned["name"])
    iam = aws.client("iam", region)
    return name if _there(partial(iam.get_role, RoleName=name), f"the role {name}") else None


def _alias(aws: Aws, region: str, planned: Mapping[str, Any]) -> str | None:
    name = str(planned["name"])
    return name if name in _aliases(aws, region) else None


def _key(aws: Aws, region: str, planned: Mapping[str, Any]) -> str | None:
    """A key has no name: it is known by its tags and its description; one that has its alias already goes first."""
    kms = aws.client("kms", region)
    tags = planned.get("tags_all") or {}
    if not tags:
        return None
    used = set(_aliases(aws, region).values())
    found = []
    pages = _asked(lambda: list(kms.get_paginator("list_keys").paginate()), "which keys there are")
    for id in sorted(key["KeyId"] for page in pages for key in page["Keys"]):
        told = _asked(partial(kms.describe_key, KeyId=id), f"what the key {id} is")["KeyMetadata"]
        wanted = ("CUSTOMER", "Enabled", planned["description"])
        if (told["KeyManager"], told["KeyState"], told["Description"]) != wanted:
            continue
        listed = _asked(partial(kms.list_resource_tags, KeyId=id), f"the tags of the key {id}")["Tags"]
        if {tag["TagKey"]: tag["TagValue"] for tag in listed} == tags:
            found.append(id)
    return min(found, key=lambda id: (id not in used, id), default=None)


def _aliases(aws: Aws, region: str) -> dict[str, str]:
    kms = aws.client("kms", region)
    pages = _asked(lambda: list(kms.get_paginator("list_aliases").paginate()), "which aliases there are")
    return {each["AliasName"]: each.get("TargetKeyId", "") for page in pages for each in page["Aliases"]}


# What cannot be made twice, or would be; everything else that the units make is put, and putting it again is the same.
_LOOKUPS: Mapping[str, Lookup] = {
    "aws_iam_role": _role,
    "aws_kms_alias": _alias,
    "aws_kms_key": _key,
    "aws_s3_bucket": _bucket,
}
