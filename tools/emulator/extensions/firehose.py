"""Data Firehose.

Moto 5.2.5 keeps a delivery stream that reads a Kinesis stream, and delivers nothing. Here it reads the stream's
shards from the moment it is created, gathers records until the buffer's size or interval is reached, and writes the
objects into the bucket: compressed, below the prefix with its expressions replaced, or below the error prefix where
the destination asks for what the emulator does not do (converting formats, partitioning by content, calling
functions). What cannot be written is kept and tried again with what comes next.

A program that does not want to wait for the interval sends ``POST /_groundplan/firehose/flush`` with
``{"account": …, "region": …, "name": …}``; the answer names the objects.

Moto also takes records for such a stream directly (AWS refuses that), and looks through all sequence numbers of a shard
for the next one, which makes each record slower than the one before.
"""

from __future__ import annotations

import logging
import threading
from base64 import b64decode
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from .. import delivery
from ..delivery import Arrival
from ..extension import MOTO, AwsError, Call, Extension, random_id, random_uuid

extension = Extension(__name__, "firehose")

log = logging.getLogger("emulator")
new_timer = threading.Timer
"""What calls a function after some seconds; tests put another in its place."""

_putting = threading.Lock()


class Delivery:
    """What a delivery stream has read and not yet written."""

    def __init__(self, account: str, stream: Any) -> None:
        self.account = account
        self.stream = stream
        self.source: str = stream.source["KinesisStreamARN"]
        self.buffer: list[Arrival] = []
        self.size = 0
        self.written: list[str] = []
        self._lock = threading.RLock()
        self._timer: threading.Timer | None = None
        # AWS begins with what comes after the stream was created.
        self._read = {key: len(shard.records) and max(shard.records) for key, shard in self._shards().items()}

    @property
    def destination(self) -> dict[str, Any]:
        """The S3 destination as it is now: it may have been changed."""
        kinds = self.stream.destinations[0]
        return dict(kinds.get("ExtendedS3") or kinds.get("S3") or {})

    def read(self) -> None:
        """Take what the shards have, and write when there is enough."""
        size, interval = delivery.limits(self.destination)
        with self._lock:
            for key, shard in self._shards().items():
                position = self._read.get(key, 0)
                while (record := shard.records.get(position + 1)) is not None:
                    position += 1
                    self._read[key] = position
                    arrival = Arrival(b64decode(record.data), record.created_at_datetime.replace(tzinfo=UTC))
                    self.buffer.append(arrival)
                    self.size += len(arrival.data)
                    if self.size >= size:
                        self._try()
            if self.buffer and self._timer is None:
                self._timer = new_timer(interval, self._try)
                self._timer.daemon = True
                self._timer.start()

    def flush(self) -> list[str]:
        """Write what is there; the keys of the objects, since the last flush."""
        with self._lock:
            self.read()
            self._write()
            written, self.written = self.written, []
            return written

    def stop(self) -> None:
        """The stream is no more."""
        with self._lock:
            self._forget_timer()
            self.buffer = []

    def _try(self) -> None:
        with self._lock:
            try:
                self._write()
            except Exception as error:
                # It stays in the buffer, and the next record or the next interval tries again.
                log.warning("firehose %s cannot deliver: %s", self.stream.delivery_stream_name, error)

    def _write(self) -> None:
        self._forget_timer()
        if not self.buffer:
            return
        destination, now = self.destination, datetime.now(UTC)
        failure = delivery.cannot(destination)
        compression = "UNCOMPRESSED" if failure else destination.get("CompressionFormat", "UNCOMPRESSED")
        if failure:
            body = delivery.error_records(self.buffer, "Emulator.NotImplemented", failure[1], now)
            prefix, error = destination.get("ErrorOutputPrefix") or destination.get("Prefix") or "", failure[0]
        else:
            body = delivery.content((a.data for a in self.buffer), compression, delivery.delimiter(destination))
            prefix, error = destination.get("Prefix") or "", ""
        suffix = destination.get("FileExtension") or delivery.SUFFIXES.get(compression, "")
        oldest = min(a.at for a in self.buffer)
        zone = destination.get("CustomTimeZone") or "UTC"
        key = delivery.expand(prefix, oldest, partial(random_id, 11), zone=zone, error=error)
        key += delivery.object_name(
            self.stream.delivery_stream_name, self.stream.version_id, now, random_uuid(), "" if failure else suffix
        )
        self._put(destination, key, body)
        self.written.append(key)
        self.buffer, self.size = [], 0

    def _put(self, destination: Mapping[str, Any], key: str, body: bytes) -> None:
        from moto.s3.models import s3_backends

        partition, bucket = destination["BucketARN"].split(":")[1], destination["BucketARN"].split(":")[-1]
        wanted = (destination.get("EncryptionConfiguration") or {}).get("KMSEncryptionConfig") or {}
        kms_key = wanted.get("AWSKMSKeyARN")
        s3_backends[self.account][partition].put_object(
            bucket, key, body, encryption="aws:kms" if kms_key else None, kms_key_id=kms_key
        )

    def _shards(self) -> dict[str, Any]:
        from moto.kinesis.models import kinesis_backends

        _, _, _, region, account, name = self.source.split(":")
        stream = kinesis_backends[account][region].streams.get(name.removeprefix("stream/"))
        return dict(stream.shards) if stream else {}

    def _forget_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


