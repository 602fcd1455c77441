"""The demonstration, whole: a real PostgreSQL, the emulator, the transform, and both ends compared."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tools.demo import picture
from tools.demo.binaries import find
from tools.demo.errors import DemoError, Disagreement
from tools.demo.report import summary
from tools.demo.run import run

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module", autouse=True)
def _server() -> None:
    try:
        find()
    except DemoError as error:
        pytest.skip(str(error))


def test_source_and_lake_agree_after_every_phase(tmp_path: Path) -> None:
    said: list[str] = []
    report = run(3000, 11, tmp_path / "out", REPOSITORY, tmp_path / "emulator", said.append)
    assert report.agree
    assert "private one" in " ".join(said)
    assert [phase.title for phase in report.phases] == [
        "full load, with changes made meanwhile",
        "changes",
        "replay of everything, and a capture that repeats itself",
        "a transform that is killed in the middle",
        "poison records",
        "objects out of order",
        "a new column in the source",
    ]
    assert all(phase.rows > 200 for phase in report.phases)
    hops = report.hops
    assert hops.captured > 4000
    assert hops.stream == hops.loaded + hops.captured + hops.controls + hops.poison
    assert hops.duplicates > 200, "the capture repeated itself, and nothing came of it"
    assert hops.quarantined == hops.poison == sum(report.poison.values())
    assert report.changes_records >= 3000
    assert 0 < report.delay(0.5) <= report.delay(0.99) <= report.delay(1.0) < 60
    told = summary(report)
    assert re.search(r"commit to trusted: p50 \d+\.\d\d s, p99", told)
    assert json.loads(report.as_json())["records_per_second"]["end to end"] > 0
    page = picture.page(report)
    assert "Source and lake agree." in page
    assert f"{hops.stream:,}" in page
    assert [path.name for path in (tmp_path / "out").iterdir() if path.is_dir()] == [], "the files it fetched are gone"
    log = (tmp_path / "out" / "transform.log").read_text()
    assert "Traceback" not in log


def test_a_transform_that_loses_deletions_is_found_out(tmp_path: Path) -> None:
    code = tmp_path / "functions" / "smartstream-transform"
    shutil.copytree(REPOSITORY / "functions" / "smartstream-transform", code)
    rules = code / "smartstream_transform" / "rules.py"
    lost = 'if operation == "D": raise ValueError("lost")'
    rules.write_text(f"def clean(table, operation, data):\n    {lost}\n    return data\n")
    with pytest.raises(Disagreement, match="is in the lake, and not in the source") as caught:
        run(300, 3, tmp_path / "out", tmp_path, tmp_path / "emulator", lambda _: None)
    assert caught.value.exit_code == 1


def test_without_the_function_nothing_is_shown(tmp_path: Path) -> None:
    with pytest.raises(DemoError, match="Run this in a checkout"):
        run(1, 1, tmp_path / "out", tmp_path, tmp_path / "emulator", lambda _: None)
