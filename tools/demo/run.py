"""The demonstration of smartstream: phases, each of which ends with source and lake compared row by row."""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from ..emulator.identity import identity
from . import poison
from .capture import Capture
from .compare import Side, agree, differences, narrowed
from .emulated import Pipeline, pipeline
from .errors import DemoError, Disagreement
from .functions import Function, Killed, function
from .lake import Lake, engine
from .report import Phase, Report
from .server import Server, server
from .workload import Shop

TRANSFORM: Final = "smartstream-transform"
ML: Final = "smartstream-ml"
QUERIES: Final = Path("live/units/data/smartstream/queries")
ROUND: Final = 5000
"""Changes after which the stream is read, delivered and transformed, as time does it at AWS."""

Say = Callable[[str], None]


@dataclass
class Demo:
    """Everything that takes part."""

    shop: Shop
    capture: Capture
    pipeline: Pipeline
    transform: Function
    ml: Function
    lake: Lake
    report: Report
    say: Say
    events: list[dict[str, Any]] = field(default_factory=list)
    """All that have come: what a replay is made of."""

    # -- the hops ------------------------------------------------------------------------------------------------------

    def trade(self, changes: int) -> None:
        """Let the shop do its business."""
        with self._timed("source"):
            for _ in self.shop.trade(changes):
                pass

    def send(self, *, repeat: bool = False) -> int:
        """Read the slot and put what it has into the stream; how many records."""
        with self._timed("capture"):
            sent = sum(self.capture.changes(forget=repeat))
        self.report.hops.captured += sent
        return sent

    def deliver(self) -> list[dict[str, Any]]:
        """Have the objects written; the events that say so."""
        with self._timed("delivery"):
            self.pipeline.flush()
            events = self.pipeline.notifications()
        self.events += events
        self.report.hops.raw_objects += len(events)
        self.report.hops.raw_bytes += sum(event["detail"]["object"]["size"] for event in events)
        return events

    def transform_all(self, events: list[dict[str, Any]], *, measure: bool = False) -> None:
        """Call the function for each event, as EventBridge does."""
        for event in events:
            with self._timed("transform"):
                answer = self.transform.call(event)
            done = time.time()
            hops = self.report.hops
            for told in answer["objects"]:
                hops.records += told["records"]
                hops.duplicates += told["duplicates"]
            if measure:
                for key in self.lake.fetch():
                    self.report.delays += self.lake.delays(key, done)

    def check(self, phase: Phase) -> None:
        """Compare everything.

        Raises:
            Disagreement: something differs.
        """
        with self._timed("query"):
            self.lake.fetch()
            found: list[str] = []
            counts: dict[str, int] = {}
            for table in self.capture.tables():
                columns = ", ".join(f'"{column.name}"::text' for column in table.columns)
                rows = self.capture.connection.execute(
                    f'SELECT {columns} FROM "{table.schema}"."{table.name}"'  # noqa: S608
                ).fetchall()
                source, key = Side([column.name for column in table.columns], rows), self.lake.keys[table.title]
                found += differences(table, key, source, self.lake.current_whole(table.title))
                asked = self.lake.current(table.title)
                found += differences(narrowed(table, key, asked), key, source, asked)
                phase.rows += len(rows)
                counts[table.title] = len(rows)
            agree(phase.title, found)  # a table that the lake has not cannot be counted
            told = self.lake.counts()
            found = [
                f"{title} has {told.get(title)} rows by row_counts, and {count} in the source"
                for title, count in counts.items()
                if told.get(title) != count
            ]
        agree(phase.title, found)
        self.report.hops.current_rows = phase.rows

    @contextlib.contextmanager
    def phase(self, title: str) -> Iterator[Phase]:
        """A phase, with the comparison at its end."""
        began, found = time.monotonic(), Phase(title)
        yield found
        self.check(found)
        found.seconds = time.monotonic() - began
        self.report.phases.append(found)
        note = f"; {found.note}" if found.note else ""
        self.say(f"{title}: source and lake are equal in {found.rows:,} rows ({found.seconds:.1f} s){note}")

    @contextlib.contextmanager
    def _timed(self, hop: str) -> Iterator[None]:
        began = time.monotonic()
        try:
            yield
        finally:
            times = self.report.times
            setattr(times, hop, getattr(times, hop) + time.monotonic() - began)

    # -- the phases ----------------------------------------------------------------------------------------------------

    def full_load(self) -> None:
        """Load the tables while the shop is open."""
        with self.phase("full load, with changes made meanwhile") as phase:
            self.shop.stock(max(200, self.report.changes // 20))
            self.capture.begin()
            self.trade(50)
            with self._timed("capture"):
                self.report.hops.loaded = self.capture.load()
            self.trade(50)
            self.transform_all(self.deliver())
            self.send()
            self.transform_all(self.deliver())
            phase.note = f"{self.report.hops.loaded:,} rows loaded"

    def changes(self) -> None:
        """The bulk: rounds of changes, each carried through to the trusted zone."""
        with self.phase("changes") as phase:
            done, before, began = 0, self.report.hops.captured, time.monotonic()
            while done < self.report.changes:
                self.trade(min(ROUND, self.report.changes - done))
                sent = self.send()
                done += sent
                self.transform_all(self.deliver(), measure=True)
                self.say(f"  {min(done, self.report.changes):,} of {self.report.changes:,} changes are trusted")
            self.report.changes_seconds = time.monotonic() - began
            self.report.changes_records = self.report.hops.captured - before
            phase.note = f"{self.report.throughput:,.0f} changes a second"

    def replay(self) -> None:
        """The capture says something twice, and then everything is transformed once more."""
        with self.phase("replay of everything, and a capture that repeats itself") as phase:
            self.trade(200)
            self.report.hops.repeated = self.send(repeat=True) // 2
            self.transform_all(self.deliver())
            self.lake.fetch()
            before = dict(self.lake.files)
            self.transform_all(self.events)
            self.lake.fetch()
            if self.lake.files != before:
                changed = sorted(dict(self.lake.files.items() ^ before.items()))
                raise Disagreement(f"a replay changed the trusted zone: {', '.join(changed[:5])}")
            phase.note = f"{len(self.events):,} objects again, {len(before):,} files as before"

    def killed(self) -> None:
        """The function is killed after its first file, and called again."""
        with self.phase("a transform that is killed in the middle") as phase:
            self.trade(400)
            self.send()
            before = len(self.lake.files)
            for event in self.deliver():
                try:
                    self.transform.call(event, die_after=1)
                except Killed:
                    self.lake.fetch()
                    phase.note = f"{len(self.lake.files) - before} file before it died"
                else:
                    raise DemoError("the transform wrote nothing that it could have been killed after")
                self.transform_all([event])
                phase.note += f", {len(self.lake.fetch()):,} more when it was called again"

    def poisoned(self) -> None:
        """Records that are none, among good ones."""
        with self.phase("poison records") as phase:
            self.trade(200)
            bad = list(poison.records())
            for i, (_, line) in enumerate(bad):
                self.capture.kinesis.put_record(StreamName=self.pipeline.stream, Data=line, PartitionKey=f"poison-{i}")
            self.report.hops.poison = len(bad)
            self.send()
            self.transform_all(self.deliver())
            self.report.poison = self._quarantine()
            found = sum(self.report.poison.values())
            if found != len(bad):
                raise Disagreement(f"{len(bad)} records were poison, and {found} are in quarantine")
            self.report.hops.quarantined = found
            phase.note = f"{found} in quarantine, each with its reason"

    def out_of_order(self) -> None:
        """Objects that are transformed in the reverse order of what they tell."""
        with self.phase("objects out of order") as phase:
            events: list[dict[str, Any]] = []
            for _ in range(4):
                self.trade(150)
                self.send()
                events += self.deliver()
            self.transform_all(events[::-1])
            phase.note = f"{len(events)} objects, the latest first"

    def new_column(self) -> None:
        """The source gets a column that nobody has declared."""
        with self.phase("a new column in the source"):
            self.shop.connection.execute("ALTER TABLE shop.employees ADD COLUMN badge text")
            self.shop.connection.execute(
                "UPDATE shop.employees SET badge = 'b' || employee_id WHERE employee_id % 3 = 0"
            )
            self.trade(50)
            self.send()
            self.transform_all(self.deliver())

    def predictions(self) -> None:
        """The hourly run of the model: killed, run again, and run once more with nothing new."""
        with self.phase("predictions, from a run that is killed and repeated") as phase:
            event = {"source": "aws.events", "detail-type": "Scheduled Event", "detail": {}}
            try:
                # The model, what names it, what is about to be scored, the predictions; not that they were made.
                told = self.ml.call(event, die_after=4)
                if told["version"] is not None:
                    raise DemoError("the model's run wrote less than it could have been killed after")
            except Killed:
                told = self.ml.call(event)
            if told["version"] is None:
                self.report.hops.predictions = 0
                phase.note = f"none yet: {told['reason']}"
                return
            again = self.ml.call(event)
            made, different = self.lake.predictions()
            if again["scored"] or made != different:
                raise Disagreement(f"{made - different} of {made} predictions were made twice")
            self.report.hops.predictions = made
            phase.note = f"{made:,} by model {told['version']}, none of them twice"

    def nothing_lost(self) -> None:
        """Every change is in the trusted zone, those too that later ones hide.

        Raises:
            Disagreement: the counts by operation differ.
        """
        wanted, found = dict(self.capture.told), self.lake.operations()
        if wanted != found:
            raise Disagreement(f"the capture told {wanted} by operation, and changes_by_operation counts {found}")
        self.report.by_operation = found
        self.say(f"each of {sum(found.values()):,} rows of changes is in the trusted zone: {_listed(found)}")

    def _quarantine(self) -> dict[str, int]:
        s3, reasons = self.pipeline.client("s3"), dict[str, int]()
        for key in self.pipeline.keys_below("quarantine/"):
            body = s3.get_object(Bucket=self.pipeline.bucket, Key=key)["Body"].read()
            for line in gzip.decompress(body).splitlines():
                reason = json.loads(line)["reason"]
                reasons[reason] = reasons.get(reason, 0) + 1
        return reasons


def run(changes: int, seed: int, out: Path, root: Path, home: Path, say: Say) -> Report:
    """Show it. ``root`` has the functions, ``home`` is the emulator's.

    Raises:
        DemoError: it cannot be shown here.
        Disagreement: source and lake differ.
    """
    engine()
    check_code(root)
    out.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        source = stack.enter_context(server())
        say(f"PostgreSQL {source.version} with logical replication is up")
        flow = stack.enter_context(pipeline(home, say))
        _sweep(out)
        for log in out.glob("smartstream-*.log"):
            log.unlink()  # a function that starts again goes on in its own
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=out, prefix=f"lake-{os.getpid()}-")))
        report = Report(seed, changes, source.version, not flow.ours)
        demo = _demo(stack, source, flow, folder, report, root, out, say)
        for phase in (demo.full_load, demo.changes, demo.replay, demo.killed, demo.poisoned, demo.out_of_order):
            phase()
        demo.new_column()
        demo.predictions()
        demo.nothing_lost()
        _finish(demo)
    return report


