"""What a change touches, and what it does not."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tools.affected import affected
from tools.errors import GroundplanError

if TYPE_CHECKING:
    from .conftest import Repository

DEV = "accounts/dev/eu-west-1"
NETWORK, DATABASE, APP = f"{DEV}/network", f"{DEV}/database", f"{DEV}/shop/app"
PROD = "accounts/prod/eu-west-1/network"
ALL = {NETWORK, DATABASE, APP, PROD}
DOWNSTREAM = {NETWORK: "changed", DATABASE: "downstream", APP: "downstream"}


def test_nothing_changed_nothing_affected(estate: Repository) -> None:
    found = estate.affected()
    assert found.units == {}
    assert (found.total, found.files, found.other_files, found.errors) == (4, 0, (), ())
    assert found.base == estate.git("rev-parse", "HEAD")


def test_a_units_own_file_and_its_dependents(estate: Repository) -> None:
    estate.append(f"live/{NETWORK}/terragrunt.hcl")
    assert estate.statuses() == DOWNSTREAM
    start = f"live/{NETWORK}/terragrunt.hcl (changed)"
    assert estate.chains(NETWORK) == [(start, f"unit {NETWORK}")]
    assert estate.chains(APP) == [(start, f"unit {NETWORK}", f"unit {DATABASE}", f"unit {APP}")]
    alone = estate.affected(dependents=False)
    assert set(alone.units) == {NETWORK}


def test_a_module(estate: Repository) -> None:
    estate.append("modules/network/main.tf")
    assert estate.statuses() == DOWNSTREAM | {PROD: "changed"}
    assert estate.chains(PROD) == [("modules/network/main.tf (changed)", "module modules/network", f"unit {PROD}")]


def test_a_module_within_modules(estate: Repository) -> None:
    estate.append("modules/parts/key/alias/main.tf")
    assert estate.statuses() == {DATABASE: "changed", APP: "downstream"}
    assert estate.chains(DATABASE) == [
        (
            "modules/parts/key/alias/main.tf (changed)",
            "module modules/parts/key/alias",
            "module modules/parts/key",
            "module modules/database",
            f"unit {DATABASE}",
        )
    ]


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "modules/network/README.md",
        "modules/network/CHANGELOG.md",
        "modules/network/examples/minimal/main.tf",
        "modules/network/examples/new/main.tf",
        "modules/network/tests/network.tftest.hcl",
        "modules/network/.tflint.hcl",
        "modules/parts/other/main.tf",
        "functions/api/tests/test_api.py",
        "functions/web/web/__init__.py",
        f"live/{NETWORK}/README.md",
        "live/notes.txt",
    ],
)
def test_what_no_unit_rests_on_is_named(estate: Repository, name: str) -> None:
    estate.write({name: "# something else\n"})
    found = estate.affected()
    assert found.units == {}
    assert found.other_files == (name,)


@pytest.mark.parametrize(
    "name",
    [
        "modules/app/main.tf",
        "modules/app/new.tf",
        "modules/app/templates/policy.json.tftpl",
        "modules/app/templates/another.json",
        "modules/shared/banner.txt",
        "modules/texts/b.md",
        "functions/api/api/__init__.py",
        "functions/api/api/new.py",
        "functions/api/requirements.txt",
    ],
)
def test_what_a_module_or_a_function_is_made_of(estate: Repository, name: str) -> None:
    estate.write({name: "# something else\n"})
    assert estate.statuses() == {APP: "changed"}


def test_function_code_says_so(estate: Repository) -> None:
    estate.append("functions/api/api/__init__.py")
    assert estate.chains(APP) == [("functions/api/api/__init__.py (changed)", "function api", f"unit {APP}")]


def test_a_unit_that_reads_the_digest_of_a_package_needs_no_package(estate: Repository) -> None:
    digest = 'hash = jsondecode(file("${get_repo_root()}/.groundplan/packages/api.json")).sha256\n'
    estate.write({f"live/{APP}/terragrunt.hcl": f"inputs = {{\n{digest}}}\n"})
    estate.commit()
    assert estate.affected().errors == ()
    estate.append("functions/api/api/__init__.py")
    assert estate.statuses() == {APP: "changed"}
    evaluated = estate.affected().evaluated
    estate.write({".groundplan/packages/api.json": '{"sha256": "1"}'})
    assert (estate.statuses(), estate.affected().evaluated, evaluated) == ({APP: "changed"}, 0, 0)


def test_a_package_that_is_not_built_says_what_its_function_runs_on(estate: Repository) -> None:
    built = 'jsondecode(file("${get_repo_root()}/.groundplan/packages/api.json"))'
    estate.write({f"live/{APP}/terragrunt.hcl": f"inputs = {{\n  runtime = {built}.runtime\n}}\n"})
    estate.commit()
    assert "runtime" in str(estate.affected().errors)
    estate.commit({"functions/api/platform.json": '{"architecture": "arm64", "python": "3.11"}'})
    assert (estate.affected().errors, estate.statuses()) == ((), {})
    estate.write({"functions/api/platform.json": '{"architecture": "arm64", "python": "3.12"}'})
    assert estate.statuses() == {APP: "changed"}


def test_what_a_unit_reads_itself(estate: Repository) -> None:
    inputs = """inputs = {
  a = file("${get_terragrunt_dir()}/a.txt")
  b = templatefile("../b.tftpl", {})
  c = [for name in fileset("${get_terragrunt_dir()}/sets", "*.json") : name]
  d = mark_as_read("${get_terragrunt_dir()}/../d.txt")
  e = fileexists("${get_terragrunt_dir()}/../e.txt")
  f = "${get_terragrunt_dir()}/../f.json"
}
terraform {
  extra_arguments "vars" {
    commands           = ["plan"]
    optional_var_files = ["${get_terragrunt_dir()}/../g.tfvars"]
    arguments          = ["-var-file=${get_terragrunt_dir()}/../h.tfvars"]
  }
}
"""
    folder = f"live/{DEV}/reader"
    others = {f"live/{DEV}/{name}": "1" for name in ("d.txt", "f.json", "h.tfvars")}
    template = {f"live/{DEV}/b.tftpl": '${file("c.txt")}', f"live/{DEV}/reader/c.txt": "c"}
    estate.commit({f"{folder}/terragrunt.hcl": inputs, f"{folder}/a.txt": "a", **template, **others})
    assert estate.affected().errors == ()
    for name in (f"{DEV}/reader/a.txt", f"{DEV}/b.tftpl", f"{DEV}/reader/c.txt", *others):
        path = name.removeprefix("live/")
        estate.append(f"live/{path}", "!")
        assert estate.statuses() == {f"{DEV}/reader": "changed"}, name
        estate.git("checkout", "--quiet", ".")
    for name in ("reader/sets/new.json", "e.txt", "g.tfvars"):
        estate.write({f"live/{DEV}/{name}": ""})
        assert estate.statuses() == {f"{DEV}/reader": "changed"}, name
        estate.write({f"live/{DEV}/{name}": None})
    estate.write({f"live/{DEV}/other.json": ""})
    assert estate.statuses() == {}


def test_parents(estate: Repository) -> None:
    estate.append("live/root.hcl")
    assert estate.statuses() == dict.fromkeys(ALL, "changed")
    estate.git("checkout", "--quiet", ".")
    estate.append("live/accounts/dev/env.hcl")
    assert estate.statuses() == dict.fromkeys(ALL - {PROD}, "changed")
    estate.git("checkout", "--quiet", ".")
    estate.append("live/env.hcl")
    assert estate.statuses() == {PROD: "changed"}


def test_a_parent_that_has_gone_so_that_another_one_is_found(estate: Repository) -> None:
    estate.write({"live/accounts/dev/env.hcl": None})
    assert estate.statuses() == dict.fromkeys(ALL - {PROD}, "changed")
    assert estate.affected().errors == ()
    gone = "live/accounts/dev/env.hcl (deleted)"
    assert estate.chains(NETWORK) == [(gone, "live/env.hcl is found instead", f"unit {NETWORK}")]


def test_a_new_parent_that_is_found_nearer(estate: Repository) -> None:
    estate.write({f"live/{DEV}/shop/env.hcl": "locals { size = 3 }\n"})
    assert estate.statuses() == {APP: "changed"}
    assert estate.chains(APP) == [(f"live/{DEV}/shop/env.hcl (added)", f"unit {APP}")]


def test_a_new_unit(estate: Repository) -> None:
    shutil.copytree(estate.root / "live" / PROD, estate.root / "live/accounts/prod/eu-west-1/second")
    new = "accounts/prod/eu-west-1/second"
    found = estate.affected()
    assert {path: unit.status for path, unit in found.units.items()} == {new: "added"}
    assert (found.total, found.other_files) == (5, ())
    assert estate.chains(new) == [(f"live/{new}/terragrunt.hcl (added)", f"unit {new}")]


def test_a_unit_that_has_gone(estate: Repository) -> None:
    estate.commit({f"live/{PROD}/extra.json": "{}"})
    shutil.rmtree(estate.root / "live" / PROD)
    found = estate.affected()
    assert {path: unit.status for path, unit in found.units.items()} == {PROD: "removed"}
    assert (found.total, found.other_files) == (3, ())
    assert estate.chains(PROD)[-1] == (f"live/{PROD}/terragrunt.hcl (deleted)", f"unit {PROD}")


def test_a_unit_that_has_gone_and_is_needed(estate: Repository) -> None:
    estate.write({f"live/{NETWORK}/terragrunt.hcl": None})
    found = estate.affected()
    assert {path: unit.status for path, unit in found.units.items()} == {
        NETWORK: "removed",
        DATABASE: "changed",
        APP: "downstream",
    }
    assert (f"live/{NETWORK}/terragrunt.hcl (deleted)", f"unit {DATABASE}") in estate.chains(DATABASE)
    assert [error.unit for error in found.errors] == [DATABASE]
    assert "The dependency does not exist" in found.errors[0].message


@pytest.mark.parametrize("staged", [True, False])
def test_a_unit_somewhere_else(estate: Repository, staged: bool) -> None:
    new = "accounts/prod/eu-west-1/net"
    (estate.root / "live" / PROD).rename(estate.root / "live" / new)
    if staged:
        estate.git("add", "--all")
    found = estate.affected()
    assert {path: unit.status for path, unit in found.units.items()} == {new: "renamed"}
    assert found.units[new].renamed_from == PROD
    assert found.other_files == ()
    assert estate.chains(new) == [
        (f"live/{new}/terragrunt.hcl (renamed from live/{PROD}/terragrunt.hcl)", f"unit {new}")
    ]


def test_committed_staged_changed_untracked_and_ignored(estate: Repository) -> None:
    base = estate.git("rev-parse", "HEAD")
    estate.append("modules/parts/key/main.tf")
    estate.commit()
    estate.append("live/env.hcl")
    estate.git("add", "live/env.hcl")
    estate.append("modules/app/main.tf")
    estate.write({f"live/{NETWORK}/more.auto.tfvars": "", f"live/{NETWORK}/x.ignored": "", ".groundplan/x.tf": ""})
    expected = {NETWORK: "changed", DATABASE: "changed", APP: "changed", PROD: "changed"}
    assert estate.statuses(base) == expected
    assert estate.statuses() == expected | {DATABASE: "downstream"}
    assert estate.affected(base).files == 4


def test_a_generated_directory_counts_as_ours_even_where_nothing_ignores_it(estate: Repository) -> None:
    estate.commit({".gitignore": ""})
    estate.affected()
    assert (estate.affected().files, estate.git("status", "--porcelain")) == (0, "?? .groundplan/")


def test_changes_on_the_base_since_it_parted_do_not_count(estate: Repository) -> None:
    estate.git("checkout", "--quiet", "-b", "feature")
    estate.append("modules/app/main.tf")
    estate.commit()
    estate.git("checkout", "--quiet", "main")
    estate.append("modules/network/main.tf")
    estate.commit()
    estate.git("checkout", "--quiet", "--detach", "feature")
    assert estate.statuses("main") == {APP: "changed"}


def test_a_broken_unit_is_named_and_not_lost(estate: Repository) -> None:
    estate.append(f"live/{NETWORK}/terragrunt.hcl", "inputs = {\n")
    found = estate.affected()
    assert {path: unit.status for path, unit in found.units.items()} == DOWNSTREAM
    assert [error.unit for error in found.errors] == [NETWORK]
    estate.commit()
    assert estate.statuses() == DOWNSTREAM  # what it would rest on is still not known
    estate.git("checkout", "--quiet", "HEAD~", "--", ".")
    assert estate.affected().errors == ()


def test_a_broken_parent(estate: Repository) -> None:
    estate.append("live/accounts/dev/env.hcl", "locals {\n")
    found = estate.affected()
    assert set(found.units) == ALL - {PROD}
    assert {error.unit for error in found.errors} == ALL - {PROD}


def test_units_that_need_each_other(estate: Repository) -> None:
    needs = '\ndependency "app" {\n  config_path = "../shop/app"\n  mock_outputs = {}\n}\n'
    estate.append(f"live/{NETWORK}/terragrunt.hcl", needs)
    found = estate.affected()
    assert {path: unit.status for path, unit in found.units.items()} == DOWNSTREAM
    assert [error.unit for error in found.errors] == [None]
    assert "circle" in found.errors[0].message


def test_a_dependency_that_is_only_read_counts(estate: Repository) -> None:
    shared = (
        'dependency "network" {\n  config_path = "${get_terragrunt_dir()}/network"\n  mock_outputs = { id = "x" }\n}\n'
    )
    reader = """
