"""The resources that others can be let into, with the policies that say who."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..compose.snapshot import Resource
from .documents import read
from .grants import Source
from .principals import Policy, Reader, named
from .shapes import SHAPES, Shape
from .sharing import SHARED

_FLAGS = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")
_BLOCKS = ("aws_s3_bucket_public_access_block", "aws_s3_account_public_access_block")


@dataclass(slots=True)
class Guarded:
    """A resource with the policies that say who may use it. (Filled while a snapshot is read, then left alone.)"""

    label: str
    """``bucket aws_s3_bucket.logs (my-logs)``."""
    service: str
    unit: str
    full_address: str
    """Of the resource itself, or of its policy where the resource is not in sight."""
    identity: tuple[str, ...] | None
    policies: list[Policy]
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """What stands against public access to a bucket, or to all of an account."""

    label: str
    source: Source
    full_address: str
    identity: tuple[str, ...] | None
    bucket: str | None
    """The full address of the bucket; None for an account, or where the bucket is not in sight."""
    flags: frozenset[str]
    """Those that are on."""


def guarded(reader: Reader) -> list[Guarded]:
    """Every resource of a snapshot that carries a policy, or is shared otherwise."""
    found: dict[tuple[str, ...], Guarded] = {}
    for resource in reader.snapshot.resources.values():
        shape = SHAPES.get(resource.type)
        policy: Policy | None = None
        if shape is not None:
            policy = _policy(resource, shape, reader)
        elif resource.type in SHARED:
            shape, statements = SHARED[resource.type]
            policy = _shared(resource, list(statements(resource.values)))
        if shape is not None and policy is not None:
            made = _guarded(resource, shape, reader)
            found.setdefault(made.identity or (made.full_address,), made).policies.append(policy)
    return list(found.values())


def blocks(reader: Reader) -> list[Block]:
    """The public access blocks of a snapshot."""
    found = []
    for resource in reader.snapshot.of_type(*_BLOCKS):
        flags = frozenset(flag for flag in _FLAGS if resource.values.get(flag))
        source = Source(resource.unit, resource.address)
        place = reader.place(resource.unit)
        if resource.type == _BLOCKS[1]:
            found.append(Block("every bucket of the account", source, resource.full_address, (place,), None, flags))
            continue
        name = resource.values.get("bucket")
        bucket = reader.find("aws_s3_bucket", name, resource.unit)
        label = named("bucket", bucket) if bucket else f"the bucket of {resource.address}"
        identity = (place, name) if isinstance(name, str) else None
        address = bucket.full_address if bucket else None
        found.append(Block(label, source, resource.full_address, identity, address, flags))
    return found


def _guarded(resource: Resource, shape: Shape, reader: Reader) -> Guarded:
    thing: Resource | None = resource
    name = None
    if shape.target:
        name = resource.values.get(shape.target)
        thing = reader.find(shape.of, name, resource.unit) if shape.of else None
    known = thing or resource
    label = named(shape.noun, known)
    plain = (known.values.get("bucket") or known.values.get("name")) if thing else name
    identity = (shape.noun, reader.place(resource.unit), plain) if isinstance(plain, str) else None
    if thing is None and identity:
        label = f"{shape.noun} {resource.address} ({plain})"
    return Guarded(label, _service(known, shape), resource.unit, known.full_address, identity, [], shape.inside)


def _service(resource: Resource, shape: Shape) -> str:
    """Whose actions ``*`` means; behind a VPC endpoint it is the service that the endpoint leads to."""
    if not shape.inside:
        return shape.service
    parts = str(resource.values.get("service_name")).split(".")  # com.amazonaws.eu-west-1.s3
    return parts[3] if len(parts) > 3 else shape.service


def _policy(resource: Resource, shape: Shape, reader: Reader) -> Policy | None:
    value: Any = resource.values.get(shape.attribute)
    if value == "" or (shape.is_optional and reader.is_unknown(value)):
        return None
    return Policy(Source(resource.unit, resource.address), reader.document(value, "resource"))


def _shared(resource: Resource, statements: list[dict[str, Any]]) -> Policy | None:
    if not statements:
        return None
    document = read({"Statement": [{"Effect": "Allow", "Resource": "*", **each} for each in statements]}, "resource")
    return Policy(Source(resource.unit, resource.address), document)
