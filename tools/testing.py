"""Running the tests, layer by layer: what can wait beside what computes, on a machine with few cores."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from .errors import GroundplanError

LAYERS: dict[str, tuple[str, ...]] = {
    "unit": ("tests/tools", "functions", "tests/services"),
    "modules": ("tests/modules",),
    "live": ("tests/live",),
    "policy": ("tests/policy",),
    "review": ("tests/review",),
    "emulator": ("tests/emulator",),
    "accounts": ("tests/accounts",),
}
"""Each layer with the folders that hold its tests."""

_LANES = ((("unit",),), (("modules",), ("live", "policy"), ("review",)), (("emulator",),), (("accounts",),))
"""What runs at the same time: each lane is a row of processes, and a process shares what its fixtures made. The last
two lanes mostly wait for fixed delays of the AWS provider; the others compute, about as long as each other."""

_WORKERS = {"emulator": ("-n", "3", "--dist", "loadfile")}
"""Layers whose files wait side by side as well: each worker has an emulator of its own."""

_WAITING = ("emulator", "accounts")
"""Layers that go first when they have something to compute: the others, which always have, fill their pauses."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one pytest process found."""

    layers: tuple[str, ...]
    code: int
    passed: int
    failed: int
    skipped: int
    seconds: float
    output: str


def run_tests(root: Path, layers: Sequence[str], options: Sequence[str] = (), *, thorough: bool = False) -> int:
    """Run layers and print what each found; 0 when all passed, 1 otherwise.

    A layer that is named is run whole. Where none is, all of them are, without the tests that are marked ``thorough``
    unless that is asked for.

    Raises:
        GroundplanError: a layer is not known.
    """
    unknown = [layer for layer in layers if layer not in LAYERS]
    if unknown:
        raise GroundplanError(f"there is no layer {unknown[0]!r} of tests", hint=f"the layers are: {', '.join(LAYERS)}")
    wanted = set(layers or LAYERS)
    whole = thorough or bool(layers)
    if not whole:
        options = ["-m", "not thorough", *options]
    lanes = [[tuple(name for name in group if name in wanted) for group in lane] for lane in _LANES]
    lanes = [kept for lane in lanes if (kept := [group for group in lane if group])]
    outcomes: list[Outcome] = []

    def run(lane: list[tuple[str, ...]], *, stream: bool) -> None:
        outcomes.extend(_run(root, group, options, stream=stream) for group in lane)

    beside = [threading.Thread(target=run, args=(lane,), kwargs={"stream": False}) for lane in lanes[1:]]
    for thread in beside:
        thread.start()
    run(lanes[0], stream=True)
    for thread in beside:
        thread.join()
    for each in outcomes:
        if each.output:
            print(each.output, flush=True)
    for each in outcomes:
        verdict = "passed" if each.code in (0, 5) else "FAILED"
        print(f"{' + '.join(each.layers)}: {verdict} in {each.seconds:.0f} s", file=sys.stderr)
    passed, failed, skipped = (
        sum(getattr(each, name) for each in outcomes) for name in ("passed", "failed", "skipped")
    )
    broken = [each for each in outcomes if each.code not in (0, 1)]
    failed += len(broken)
    print(f"{passed} passed, {failed} failed, {skipped} skipped", flush=True)
    if not whole:
        print("What varies these takes longer: `./inv test --thorough`, or a layer by its name.", file=sys.stderr)
    return 1 if failed or passed == 0 else 0


def _run(root: Path, layers: tuple[str, ...], options: Sequence[str], *, stream: bool) -> Outcome:
    begun = time.monotonic()
    folders = [folder for layer in layers for folder in LAYERS[layer] if (root / folder).is_dir()]
    nice = shutil.which("nice")
    patience = [nice, "-n", "5"] if nice and not set(layers) & set(_WAITING) else []
    workers = [option for layer in layers for option in _WORKERS.get(layer, ())]
    with tempfile.TemporaryDirectory() as scratch:
        report = Path(scratch) / "report.xml"
        done = subprocess.run(
            [*patience, sys.executable, "-m", "pytest", *folders, f"--junit-xml={report}", *workers, *options],
            cwd=root,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            stdout=None if stream else subprocess.PIPE,
            stderr=None if stream else subprocess.STDOUT,
            text=True,
            check=False,
        )
        total, failed, skipped = _counts(report)
    seconds = time.monotonic() - begun
    return Outcome(layers, done.returncode, total - failed - skipped, failed, skipped, seconds, done.stdout or "")


def _counts(report: Path) -> tuple[int, int, int]:
    """Tests, failures and skips of a JUnit report that pytest wrote itself."""
    if not report.is_file():
        return 0, 0, 0
    suites = list(ElementTree.parse(report).getroot().iter("testsuite"))  # noqa: S314 - our own child wrote it
    total, failures, errors, skipped = (
        sum(int(suite.get(name, "0")) for suite in suites) for name in ("tests", "failures", "errors", "skipped")
    )
    return total, failures + errors, skipped
