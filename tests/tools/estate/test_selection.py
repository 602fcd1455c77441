from __future__ import annotations

from pathlib import Path

import pytest

from tools.errors import GroundplanError
from tools.estate import Selection, folder_name, select


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    units = {
        "accounts/dev/us-east-1/network": "",
        "accounts/dev/us-east-1/app": 'dependency "network" {\n  config_path = "../network"\n}\n',
        "accounts/dev/us-west-2/network": "",
        "accounts/prod/us-east-1/network": 'inputs = { x = get_env("LOCALSTACK", "unset") }\n',
        "accounts/prod/us-east-1/broken": "inputs = {\n",
    }
    for path, text in units.items():
        (tmp_path / path).mkdir(parents=True)
        (tmp_path / path / "terragrunt.hcl").write_text(text)
    return tmp_path


def paths(tree: Path, selection: Selection) -> list[str]:
    return sorted(select(tree, selection, {}).units)


def test_an_account_and_a_region_are_folders(tree: Path) -> None:
    assert paths(tree, Selection("dev")) == [
        "accounts/dev/us-east-1/app",
        "accounts/dev/us-east-1/network",
        "accounts/dev/us-west-2/network",
    ]
    assert paths(tree, Selection("dev", "us-west-2")) == ["accounts/dev/us-west-2/network"]


def test_a_unit_comes_with_what_it_needs_and_on_request_with_what_needs_it(tree: Path) -> None:
    east = Selection("dev", "us-east-1", ("app",))
    assert paths(tree, east) == ["accounts/dev/us-east-1/app", "accounts/dev/us-east-1/network"]
    assert paths(tree, Selection("dev", "us-east-1", ("network",))) == ["accounts/dev/us-east-1/network"]
    assert len(paths(tree, Selection("dev", "us-east-1", ("network",), with_dependents=True))) == 2


def test_a_unit_that_is_not_there_could_be_among_what_was_asked_for() -> None:
    path = "accounts/dev/us-east-1/gone"
    assert Selection().covers(path)
    assert Selection("dev", "us-east-1", ("nothing", "gone")).covers(path)
    for other in (Selection("prod"), Selection("dev", "eu-north-1"), Selection(units=("network",)), Selection("gone")):
        assert not other.covers(path)


@pytest.mark.parametrize(
    ("selection", "message"),
    [
        (Selection("dve"), 'Did you mean "dev"'),
        (Selection("dev", "mars"), "--region"),
        (Selection("dev", None, ("nothing",)), "--unit nothing"),
    ],
)
def test_a_selection_of_nothing_is_an_error(tree: Path, selection: Selection, message: str) -> None:
    with pytest.raises(GroundplanError) as caught:
        select(tree, selection, {})
    assert message in str(caught.value)


def test_broken_units_count_only_where_they_are_chosen(tree: Path) -> None:
    assert select(tree, Selection("dev"), {}).errors == []
    assert len(select(tree, Selection("prod"), {}).errors) == 1


def test_the_users_own_switch_does_not_reach_the_tree(tree: Path) -> None:
    found = select(tree, Selection("prod"), {"LOCALSTACK": "true"})
    assert found.units["accounts/prod/us-east-1/network"].inputs == {"x": "unset"}


def test_what_terragrunt_passes_over_is_left_out_and_named_where_nothing_is_left(tree: Path) -> None:
    unit = tree / "accounts/dev/us-west-2/network/terragrunt.hcl"
    unit.write_text('exclude {\n  if      = true\n  actions = ["all"]\n}\n')
    assert "accounts/dev/us-west-2/network" not in paths(tree, Selection("dev"))
    with pytest.raises(GroundplanError, match="is left out by its exclude block"):
        select(tree, Selection("dev", "us-west-2"), {})


def test_each_selection_has_a_folder_of_its_own() -> None:
    names = [
        folder_name(each)
        for each in (
            Selection(),
            Selection("dev"),
            Selection("dev", "us-east-1"),
            Selection("dev", None, ("a",)),
            Selection("dev", None, ("b",)),
            Selection("dev", None, ("a",), with_dependents=True),
        )
    ]
    assert names[:3] == ["all", "dev", "dev-us-east-1"]
    assert len(set(names)) == len(names)
