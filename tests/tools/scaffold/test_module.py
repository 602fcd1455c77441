"""A new module of the library, as the library's own checks see it. That it plans is the layer `modules`' to say."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.files import write as write_files
from tools.docs import read_module
from tools.errors import GroundplanError
from tools.lint import run_checks
from tools.scaffold import write
from tools.scaffold.module import scaffold_module


@pytest.fixture
def library(tmp_path: Path, repository: Path) -> Path:
    """A project with the shared definitions, and with two modules that make use of them."""
    root = tmp_path / "a library"
    for path in ("modules/INTERFACES.md", "modules/dns/certificate", "modules/compute/parameters"):
        copied = root / path
        copied.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if (repository / path).is_dir() else shutil.copy)(repository / path, copied)
    write_files(
        root, {"modules/README.md": "# Modules\n\n<!-- BEGIN MODULES -->\n\nold\n\n<!-- END MODULES -->\n\nThe end.\n"}
    )
    subprocess.run(["git", "init", "-q", root], check=True)
    return root


def test_it_keeps_the_rules_of_the_library(library: Path) -> None:
    write(library, scaffold_module(library, "compute", "order-bell"))
    outcomes = run_checks(library, ["modules", "examples", "docs", "links", "whitespace", "syntax"])
    assert {outcome.status for outcome in outcomes} <= {"passed", "failed"}
    found = [str(each) for outcome in outcomes for each in outcome.findings]
    assert [each for each in found if "order-bell" in each or "modules/README.md" in each] == []
    assert any("dns/certificate" in each for each in found), "the others lack their cases here, and that is seen"


def test_shared_inputs_are_as_they_are_defined(library: Path) -> None:
    definitions = library / "modules/INTERFACES.md"
    text = definitions.read_text()
    before = "kms_key_arn must be the ARN of a key (arn:aws:kms:<region>:<account>:key/<id>), not an alias or an id."
    definitions.write_text(text.replace(before, "kms_key_arn: an ARN – of a key."))
    write(library, scaffold_module(library, "compute", "bell"))
    module = read_module(library / "modules/compute/bell")
    variables = {variable.name: variable for variable in module.variables}
    assert list(variables) == ["kms_key_arn", "name", "log_retention_days", "tags"]
    assert variables["kms_key_arn"].messages == ("kms_key_arn: an ARN – of a key.",)
    written = (library / "modules/compute/bell/variables.tf").read_text()
    assert "may_differ" not in written
    assert "…" not in written


def test_cases_and_counts_come_with_it(library: Path) -> None:
    write(library, scaffold_module(library, "compute", "bell"))
    cases = yaml.safe_load((library / "tests/modules/cases/compute-bell.yaml").read_text())
    assert {name for case in cases for name in case["inputs"]} == {"name", "kms_key_arn", "log_retention_days"}
    assert yaml.safe_load((library / "tests/modules/golden/compute-bell.yaml").read_text()).keys() == {
        "minimal",
        "complete",
    }
    index = (library / "modules/README.md").read_text()
    assert "| [compute/bell](compute/bell/README.md) | A log group, to begin with" in index
    assert "[dns/certificate]" in index
    assert index.endswith("The end.\n")


@pytest.mark.parametrize(
    ("family", "name", "message"),
    [
        ("compute", "Bell", "--name 'Bell' cannot be a folder"),
        ("../compute", "bell", "--family '../compute' cannot be a folder"),
        ("compute", "parameters", "modules/compute/parameters: there already"),
    ],
)
def test_names_that_cannot_be_taken(library: Path, family: str, name: str, message: str) -> None:
    with pytest.raises(GroundplanError, match=message):
        scaffold_module(library, family, name)


def test_a_module_is_no_family(library: Path) -> None:
    write_files(library, {"modules/network/versions.tf": ""})
    with pytest.raises(GroundplanError, match=r"modules/network is a module, not a family.*\n.*compute, dns"):
        scaffold_module(library, "network", "bell")


def test_definitions_that_lack_one_are_named(library: Path) -> None:
    (library / "modules/INTERFACES.md").write_text("# Interfaces\n")
    with pytest.raises(GroundplanError, match=r"modules/INTERFACES.md: the variable kms_key_arn is not defined"):
        scaffold_module(library, "compute", "bell")