locals { shared = read_terragrunt_config("../shared.hcl") }
inputs = { id = local.shared.dependency.network.outputs.id }
"""
    estate.commit({f"live/{DEV}/shared.hcl": shared, f"live/{DEV}/reader/terragrunt.hcl": reader})
    estate.append("modules/network/main.tf")
    assert estate.statuses()[f"{DEV}/reader"] == "downstream"


def test_through_a_unit_outside_the_tree(estate: Repository) -> None:
    estate.tree = "live/accounts/dev/eu-west-1/shop"
    estate.append("modules/network/main.tf")
    found = estate.affected()
    assert found.errors == ()
    assert {path: unit.status for path, unit in found.units.items()} == {"app": "downstream"}
    assert found.units["app"].chains[0].steps == (
        "modules/network/main.tf (changed)",
        "module modules/network",
        "unit ../network",
        "unit ../database",
        "unit app",
    )


def test_policy_and_prices_touch_every_unit_but_no_plan(estate: Repository) -> None:
    estate.write({"accepted.yaml": "[]", "prices/eu-west-1.yaml": ""})
    found = estate.affected()
    assert set(found.units) == ALL
    assert all(unit.kinds == ("policy", "prices") and not unit.needs_plan for unit in found.units.values())
    assert found.other_files == ()
    estate.append("modules/database/main.tf")
    found = estate.affected()
    assert {path for path, unit in found.units.items() if unit.needs_plan} == {DATABASE, APP}
    assert found.units[APP].status == "downstream"
    assert found.units[APP].kinds == ("code", "policy", "prices")


def test_models_and_lock_files(estate: Repository) -> None:
    estate.write({"models/shop.arc": "model shop {}\n"})
    assert estate.statuses() == {APP: "changed"}
    estate.write({"models/shop.arc": None, "live/accounts/prod/.terraform.lock.hcl": ""})
    found = estate.affected()
    assert {path: unit.kinds for path, unit in found.units.items()} == {PROD: ("providers",)}
    estate.write({"live/accounts/prod/.terraform.lock.hcl": None, "live/.terraform.lock.hcl": ""})
    assert set(estate.statuses()) == ALL


def test_any_file_name(estate: Repository) -> None:
    names = [f"live/{PROD}/a b.json", f"live/{PROD}/ä.json", f"live/{PROD}/new\nline.json", f"live/{PROD}/-x.json"]
    estate.write(dict.fromkeys(names, ""))
    raw = os.fsencode(estate.root / "live" / PROD) + b"/\xff.json"
    Path(os.fsdecode(raw)).write_text("")
    chains = estate.chains(PROD)
    assert len(chains) == 5
    assert (f"live/{PROD}/new\\nline.json (added)", f"unit {PROD}") in chains
    assert estate.statuses() == {PROD: "changed"}


def test_a_unit_with_a_strange_name(estate: Repository) -> None:
    folder = "accounts/prod/eu-west-1/ä b"
    estate.commit({f"live/{folder}/terragrunt.hcl": 'terraform {\n  source = "../network-x"\n}\n'})
    estate.append(f"live/{folder}/terragrunt.hcl")
    assert estate.statuses() == {folder: "changed"}


def test_symbolic_links(estate: Repository) -> None:
    link = estate.root / "live/accounts/prod/shared"
    link.symlink_to("../../../linked")
    (estate.root / "live" / PROD / "alias.hcl").symlink_to("../../../../../linked/alias.hcl")
    estate.commit({
        "linked/common.hcl": "locals { x = 1 }\n",
        "linked/alias.hcl": "locals { x = 1 }\n",
        "linked/elsewhere.hcl": "locals { x = 1 }\n",
        f"live/{PROD}/terragrunt.hcl": """
