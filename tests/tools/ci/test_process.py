"""What a step sees of this machine, and what is read of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tools.ci.process import passing, read_assignments
from tools.errors import GroundplanError


def test_what_of_this_machine_a_job_sees() -> None:
    given = {
        "PATH": os.pathsep.join(("/venv/bin", "/usr/bin")),
        "VIRTUAL_ENV": "/venv",
        "https_proxy": "http://proxy",
        "PIP_INDEX_URL": "x",
        "AWS_SECRET_ACCESS_KEY": "x",
        "AWS_CA_BUNDLE": "x",
        "GH_TOKEN": "x",
        "GROUNDPLAN_TERRAFORM": "x",
    }
    assert passing(given) == {"PATH": "/usr/bin", "https_proxy": "http://proxy", "PIP_INDEX_URL": "x"}


@pytest.mark.parametrize(("text", "words"), [("nothing\n", "no name=value"), ("a<<END\nb\n", "a has no END")])
def test_an_output_that_is_none_is_told(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "output").write_text(text)
    with pytest.raises(GroundplanError, match=words):
        read_assignments(tmp_path / "output", "here")
