"""Who acts as a role or gets a permission set without a policy that says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .changes import told
from .grants import Source
from .model import PermissionChange
from .principals import Reader, named


@dataclass(frozen=True, slots=True)
class Assignment:
    """Somebody who acts as a role."""

    who: str
    role: str


def compare_assignments(before: Reader, after: Reader) -> Iterator[PermissionChange]:
    """Who newly, or no longer, acts as a role; what comes or goes together with its role is told there."""
    old, new = dict(_assignments(before)), dict(_assignments(after))
    for each in new.keys() - old.keys():
        why = f"{each.who} may act as {each.role}"
        yield told("trust gained", each.who, new[each], "medium", why, target=each.role)
    for each in old.keys() - new.keys():
        why = f"{each.who} may no longer act as {each.role}"
        yield told("trust lost", each.who, old[each], "low", why, target=each.role)


def _assignments(reader: Reader) -> Iterator[tuple[Assignment, Source]]:
    for resource in reader.snapshot.resources.values():
        values, source = resource.values, Source(resource.unit, resource.address)
        match resource.type:
            case "aws_iam_instance_profile":
                who = f"instances with {named('the profile', resource)}"
                kind, type_, value = "role", "aws_iam_role", values.get("role")
            case "aws_eks_pod_identity_association":
                who = (
                    f"pods of {values.get('namespace')}/{values.get('service_account')} in {values.get('cluster_name')}"
                )
                kind, type_, value = "role", "aws_iam_role", values.get("role_arn")
            case "aws_ssoadmin_account_assignment":
                kind, type_, value = "permission set", "aws_ssoadmin_permission_set", values.get("permission_set_arn")
                person = str(values.get("principal_type") or "principal").lower()
                who = f"{person} {values.get('principal_id')} in account {values.get('target_id')}"
            case _:
                continue
        found = reader.find(type_, value, resource.unit)
        if value is not None:
            yield Assignment(who, named(kind, found) if found else f"{kind} {value}"), source
