"""Who reaches what at one moment.

A security group *allows* traffic; it *reaches* its target only where routes, public addresses, network ACLs and the
source's own rules let it through as well. Both are kept: what is allowed and does not reach today is one change away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from ..compose.snapshot import Snapshot
from . import endpoints, region, wearers
from .addresses import EVERYWHERE, INTERNET, IPV4, IPV6
from .endpoints import Endpoint
from .groups import Group
from .intervals import EMPTY, Intervals, intersect, subtract, union
from .network import Network, Subnet
from .region import NOWHERE, Region, rectangle
from .rules import Rule
from .traffic import ALL
from .wearers import Wearer


@dataclass(frozen=True, slots=True)
class Source:
    """Who, where it is not a matter of addresses."""

    kind: Literal["wearer", "group", "list", "unknown"]
    key: str


@dataclass(frozen=True, slots=True)
class Passed:
    """The traffic from such a source."""

    allowed: Intervals = EMPTY
    reached: Intervals = EMPTY


@dataclass(frozen=True, slots=True)
class Reach:
    """Who reaches one thing. For ``out`` it is the other way round: where the thing gets to."""

    key: str
    kind: Literal["wearer", "group", "endpoint", "out"]
    name: str
    """Within its unit."""
    unit: str
    subject: Wearer | Group | Endpoint
    data: bool
    allowed: Region = NOWHERE
    reached: Region = NOWHERE
    named: Mapping[Source, Passed] = field(default_factory=dict)
    inside: Intervals = EMPTY
    """The addresses of its own VPC, and of what is connected with that privately."""
    is_shadowed: bool = False
    """A group that something wears to which one can connect: its wearers tell it."""


class Reachability:
    """All of it for one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.network = Network(snapshot)
        self.wearers = {wearer.key: wearer for wearer in wearers.read(snapshot, self.network)}
        self.worn_by: dict[str, list[Wearer]] = {}
        for wearer in self.wearers.values():
            for group in wearer.groups:
                self.worn_by.setdefault(group, []).append(wearer)
        self._ways_in: dict[object, Region] = {}
        self._between: dict[tuple[str, str], Intervals] = {}
        self._out: dict[object, Intervals] = {}
        found = [self._of_wearer(wearer) for wearer in self.wearers.values() if wearer.accepts]
        found += [self._of_group(group) for group in self.network.groups.all()]
        found += [_of_endpoint(endpoint) for endpoint in endpoints.read(snapshot)]
        found += [self._outward(wearer) for wearer in self.wearers.values()]
        self.reaches = {reach.key: reach for reach in found}

    def rules_of(self, groups: Iterable[str], direction: Literal["in", "out"]) -> list[Rule]:
        """The rules of some groups."""
        return [rule for group in groups for rule in self.network.groups.rules(group, direction)]

    def way_in(self, wearer: Wearer) -> Region:
        """What gets to a thing, whatever its security groups say."""
        key = (wearer.address.ipv4, wearer.address.ipv6, tuple(subnet.key for subnet in wearer.subnets))
        if key not in self._ways_in:
            self._ways_in[key] = region.union_all(_into(wearer, subnet) for subnet in wearer.subnets)
        return self._ways_in[key]

    def _of_wearer(self, wearer: Wearer) -> Reach:
        rules = self.rules_of(wearer.groups, "in")
        allowed = _allowed(rules) if wearer.listens is None else rectangle(wearer.listens, EVERYWHERE)
        way = self.way_in(wearer)
        from_afar = region.traffic_of(way, INTERNET)
        passed = self._named(rules, wearer.groups)
        if not wearer.groups_known:
            passed[Source("unknown", "its security groups are not known")] = ALL
        named = {}
        for source, traffic in passed.items():
            match source.kind:
                case "wearer":
                    named[source] = Passed(traffic, intersect(traffic, self._passes(self.wearers[source.key], wearer)))
                case "list":
                    named[source] = Passed(traffic, intersect(traffic, from_afar))
                case "unknown":
                    named[source] = Passed(traffic, traffic)
                case _:
                    named[source] = Passed(traffic)
        named.pop(Source("wearer", wearer.key), None)
        inside = EMPTY
        for subnet in wearer.subnets:
            inside = union(inside, _private(subnet))
        return Reach(
            wearer.key,
            "wearer",
            wearer.resource.address,
            wearer.resource.unit,
            wearer,
            wearer.data,
            allowed,
            region.intersect(allowed, way),
            named,
            inside,
        )

    def _of_group(self, group: Group) -> Reach:
        rules = self.rules_of([group.key], "in")
        passed = self._named(rules, (group.key,))
        named = {source: Passed(traffic) for source, traffic in passed.items()}
        return Reach(
            f"group {group.key}",
            "group",
            group.name.removesuffix(f" of {group.unit}"),
            group.unit,
            group,
            False,
            _allowed(rules),
            named=named,
            is_shadowed=any(wearer.accepts for wearer in self.worn_by.get(group.key, [])),
        )

    def _outward(self, wearer: Wearer) -> Reach:
        """Where a thing gets to on the internet."""
        rules = self.rules_of(wearer.groups, "out")
        wide = region.intersect(_allowed(rules), rectangle(ALL, INTERNET))
        way = region.union_all(_out_of(wearer, subnet) for subnet in wearer.subnets) if wide else NOWHERE
        return Reach(
            f"out {wearer.key}",
            "out",
            wearer.resource.address,
            wearer.resource.unit,
            wearer,
            wearer.data,
            wide,
            region.intersect(wide, way),
        )

    def _named(self, rules: list[Rule], own: tuple[str, ...]) -> dict[Source, Intervals]:
        found: dict[Source, Intervals] = {}
        for rule in rules:
            sources = [Source("list", title) for title in rule.lists]
            if not rule.is_known:
                sources.append(Source("unknown", "whom a rule lets in is not known"))
            for identity in rule.groups:
                group = self.network.groups.key(identity)
                if group not in own:
                    sources.append(Source("group", group))
                sources += [Source("wearer", wearer.key) for wearer in self.worn_by.get(group, [])]
            for source in sources:
                found[source] = union(found.get(source, EMPTY), rule.traffic)
        return found

    def _passes(self, source: Wearer, target: Wearer) -> Intervals:
        """The traffic that the source's own rules, the network ACLs and the routes let through to a target."""
        through = EMPTY
        for here in source.subnets:
            for there in target.subnets:
                through = union(through, self._pass_between(here, there))
        return intersect(through, self.lets_out(source, target))

    def _pass_between(self, here: Subnet, there: Subnet) -> Intervals:
        key = (here.key, there.key)
        if key not in self._between:
            self._between[key] = _between(here, there)
        return self._between[key]

    def is_meant(self, rule: Rule, target: Wearer) -> bool:
        """Whether an outward rule leads to a thing, by its groups or its subnets' addresses."""
        meant = {self.network.groups.key(identity) for identity in rule.groups}
        if not rule.is_known or meant & set(target.groups):
            return True
        return any(intersect(rule.addresses, subnet.addresses) for subnet in target.subnets)

    def lets_out(self, source: Wearer, target: Wearer) -> Intervals:
        """The traffic that the source's own rules let out to a target."""
        key = (source.groups, target.groups, tuple(subnet.key for subnet in target.subnets))
        if key not in self._out:
            found = EMPTY if source.groups_known else ALL
            for group in source.groups:
                if not self.network.groups.get(group).is_known:
                    found = ALL  # Its rules may be written elsewhere.
            for rule in self.rules_of(source.groups, "out"):
                if self.is_meant(rule, target):
                    found = union(found, rule.traffic)
            self._out[key] = found
        return self._out[key]


