"""Who has which policies: roles, users, groups, permission sets, and policies that nobody in sight has."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..compose.snapshot import Resource, Snapshot
from .documents import Document, Kind, Unreadable, read
from .grants import Source
from .managed import managed_document, managed_name

_NOT_KNOWN = "the policy is known after apply only"


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy that somebody or something has, with where it stands."""

    source: Source
    document: Document
    name: str = ""
    """As AWS knows it, where that says more than the source."""


@dataclass(slots=True)
class Principal:
    """Somebody who may do things. (Filled while a snapshot is read, left alone afterwards.)"""

    kind: str
    """``role``, ``user``, ``group`` … as it is called in a report."""
    label: str
    """``role aws_iam_role.task (api-task)``."""
    unit: str
    address: str
    """Within the unit; of the policy where the principal itself is not in sight."""
    full_address: str
    identity: tuple[str, ...] | None
    """By which AWS knows it; None where that is not known."""
    policies: list[Policy] = field(default_factory=list)
    boundary: Policy | None = None
    trust: Policy | None = None
    groups: set[str] = field(default_factory=set)
    """Labels of the groups that a user is in."""


class Reader:
    """Reads policies, and finds resources of a snapshot by what others call them."""

    def __init__(self, snapshot: Snapshot, accounts: Mapping[str, str], made_up: Collection[str]) -> None:
        self.snapshot = snapshot
        self.accounts = accounts
        self._made_up = made_up
        self._names: dict[str, dict[str, list[Resource]]] = {}

    def document(self, value: Any, kind: Kind) -> Document:
        """A policy from an attribute; told as not known where it is null, or made up by the assumed state."""
        if self.is_unknown(value):
            return Document((), (Unreadable(_NOT_KNOWN, "null"),))
        return read(value, kind)

    def is_unknown(self, value: Any) -> bool:
        """Whether only AWS would know it."""
        return value is None or (isinstance(value, str) and value in self._made_up)

    def find(self, type_: str, value: Any, unit: str) -> Resource | None:
        """The resource of a type that an attribute of a unit names by its name, id, ARN or URL."""
        if type_ not in self._names:
            self._names[type_] = self._index(type_)
        found = self._names[type_].get(value, []) if isinstance(value, str) else []
        near = [each for each in found if each.unit == unit]
        near = near or [each for each in found if self.place(each.unit) == self.place(unit)]
        return near[0] if near else found[0] if len(found) == 1 and unit not in self.accounts else None

    def place(self, unit: str) -> str:
        """What tells namesakes apart: the account, or the unit where that is not known."""
        return self.accounts.get(unit, unit)

    def _index(self, type_: str) -> dict[str, list[Resource]]:
        found: dict[str, list[Resource]] = {}
        for resource in self.snapshot.of_type(type_):
            for value in {resource.values.get(key) for key in ("name", "bucket", "function_name", "id", "arn", "url")}:
                if isinstance(value, str):
                    found.setdefault(value, []).append(resource)
        return found


KINDS = {
    "aws_iam_role": "role",
    "aws_iam_user": "user",
    "aws_iam_group": "group",
    "aws_ssoadmin_permission_set": "permission set",
}
_INLINE = (
    # the policy's type, its attribute, the holder's type, and the attribute that names the holder
    ("aws_iam_role_policy", "policy", "aws_iam_role", "role"),
    ("aws_iam_user_policy", "policy", "aws_iam_user", "user"),
    ("aws_iam_group_policy", "policy", "aws_iam_group", "group"),
    (
        "aws_ssoadmin_permission_set_inline_policy",
        "inline_policy",
        "aws_ssoadmin_permission_set",
        "permission_set_arn",
    ),
)
_ATTACHED = (
    # the attachment's type, where it names policies, the holder's type, and where it names holders
    ("aws_iam_role_policy_attachment", "policy_arn", "aws_iam_role", "role"),
    ("aws_iam_role_policy_attachments_exclusive", "policy_arns", "aws_iam_role", "role_name"),
    ("aws_iam_user_policy_attachment", "policy_arn", "aws_iam_user", "user"),
    ("aws_iam_user_policy_attachments_exclusive", "policy_arns", "aws_iam_user", "user_name"),
    ("aws_iam_group_policy_attachment", "policy_arn", "aws_iam_group", "group"),
    ("aws_iam_group_policy_attachments_exclusive", "policy_arns", "aws_iam_group", "group_name"),
    ("aws_iam_policy_attachment", "policy_arn", "aws_iam_role", "roles"),
    ("aws_iam_policy_attachment", "policy_arn", "aws_iam_user", "users"),
    ("aws_iam_policy_attachment", "policy_arn", "aws_iam_group", "groups"),
    (
        "aws_ssoadmin_managed_policy_attachment",
        "managed_policy_arn",
        "aws_ssoadmin_permission_set",
        "permission_set_arn",
    ),
)


