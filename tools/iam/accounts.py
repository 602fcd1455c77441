"""Which AWS account a unit lives in, and from there: which accounts are its own."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from ..compose.snapshot import Resource, Snapshot
from .documents import read

_ARN = re.compile(r"arn:aws[\w-]*:[\w-]*:[\w-]*:(\d{12}):")


@dataclass(frozen=True, slots=True)
class Standpoint:
    """A unit, as the place from which accounts are its own or foreign."""

    unit: str
    accounts: Mapping[str, str]
    """Unit -> account id, for the units of which it is known."""
    owners: Mapping[str, Resource]
    """ARN -> the resource that has it, on either side. The account that a made-up ARN names is made up too."""

    @property
    def own(self) -> str | None:
        """The account of the unit, where it is known."""
        return self.accounts.get(self.unit)

    def called(self, account: str) -> str:
        """An account in words."""
        if account == self.own:
            return f"account {account} (its own)"
        if self.own is None:
            return f"account {account} (whether it is its own is not known)"
        return f"account {account} (of this tree)" if account in self.accounts.values() else f"account {account}"

    def owner(self, arn: str) -> Resource | None:
        """The resource that an ARN, or a pattern that begins with one, belongs to."""
        parts = re.split(r"(?=[/:*])", arn)
        return next(
            (found for end in range(len(parts), 5, -1) if (found := self.owners.get("".join(parts[:end])))), None
        )

    def shares(self, unit: str) -> bool:
        """Whether another unit lives in the same account, for all that is known."""
        mine, other = self.own, self.accounts.get(unit)
        return mine == other or mine is None or other is None


def owners(*sides: Snapshot) -> dict[str, Resource]:
    """The resources by their ARNs."""
    found = {}
    for side in sides:
        for resource in side.resources.values():
            for key in ("arn", "execution_arn", "iam_arn"):
                if isinstance(arn := resource.values.get(key), str):
                    found[arn] = resource
    return found


def own_accounts(given: Mapping[str, str], made_up: Collection[str], *sides: Snapshot) -> dict[str, str]:
    """Unit -> account id: as it was given, otherwise the one that most of what is its own names.

    That is the ARNs of its resources as far as they are known, and the accounts that its keys leave to administer
    them: AWS takes no key policy that locks out the key's own account.
    """
    seen: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for side in sides:
        for resource in side.resources.values():
            if resource.unit not in given:
                seen[resource.unit].update(_named(resource, made_up))
    return {**{unit: counter.most_common(1)[0][0] for unit, counter in seen.items() if counter}, **given}


def _named(resource: Resource, made_up: Collection[str]) -> Iterator[str]:
    arn = resource.values.get("arn")
    if isinstance(arn, str) and arn not in made_up and (found := _ARN.match(arn)):
        yield found[1]
    if resource.type in ("aws_kms_key", "aws_kms_key_policy") and (policy := resource.values.get("policy")):
        roots = {
            trustee.account
            for statement in read(policy, "resource").statements
            if statement.effect == "Allow" and {"kms:*", "kms:PutKeyPolicy"} & {*statement.actions}
            for trustee in statement.principals
            if trustee.account and trustee.name.endswith(":root")
        }
        if len(roots) == 1:
            yield from roots
