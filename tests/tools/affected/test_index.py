"""What is remembered must never change the answer."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tools.affected import Affected
from tools.live import Options, load, render

if TYPE_CHECKING:
    from .conftest import Repository

DEV = "accounts/dev/eu-west-1"
NETWORK, DATABASE, APP = f"{DEV}/network", f"{DEV}/database", f"{DEV}/shop/app"
PROD = "accounts/prod/eu-west-1/network"


def index(estate: Repository) -> Path:
    return next((estate.root / ".groundplan/affected").glob("????????????????.json"))


def test_only_what_differs_is_evaluated_again(estate: Repository) -> None:
    assert estate.affected().evaluated == 4
    assert estate.affected().evaluated == 0
    estate.append(f"live/{NETWORK}/terragrunt.hcl")
    assert estate.affected().evaluated == 1
    assert estate.affected().evaluated == 0
    estate.append("modules/network/main.tf")
    assert estate.affected().evaluated == 0
    estate.append("live/accounts/dev/env.hcl")
    assert estate.affected().evaluated == 3
    estate.write({f"live/{DEV}/new/terragrunt.hcl": ""})
    assert estate.affected().evaluated == 1
    estate.git("checkout", "--quiet", ".")
    estate.git("clean", "--quiet", "--force", "-d", "live")
    assert estate.affected().evaluated == 3


def test_files_that_git_does_not_know_are_looked_at(estate: Repository) -> None:
    choice = 'fileexists("x.ignored") ? trimspace(file("x.ignored")) : "../a.hcl"'
    above = f"live/{PROD.rpartition('/')[0]}"
    estate.commit({f"{above}/a.hcl": "", f"{above}/b.hcl": ""})
    estate.commit({f"live/{PROD}/terragrunt.hcl": f"locals {{ x = read_terragrunt_config({choice}) }}\n"})
    estate.append(f"{above}/b.hcl")
    assert estate.statuses() == {}
    estate.write({f"live/{PROD}/x.ignored": "../b.hcl"})
    assert estate.statuses() == {PROD: "changed"}
    estate.write({f"live/{PROD}/x.ignored": "../a.hcl"})
    assert estate.statuses() == {}


@pytest.mark.parametrize("spoil", [b"", b"{}", b"no index\n{}", b"\xff\n\x00"])
def test_an_index_that_is_no_index_is_made_anew(estate: Repository, spoil: bytes) -> None:
    estate.append("modules/network/main.tf")
    expected = estate.affected()
    index(estate).write_bytes(spoil)
    assert estate.affected() == expected
    assert estate.affected() == replace(expected, evaluated=0)


def test_an_index_that_was_cut_or_altered_is_made_anew(estate: Repository) -> None:
    expected = estate.affected()
    written = index(estate).read_bytes()
    head, _, body = written.partition(b"\n")
    altered = json.loads(body)
    altered["nodes"] = {}
    other = b"1" if written.startswith(b"0") else b"0"
    for content in (written[:-1], head + b"\n" + json.dumps(altered).encode(), other + written[1:]):
        index(estate).write_bytes(content)
        assert estate.affected() == expected


def test_several_at_once(estate: Repository) -> None:
    estate.append("modules/network/main.tf")
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: estate.statuses(), range(8)))
    assert all(answer == answers[0] for answer in answers)
    assert estate.affected().evaluated == 0


def test_values_of_the_environment_are_not_kept(estate: Repository) -> None:
    estate.commit({f"live/{PROD}/terragrunt.hcl": 'locals { x = get_env("TOKEN", "") }\n'})
    environment = {"PATH": os.environ["PATH"], "TOKEN": "very secret"}
    assert estate.affected(environment=environment).evaluated == 4
    assert "very secret" not in index(estate).read_text()
    assert estate.affected(environment=environment | {"OTHER": "1"}).evaluated == 0
    assert estate.affected(environment=environment | {"TOKEN": "another"}).evaluated == 1


def test_what_is_known_needs_no_evaluator(estate: Repository) -> None:
    """The start of a task counts: nothing heavy is loaded, and the language only where something is evaluated."""
    estate.affected()
    code = (
        "import sys; from tools.cli import main; sys.argv = ['inv', 'affected', '--base', 'HEAD', '--format', 'json']\n"
    )
    code += "try: main()\nexcept SystemExit: pass\nprint(sorted(sys.modules), file=sys.stderr)"
    project = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=estate.root,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(project)},
        check=True,
        capture_output=True,
        text=True,
    )
    assert json.loads(done.stdout)["units"] == []
    loaded = set(eval(done.stderr.strip().splitlines()[-1]))  # noqa: S307 - our own list
    assert "tools.affected.find" in loaded
    assert not loaded & {"moto", "boto3", "checkov", "jinja2", "tree_sitter", "tools.hcl", "rich.console"}


# Random edits --------------------------------------------------------------------------------------------------------

_FILES = [
    *(f"live/{path}/terragrunt.hcl" for path in (NETWORK, DATABASE, APP, PROD, f"{DEV}/shop/new")),
    *("live/env.hcl", "live/accounts/dev/env.hcl", "live/accounts/env.hcl", f"live/{DEV}/shop/env.hcl"),
    *("live/root.hcl", "live/accounts/prod/account.hcl", f"live/{PROD}/extra.tf", f"live/{PROD}/notes.md"),
    *(
        "modules/network/main.tf",
        "modules/network/more.tf",
        "modules/parts/key/alias/main.tf",
        "modules/shared/banner.txt",
    ),
    *("functions/api/api/__init__.py", "accepted.yaml", "README.md"),
]
_TEXTS: dict[str, list[str]] = {
    "terragrunt.hcl": [
        'include "root" {\n  path   = find_in_parent_folders("root.hcl")\n  expose = true\n}\n'
        "inputs = { size = include.root.locals.env.size }\n",
        'dependency "n" {\n  config_path  = "../network"\n  mock_outputs = {}\n}\n',
        'terraform {\n  source = "${get_repo_root()}/modules//database"\n}\n',
        "inputs = {\n",
    ],
    "env.hcl": ["locals { size = 5 }\n", "locals { size = 2 }\n"],
}


@st.composite
def edit(draw: st.DrawFn) -> tuple[str, str | None]:
    name = draw(st.sampled_from(_FILES))
    texts = _TEXTS.get(name.rpartition("/")[2], ["# one\n", "# two\n"])
    return name, draw(st.none() | st.sampled_from(texts))


def apply(estate: Repository, edits: list[tuple[str, str | None]]) -> None:
    for name, text in edits:
        if text is not None or (estate.root / name).exists():
            estate.write({name: text})


def rendered(estate: Repository) -> dict[str, Any]:
    options = Options("reference", {"PATH": os.environ["PATH"], "GROUNDPLAN_EMULATOR": "true"})
    return {path: render(unit) for path, unit in load(estate.root / "live", options).units.items()}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=st.lists(edit(), max_size=3),
    steps=st.lists(st.lists(edit(), min_size=1, max_size=3), min_size=1, max_size=3),
)
def test_random_edits(
    estate: Repository, before: list[tuple[str, str | None]], steps: list[list[tuple[str, str | None]]]
) -> None:
    """Remembered or not, the answer is the same; and a unit that evaluates to something else is always in it."""
    estate.git("reset", "--quiet", "--hard", "HEAD")
    estate.git("clean", "--quiet", "--force", "-d", "live", "modules", "functions", "accepted.yaml")
    apply(estate, before)
    base = estate.commit()
    was = rendered(estate)
    for step in steps:
        apply(estate, step)
        remembered = estate.affected(base)
        now = rendered(estate)
        differing = {path for path in {*was, *now} if was.get(path) != now.get(path)}
        named = {path for each in remembered.units.values() for path in (each.path, each.renamed_from)}
        assert differing <= named
        shutil.rmtree(estate.root / ".groundplan" / "affected", ignore_errors=True)
        assert without_effort(estate.affected(base)) == without_effort(remembered)


def without_effort(found: Affected) -> Affected:
    return replace(found, evaluated=0)
