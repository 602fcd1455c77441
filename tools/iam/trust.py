"""Who may assume a role, and how dangerous that is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..levels import Level
from .accounts import Standpoint
from .actions import Actions
from .audience import Audience, Reach, audience
from .changes import Kind, change, told, unreadable
from .conditions import Condition
from .delta import Group, Held, grouped, held, more
from .grants import grants
from .identity import administers
from .model import PermissionChange
from .principals import Policy, Principal
from .wording import compared

_OPENED: Mapping[Reach, Kind] = {"anyone": "public", "foreign": "cross-account"}
"""Trust that goes beyond the account is exposure, as a policy of a bucket that does is."""
_WITHOUT_SOURCE = {
    *("ec2.amazonaws.com", "lambda.amazonaws.com", "edgelambda.amazonaws.com", "eks.amazonaws.com"),
    *("pods.eks.amazonaws.com", "autoscaling.amazonaws.com", "spotfleet.amazonaws.com"),
}
"""Services that assume roles without saying on whose behalf, so that no condition can ask for it."""
_SOURCES = ("aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths")


def compare_trust(
    was: Principal | None, now: Principal | None, actions: Actions, here: Standpoint
) -> Iterator[PermissionChange]:
    """Who may newly, or no longer, assume a role."""
    old, new = was.trust if was else None, now.trust if now else None
    one = now or was
    if one is None or (old and new and old.document == new.document):
        return
    before, after = (_trust(each, actions) for each in (old, new))
    rules = now is not None and administers(now, actions)
    delta = more(before, after, actions)
    for group in grouped([*delta.allowed, *delta.freed], actions):
        found, level, why = judge_trust(group, here, existed=old is not None, rules=rules)
        if partly := compared(group, before.effective):
            why = f"{why}; until now only {partly}"
        kind = _OPENED.get(found.reach, "trust gained")
        yield change(kind, found.words, group, actions, level, why, target=one.label)
    for group in grouped(delta.undenied, actions):
        why = "a Deny in its trust policy is gone"
        yield change("trust gained", _whom(group, here), group, actions, "medium", why, target=one.label)
    delta = more(after, before, actions)
    for group in grouped([*delta.allowed, *delta.freed], actions):
        words = _whom(group, here)
        why = f"{words} may no longer assume it"
        if partly := compared(group, after.effective):
            why = f"{words} may assume it now only {partly}"
        yield change("trust lost", words, group, actions, "low", why, target=one.label)
    for group in grouped(delta.undenied, actions):
        why = "a Deny in its trust policy is new"
        yield change("trust lost", _whom(group, here), group, actions, "low", why, target=one.label)
    for policy, trouble, newer in unreadable([old] if old else [], [new] if new else []):
        why = f"who may assume it is not known: {trouble.reason}"
        if newer:
            yield told("trust gained", "somebody", policy.source, "medium", why, target=one.label)
        else:
            yield told("trust lost", "somebody", policy.source, "low", why, target=one.label)


def _trust(policy: Policy | None, actions: Actions) -> Held:
    return held(grants(policy.document, policy.source, actions, "sts") if policy else (), actions)


def _whom(group: Group, here: Standpoint) -> str:
    return judge_trust(group, here, existed=True, rules=False)[0].words


def judge_trust(group: Group, here: Standpoint, *, existed: bool, rules: bool) -> tuple[Audience, Level, str]:
    """Whom a group of a trust policy lets in, how dangerous that is, and why."""
    found = audience(group.grants[0], here)
    level: Level = "medium" if existed else "low"
    match found.reach:
        case "anyone":
            asked = any(each.key == "sts:externalid" for each in group.conditions)
            words = "anyone who knows the external id, which is no secret," if asked else f"{found.words} in AWS"
            return found, "high", f"{words} may assume it"
        case "federated":
            level, why = _federated(group, found)
        case "service":
            why = f"{found.words} may assume it"
            if is_confusable(group, here.own):
                why += "; nothing asks on whose behalf (no aws:SourceArn or aws:SourceAccount)"
        case "own":
            why = f"{found.words} may assume it"
        case _:
            level, why = "medium", f"{found.words} may assume it"
            if not any(each.key in ("sts:externalid", "aws:principalorgid") for each in group.conditions):
                why += "; no external id is asked for"
    if rules and found.reach != "service":
        level, why = "high", f"{why}; the role administers the account"
    return found, level, why


def is_confusable(group: Group, own: str | None) -> bool:
    """Whether a service is let in without asking on whose behalf it comes (the confused deputy)."""
    if group.who is None or any(each.key in _SOURCES for each in group.conditions):
        return False
    if own and any(own in value for each in group.conditions for value in each.values):
        return False  # such as the encryption context of a log group of its own
    return any(each.kind == "Service" and each.name not in _WITHOUT_SOURCE for each in group.who.trustees)


def _federated(group: Group, found: Audience) -> tuple[Level, str]:
    provider = found.words
    keys = {each.key for each in group.conditions}
    if any("saml" in action.lower() for action in group.actions) or "saml-provider" in _names(group):
        if any(key.startswith("saml:") for key in keys):
            return "medium", f"{provider} may let people assume it"
        return "medium", f"{provider} may let anyone it knows assume it: no condition on its SAML assertion (SAML:aud)"
    if "cognito-identity" in provider:
        fixed = any(key.endswith(":aud") for key in keys)
        if not fixed:
            return "high", f"anyone with a token of {provider} may assume it: no condition on its aud"
        return "medium", f"whom {provider} knows may assume it"
    subjects = [each for each in group.conditions if _fixes_subject(each)]
    if not subjects:
        return "high", f"anyone with a token of {provider} may assume it: no condition on its sub"
    values = sorted({value for each in subjects for value in each.values})
    if open_ones := [value for value in values if _is_open(value)]:
        return "high", f"anyone with a token of {provider} may assume it: its sub may be {' or '.join(open_ones)}"
    why = f"{provider} may let {' or '.join(values[:3])} assume it"
    if len(values) > 3:
        why += f" and {len(values) - 3} others"
    if wild := [value for value in values if "*" in value]:
        why += f"; {wild[0]} leaves room"
    if not any(key.endswith((":aud", ":azp", ":oaud")) for key in keys):
        why += "; no condition on its aud"
    return "medium", why


def _names(group: Group) -> str:
    return " ".join(each.name for each in group.who.trustees) if group.who else ""


def _fixes_subject(condition: Condition) -> bool:
    names = (
        ":sub",
        ":repository",
        ":repository_owner",
        ":repository_id",
        ":job_workflow_ref",
        ":email",
        ":project_path",
    )
    lets_in = condition.operator in ("StringEquals", "StringLike", "StringEqualsIgnoreCase")
    return (
        lets_in
        and not condition.if_exists
        and condition.quantifier != "ForAllValues"
        and (condition.key.endswith(names))
    )


def _is_open(value: str) -> bool:
    """Whether it leaves open which organization, project or namespace is meant."""
    fixed = value.partition("*")[0].partition("?")[0]
    if fixed == value:
        return False
    return fixed.rstrip(":/") in ("", "repo", "project_path", "organization", "system", "system:serviceaccount")
