"""The tree: what is found, what was read, order, selection."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tools.errors import GroundplanError
from tools.live import Options, load, load_graph, module_files

Write = Callable[[dict[str, str]], Path]
CHAIN = {
    "live/a/terragrunt.hcl": "",
    "live/b/terragrunt.hcl": 'dependency "a" {\n  config_path = "../a"\n}\n',
    "live/c/terragrunt.hcl": 'dependencies {\n  paths = ["../b"]\n}\n',
    "live/x/d/terragrunt.hcl": "",
}


def test_units_are_found_as_terragrunt_finds_them(tree: Write) -> None:
    root = tree(
        {
            "live/terragrunt.hcl": "",
            "live/a/terragrunt.hcl": "",
            "live/a/inner/terragrunt.hcl.json": "{}",
            "live/.hidden/terragrunt.hcl": "",
            "live/.terragrunt-cache/x/terragrunt.hcl": "broken(",
            "live/a/.terraform/terragrunt.hcl": "broken(",
            "live/.git/terragrunt.hcl": "broken(",
            "live/both/terragrunt.hcl": "broken(",
            "live/both/terragrunt.hcl.json": "{}",
            "live/not/root.hcl": "",
            "elsewhere/terragrunt.hcl": "",
        }
    )
    (root / "live" / "link").symlink_to(root / "elsewhere")
    found = load(root / "live")
    assert list(found.units) == [".", ".hidden", "a", "a/inner", "both"]
    assert found.errors == []
    assert list(load_graph(root / "live").edges) == list(found.units)


def test_a_folder_may_be_given_relatively_or_with_a_slash(tree: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tree(CHAIN)
    monkeypatch.chdir(root / "live" / "x")
    assert list(load(Path("..")).units) == ["a", "b", "c", "x/d"]
    assert load(Path(f"{root}/live/")).root == root / "live"


def test_order_and_dependents(tree: Write) -> None:
    found = load(tree(CHAIN) / "live")
    assert found.order() == ["a", "b", "c", "x/d"]
    assert found.dependents("a") == ["b", "c"]
    assert found.dependents("c") == []
    assert found.units["c"].after == ("b",)
    assert found.units["b"].dependencies["a"].directory == found.root / "a"


@pytest.mark.parametrize(
    ("globs", "options", "chosen"),
    [
        (["b"], {}, ["a", "b"]),
        (["b"], {"with_dependencies": False}, ["b"]),
        (["b"], {"with_dependents": True}, ["a", "b", "c"]),
        (["b"], {"with_dependencies": False, "with_dependents": True}, ["b", "c"]),
        (["x"], {}, ["x/d"]),
        (["x/*"], {}, ["x/d"]),
        (["**/d"], {}, ["x/d"]),
        (["[ab]"], {}, ["a", "b"]),
        (["./a/", "x/{d,e}"], {}, ["a", "x/d"]),
        (["."], {}, ["a", "b", "c", "x/d"]),
    ],
)
def test_selection(tree: Write, globs: list[str], options: dict[str, bool], chosen: list[str]) -> None:
    found = load(tree(CHAIN) / "live")
    assert list(found.select(globs, **options).units) == chosen


@pytest.mark.parametrize(
    ("said", "left_out"),
    [
        ('if = true\n  actions = ["all"]', {"app"}),
        ('if = true\n  actions = ["plan"]', {"app"}),
        ('if = true\n  actions = ["PLAN"]', {"app"}),
        ('if = true\n  actions = ["all_except_output"]', {"app"}),
        ('if = true\n  actions = ["apply", "All"]', set()),
        ('if = true\n  actions = ["all"]\n  exclude_dependencies = true', {"app", "base"}),
        ('if = false\n  actions = ["all"]\n  exclude_dependencies = true', set()),
    ],
)
def test_what_terragrunt_passes_over_takes_no_part(tree: Write, said: str, left_out: set[str]) -> None:
    """As `terragrunt run --all plan` of Terragrunt 1.1.3 counts them."""
    root = tree(
        {
            "base/terragrunt.hcl": "",
            "app/terragrunt.hcl": f'dependency "base" {{\n  config_path = "../base"\n}}\nexclude {{\n  {said}\n}}\n',
            "user/terragrunt.hcl": 'dependency "app" {\n  enabled = false\n  config_path = "../app"\n}\n',
        }
    )
    whole = load(root)
    assert set(whole.units) == {"app", "base", "user"}
    assert set(whole.units) - set(whole.taking_part("plan").units) == left_out


def test_selecting_nothing_is_a_mistake(tree: Write) -> None:
    found = load(tree(CHAIN) / "live")
    with pytest.raises(GroundplanError, match=r"no unit of .* is named by nothing"):
        found.select(["nothing"])


def test_circles_are_errors_at_an_edge(tree: Write) -> None:
    edge = 'dependency "%s" {\n  config_path  = "../%s"\n  mock_outputs = {}\n}\n'
    root = tree({"a/terragrunt.hcl": edge % ("b", "b"), "b/terragrunt.hcl": edge % ("a", "a"), "c/terragrunt.hcl": ""})
    found = load(root)
    assert list(found.units) == ["a", "b", "c"]
    for errors in (found.errors, load_graph(root).errors):
        assert len(errors) == 1
        assert "b/terragrunt.hcl:2:18: Units need each other in a circle" in str(errors[0])
        assert "a -> b -> a" in str(errors[0])
    with pytest.raises(GroundplanError, match="circle"):
        found.order()


def test_outside_is_an_error_of_the_graph_only(tree: Write) -> None:
    root = tree(CHAIN | {"live/x/d/terragrunt.hcl": 'dependency "a" {\n  config_path = "../../a"\n}\n'})
    found = load(root / "live" / "x")
    assert found.errors == []
    assert found.units["d"].dependencies["a"].unit_path is None
    assert found.units["d"].dependencies["a"].directory == root / "live" / "a"
    for errors in (found.graph.errors, load_graph(root / "live" / "x").errors):
        assert len(errors) == 1
        assert "d/terragrunt.hcl:2:17: The dependency is outside the tree" in str(errors[0])


def test_the_graph_does_not_need_what_it_does_not_use(tree: Write) -> None:
    root = tree(
        {
            "base.hcl": 'locals { where = "../a" }\ninputs = { x = nope() }\n',
            "a/terragrunt.hcl": "",
            "b/terragrunt.hcl": """