def _of_endpoint(endpoint: Endpoint) -> Reach:
    everything = rectangle(endpoint.traffic, endpoint.addresses)
    return Reach(
        f"endpoint {endpoint.resource.full_address} {endpoint.part}",
        "endpoint",
        endpoint.name,
        endpoint.resource.unit,
        endpoint,
        endpoint.data,
        everything,
        NOWHERE if endpoint.asks else everything,
    )


def _allowed(rules: Iterable[Rule]) -> Region:
    return region.union_all(rectangle(rule.traffic, rule.addresses) for rule in rules)


def has_address(wearer: Wearer, subnet: Subnet) -> Intervals:
    """The families in which a thing has, or may have, a public address in a subnet."""
    ipv4 = wearer.address.ipv4
    if ipv4 == "subnet":
        ipv4 = {True: "yes", False: "no", None: "unknown"}[subnet.gives_public]  # type: ignore[assignment]
    ipv6 = wearer.address.ipv6
    has_ipv6 = subnet.gives_ipv6 if ipv6 == "subnet" else ipv6 != "no"
    return union(IPV4 if ipv4 != "no" else EMPTY, IPV6 if has_ipv6 else EMPTY)


def routed(subnet: Subnet) -> Intervals:
    """The public addresses that a subnet exchanges with an internet gateway, or may."""
    return intersect(INTERNET, subnet.table.taken("internet", "unknown") if subnet.table.is_known else EVERYWHERE)


def _private(subnet: Subnet) -> Intervals:
    beyond = subnet.table.private() if subnet.table.is_known else subtract(EVERYWHERE, INTERNET)
    return union(subnet.vpc.addresses, beyond)


def _into(wearer: Wearer, subnet: Subnet) -> Region:
    reachable = union(_private(subnet), intersect(routed(subnet), has_address(wearer, subnet)))
    passed = region.intersect(subnet.acl.asked_in, rectangle(ALL, reachable))
    # Within a subnet no network ACL is asked.
    return region.union(passed, rectangle(ALL, subnet.addresses)) if subnet.is_known else passed


def _out_of(wearer: Wearer, subnet: Subnet) -> Region:
    table = subnet.table
    out = table.taken("nat", "egress only", "private", "unknown") if table.is_known else EVERYWHERE
    reachable = union(out, intersect(routed(subnet), has_address(wearer, subnet)))
    return region.intersect(subnet.acl.asked_out, rectangle(ALL, reachable))


def _between(here: Subnet, there: Subnet) -> Intervals:
    if here.key == there.key:
        return ALL
    is_far = here.vpc is not there.vpc and here.is_known and there.is_known and there.table.is_known
    if is_far and not intersect(there.table.private(), here.addresses):
        return EMPTY
    asked = region.traffic_of(here.acl.asked_out, there.addresses)
    return intersect(asked, region.traffic_of(there.acl.asked_in, here.addresses))
