"""How traffic gets somewhere, step by step, and what is in its way where it does not."""

from __future__ import annotations

from . import region
from .addresses import INTERNET
from .endpoints import Endpoint
from .flows import Reachability, has_address, routed
from .groups import Group
from .intervals import Intervals, intersect, subtract
from .names import some
from .network import Subnet
from .pieces import Piece
from .rules import Rule
from .traffic import words
from .wearers import Wearer

_MANY = 4
_TAKEN_FOR_OPEN = "subnets that are not known: network ACLs and routes are taken for open"


def steps(side: Reachability, piece: Piece) -> tuple[str, ...]:
    """The steps that let a piece through: rules, network ACLs, routes, public address."""
    subject = piece.reach.subject
    if isinstance(subject, Endpoint):
        return (subject.step,)
    groups = (subject.key,) if isinstance(subject, Group) else subject.groups
    outward = piece.reach.kind == "out"
    rules = [
        _said(side, rule) for rule in side.rules_of(groups, "out" if outward else "in") if _lets(side, rule, piece)
    ]
    if len(rules) > _MANY:
        rules = [*rules[:_MANY], f"and {len(rules) - _MANY} more rules"]
    if isinstance(subject, Group):
        return tuple(rules)
    if subject.listens is not None:
        rules = [f"{subject.name} wears no security group: what it listens to is open"]
    if outward:
        return (*rules, *_ways(piece, subject, outward=True))
    if piece.sources:
        return (*rules, *_from_sources(side, piece, subject))
    return (*rules, *_ways(piece, subject, outward=False))


def obstacle(side: Reachability, piece: Piece) -> str:
    """What keeps out what the security group lets in."""
    subject = piece.reach.subject
    if isinstance(subject, Group):
        if not subject.is_known:
            return "what wears it is not known"
        wearers = side.worn_by.get(subject.key, [])
        only = f"only {some([wearer.name for wearer in wearers])} wears it, to which nothing connects"
        return only if wearers else "nothing in this plan wears it"
    if isinstance(subject, Endpoint):
        return f"callers have to show who they are ({subject.asks})"
    if piece.reach.kind == "out":
        return "no way out to the internet today"
    if piece.sources:
        return _between(side, piece, subject)
    if not piece.outside:
        return "no route to it today"
    families = [has_address(subject, subnet) for subnet in subject.subnets]
    if not any(intersect(family, piece.outside) for family in families):
        return f"no public address today ({subject.address.step})"
    if not any(intersect(routed(subnet), piece.outside) for subnet in subject.subnets):
        return "no public route today (no route to an internet gateway from its subnets)"
    return "no way through the network ACLs today"


def _between(side: Reachability, piece: Piece, subject: Wearer) -> str:
    source = next((side.wearers[one.key] for one in piece.sources if one.kind == "wearer"), None)
    if source is None:
        groups = [side.network.groups.get(one.key) for one in piece.sources if one.kind == "group"]
        return "nothing in this plan wears that security group" if groups else "no public way today"
    out = side.lets_out(source, subject)
    return (
        "the source's own rules do not let it out"
        if not intersect(out, piece.traffic)
        else ("the network ACLs or routes between them do not let it through")
    )


def _said(side: Reachability, rule: Rule) -> str:
    named = [*rule.named, *(side.network.groups.get(side.network.groups.key(one)).name for one in rule.groups)]
    if not rule.is_known:
        named.append("somebody who is not known yet")
    what = "; ".join("all traffic" if pair[0] == "all" else " ".join(pair) for pair in words(rule.traffic))
    return f"rule {what} {'from' if rule.direction == 'in' else 'to'} {', '.join(named)} in {rule.place}"


def _lets(side: Reachability, rule: Rule, piece: Piece) -> bool:
    if not intersect(rule.traffic, piece.traffic):
        return False
    if not piece.sources:
        return bool(intersect(rule.addresses, piece.addresses))
    groups = {side.network.groups.key(one) for one in rule.groups}
    for source in piece.sources:
        match source.kind:
            case "list" if source.key in rule.lists:
                return True
            case "unknown" if not rule.is_known:
                return True
            case "group" if source.key in groups:
                return True
            case "wearer" if groups & set(side.wearers[source.key].groups):
                return True
    return False


def _from_sources(side: Reachability, piece: Piece, subject: Wearer) -> list[str]:
    if not piece.is_reaching:
        return []
    if any(source.kind == "list" for source in piece.sources):
        return _ways(piece, subject, outward=False)
    callers = [side.wearers[source.key] for source in piece.sources if source.kind == "wearer"]
    out = [
        _said(side, rule)
        for caller in callers[:_MANY]
        for rule in side.rules_of(caller.groups, "out")
        if intersect(rule.traffic, piece.traffic) and side.is_meant(rule, subject)
    ]
    subnets = [*(subnet for caller in callers[:_MANY] for subnet in caller.subnets), *subject.subnets]
    acls = list(dict.fromkeys(subnet.acl.name for subnet in subnets if subnet.is_known))
    found = list(dict.fromkeys(out))[:_MANY]
    if acls:
        found.append(f"let through by {some(acls)}")
    if not all(subnet.is_known for subnet in subnets):
        found.append(_TAKEN_FOR_OPEN)
    return found


def _ways(piece: Piece, subject: Wearer, *, outward: bool) -> list[str]:
    """Network ACL, route and public address of the subnets through which it goes."""
    addresses = piece.reaching or (INTERNET if piece.is_reaching else ())
    used = [subnet for subnet in subject.subnets if _is_used(subnet, piece.traffic, addresses, outward=outward)]
    if not addresses or not used:
        return []
    found: list[str] = []
    if not all(subnet.is_known for subnet in used):
        found.append(_TAKEN_FOR_OPEN)
    known = [subnet for subnet in used if subnet.is_known]
    acls = list(dict.fromkeys(subnet.acl.name for subnet in known))
    if acls:
        found.append(f"let through by {some(acls)}")
    public = subtract(intersect(addresses, INTERNET), piece.reach.inside)
    found += _routes(known, addresses, public)
    is_direct = any(intersect(routed(subnet), has_address(subject, subnet)) for subnet in used)
    if public and is_direct and subject.address.step:
        given = [subnet.name for subnet in known if subnet.gives_public]
        by_subnet = subject.address.ipv4 == "subnet"
        found.append(f"public addresses in {some(given)}" if by_subnet and given else subject.address.step)
    return found


def _routes(subnets: list[Subnet], addresses: Intervals, public: Intervals) -> list[str]:
    """The routes that are taken; within the VPC none is needed."""
    found = []
    for subnet in subnets:
        wanted = public or subtract(addresses, subnet.vpc.addresses)
        if not subnet.table.is_known:
            found.append(f"{subnet.table.name}, taken for open")
        found += [
            route.step for route in subnet.table.routes if route.way != "nowhere" and intersect(route.addresses, wanted)
        ]
    named = list(dict.fromkeys(found))
    return [*named[:2], f"and {len(named) - 2} more routes"] if len(named) > 3 else named


def _is_used(subnet: Subnet, traffic: Intervals, addresses: Intervals, *, outward: bool) -> bool:
    asked = subnet.acl.asked_out if outward else subnet.acl.asked_in
    return bool(intersect(region.addresses_of(asked, traffic), addresses))