def principals(reader: Reader) -> list[Principal]:
    """Everybody in a snapshot who has policies or trusts somebody."""
    return _Survey(reader).everybody()


class _Survey:
    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._snapshot = reader.snapshot
        self._found: dict[str, Principal] = {}
        self._used: set[str] = set()
        """Full addresses of the managed policies that somebody has."""

    def everybody(self) -> list[Principal]:
        for resource in self._snapshot.of_type(*KINDS):
            self._principal(resource)
        self._inline()
        self._attached()
        self._of_permission_sets()
        self._members()
        self._unattached()
        return list(self._found.values())

    def _principal(self, resource: Resource) -> None:
        values = resource.values
        kind = KINDS[resource.type]
        made = self._add(resource, kind, named(kind, resource))
        if resource.type == "aws_iam_role":
            document = self._reader.document(values.get("assume_role_policy"), "trust")
            made.trust = Policy(_source(resource), document)
        for inline in values.get("inline_policy") or ():
            if inline.get("policy"):
                document = self._reader.document(inline["policy"], "identity")
                made.policies.append(Policy(_source(resource), document, inline.get("name") or ""))
        for arn in values.get("managed_policy_arns") or ():
            if isinstance(arn, str) and arn.startswith("arn:"):
                made.policies.append(self._managed(arn, resource))
        if arn := values.get("permissions_boundary"):
            made.boundary = self._managed(arn, resource)

    def _add(self, resource: Resource, kind: str, label: str, name: str | None = None) -> Principal:
        name = name or resource.values.get("name")
        identity = (kind, self._reader.place(resource.unit), name) if name else None
        made = Principal(kind, label, resource.unit, resource.address, resource.full_address, identity)
        self._found[resource.full_address] = made
        return made

    def _inline(self) -> None:
        for type_, attribute, holder_type, key in _INLINE:
            for resource in self._snapshot.of_type(type_):
                holder = self._holder(holder_type, resource.values.get(key), resource)
                document = self._reader.document(resource.values.get(attribute), "identity")
                holder.policies.append(Policy(_source(resource), document, resource.values.get("name") or ""))

    def _attached(self) -> None:
        for type_, attribute, holder_type, key in _ATTACHED:
            for resource in self._snapshot.of_type(type_):
                plural = key.endswith("s")
                for value in (resource.values.get(key) or ()) if plural else (resource.values.get(key),):
                    holder = self._holder(holder_type, value, resource)
                    for arn in _several(resource.values.get(attribute)):
                        holder.policies.append(self._managed(arn, resource))

    def _holder(self, type_: str, value: Any, resource: Resource) -> Principal:
        """Who a resource names as the holder of a policy; a stand-in where that is nobody in sight."""
        if found := self._reader.find(type_, value, resource.unit):
            return self._found[found.full_address]
        kind = KINDS[type_]
        if not isinstance(value, str):
            return self._add(resource, kind, f"the {kind} of {resource.address} (not known before apply)")
        known = self._found.get(f"{kind} {self._reader.place(resource.unit)} {value}")
        if known is None:
            known = self._add(resource, kind, f"{kind} {value} (not in this plan)", value)
            del self._found[resource.full_address]
            self._found[f"{kind} {self._reader.place(resource.unit)} {value}"] = known
        return known

    def _managed(self, arn: Any, resource: Resource) -> Policy:
        """The managed policy that a resource names by its ARN."""
        found = self._reader.find("aws_iam_policy", arn, resource.unit)
        if found:
            self._used.add(found.full_address)
            document = self._reader.document(found.values.get("policy"), "identity")
            return Policy(_source(found), document, found.values.get("name") or "")
        if not isinstance(arn, str):
            return Policy(_source(resource), self._reader.document(None, "identity"))
        data = managed_document(arn)
        name = managed_name(arn) or arn
        if data is not None:
            return Policy(_source(resource), read(data, "identity"), name)
        reason = f"the policy {name} stands outside this plan, so what it says is not known"
        return Policy(_source(resource), Document((), (Unreadable(reason, arn),)), name)

    def _of_permission_sets(self) -> None:
        """Customer-managed policies and boundaries, which permission sets know by name."""
        for resource in self._snapshot.of_type("aws_ssoadmin_customer_managed_policy_attachment"):
            holder = self._permission_set(resource)
            for reference in resource.values.get("customer_managed_policy_reference") or ():
                holder.policies.append(self._managed(reference.get("name"), resource))
        for resource in self._snapshot.of_type("aws_ssoadmin_permissions_boundary_attachment"):
            for boundary in resource.values.get("permissions_boundary") or ():
                references = boundary.get("customer_managed_policy_reference") or [{}]
                named_by = boundary.get("managed_policy_arn") or references[0].get("name")
                self._permission_set(resource).boundary = self._managed(named_by, resource)

    def _permission_set(self, resource: Resource) -> Principal:
        return self._holder("aws_ssoadmin_permission_set", resource.values.get("permission_set_arn"), resource)

    def _members(self) -> None:
        for user, group in self._memberships():
            if group.label not in user.groups:
                user.groups.add(group.label)
                for policy in group.policies:
                    source = Source(policy.source.unit, policy.source.address, via=group.label)
                    user.policies.append(Policy(source, policy.document, policy.name))

    def _memberships(self) -> Iterator[tuple[Principal, Principal]]:
        for resource in self._snapshot.of_type("aws_iam_group_membership"):
            for user in resource.values.get("users") or ():
                yield self._pair(user, resource.values.get("group"), resource)
        for resource in self._snapshot.of_type("aws_iam_user_group_membership"):
            for group in resource.values.get("groups") or ():
                yield self._pair(resource.values.get("user"), group, resource)

    def _pair(self, user: Any, group: Any, resource: Resource) -> tuple[Principal, Principal]:
        return self._holder("aws_iam_user", user, resource), self._holder("aws_iam_group", group, resource)

    def _unattached(self) -> None:
        """Policies that nobody in sight has; others may, in units that are not part of this plan."""
        for resource in self._snapshot.of_type("aws_organizations_policy"):
            if resource.values.get("type") in (None, "SERVICE_CONTROL_POLICY"):
                made = self._add(resource, "service control policy", named("accounts under", resource))
                made.policies.append(
                    Policy(_source(resource), self._reader.document(resource.values.get("content"), "identity"))
                )
        for resource in self._snapshot.of_type("aws_iam_policy"):
            if resource.full_address not in self._used:
                made = self._add(resource, "policy", f"whoever has {named('policy', resource)}")
                document = self._reader.document(resource.values.get("policy"), "identity")
                made.policies.append(Policy(_source(resource), document, resource.values.get("name") or ""))


def named(kind: str, resource: Resource) -> str:
    """A resource as reports call it: ``role aws_iam_role.task (api-task)``."""
    keys = ("bucket", "function_name") if resource.type in ("aws_s3_bucket", "aws_lambda_function") else ("name",)
    name = next((resource.values[key] for key in keys if isinstance(resource.values.get(key), str)), None)
    return f"{kind} {resource.address} ({name})" if name else f"{kind} {resource.address}"


def _source(resource: Resource) -> Source:
    return Source(resource.unit, resource.address)


def _several(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else [value]
