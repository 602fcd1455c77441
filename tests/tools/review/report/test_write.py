"""All forms in one folder, each replaced in one step."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.review.report import samples
from tools.errors import GroundplanError
from tools.review.report import write


@pytest.mark.parametrize("name", ["empty", "small", "dangerous", "hostile", "broken"])
def test_four_files_that_come_out_the_same_again(name: str, tmp_path: Path) -> None:
    paths = write(samples.ALL[name](), tmp_path / "out")
    assert [path.name for path in paths] == ["review.md", "review.html", "review.json", "review.sarif"]
    first = {path: path.read_bytes() for path in paths}
    assert sorted((tmp_path / "out").iterdir()) == sorted(paths)
    write(samples.ALL[name](), tmp_path / "out")
    assert {path: path.read_bytes() for path in paths} == first


def test_a_folder_that_cannot_be_written_is_a_message(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(GroundplanError, match="cannot write"):
        write(samples.empty(), tmp_path / "file")
