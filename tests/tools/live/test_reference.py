"""Evaluation for a composition: outputs of other units stay references."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tools.hcl import Residual, to_native
from tools.live import Options, load

REFERENCE = Options(outputs="reference", env={})
Write = Callable[[dict[str, str]], Path]


def native(value: object) -> object:
    """A value with its residuals printed."""
    if isinstance(value, Residual):
        return f"${{{to_native(value)}}}"
    if isinstance(value, dict):
        return {key: native(item) for key, item in value.items()}
    if isinstance(value, list):
        return [native(item) for item in value]
    return value


def test_outputs_are_references_and_all_else_is_folded(tree: Write) -> None:
    root = tree(
        {
            "vpc/terragrunt.hcl": "",
            "app/terragrunt.hcl": """
locals {
  name = "app"
  on   = true
}

dependency "vpc" {
  config_path  = "../vpc"
  mock_outputs = { id = "mock" }
}

inputs = {
  id      = dependency.vpc.outputs.id
  subnet  = dependency.vpc.outputs.subnets["a"]
  text    = "${local.name}-${dependency.vpc.outputs.id}"
  chosen  = local.on ? dependency.vpc.outputs.id : "never"
  list    = [local.name, dependency.vpc.outputs.id]
  upper   = upper(dependency.vpc.outputs.name)
  known   = upper(local.name)
  merged  = merge({ a = local.name }, { b = dependency.vpc.outputs.id })
  zones   = [for zone in dependency.vpc.outputs.zones : upper(zone)]
  all     = dependency.vpc.outputs
}

generate "x" {
  path      = "x.tf"
  if_exists = "overwrite"
  contents  = "# ${dependency.vpc.outputs.id}"
}

remote_state {
  backend = "s3"
  config  = { bucket = dependency.vpc.outputs.bucket, key = "k" }
}
""",
        }
    )
    found = load(root, REFERENCE)
    assert found.errors == []
    unit = found.units["app"]
    assert native(unit.inputs) == {
        "id": "${dependency.vpc.outputs.id}",
        "subnet": '${dependency.vpc.outputs.subnets["a"]}',
        "text": '${"app-${dependency.vpc.outputs.id}"}',
        "chosen": "${dependency.vpc.outputs.id}",
        "list": ["app", "${dependency.vpc.outputs.id}"],
        "upper": "${upper(dependency.vpc.outputs.name)}",
        "known": "APP",
        "merged": {"a": "app", "b": "${dependency.vpc.outputs.id}"},
        "zones": "${[for zone in dependency.vpc.outputs.zones : upper(zone)]}",
        "all": "${dependency.vpc.outputs}",
    }
    assert isinstance(unit.generate["x"].contents, Residual)
    assert unit.remote_state is not None
    assert native(unit.remote_state.config) == {"bucket": "${dependency.vpc.outputs.bucket}", "key": "k"}
    assert unit.dependencies["vpc"].unit_path == "vpc"
    assert unit.dependencies["vpc"].mock_outputs == {"id": "mock"}


def test_what_terragrunt_never_reads_stays_a_mock(tree: Write) -> None:
    root = tree(
        {
            "vpc/terragrunt.hcl": "",
            "app/terragrunt.hcl": """
dependency "off" {
  config_path  = "../vpc"
  enabled      = false
  mock_outputs = { id = "off" }
}

dependency "skipped" {
  config_path  = "../vpc"
  skip_outputs = true
  mock_outputs = { id = "skipped" }
}

inputs = {
  off     = dependency.off.outputs.id
  skipped = dependency.skipped.outputs.id
}
""",
        }
    )
    unit = load(root, REFERENCE).units["app"]
    assert unit.inputs == {"off": "off", "skipped": "skipped"}
    assert (unit.dependencies["off"].unit_path, unit.dependencies["skipped"].unit_path) == (None, "vpc")
    assert unit.needs == ("vpc",)


def test_included_inputs_are_merged_around_references(tree: Write) -> None:
    root = tree(
        {
            "vpc/terragrunt.hcl": "",
            "base.hcl": """
dependency "vpc" {
  config_path = "../vpc"
}

