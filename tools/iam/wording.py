"""Permissions in plain words: how much, on what, and since when not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from .actions import LEVELS, Actions
from .conditions import Condition, join
from .delta import Group
from .grants import Grant, Resources

_GRAVEST_FIRST = ("permissions management", "write", "tagging", "read", "list")
assert set(_GRAVEST_FIRST) == set(LEVELS)  # noqa: S101

_ALL_OF = {
    "dynamodb": "all tables",
    "ecr": "all repositories",
    "ecs": "all of ECS",
    "ec2": "all of EC2",
    "iam": "all of IAM",
    "kinesis": "all streams",
    "kms": "all keys",
    "lambda": "all functions",
    "logs": "all log groups",
    "rds": "all databases",
    "s3": "all buckets",
    "secretsmanager": "all secrets",  # pragma: allowlist secret
    "sns": "all topics",
    "sqs": "all queues",
    "ssm": "all of Systems Manager",
    "sts": "all roles",
}
_TYPE = re.compile(r"[A-Za-z-]+[/:]\*")


def is_broad(resources: Resources) -> bool:
    """Whether it is everything, or everything of a kind (``arn:aws:dynamodb:*:*:table/*``)."""
    pattern = resources.patterns[0]
    if resources.all_but or pattern == "*":
        return True
    parts = pattern.split(":", 5)
    if len(parts) < 6 or parts[0] != "arn":
        return False
    if parts[5] in ("*", "*/*"):
        return True
    return parts[2] not in ("s3", "execute-api") and bool(_TYPE.fullmatch(parts[5]))


def on_what(resources: Sequence[Resources], actions: frozenset[str]) -> str:
    """Resources in words: ``all buckets``, ``arn:…``, ``3 resources``."""
    broad = next((each for each in resources if is_broad(each)), None)
    if broad is not None:
        service = next(iter(actions)).partition(":")[0]
        if all(action.startswith(f"{service}:") for action in actions):
            words = _ALL_OF.get(service, f"all of {service}")
        else:
            words = "everything"
        return f"{words} but {', '.join(broad.patterns)}" if broad.all_but else words
    return str(resources[0]) if len(resources) == 1 else f"{len(resources)} resources"


def how_much(actions: frozenset[str], known: Actions, *, more: bool) -> str:
    """Actions in words: ``12 more write actions``, or their names where they are few."""
    counts = known.count(actions)
    levels = [level for level in _GRAVEST_FIRST if counts[level]]
    if len(actions) <= 2:
        return " and ".join(f"{action} ({known.level(action) or 'not in the list'})" for action in sorted(actions))
    further = "more " if more else ""
    unknown = known.unknown(actions)
    if len(levels) == 1 and not unknown:
        return f"{len(actions)} {further}{levels[0]} actions"
    parts = [f"{counts[level]} {level}" for level in levels]
    if unknown:
        parts.append(f"{len(unknown)} not in the list: {', '.join(unknown[:3])}")
    return f"{len(actions)} {further}actions ({', '.join(parts)})"


def notable(actions: frozenset[str], known: Actions) -> tuple[str, ...]:
    """The access levels among some actions that change something."""
    counts = known.count(actions)
    return tuple(level for level in _GRAVEST_FIRST[:3] if counts[level])


def compared(group: Group, others: Iterable[Grant]) -> str | None:
    """Where the other side has a group within narrower limits; None where it lacks some of the actions altogether."""
    lacking = group.actions
    resources: set[str] = set()
    conditions: list[frozenset[Condition]] = []
    for other in others:
        for grant in group.grants:
            if other.effect == grant.effect and grant.actions & other.actions and grant.covers(other):
                if not any(other.resources.covers(each.resources) for each in group.grants):
                    resources.add(str(other.resources))
                if extra := other.conditions - grant.conditions:
                    conditions.append(extra)
                lacking -= other.actions
    if lacking or not (resources or conditions):
        return None
    parts = []
    if resources:
        parts.append(f"on {_several(sorted(resources))}")
    if conditions:
        alternatives = [" and ".join(sorted(map(str, each))) for each in join(conditions)]
        parts.append(f"where {_several(sorted(alternatives))}")
    return " ".join(parts)


def _several(texts: list[str]) -> str:
    return " or ".join(texts) if len(texts) <= 3 else f"{' or '.join(texts[:2])} or {len(texts) - 2} others"
