"""Whom a statement really lets in: anyone, another account, its own, a service; after its conditions."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ..compose.snapshot import Resource
from .accounts import Standpoint
from .conditions import Condition
from .documents import Trustee
from .grants import Grant, Who
from .principals import KINDS, named

Reach = Literal["anyone", "addresses", "foreign", "federated", "network", "service", "own"]

_ACCOUNT = re.compile(r"\d{12}")
_LETS_IN = ("StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnLike", "IpAddress", "Bool")

# Condition keys that tell callers apart. S3 calls a policy public that has none of them with a fixed value:
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
_ACCOUNT_KEYS = {
    *("aws:sourceaccount", "aws:sourceowner", "aws:principalaccount", "kms:calleraccount"),
    "s3:dataaccesspointaccount",
}
_ARN_KEYS = {"aws:sourcearn", "aws:principalarn", "s3:dataaccesspointarn", "lambda:sourcefunctionarn"}
_ORGANIZATION_KEYS = {"aws:principalorgid", "aws:principalorgpaths", "aws:sourceorgid", "aws:sourceorgpaths"}
_NETWORK_KEYS = {"aws:sourcevpc", "aws:sourcevpce", "aws:sourcevpcarn", "aws:vpcsourceip"}

# The accounts from which load balancers write access logs, in the regions that opened before August 2022:
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
_LOAD_BALANCERS = {
    *("127311923021", "033677994240", "027434742980", "797873946194", "098369216593", "754344448648"),
    *("589379963580", "718504428378", "383597477331", "600734575887", "114774131450", "783225319266"),
    *("582318560864", "985666609251", "054676820928", "156460612806", "652711504416", "635631232127"),
    *("009996457667", "897822967062", "076674570225", "507241528517"),
}


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a grant lets in."""

    reach: Reach
    words: str
    """``anyone``, ``account 222222222222``, ``service sns.amazonaws.com`` …"""


def audience(grant: Grant, here: Standpoint) -> Audience:
    """Whom a grant of a resource's or role's policy lets in, seen from the resource's unit."""
    who = grant.who
    if who is None or who.is_anyone:
        return _anyone(who, grant.conditions, here)
    (trustee,) = who.trustees
    match trustee.kind:
        case "Service":
            return Audience("service", f"service {trustee.name}")
        case "Federated":
            return Audience("federated", f"identity provider {_provider(trustee.name)}")
        case "CanonicalUser":
            return Audience("foreign", f"canonical user {trustee.name}")
    return _of_aws(trustee, here)


def _provider(name: str) -> str:
    return name.partition("-provider/")[2] or name


def _of_aws(trustee: Trustee, here: Standpoint) -> Audience:
    if owner := here.owners.get(trustee.name):
        return _in_sight(owner, here)
    account = trustee.account
    if ":organizations:" in trustee.name:
        return Audience("foreign", f"organization {trustee.name.rpartition('/')[2]}")
    if account is None:
        if ":cloudfront:" in trustee.name:
            return Audience("service", f"CloudFront's {trustee.name.rpartition('/')[2]}")
        return Audience("foreign", f"principal {trustee.name}, whose account is not known")
    if account in _LOAD_BALANCERS:
        return Audience("service", f"the load balancers of AWS (account {account})")
    what = trustee.name.split(":", 5)[5]
    words = here.called(account)
    if what != "root":
        words = f"{what.replace('/', ' ', 1)} of {words}"
    return Audience("own" if account == here.own else "foreign", words)


def _in_sight(owner: Resource, here: Standpoint) -> Audience:
    if owner.type == "aws_cloudfront_origin_access_identity":
        return Audience("service", f"CloudFront's {owner.address}")
    words = named(KINDS.get(owner.type, "principal"), owner)
    if here.shares(owner.unit):
        return Audience("own", words)
    return Audience("foreign", f"{words} of {here.called(here.accounts[owner.unit])}")


def _anyone(who: Who | None, conditions: Iterable[Condition], here: Standpoint) -> Audience:
    found = [limit for each in conditions if (limit := _limit(each, here))]
    narrowest: tuple[Reach, ...] = ("own", "service", "network", "foreign", "addresses")
    for reach in narrowest:
        if words := sorted(each.words for each in found if each.reach == reach):
            return Audience(reach, " and ".join(words))
    if who is not None and who.all_but:
        return Audience("anyone", f"anyone but {', '.join(each.name for each in who.trustees)}")
    return Audience("anyone", "anyone")


def _limit(condition: Condition, here: Standpoint) -> Audience | None:
    """Whom a condition leaves of everybody; None where it shuts out nobody for sure."""
    if condition.operator not in _LETS_IN or condition.if_exists or condition.quantifier == "ForAllValues":
        return None
    key, values = condition.key, sorted(condition.values)
    if key in _ACCOUNT_KEYS:
        return _accounts(values, here)
    if key in _ARN_KEYS:
        return _arns(values, here)
    if key in _ORGANIZATION_KEYS and not any(value.startswith("*") for value in values):
        return Audience("foreign", f"organization {' or '.join(values)}")
    if key in _NETWORK_KEYS and "*" not in "".join(values):
        return Audience("network", f"anyone through {' or '.join(values)}")
    if key == "aws:sourceip" and all(map(_is_narrow, values)):
        return Audience("addresses", f"anyone from {' or '.join(values)}")
    if key == "aws:userid" and not any(value.startswith("*") for value in values):
        return Audience("foreign", f"user id {' or '.join(values)}")
    if key == "elasticfilesystem:accessedviamounttarget" and values == ["true"]:
        return Audience("own", "whoever reaches a mount target")
    if key == "aws:principalisawsservice" and values == ["true"]:
        return Audience("service", "any service of AWS")
    return None


def _accounts(values: list[str], here: Standpoint) -> Audience | None:
    if not all(_ACCOUNT.fullmatch(value) for value in values):
        return None
    reach: Reach = "own" if set(values) == {here.own} else "foreign"
    return Audience(reach, " or ".join(here.called(value) for value in values))


def _arns(values: list[str], here: Standpoint) -> Audience | None:
    found = [here.owner(value) for value in values]
    if all(each is not None and here.shares(each.unit) for each in found):
        return Audience("own", " or ".join(each.address for each in found if each))
    parts = [value.split(":", 5) for value in values]
    if any(len(each) < 6 or (each[5].startswith("*") and not each[4]) for each in parts):
        return None
    accounts = {each[4] for each in parts}
    if accounts == {""}:  # a bucket: its ARN names no account
        return Audience("service", f"anyone on behalf of {' or '.join(values)}")
    return _accounts(sorted(accounts), here)


def _is_narrow(network: str) -> bool:
    """Whether it is no wider than what S3 does not call public: /8, and /32 of version 6."""
    try:
        found = ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False
    return found.prefixlen >= (8 if found.version == 4 else 32)