include "base" {
  path   = "../base.hcl"
  expose = true
}

locals {
  unused = nope()
  target = include.base.locals.where
}

dependency "a" {
  config_path  = local.target
  mock_outputs = { x = nope() }
}

inputs = { y = nope() }
""",
        }
    )
    graph = load_graph(root)
    assert graph.errors == []
    assert graph.needs() == {"a": (), "b": ("a",)}
    assert list(load(root).units) == ["a"]


def test_included_dependencies_are_edges_too(tree: Write) -> None:
    root = tree(
        {
            "base.hcl": 'dependency "x" {\n  config_path = "../a"\n}\ndependencies {\n  paths = ["../c"]\n}\n',
            "a/terragrunt.hcl": "",
            "b/terragrunt.hcl": 'include "base" {\n  path = "../base.hcl"\n}\n',
            "c/terragrunt.hcl": "",
            "d/terragrunt.hcl": (
                'include "base" {\n  path = "../base.hcl"\n}\ndependency "x" {\n  config_path = "../b"\n}\n'
            ),
            "e/terragrunt.hcl": 'include "base" {\n  path = "../base.hcl"\n  merge_strategy = "no_merge"\n}\n',
            "f/terragrunt.hcl": 'dependency "x" {\n  config_path = "../nowhere"\n  enabled = false\n}\n',
        }
    )
    wanted = {"a": (), "b": ("a", "c"), "c": (), "d": ("b", "c"), "e": (), "f": ()}
    assert load_graph(root).needs() == wanted
    assert {path: unit.needs for path, unit in load(root).units.items()} == wanted


def test_every_file_that_was_read_is_known(tree: Write) -> None:
    root = tree(
        {
            "root.hcl": 'locals { a = read_terragrunt_config("${get_parent_terragrunt_dir()}/shared.hcl") }',
            "shared.hcl": 'locals { text = file("shared.txt") }',
            "shared.txt": "x",
            "u/t.tftpl": "${a}",
            "u/x.tfvars": "a = 1",
            "u/marked": "",
            "u/unused.txt": "",
            "u/terragrunt.hcl": """