locals {
  a = read_terragrunt_config("../../shared/common.hcl")
  b = read_terragrunt_config("alias.hcl")
}
""",
    })  # fmt: skip
    assert estate.affected().errors == ()
    for name in ("linked/common.hcl", "linked/alias.hcl"):
        estate.append(name)
        assert estate.statuses() == {PROD: "changed"}
        estate.git("checkout", "--quiet", ".")
    estate.append("linked/elsewhere.hcl")
    assert estate.statuses() == {}
    (estate.root / "live" / PROD / "alias.hcl").unlink()
    (estate.root / "live" / PROD / "alias.hcl").symlink_to("../../../../../linked/elsewhere.hcl")
    assert estate.statuses() == {PROD: "changed"}


def test_modules_in_a_submodule(estate: Repository, tmp_path: Path) -> None:
    from .conftest import Repository as Other

    library = Other(tmp_path / "library")
    library.commit({"queue/main.tf": ""})
    estate.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(library.root), "library")
    source = 'terraform {\n  source = "${get_repo_root()}/library//queue"\n}\n'
    estate.commit({f"live/{PROD}/terragrunt.hcl": source})
    assert estate.statuses() == {}
    (estate.root / "library/queue/main.tf").write_text("# changed\n")
    assert estate.statuses() == {PROD: "changed"}
    assert estate.chains(PROD) == [("library (changed)", "module library/queue", f"unit {PROD}")]


def test_the_environment_counts(estate: Repository) -> None:
    choice = 'locals { x = read_terragrunt_config("${get_env("WHICH", "a")}.hcl") }\n'
    estate.commit({f"live/{PROD}/terragrunt.hcl": choice, f"live/{PROD}/a.hcl": "", f"live/{PROD}/b.hcl": ""})
    estate.commit(
        {f"live/{PROD}/b/terragrunt.hcl": 'locals { x = read_terragrunt_config("../${get_env("WHICH")}.hcl") }\n'}
    )
    where = {"PATH": os.environ["PATH"]}
    estate.append(f"live/{PROD}/b.hcl")
    assert [error.unit for error in estate.affected(environment=where).errors] == [f"{PROD}/b"]
    found = estate.affected(environment=where | {"WHICH": "b"})
    assert set(found.units) == {PROD, f"{PROD}/b"}
    assert found.errors == ()


def test_what_only_the_real_aws_reads_is_not_lost(estate: Repository) -> None:
    target = (
        'locals { x = read_terragrunt_config(get_env("GROUNDPLAN_EMULATOR", "") == "" ? "aws.hcl" : "emulator.hcl") }\n'
    )
    estate.commit({f"live/{PROD}/{name}": "" for name in ("aws.hcl", "emulator.hcl")})
    estate.commit({f"live/{PROD}/terragrunt.hcl": target})
    for name in ("aws.hcl", "emulator.hcl"):
        estate.append(f"live/{PROD}/{name}", "locals { a = 1 }\n")
        assert estate.statuses() == {PROD: "changed"}
        estate.git("checkout", "--quiet", ".")


def test_programs_run_only_when_asked_to(estate: Repository) -> None:
    estate.commit({f"live/{PROD}/terragrunt.hcl": 'locals { x = run_cmd("echo", "x") }\n'})
    assert [error.unit for error in estate.affected().errors] == [PROD]
    assert estate.affected(allow_run_cmd=True).units == {}


def test_a_repository_larger_than_the_project(tmp_path: Path) -> None:
    from .conftest import ESTATE
    from .conftest import Repository as Other

    whole = Other(tmp_path / "whole", "infra/live")
    module = 'terraform {\n  source = "../../../../../modules//network"\n}\n'
    files = {f"infra/{name}": text for name, text in ESTATE.items()}
    whole.commit(files | {f"infra/live/{PROD}/terragrunt.hcl": module, "app/main.py": ""})
    whole.append("infra/modules/network/main.tf")
    whole.append("app/main.py")
    found = whole.affected()
    assert {path: unit.status for path, unit in found.units.items() if path == PROD} == {PROD: "changed"}
    assert found.other_files == ("app/main.py",)


def test_what_cannot_be_done_is_said(estate: Repository, tmp_path: Path) -> None:
    (tmp_path / "nowhere").mkdir()
    with pytest.raises(GroundplanError, match="is in no git repository"):
        affected(tmp_path / "nowhere", "main")
    with pytest.raises(GroundplanError, match="is no folder"):
        affected(estate.root / "lvie", "main")
    with pytest.raises(GroundplanError, match="no name of a commit"):
        estate.affected("--output=x")
