"""The benchmark measures what it says: so many records through the function's handler, and what the process needed."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tools.bench import transform
from tools.bench.transform import FUNCTION, Figures, bench_transform, measure, write_records
from tools.errors import GroundplanError

PROJECT = Path(__file__).resolve().parents[3]


def test_the_records_are_as_many_and_as_large_as_they_are_said_to_be(tmp_path: Path) -> None:
    assert write_records(tmp_path / "a.gz", records=30)[0] == 30
    lines = gzip.decompress((tmp_path / "a.gz").read_bytes()).splitlines()
    assert [json.loads(line)["metadata"]["transaction-id"] for line in lines] == list(range(1, 31))
    number, size = write_records(tmp_path / "b.gz", size=10_000)
    assert size == len(gzip.decompress((tmp_path / "b.gz").read_bytes()))
    assert 10_000 <= size < 11_000
    assert number < 30


def test_the_function_is_measured() -> None:
    figures = measure(PROJECT / FUNCTION, 3, records=50, large=50_000)
    assert (figures.records, figures.runs) == (50, 3)
    assert 0 < figures.p50_ms <= figures.p99_ms
    assert figures.large_seconds > 0
    assert figures.large_peak_mib > 20


@pytest.mark.parametrize(("peak", "code"), [(511.0, 0), (512.0, 1)])
def test_too_much_memory_fails(
    peak: float, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(transform, "measure", lambda *_: Figures(10, 2, 1.0, 2.0, 100.0, 1000, 4.0, peak))
    assert bench_transform(PROJECT, 2, "text") == code
    assert f"250 records/s, at most {peak:.0f} of 512 MiB" in capsys.readouterr().out
    assert bench_transform(PROJECT, 2, "json") == code
    assert json.loads(capsys.readouterr().out)["large_peak_mib"] == peak


def test_what_cannot_be_measured_is_said(tmp_path: Path) -> None:
    with pytest.raises(GroundplanError, match=r"there is no functions/smartstream-transform in"):
        bench_transform(tmp_path, 1, "text")
    with pytest.raises(GroundplanError, match="--runs 0 measures nothing"):
        bench_transform(PROJECT, 0, "text")
