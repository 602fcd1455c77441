"""How grave a flow is, and why, in plain words.

high: the internet can connect to ports of administration or databases, to all ports, or to what holds data.
medium: the internet can connect to other ports than those of the web, or to an API that asks nobody who they are;
a wide internal range can connect to what would be high; a security group stands open to the internet before such
a thing; who can connect is not known.
low: the rest. What is closed is low: nobody gets in by it, though somebody may miss it.
Outward, more than everybody needs (the web, names, the time) to the internet is low, from what holds data medium.
"""

from __future__ import annotations

from ..levels import Level
from .addresses import is_wide_private, is_wide_public, words
from .endpoints import Endpoint
from .intervals import Intervals, covers, intersect, subtract, union
from .pieces import Piece
from .traffic import ALL, TCP, UDP, tcp, udp
from .wearers import Wearer

_USUAL_OUTWARD = union(tcp(80, 443, 53), udp(443, 53, 123))
"""What nearly everything needs from the internet: the web, names, the time."""

_WEB = union(tcp(80, 443), udp(443))

_ADMINISTRATION: dict[str, tuple[int, ...]] = {
    "SSH": (22,),
    "Telnet": (23,),
    "RDP": (3389,),
    "WinRM": (5985, 5986),
    "VNC": (5900,),
    "Windows file sharing": (135, 139, 445),
    "Docker": (2375, 2376),
    "Kubernetes": (6443, 10250),
    "etcd": (2379, 2380),
}
_DATA: dict[str, tuple[int, ...]] = {
    "MySQL": (3306,),
    "PostgreSQL": (5432,),
    "SQL Server": (1433, 1434),
    "Oracle": (1521, 2484),
    "Redis": (6379,),
    "Memcached": (11211,),
    "MongoDB": (27017, 27018, 27019),
    "Elasticsearch": (9200, 9300),
    "Redshift": (5439,),
    "Cassandra": (9042,),
    "Neptune": (8182,),
    "Kafka": (9092, 9094, 9096, 9098),
    "ZooKeeper": (2181, 2182),
    "AMQP": (5671, 5672),
    "NFS": (2049,),
}
_SENSITIVE = {f"{title} ({port})": tcp(port) for title, ports in {**_ADMINISTRATION, **_DATA}.items() for port in ports}


def judge(piece: Piece, obstacle: str) -> tuple[Level, str]:
    """How grave it is that this is open, and why."""
    subject = piece.reach.subject
    if piece.reach.kind == "out":
        return _outward(piece, obstacle)
    if isinstance(subject, Endpoint):
        return _endpoint(piece, subject, obstacle)
    if piece.sources:
        return _named(piece, obstacle)
    if piece.outside:
        return _public(piece, obstacle)
    return _private(piece, obstacle)


def alike(traffic: Intervals) -> list[Intervals]:
    """Traffic cut by how grave it is, so that the web and SSH from the internet are told apart."""
    found: dict[tuple[bool, bool], list[tuple[int, int]]] = {}
    for stretch in traffic:
        kind = (_is_sensitive((stretch,)), covers(_WEB, (stretch,)))
        found.setdefault(kind, []).append(stretch)
    return [tuple(stretches) for stretches in found.values()]


def is_usual_outward(traffic: Intervals) -> bool:
    """Whether this is only what everybody needs from the internet."""
    return covers(_USUAL_OUTWARD, traffic)


def _public(piece: Piece, obstacle: str) -> tuple[Level, str]:
    got = intersect(piece.reaching, piece.outside)
    is_wide = is_wide_public(got or piece.outside)
    is_grave = _is_grave(piece)
    if not got:
        why = f"{obstacle}: only the security group stands open"
        if piece.reaching:
            why += f"; {words(piece.reaching)} can connect to {_what(piece)}"
        return "medium" if is_grave and (is_wide or _is_wide(piece)) else "low", why
    who = "anyone on the internet" if is_wide else f"{words(got)} on the internet"
    why = f"{who} can connect to {_what(piece)}"
    if is_grave:
        return "high" if is_wide else "medium", why
    return "medium" if is_wide and not covers(_WEB, piece.traffic) else "low", why


def _private(piece: Piece, obstacle: str) -> tuple[Level, str]:
    if not piece.reaching:
        return "low", f"{obstacle}: only the security group stands open"
    why = f"{words(piece.reaching)} can connect to {_what(piece)}"
    if _is_wide(piece) and _is_grave(piece):
        return "medium", f"a wide range: {why}"
    return "low", why


def _named(piece: Piece, obstacle: str) -> tuple[Level, str]:
    if any(source.kind == "unknown" for source in piece.sources):
        return "medium", f"{piece.sources[0].key}: it may be anyone, to {_what(piece)}"
    if not piece.is_reaching:
        return "low", f"{obstacle}: only the security group stands open"
    if any(source.kind == "list" for source in piece.sources):
        why = f"the addresses of a prefix list, which are not known, can connect to {_what(piece)}"
        return "medium" if _is_grave(piece) else "low", why
    return "low", f"a rule for its security group opens {_what(piece)}"


def _endpoint(piece: Piece, subject: Endpoint, obstacle: str) -> tuple[Level, str]:
    if not piece.reaching:
        return "low", f"public, but {obstacle}"
    if piece.reach.data:
        return "high" if is_wide_public(piece.reaching) else "medium", f"{words(piece.reaching)} can connect"
    if subject.open_to_all:
        return "low", "public by its nature"
    return "medium", "anyone on the internet may call it: nobody is asked who they are"


def _outward(piece: Piece, obstacle: str) -> tuple[Level, str]:
    many = "all ports" if _is_all(piece.traffic) else "more than the web, names and time"
    if not piece.reaching:
        return "low", f"{obstacle}: only the security group stands open, to {many} of the internet"
    why = f"it can connect to {many} of the internet, so data may leave by it"
    return ("medium", f"{why}, and it holds data") if piece.reach.data else ("low", why)


def _what(piece: Piece) -> str:
    """What is reached, for people."""
    touched = [title for title, ports in _SENSITIVE.items() if intersect(piece.traffic, ports)]
    if _is_all(piece.traffic):
        ports = "all ports"
    elif touched:
        ports = f"{', '.join(touched[:3])}{' and more' if len(touched) > 3 else ''}"
    elif covers(_WEB, piece.traffic):
        ports = "the ports of the web"
    else:
        ports = "other ports than those of the web"
    return f"{ports}, and it holds data" if piece.reach.data else ports


def _is_grave(piece: Piece) -> bool:
    """Whether administration, a database, everything or data can be reached."""
    return piece.reach.data or _is_sensitive(piece.traffic)


def _is_sensitive(traffic: Intervals) -> bool:
    return any(intersect(traffic, ports) for ports in _SENSITIVE.values())


def _is_wide(piece: Piece) -> bool:
    """Whether so many private addresses reach it that it is the network, not a neighbour."""
    subject = piece.reach.subject
    vpcs = [subnet.vpc.addresses for subnet in subject.subnets] if isinstance(subject, Wearer) else []
    return is_wide_private(piece.reaching) or any(covers(piece.reaching, vpc) for vpc in vpcs)


def _is_all(traffic: Intervals) -> bool:
    """Nearly all of TCP or UDP counts as all: 1-65535 is written often."""
    for block in (TCP, UDP):
        missing = subtract(block, traffic)
        if sum(end - first for first, end in missing) <= 1:
            return True
    return covers(traffic, ALL)
