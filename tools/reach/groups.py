"""The security groups of a snapshot, with their rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..compose.snapshot import Resource, Snapshot
from .names import name
from .prefixes import PrefixList
from .rules import INLINE, PAIR, SINGLE, Direction, Rule, everything, rule
from .values import blocks, text

_SINGLE: dict[str, Direction] = {
    "aws_vpc_security_group_ingress_rule": "in",
    "aws_vpc_security_group_egress_rule": "out",
}
_INLINE: tuple[tuple[str, Direction], ...] = (("ingress", "in"), ("egress", "out"))


@dataclass(frozen=True, slots=True)
class Group:
    """A security group. Its key is its full address, not its id: a replaced group is the same group."""

    key: str
    name: str
    unit: str
    is_known: bool = True
    """Whether the plan has the group itself, and so all its rules."""


class Groups:
    """All security groups: those of the plan, those that AWS makes, and those that are only named."""

    def __init__(self, snapshot: Snapshot, lists: Mapping[str, PrefixList]) -> None:
        self._lists = lists
        self._groups: dict[str, Group] = {}
        self._keys: dict[str, str] = {}
        self._rules: dict[str, list[Rule]] = {}
        for resource in snapshot.of_type("aws_vpc", "aws_default_vpc"):
            self._born(default_of(resource), "default security group", resource, "default_security_group_id")
        for resource in snapshot.of_type("aws_eks_cluster"):
            key = f"{resource.full_address} cluster security group"
            self._born(key, "cluster security group", resource, "vpc_config.cluster_security_group_id")
        vpcs = {text(vpc.values, "id"): vpc for vpc in snapshot.of_type("aws_vpc", "aws_default_vpc")}
        for resource in snapshot.of_type("aws_default_security_group"):
            if vpc := vpcs.get(text(resource.values, "vpc_id")):
                self._adopt(default_of(vpc), resource)
        for resource in snapshot.of_type("aws_security_group", "aws_default_security_group"):
            self._written(resource)
        for resource in snapshot.of_type("aws_security_group_rule", *_SINGLE):
            self._rule(resource)

    def key(self, identity: str) -> str:
        """The key of the group that an id (or a key) means."""
        return self._keys.get(identity, identity)

    def get(self, key: str) -> Group:
        """A group by its key."""
        return self._groups.get(key) or _foreign(key)

    def rules(self, key: str, direction: Direction) -> list[Rule]:
        """The rules of a group."""
        return [found for found in self._rules.get(key, []) if found.direction == direction]

    def all(self) -> list[Group]:
        """Every group that has a rule or is part of the plan."""
        return list(self._groups.values())

    def holds(self, identity: str) -> bool:
        """Whether an id is one of a group."""
        return identity in self._keys

    def _put(self, group: Group, identity: str | None) -> None:
        self._groups[group.key] = group
        self._keys[identity or group.key] = group.key

    def _born(self, key: str, kind: str, owner: Resource, attribute: str) -> None:
        """A group that AWS makes along with something, with rules of its own."""
        title = f"{kind} of {name(owner)}"
        self._put(Group(key, title, owner.unit), text(owner.values, attribute))
        self._rules[key] = [
            everything("in", key, f"the {title}, as AWS makes it"),
            everything("out", None, f"the {title}, as AWS makes it"),
        ]

    def _adopt(self, key: str, resource: Resource) -> None:
        """``aws_default_security_group`` takes the place of the group that the VPC was born with, and of its rules."""
        del self._groups[key], self._rules[key]
        for identity, other in list(self._keys.items()):
            if other == key:
                self._keys[identity] = resource.full_address
        self._keys[key] = resource.full_address

    def _written(self, resource: Resource) -> None:
        key = resource.full_address
        title = f"security group {name(resource)}"
        self._put(Group(key, title, resource.unit), text(resource.values, "id"))
        for attribute, direction in _INLINE:
            for block in blocks(resource.values, attribute):
                self._add(key, rule(INLINE, block, direction, key, name(resource), self._lists))

    def _rule(self, resource: Resource) -> None:
        identity = text(resource.values, "security_group_id")
        if identity is None:
            # Not known yet whose rule it is. It stands for a group of its own, so that it is not lost.
            identity = f"{resource.full_address} security group"
            title = f"the security group, not known yet, of {name(resource)}"
            self._put(Group(identity, title, resource.unit, is_known=False), identity)
        key = self.key(identity)
        if key not in self._groups:
            self._put(_foreign(identity, resource.unit), identity)
        if resource.type in _SINGLE:
            self._add(key, rule(SINGLE, resource.values, _SINGLE[resource.type], key, name(resource), self._lists))
        else:
            direction: Direction = "out" if text(resource.values, "type") == "egress" else "in"
            self._add(key, rule(PAIR, resource.values, direction, key, name(resource), self._lists))

    def _add(self, key: str, found: Rule) -> None:
        self._rules.setdefault(key, []).append(found)


def default_of(vpc: Resource) -> str:
    """The key of the security group that a VPC is born with."""
    return f"{vpc.full_address} default security group"


def _foreign(identity: str, unit: str = "") -> Group:
    account, _, short = identity.rpartition("/")
    where = f"of account {account}" if account else "that is not part of the plan"
    return Group(identity, f"security group {short} {where}", unit, is_known=False)