def _sweep(out: Path) -> None:
    """Remove what demonstrations that were killed had fetched."""
    for left in out.glob("lake-*-*"):
        if identity(int(left.name.split("-")[1])) is None:
            shutil.rmtree(left, ignore_errors=True)


def check_code(root: Path) -> None:
    """Refuse where functions and queries are not.

    Raises:
        DemoError: there is no such folder.
    """
    for folder in (root / "functions" / TRANSFORM, root / "functions" / ML, root / QUERIES):
        if not folder.is_dir():
            raise DemoError(
                f"there is no {folder}", hint="Run this in a checkout: the package has neither functions nor queries."
            )


def _demo(
    stack: contextlib.ExitStack,
    source: Server,
    flow: Pipeline,
    folder: Path,
    report: Report,
    root: Path,
    out: Path,
    say: Say,
) -> Demo:
    first, second, third = (stack.enter_context(source.connect(autocommit=True)) for _ in range(3))
    capture = Capture(third, flow.client("kinesis"), flow.stream)
    # A day's orders of a demonstration are fewer than what is otherwise waited for.
    environment = {**flow.environment(), "LAKE_BUCKET": flow.bucket, "LEAST_OUTCOMES": "50"}
    transform, ml = (
        stack.enter_context(
            function(
                name, f"{name.replace('-', '_')}.handler", root / "functions" / name, environment, out / f"{name}.log"
            )
        )
        for name in (TRANSFORM, ML)
    )
    lake = Lake(flow, capture.keys(), root / QUERIES, folder)
    return Demo(Shop(first, report.seed, second), capture, flow, transform, ml, lake, report, say)


def _listed(counts: dict[str, int]) -> str:
    words = {"L": "loaded", "I": "inserted", "U": "updated", "D": "deleted"}
    return ", ".join(f"{counts.get(letter, 0):,} {word}" for letter, word in words.items())


def _finish(demo: Demo) -> None:
    report, hops = demo.report, demo.report.hops
    hops.stream, hops.controls = demo.capture.sent + hops.poison, demo.capture.controls
    hops.trusted_files = len(demo.lake.files)
    hops.trusted_rows = sum(demo.lake.rows(table) for table in demo.lake.keys)
    report.transform_peak_mb = demo.transform.peak_mb
    report.agree = True
