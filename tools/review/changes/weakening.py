"""What a change takes away of the protection of data, in sentences."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from ...compose import Change
from .data import holds
from .protection import DELETION, FINAL, FORCE, NO_FINAL, Values, backs_up, block, is_on, is_versioned, recovers

_PERIODS = {
    "automated_snapshot_retention_period": ("automated snapshots are kept", "days"),
    "automatic_backup_retention_days": ("automatic backups are kept", "days"),
    "backup_retention_period": ("automated backups are kept", "days"),
    "data_retention_in_hours": ("data are kept", "hours"),
    "deletion_window_in_days": ("its deletion can be taken back for", "days"),
    "message_retention_seconds": ("messages are kept", "seconds"),
    "min_retention_days": ("backups are kept at least", "days"),
    "permanent_deletion_time_in_days": ("its deletion can be taken back for", "days"),
    "recovery_window_in_days": ("its deletion can be taken back for", "days"),
    "retention_days": ("events are kept", "days"),
    "retention_in_days": ("logs are kept", "days"),
    "snapshot_retention_limit": ("snapshots are kept", "days"),
}
_FOREVER = ("retention_in_days", "retention_days")
"""Where 0 means for ever: CloudWatch log groups and EventBridge archives."""

_GUARDS: Mapping[str, Callable[[Values], str | None]] = {
    "aws_backup_plan": lambda _: "a backup plan goes",
    "aws_backup_selection": lambda _: "a backup plan no longer selects what it did",
    "aws_backup_vault_lock_configuration": lambda _: "the lock of the backup vault goes",
    "aws_db_instance_automated_backups_replication": lambda _: "the backups of the database are no longer replicated",
    "aws_dlm_lifecycle_policy": lambda _: "a policy that takes snapshots goes",
    "aws_efs_backup_policy": lambda values: _BACKUPS_OFF if backs_up(values) else None,
    "aws_efs_replication_configuration": lambda _: "the file system is no longer replicated",
    "aws_s3_bucket_object_lock_configuration": lambda _: "object lock of the bucket goes",
    "aws_s3_bucket_replication_configuration": lambda _: "the objects of the bucket are no longer replicated",
    "aws_s3_bucket_versioning": lambda values: _VERSIONING_OFF if is_versioned(values) else None,
}
"""Resources that protect others, and what is said when one is destroyed."""

_BACKUPS_OFF = "automatic backups of the file system are turned off"
_VERSIONING_OFF = "versioning of the bucket is turned off"


def weakened(change: Change) -> list[str]:
    """What protects data less once a change is applied, in sentences.

    Destroying what holds the data is not meant (``protection`` says what stands against that); destroying a resource
    that protects another one is.
    """
    before, after = _map(change.before), _map(change.after)
    if change.action in ("destroy", "forget"):
        guard = _GUARDS.get(change.type)
        words = guard(before) if guard else None
        return [words] if words else []
    if change.action not in ("change", "replace"):
        return []
    found = [*_unprotected(before, after), *_nested(before, after)]
    if holds(change.type, before) or change.type in _GUARDS:
        found += [*_unsaved(before, after), *_shortened(change.type, before, after)]
    return found


def weakened_in(changes: Iterable[Change]) -> dict[tuple[str, str], tuple[str, ...]]:
    """(unit, address) -> what is protected less, for the changes that do that.

    A guard that goes together with what it guards is not told: the loss itself is.
    """
    changes = [each for each in changes if each.mode == "managed"]
    gone = {
        _map(each.before).get(name)
        for each in changes
        if each.action == "destroy" and holds(each.type, _map(each.before))
        for name in ("id", "arn", "name", "bucket")
    } - {None, ""}
    found = {}
    for each in changes:
        if each.type in _GUARDS and each.action == "destroy" and gone & set(_texts(each.before)):
            continue
        found[each.unit, each.address] = tuple(weakened(each))
    return {key: sentences for key, sentences in found.items() if sentences}


def _unprotected(before: Values, after: Values) -> Iterator[str]:
    for name in DELETION:
        if is_on(before.get(name)) and name in after and not is_on(after[name]):
            yield f"deletion protection is turned off ({name})"


def _unsaved(before: Values, after: Values) -> Iterator[str]:
    for name in FORCE:
        if not before.get(name) and after.get(name) is True:
            yield f"it may be deleted with everything in it ({name})"
    for name in NO_FINAL:
        if not before.get(name) and after.get(name) is True:
            yield f"no final snapshot is taken any more ({name})"
    if not any(name in after for name in NO_FINAL):
        for name in FINAL:
            if before.get(name) and name in after and not after[name]:
                yield f"no final snapshot is taken any more ({name})"
    if before.get("delete_automated_backups") is False and after.get("delete_automated_backups") is True:
        yield "its automated backups are deleted with it (delete_automated_backups)"
    if before.get("skip_destroy") is True and after.get("skip_destroy") is False:
        yield "it no longer stays in AWS when it is destroyed (skip_destroy)"


def _shortened(type: str, before: Values, after: Values) -> Iterator[str]:
    periods = dict(_PERIODS)
    if type == "aws_kinesis_stream":
        periods["retention_period"] = ("records are kept", "hours")
    if type == "aws_cloudtrail_event_data_store":
        periods["retention_period"] = ("events are kept", "days")
    for name, (words, unit) in periods.items():
        was, now = _span(name, before.get(name)), _span(name, after.get(name))
        if was is not None and now is not None and now < was:
            yield f"{words} {_told(now, unit)} instead of {_told(was, unit)} ({name})"


def _nested(before: Values, after: Values) -> Iterator[str]:
    if recovers(before) and "point_in_time_recovery" in after and not recovers(after):
        yield "point-in-time recovery is turned off"
    if is_versioned(before) and block(after, "versioning_configuration").get("status") in ("Suspended", "Disabled"):
        yield _VERSIONING_OFF
    if backs_up(before) and block(after, "backup_policy").get("status") == "DISABLED":
        yield _BACKUPS_OFF
    was, now = _locked_days(before), _locked_days(after)
    if was is not None and now is not None and now < was:
        yield f"object lock keeps objects {now} days instead of {was}"
    name = "magnetic_store_retention_period_in_days"
    was, now = (_span(name, block(values, "retention_properties").get(name)) for values in (before, after))
    if was is not None and now is not None and now < was:
        yield f"records are kept {_told(now, 'days')} instead of {_told(was, 'days')} ({name})"


def _locked_days(values: Values) -> float | None:
    kept = block(block(values, "rule"), "default_retention")
    days, years = _span("days", kept.get("days")), _span("years", kept.get("years"))
    return days or (365 * years if years else None)


def _span(name: str, value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return math.inf if value == 0 and name in _FOREVER else value


def _told(span: float, unit: str) -> str:
    if span == math.inf:
        return "for ever"
    return f"{span:,} {unit.removesuffix('s') if span == 1 else unit}"


def _texts(values: Any) -> Iterator[str]:
    return (each for each in _map(values).values() if isinstance(each, str))


def _map(value: Any) -> Values:
    return value if isinstance(value, Mapping) else {}
