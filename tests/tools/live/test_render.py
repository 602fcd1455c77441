"""Our own trees, evaluated, against what Terragrunt 1.1.3 printed for them (expected/), and against a real one."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tools.errors import GroundplanError
from tools.live import Options, Tree, load, load_unit, render
from tools.live.sources import working_dir

HERE = Path(__file__).resolve().parent
TREES = sorted(path.name for path in (HERE / "trees").iterdir())
# Terragrunt leaves out what it cannot evaluate and says that all is well; here it is an error.
STRICTER = {("broken", "bad_reference")}


def _oracle() -> ModuleType:
    spec = importlib.util.spec_from_file_location("terragrunt_oracle", HERE / "terragrunt_oracle.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


oracle = _oracle()


def expected(name: str) -> dict[str, Any]:
    return json.loads((HERE / "expected" / f"{name}.json").read_text(encoding="utf-8"))


CASES = [(name, unit) for name in TREES for unit in expected(name)]


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory: pytest.TempPathFactory) -> Any:
    @cache
    def evaluate(name: str) -> tuple[Path, Tree]:
        root = oracle.copy_tree(name, tmp_path_factory.mktemp("trees").resolve())
        options = Options(
            env={"PATH": os.environ["PATH"], **oracle.ENVIRONMENT},
            command="render",
            arguments=("render", "-no-color"),
            allow_run_cmd=True,
        )
        return root, load(root, options)

    return evaluate


@pytest.mark.parametrize(("name", "unit"), CASES, ids=lambda value: value)
def test_renders_what_terragrunt_renders(name: str, unit: str, evaluated: Any) -> None:
    root, tree = evaluated(name)
    wanted = expected(name)[unit]
    failed = {error.unit for error in tree.errors if hasattr(error, "unit")}
    if wanted == {"error": True} or (name, unit) in STRICTER:
        assert unit in failed
        assert unit not in tree.units
        return
    assert unit in tree.units, [str(error) for error in tree.errors if getattr(error, "unit", "") == unit]
    answer = oracle.portable(json.loads(json.dumps(render(tree.units[unit]))), root)
    if unit == "one/two":  # a hash of where the tree lies
        assert len(answer["inputs"].pop("working_dir")) == len(wanted["inputs"].pop("working_dir"))
    assert answer == wanted


@pytest.mark.skipif(shutil.which("terragrunt") is None, reason="terragrunt is not on PATH")
@pytest.mark.parametrize("name", TREES)
def test_recorded_answers_are_those_of_the_terragrunt_on_path(name: str) -> None:
    answers = oracle.record(name)
    for answer in answers.values():
        answer.pop("stderr", None)
    recorded = expected(name)
    for each in (answers, recorded):
        if name == "functions":
            each["one/two"]["inputs"].pop("working_dir")
    assert answers == recorded


@pytest.mark.parametrize(
    ("source", "folder"),
    [
        (None, "XrcSw8kdNiYbRDjNRlYN7eEZZ3I"),
        ("../m//a", "loj9NLFUwK1qa76hN2U50Bu7T7M/a"),
        ("../m", "loj9NLFUwK1qa76hN2U50Bu7T7M"),
        ("/tmp/groundplan/m//a", "loj9NLFUwK1qa76hN2U50Bu7T7M/a"),
        ("./sub", "Tc7PoktgTpRYse6RwyxQeiDdjxA"),
        # pragma: allowlist nextline secret
        ("git::https://example.com/modules.git//thing/deep?ref=v1", "oZtUay1jPyYSkBC5qveuyhlFrk8/thing/deep"),
        # pragma: allowlist nextline secret
        ("github.com/acme/mods//x?ref=v2", "KOy628ep7AwDWpT1YnLuuy6oXG8/x"),
        # pragma: allowlist nextline secret
        ("https://github.com/acme/mods.git//x", "KOy628ep7AwDWpT1YnLuuy6oXG8/x"),
        # pragma: allowlist nextline secret
        ("git@github.com:acme/mods.git//x", "K3b6wWFS_qK8uxAs2Gyky6X5aDs/x"),
        ("tfr:///terraform-aws-modules/vpc/aws?version=3.5.0", "ThyYwttwki6d6AS3aD5OwoyqIWA"),
        ("tfr://registry.opentofu.org/a/b/c//sub?version=1.0.0", "udGJbV_-4FhgzfSOu5w-P50hVrc/sub"),
        # pragma: allowlist nextline secret
        ("s3::https://s3.amazonaws.com/bucket/key.zip", "zwdtDOx7nYo2Rskgsfq0FVvrGF0"),
    ],
)
def test_working_dir_is_that_of_terragrunt(source: str | None, folder: str) -> None:
    # Recorded with Terragrunt 1.1.3 in this very folder: the hashes are made of it.
    unit = "/tmp/groundplan/x"
    assert working_dir(source, unit) == f"{unit}/.terragrunt-cache/FEW85SmsVKtt_dcAY7e5kmPPMUg/{folder}"


def test_a_single_unit_needs_no_tree(tree: Any) -> None:
    root = tree(
        {
            "live/root.hcl": "inputs = { rel = path_relative_to_include() }",
            "live/a/b/terragrunt.hcl": 'include "r" { path = find_in_parent_folders("root.hcl") }',
        }
    )
    assert render(load_unit(root / "live" / "a" / "b"))["inputs"] == {"rel": "a/b"}
    with pytest.raises(GroundplanError, match="is no unit"):
        load_unit(root / "live")
    with pytest.raises(GroundplanError, match="is no folder"):
        load_unit(root / "nowhere")
