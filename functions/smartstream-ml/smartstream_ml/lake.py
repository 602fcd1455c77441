"""The lake, as far as a model goes: rows of the trusted zone, and small files that say where the job is."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from .artefact import ModelRefused
from .kinds import Kind

_WAITING = 500_000
"""So many rows are read before those that are outdated are let go."""

OPERATION, POSITION, COMMITTED_AT = "_op", "_position", "_committed_at"


@dataclass(frozen=True, slots=True, order=True)
class File:
    """A file of the trusted zone."""

    modified: datetime
    key: str
    size: int


class Lake:
    """The bucket. ``s3`` is boto3's client."""

    def __init__(self, s3: Any, bucket: str) -> None:
        self._s3 = s3
        self._bucket = bucket

    def files(self, table: str, since: date) -> list[File]:
        """A table's files of that day and later ones, in the order in which they came."""
        prefix = f"trusted/{table}/"
        pages = self._s3.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket, Prefix=prefix, StartAfter=f"{prefix}dt={since}"
        )
        return sorted(
            File(each["LastModified"], each["Key"], each["Size"]) for page in pages for each in page.get("Contents", ())
        )

    def rows(self, kind: Kind, keys: Sequence[str]) -> pa.Table:
        """What a kind of model reads of these files: of each key the latest row, without the deleted ones.

        Raises:
            ModelRefused: the files have not the columns that it needs.
        """
        ours = {OPERATION: pa.string(), POSITION: pa.string(), COMMITTED_AT: pa.timestamp("us")}
        rows, waiting = pa.table({}), 0
        for key in keys:
            more = self._read(key, kind, list(ours))
            rows, waiting = pa.concat_tables([rows, more]) if rows.num_columns else more, waiting + len(more)
            if waiting > _WAITING:
                rows, waiting = latest(rows, kind.key), 0
        if not rows.num_columns:
            types = {name: pa.type_for_alias(type_) for name, type_ in kind.columns.items() if "(" not in type_}
            return pa.table({name: pa.array([], type=type_) for name, type_ in {**types, **ours}.items()})
        rows = latest(rows, kind.key)
        return rows.filter(pc.not_equal(rows[OPERATION], "D"))

    def _read(self, key: str, kind: Kind, ours: list[str]) -> pa.Table:
        content = self._s3.get_object(Bucket=self._bucket, Key=key)["Body"].read()
        with pq.ParquetFile(io.BytesIO(content)) as file:
            found = {field.name: str(field.type) for field in file.schema_arrow}
            for name, type_ in kind.columns.items():
                if found.get(name) != type_:
                    raise ModelRefused(f"{key}: {kind.name} needs {name} as {type_}, and finds {found.get(name)}")
            return file.read(columns=[*kind.columns, *ours]).replace_schema_metadata()

    def get(self, key: str) -> tuple[bytes, str] | None:
        """A file's content and its tag; nothing where there is none."""
        # Whoever may not list everything is told "denied" of what is not there: so it is looked for first.
        listed = self._s3.list_objects_v2(Bucket=self._bucket, Prefix=key, MaxKeys=1).get("Contents", ())
        if not any(each["Key"] == key for each in listed):
            return None
        answer = self._s3.get_object(Bucket=self._bucket, Key=key)
        return answer["Body"].read(), answer["ETag"]

    def put(self, key: str, content: bytes) -> str:
        """Write a file; its tag."""
        return str(self._s3.put_object(Bucket=self._bucket, Key=key, Body=content)["ETag"])

    def put_new(self, key: str, content: bytes) -> bool:
        """Write a file unless it is there; whether it was written."""
        try:
            self._s3.put_object(Bucket=self._bucket, Key=key, Body=content, IfNoneMatch="*")
        except self._s3.exceptions.ClientError as error:
            if error.response["Error"]["Code"] != "PreconditionFailed":
                raise
            return False
        return True

    def put_over(self, key: str, content: bytes, tag: str | None) -> str:
        """Write a file over the one that was read; its tag.

        Raises:
            Overtaken: somebody else wrote it meanwhile.
        """
        condition: Mapping[str, str] = {"IfMatch": tag} if tag else {"IfNoneMatch": "*"}
        try:
            return str(self._s3.put_object(Bucket=self._bucket, Key=key, Body=content, **condition)["ETag"])
        except self._s3.exceptions.ClientError as error:
            if error.response["Error"]["Code"] in ("PreconditionFailed", "ConditionalRequestConflict"):
                raise Overtaken(f"{key} was written by another run: one at a time is enough") from None
            raise


class Overtaken(Exception):
    """Two runs at the same time: the later one gives up."""


def latest(rows: pa.Table, key: str) -> pa.Table:
    """Of each key the row with the greatest position."""
    rows = rows.sort_by([(key, "ascending"), (POSITION, "ascending")])
    keys = rows[key].to_numpy()
    return rows.filter(pa.array(np.append(keys[1:] != keys[:-1], [True] * bool(len(keys)))))


def parquet(columns: Mapping[str, pa.Array]) -> bytes:
    """A Parquet file."""
    sink = io.BytesIO()
    pq.write_table(pa.table(dict(columns)), sink, compression="zstd", coerce_timestamps="us")
    return sink.getvalue()


def as_json(content: Mapping[str, Any]) -> bytes:
    """A JSON file."""
    return json.dumps(content, indent=2, sort_keys=True).encode() + b"\n"


def batches(files: Sequence[File], size: int) -> Iterator[Sequence[File]]:
    """Files, so many bytes at a time; one at least."""
    batch: list[File] = []
    for file in files:
        if batch and sum(each.size for each in batch) + file.size > size:
            yield batch
            batch = []
        batch.append(file)
    if batch:
        yield batch