inputs = {
  list  = ["base"]
  other = dependency.vpc.outputs.list
  map   = { a = 1 }
  text  = dependency.vpc.outputs.text
}
""",
            "app/terragrunt.hcl": """
include "base" {
  path           = "../base.hcl"
  merge_strategy = "deep"
  expose         = true
}

inputs = {
  list    = dependency.vpc.outputs.list
  other   = ["mine"]
  map     = { b = dependency.vpc.outputs.id }
  text    = "mine"
  exposed = include.base.inputs.text
}
""",
        }
    )
    unit = load(root, REFERENCE).units["app"]
    assert native(unit.inputs) == {
        "list": '${concat(["base"], dependency.vpc.outputs.list)}',
        "other": '${concat(dependency.vpc.outputs.list, ["mine"])}',
        "map": {"a": 1, "b": "${dependency.vpc.outputs.id}"},
        "text": "mine",
        "exposed": "${dependency.vpc.outputs.text}",
    }


def test_inputs_made_of_outputs_as_a_whole_are_named_by_the_mocks(tree: Write) -> None:
    app = (
        'dependency "vpc" {\n  config_path = "../vpc"\n  MOCKS\n}\ninputs = merge({ a = 1 }, dependency.vpc.outputs)\n'
    )
    root = tree({"vpc/terragrunt.hcl": "", "app/terragrunt.hcl": app.replace("MOCKS", 'mock_outputs = { id = "x" }')})
    found = load(root, REFERENCE)
    assert found.errors == []
    assert native(found.units["app"].inputs) == {
        "a": '${merge({ a = 1 }, dependency.vpc.outputs)["a"]}',
        "id": '${merge({ a = 1 }, dependency.vpc.outputs)["id"]}',
    }
    tree({"app/terragrunt.hcl": app.replace("MOCKS", "")})
    told = str(load(root, REFERENCE).errors[0])
    assert "names of the inputs depend on outputs" in told
    assert "app/terragrunt.hcl:5:10" in told


def test_outputs_read_through_another_configuration_keep_apart(tree: Write) -> None:
    read = 'locals { other = read_terragrunt_config("../b") }\ninputs = { x = local.other.inputs.x, OWN }\n'
    own = 'dependency "d" {\n  config_path = "../one"\n}\n'
    root = tree(
        {
            "one/terragrunt.hcl": "",
            "two/terragrunt.hcl": "",
            "b/terragrunt.hcl": own.replace("one", "two") + "inputs = { x = dependency.d.outputs.x }\n",
            "a/terragrunt.hcl": own + read.replace("OWN", "y = dependency.d.outputs.y"),
            "c/terragrunt.hcl": read.replace("OWN", ""),
        }
    )
    units = load(root, REFERENCE).units
    name = f"d@{root}/b/terragrunt.hcl"
    for path in ("a", "c"):
        x = units[path].inputs["x"]
        assert isinstance(x, Residual)
        assert to_native(x) == f"dependency.{name}.outputs.x"
        assert units[path].dependencies[name].unit_path == "two"
        assert units[path].dependencies[name].implicit
    assert to_native(units["a"].inputs["y"]) == "dependency.d.outputs.y"
    assert units["a"].needs == ("one",)


def test_inputs_know_where_they_are_written(tree: Write) -> None:
    root = tree(
        {
            "root.hcl": 'inputs = {\n  region = "r"\n  name   = "root"\n}\n',
            "a/terragrunt.hcl": """
include "root" {
  path = find_in_parent_folders("root.hcl")
}

inputs = merge({ first = 1 }, {
  name = "a"
}, { for key in ["made"] : key => 1 })
""",
        }
    )
    unit = load(root).units["a"]
    places = {name: str(unit.input_range(name)).removeprefix(f"{root}/") for name in unit.inputs}
    assert places == {
        "region": "root.hcl:2:3",
        "first": "a/terragrunt.hcl:6:18",
        "name": "a/terragrunt.hcl:7:3",
        "made": "a/terragrunt.hcl:6:1",
    }
    assert unit.input_range("nowhere").line == 6