# -- the delivery stream -----------------------------------------------------------------------------------------------


@extension.replaces("CreateDeliveryStream")
def check(call: Call) -> Mapping[str, Any]:
    """Refuse prefixes that AWS refuses, and a source that does not exist; Moto does the rest."""
    destination = call.params.get("ExtendedS3DestinationConfiguration") or {}
    partitioned = (destination.get("DynamicPartitioningConfiguration") or {}).get("Enabled", False)
    prefixes = destination.get("Prefix") or "", destination.get("ErrorOutputPrefix") or ""
    try:
        delivery.check_prefixes(*prefixes, partitioned=partitioned)
    except delivery.PrefixError as error:
        raise AwsError("InvalidArgumentException", str(error)) from None
    if source := call.params.get("KinesisStreamSourceConfiguration"):
        from moto.kinesis.models import kinesis_backends

        name = source["KinesisStreamARN"].rpartition("/")[2]
        if name not in kinesis_backends[call.account_id][call.region].streams:
            raise AwsError("InvalidArgumentException", f"Kinesis stream {source['KinesisStreamARN']} does not exist.")
    return MOTO


@extension.amends("CreateDeliveryStream")
def begin(call: Call, _: dict[str, Any]) -> None:
    """Read from here on."""
    stream = call.backend.delivery_streams[call.params["DeliveryStreamName"]]
    if stream.source:
        call.table("deliveries")[stream.delivery_stream_name] = Delivery(call.account_id, stream)


@extension.amends("DeleteDeliveryStream")
def end(call: Call, _: dict[str, Any]) -> None:
    """Read no more."""
    if found := call.table("deliveries").pop(call.params["DeliveryStreamName"], None):
        found.stop()


@extension.replaces("PutRecord", "PutRecordBatch")
def put_directly(call: Call) -> Mapping[str, Any]:
    """What reads a Kinesis stream takes nothing else."""
    name = call.params["DeliveryStreamName"]
    if name in call.table("deliveries"):
        raise AwsError(
            "InvalidArgumentException",
            "This operation is not permitted on KinesisStreamAsSource delivery stream type.",
        )
    return MOTO


@extension.controls("flush")
def flush(wanted: dict[str, Any]) -> Mapping[str, Any]:
    """Write what a delivery stream holds."""
    backend = extension.backend(wanted["account"], wanted["region"])
    found = _deliveries(backend).get(wanted["name"])
    if found is None:
        raise LookupError(f"there is no delivery stream {wanted['name']} with a Kinesis source")
    return {"objects": found.flush()}


# -- the stream that it reads ------------------------------------------------------------------------------------------


@extension.wraps("moto.kinesis.models:KinesisBackend.put_record")
@extension.wraps("moto.kinesis.models:KinesisBackend.put_records")
def put_records(original: Callable[..., Any], backend: Any, *args: Any, **kwargs: Any) -> Any:
    """Deliver what has come; two at a time would give two records one sequence number."""
    with _putting:
        answer = original(backend, *args, **kwargs)
    for found in list(_deliveries(extension.backend(backend.account_id, backend.region_name)).values()):
        found.read()
    return answer


@extension.wraps("moto.kinesis.models:Shard.get_max_sequence_number")
def last_sequence_number(_: Callable[[Any], int], shard: Any) -> int:
    """The last one of an ordered map is at its end."""
    return next(reversed(shard.records), 0)


def _deliveries(backend: Any) -> dict[str, Delivery]:
    tables: dict[str, dict[str, Any]] = backend.__dict__.get("_groundplan_tables", {})
    return tables.get("deliveries", {})
