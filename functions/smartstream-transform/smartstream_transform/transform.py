"""One raw object on its way into the trusted zone."""

from __future__ import annotations

import gzip
import hashlib
import json
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Any

from .changes import Change, Refused, changes
from .parquet import Files
from .records import BrokenObject, Found, records
from .tables import Tables

_EPOCH_DAY = date(1970, 1, 1).toordinal()
_QUOTED = 64 * 1024
"""So much of a record goes to quarantine; the rest is in the raw object."""
_NAMED = 20
"""So many refused records are named in an answer."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are."""

    bucket: str
    tables: Tables
    reloads: Sequence[int] = ()
    raw: str = "raw/"
    trusted: str = "trusted/"
    quarantine: str = "quarantine/"


@dataclass(slots=True)
class Report:
    """What became of an object's records."""

    key: str
    records: int = 0
    rows: int = 0
    duplicates: int = 0
    controls: int = 0
    """Control records, and records of tables that are left out."""
    quarantined: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)
    """The first of the records that were refused: which, and why."""
    files: list[str] = field(default_factory=list)
    """What the object's rows are in, and its quarantine."""
    written: int = 0
    """How many of these files were not there yet."""
    first_commit: float | None = None
    """When the oldest change was committed (seconds since 1970); of a full load nobody knows."""
    seconds: float = 0.0


def transform(s3: Any, settings: Settings, key: str, *, overwrite: bool = False) -> Report:
    """Read a raw object and write what it holds. ``s3`` is boto3's client.

    Each file's name follows from the object's, the table and the day: whoever repeats this, or dies and is repeated,
    finds what is there and adds what is not. ``overwrite`` writes all of it again, after a change of the rules.

    Raises:
        Exception: the object was not, or not wholly, transformed; do it again.
    """
    begun = time.monotonic()
    report = Report(key)
    answer = s3.get_object(Bucket=settings.bucket, Key=key)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        files = Files(folder, key)
        with _quarantine(folder / "quarantine", report) as refuse:
            _read(records(answer["Body"]), settings, files, report, refuse)
        name = hashlib.sha256(key.encode()).hexdigest()[:32]
        for table, day, path in files.close():
            partition = f"{settings.trusted}{table}/dt={date.fromordinal(_EPOCH_DAY + day)}"
            _put(s3, settings.bucket, f"{partition}/{name}.parquet", path, report, overwrite=overwrite)
        if report.quarantined:
            place = settings.quarantine + key.removeprefix(settings.raw).removesuffix(".gz") + ".jsonl.gz"
            _put(s3, settings.bucket, place, folder / "quarantine", report, overwrite=overwrite)
    report.seconds = time.monotonic() - begun
    return report


def _read(found: Iterator[Found], settings: Settings, files: Files, report: Report, refuse: Any) -> None:
    seen: set[bytes] = set()
    try:
        for each in found:
            report.records += 1
            if each.value is None:
                refuse(Refused("record", each.fault), each.text)
                continue
            try:
                told = list(changes(each.value, settings.tables, settings.reloads))
            except Refused as error:
                refuse(error, each.text)
                continue
            report.controls += not told
            for change in told:
                if (identity := _identity(change)) in seen:
                    report.duplicates += 1
                    continue
                seen.add(identity)
                files.add(change, len(each.text))
                report.rows += 1
                if change.operation != "L":
                    commit = change.committed_at / 1_000_000
                    report.first_commit = min(commit, report.first_commit or commit)
    except BrokenObject as error:
        report.records += 1
        refuse(Refused("object", f"{error}; what came before it is taken"), "")


def _identity(change: Change) -> bytes:
    """What two tellings of the same change have in common."""
    told = repr((change.table.name, change.key, change.position, change.operation))
    return hashlib.blake2b(told.encode(), digest_size=16).digest()


@contextmanager
def _quarantine(path: Path, report: Report) -> Iterator[Any]:
    """A function that puts a record aside, with the reason."""
    with path.open("wb") as plain, gzip.GzipFile(fileobj=plain, mode="wb", filename="", mtime=0) as file:

        def refuse(error: Refused, text: str) -> None:
            place = {"record": report.records, "reason": error.reason, "detail": error.detail, "table": error.table}
            line = {**place, "source": report.key, "text": text[:_QUOTED]}
            file.write(json.dumps(line).encode() + b"\n")
            report.quarantined += 1
            if len(report.refused) < _NAMED:
                report.refused.append(place)

        yield refuse


def _put(s3: Any, bucket: str, key: str, path: Path, report: Report, *, overwrite: bool) -> None:
    """Put a file where it belongs, whole or not at all, unless it is there."""
    condition: Mapping[str, Any] = {} if overwrite else {"IfNoneMatch": "*"}
    report.files.append(key)
    body: IO[bytes]
    with path.open("rb") as body:
        try:
            s3.put_object(Bucket=bucket, Key=key, Body=body, **condition)
        except s3.exceptions.ClientError as error:
            if error.response["Error"]["Code"] != "PreconditionFailed":
                raise
            return
    report.written += 1
