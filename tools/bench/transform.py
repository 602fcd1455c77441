"""How long the smartstream-transform function takes for 10,000 records, and how much memory for an object of 100 MB.

Each figure is a process of its own that has the function's code, and files in the place of S3: what is measured is the
handler, not a network.
"""

from __future__ import annotations

import gzip
import importlib
import io
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from ..errors import GroundplanError

FUNCTION = "functions/smartstream-transform"
RECORDS = 10_000
LARGE = 100 * 1000 * 1000
"""Bytes of records, as Firehose counts them: before compression."""
MEMORY_MIB = 512
"""What the function has; an object of 100 MB has to fit."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured."""

    records: int
    """Records in each of the small objects."""
    runs: int
    p50_ms: float
    p99_ms: float
    large_mb: float
    large_records: int
    large_seconds: float
    large_peak_mib: float


def bench_transform(root: Path, runs: int, format: str) -> int:
    """Measure, and print a table; 1 when the large object takes more memory than the function has.

    Raises:
        GroundplanError: the project has no such function, or there is nothing to measure.
    """
    function = root / FUNCTION
    if not function.is_dir():
        raise GroundplanError(f"there is no {FUNCTION} in {root}", hint="run this in a project that has the function")
    if runs < 1:
        raise GroundplanError(f"--runs {runs} measures nothing", hint="use 1 or more; p99 means something from 100 on")
    figures = measure(function, runs)
    if format == "json":
        sys.stdout.write(json.dumps(asdict(figures), indent=2) + "\n")
    else:
        sys.stdout.write(
            f"{figures.records:,} records, {figures.runs} runs: "
            f"p50 {figures.p50_ms:.0f} ms, p99 {figures.p99_ms:.0f} ms\n"
            f"{figures.large_mb:.0f} MB, {figures.large_records:,} records: {figures.large_seconds:.1f} s, "
            f"{figures.large_records / figures.large_seconds:,.0f} records/s, "
            f"at most {figures.large_peak_mib:.0f} of {MEMORY_MIB} MiB\n"
        )
    return 0 if figures.large_peak_mib < MEMORY_MIB else 1


def measure(function: Path, runs: int, *, records: int = RECORDS, large: int = LARGE) -> Figures:
    """The figures of the function in a folder."""
    with tempfile.TemporaryDirectory() as folder:
        small, big = Path(folder, "small.gz"), Path(folder, "big.gz")
        write_records(small, records=records)
        amount, size = write_records(big, size=large)
        # The first call loads code: a cold start is not what the percentiles are about.
        times = _in_child(function, small, runs + 1)["seconds"][1:]
        once = _in_child(function, big, 1)
    return Figures(
        records=records,
        runs=runs,
        p50_ms=statistics.median(times) * 1000,
        p99_ms=statistics.quantiles(times, n=100, method="inclusive")[98] * 1000 if runs > 1 else times[0] * 1000,
        large_mb=size / 1e6,
        large_records=amount,
        large_seconds=once["seconds"][0],
        large_peak_mib=once["peak_mib"],
    )


def write_records(path: Path, records: int | None = None, size: int | None = None) -> tuple[int, int]:
    """Write an object as Firehose would: so many records, or bytes of them; how many, and how many bytes."""
    number = written = 0
    with gzip.open(path, "wb", compresslevel=1) as file:
        for number, record in enumerate(_records(), 1):
            line = json.dumps(record).encode() + b"\n"
            file.write(line)
            written += len(line)
            if number == records or (size is not None and written >= size):
                break
    return number, written


def _records() -> Iterator[dict[str, Any]]:
    """Changes of a shop, as DMS tells them: always the same ones."""
    dice = random.Random(6)  # noqa: S311 - a workload, not a secret
    now = datetime(2026, 11, 21, 9, tzinfo=UTC)
    for number in range(1, sys.maxsize):
        now += timedelta(milliseconds=7)
        time = now.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        operation = dice.choices(["insert", "update", "delete"], [5, 4, 1])[0]
        key = number if operation == "insert" else dice.randint(1, number)
        order = {
            "order_id": key,
            "customer_id": dice.randint(1, 5000),
            "status": dice.choice(["new", "paid", "sent", "returned"]),
            "total": dice.randint(100, 99_999) / 100,
            "created_at": time,
            "updated_at": time,
        }
        if operation == "delete":
            order = {name: value if name == "order_id" else None for name, value in order.items()}
        metadata = {
            "timestamp": time,
            "record-type": "data",
            "operation": operation,
            "partition-key-type": "primary-key",
            "partition-key-value": f"shop.orders.{key}",
            "schema-name": "shop",
            "table-name": "orders",
            "commit-timestamp": time,
            "stream-position": f"{number >> 26:08X}/{number * 64 & 0xFFFFFFFF:08X}.2.00000000/00000001",
            "transaction-id": number,
            "transaction-record-id": 1,
        }
        yield {"data": order, "metadata": metadata}


class _Files:
    """S3, as far as the function sees it: one object to read, and writes that are thrown away piece by piece."""

    class exceptions:
        """Where boto3 keeps what it raises."""

        ClientError: ClassVar[type[Exception]] = type("ClientError", (Exception,), {})

    def __init__(self, path: Path) -> None:
        self._path = path

    def get_object(self, **_: Any) -> Mapping[str, Any]:
        """The object, unbuffered."""
        return {"Body": io.FileIO(self._path)}

    def put_object(self, *, Body: io.BufferedReader, **_: Any) -> None:
        """Read what would be sent."""
        while Body.read(1 << 20):
            pass


def child(function: str, path: str, runs: str) -> None:
    """Call the handler so often, and say how long each call took and what the process needed at most."""
    sys.path.insert(0, function)
    handler = importlib.import_module("smartstream_transform.handler")
    # It is not used, but the function's process has it, too: it takes memory.
    importlib.import_module("boto3").client("s3", region_name="eu-north-1")
    given = handler.settings({"LAKE_BUCKET": "lake"})
    seconds = []
    standard, sys.stdout = sys.stdout, io.StringIO()
    for _ in range(int(runs)):
        begun = time.perf_counter()
        handler.run({"keys": ["raw/object.gz"]}, None, _Files(Path(path)), given)
        seconds.append(time.perf_counter() - begun)
    sys.stdout = standard
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    sys.stdout.write(json.dumps({"seconds": seconds, "peak_mib": peak}))


def _in_child(function: Path, path: Path, runs: int) -> dict[str, Any]:
    package = __package__ or ""
    code = f"import sys; from {package}.transform import child; child(*sys.argv[1:])"
    root = Path(__file__).resolve().parents[len(package.split("."))]
    environment = os.environ | {"PYTHONPATH": f"{root}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"}
    done = subprocess.run(
        [sys.executable, "-c", code, str(function), str(path), str(runs)],
        check=True,
        capture_output=True,
        text=True,
        env=environment,
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told