include "root" {
  path = find_in_parent_folders("root.hcl")
}

inputs = {
  a = templatefile("t.tftpl", { a = 1 })
  b = jsondecode(read_tfvars_file("x.tfvars"))
  c = mark_as_read("marked")
  d = filesha256("marked")
}
""",
            "v/terragrunt.hcl": 'include "root" {\n  path = find_in_parent_folders("root.hcl")\n}\n',
        }
    )
    units = load(root).units
    shared = {"root.hcl", "shared.hcl", "shared.txt"}
    own = {"u/terragrunt.hcl", "u/t.tftpl", "u/x.tfvars", "u/marked"}
    assert {str(path.relative_to(root)) for path in units["u"].files} == shared | own
    assert {str(path.relative_to(root)) for path in units["v"].files} == shared | {"v/terragrunt.hcl"}


def test_files_of_a_module(tree: Write) -> None:
    root = tree(
        {
            "modules/a/main.tf": 'module "b" {\n  source = "../b"\n}\nmodule "r" {\n  source = "hashicorp/x/y"\n}\n',
            "modules/a/templates/x.tftpl": "",
            "modules/a/examples/minimal/main.tf": "",
            "modules/a/.terraform/x.tf": "",
            "modules/b/main.tf.json": '{"module": {"c": {"source": "./inner"}, "again": {"source": "../a"}}}',
            "modules/b/inner/main.tf": "broken(",
            "modules/c/main.tf": "",
            "u/terragrunt.hcl": 'terraform {\n  source = "${get_repo_root()}/modules//a"\n}\n',
            "own/terragrunt.hcl": "",
            "own/main.tf": "",
            "none/terragrunt.hcl": "",
            "remote/terragrunt.hcl": 'terraform {\n  source = "git::https://example.com/x.git//y"\n}\n',
            "bare/terragrunt.hcl": 'terraform {\n  source = "sub/module"\n}\n',
        }
    )
    units = load(root).units
    folder = units["u"].module_dir
    assert folder == root / "modules" / "a"
    assert {str(path.relative_to(root)) for path in module_files(folder)} == {
        "modules/a/main.tf",
        "modules/a/templates/x.tftpl",
        "modules/b/main.tf.json",
        "modules/b/inner/main.tf",
    }
    assert units["own"].module_dir == root / "own"
    assert units["none"].module_dir is None
    assert units["remote"].module_dir is None
    assert units["remote"].source == "git::https://example.com/x.git//y"
    assert units["bare"].module_dir == root / "bare" / "sub" / "module"
    assert module_files(root / "nowhere") == frozenset()


def test_shared_files_are_evaluated_once_unless_they_look_at_their_reader(tree: Write) -> None:
    reader = 'locals { x = read_terragrunt_config("../shared.hcl") }\ninputs = local.x.locals\n'
    root = tree(
        {
            "shared.hcl": """
locals {
  out      = run_cmd("sh", "-c", "echo run >> count.txt; wc -l < count.txt")
  original = basename(get_original_terragrunt_dir())
  here     = basename(get_terragrunt_dir())
}
""",
            "a/terragrunt.hcl": reader,
            "b/terragrunt.hcl": reader,
        }
    )
    options = Options(allow_run_cmd=True, env={"PATH": os.environ["PATH"]})
    units = load(root, options).units
    assert [unit.inputs["original"] for unit in units.values()] == ["a", "b"]
    assert {unit.inputs["here"] for unit in units.values()} == {root.name}
    assert {unit.inputs["out"].strip() for unit in units.values()} == {"1"}
    assert (root / "count.txt").read_text() == "run\n"
