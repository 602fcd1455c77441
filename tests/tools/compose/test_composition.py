from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from tests import files
from tools.compose import Composition, CompositionError, compose
from tools.errors import GroundplanError
from tools.live import Options, load

ROOT = """
    remote_state {
      backend  = "s3"
      generate = { path = "backend.tf", if_exists = "overwrite_terragrunt" }
      config   = { bucket = "states", key = "${path_relative_to_include()}/terraform.tfstate", region = "us-east-1" }
    }
    generate "provider" {
      path      = "provider.tf"
      if_exists = "overwrite"
      contents  = <<-EOF
        provider "aws" {
          region = "us-east-1"
          default_tags {
            tags = { Project = "x" }
          }
        }
      EOF
    }
    inputs = { environment = "dev" }
"""

INCLUDE = 'include "root" {\n  path = find_in_parent_folders("root.hcl")\n}\n'

NETWORK = """
    terraform {
      required_providers {
        aws = { source = "hashicorp/aws", version = ">= 5.0" }
      }
    }
    variable "cidr" { type = string }
    output "vpc" { value = { id = "x", zones = ["a", "b"] } }
"""

APP = """
    terraform {
      required_providers {
        aws = { source = "hashicorp/aws", version = ">= 5.0" }
      }
    }
    variable "vpc_id" { type = string }
    variable "size" {
      type = object({ cpu = number, memory = optional(number, 512) })
    }
    variable "environment" {
      type    = string
      default = "none"
    }
"""

DEPENDENCY = """
    dependency "network" {
      config_path  = "../network"
      mock_outputs = { vpc = { id = "vpc-mock" } }
    }
"""


def write(folder: Path, texts: dict[str, str]) -> Path:
    (folder / ".git").mkdir(exist_ok=True)
    return files.write(folder, {name: dedent(text).lstrip("\n") for name, text in texts.items()}) / "live"


def unit(body: str, module: str = "app") -> str:
    source = f'terraform {{\n  source = "${{get_repo_root()}}/modules//{module}"\n}}\n'
    return INCLUDE + source + dedent(body)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write(
        tmp_path,
        {
            "live/root.hcl": ROOT,
            "modules/network/main.tf": NETWORK,
            "modules/app/main.tf": APP,
            "live/dev/network/terragrunt.hcl": unit('inputs = { cidr = "10.0.0.0/16" }', "network"),
            "live/dev/app/terragrunt.hcl": unit(
                DEPENDENCY + "inputs = { vpc_id = dependency.network.outputs.vpc.id, size = { cpu = 1 } }"
            ),
        },
    )
    return tmp_path


def composed(project: Path) -> Composition:
    return compose(load(project / "live", Options(outputs="reference", env={})))


def module(composition: Composition, name: str) -> dict[str, Any]:
    block: dict[str, Any] = composition.document["module"][name]
    return block


def test_units_become_modules_with_real_references(project: Path) -> None:
    composition = composed(project)
    assert list(composition.document["module"]) == ["dev--app", "dev--network"]
    app = module(composition, "dev--app")
    assert app["vpc_id"] == "${module.dev--network.vpc.id}"
    assert app["size"] == {"cpu": 1}
    assert app["environment"] == "dev"
    assert "depends_on" not in app
    assert composition.document["output"]["dev--app"] == {"value": "${module.dev--app}", "sensitive": True}


def test_inputs_that_a_module_does_not_know_stay_out_and_are_named(project: Path) -> None:
    composition = composed(project)
    assert "environment" not in module(composition, "dev--network")
    assert composition.members["dev/network"].ignored == ("environment",)


def test_one_provider_serves_the_units_that_share_it(project: Path) -> None:
    composition = composed(project)
    assert composition.document["provider"] == {
        "aws": [{"alias": "dev", "region": "us-east-1", "default_tags": [{"tags": {"Project": "x"}}]}]
    }
    assert module(composition, "dev--app")["providers"] == {"aws": "aws.dev"}
    assert "backend" not in json.dumps(composition.document)


def test_references_inside_expressions_are_kept_as_expressions(project: Path) -> None:
    body = DEPENDENCY + 'inputs = { size = { cpu = 1 }, vpc_id = "${upper(dependency.network.outputs.vpc.id)}-$${x}" }'
    write(project, {"live/dev/app/terragrunt.hcl": unit(body)})
    assert module(composed(project), "dev--app")["vpc_id"] == "${upper(module.dev--network.vpc.id)}-$${x}"


def test_a_dependency_without_references_still_comes_first(project: Path) -> None:
    body = DEPENDENCY + 'inputs = { vpc_id = "fixed", size = { cpu = 1 } }'
    write(project, {"live/dev/app/terragrunt.hcl": unit(body)})
    assert module(composed(project), "dev--app")["depends_on"] == ["module.dev--network"]


def test_a_dependencies_block_becomes_an_order(project: Path) -> None:
    body = 'dependencies {\n  paths = ["../network"]\n}\ninputs = { vpc_id = "fixed", size = { cpu = 1 } }'
    write(project, {"live/dev/app/terragrunt.hcl": unit(body)})
    assert module(composed(project), "dev--app")["depends_on"] == ["module.dev--network"]


@pytest.mark.parametrize(
    ("inputs", "message", "place"),
    [
        ('{ vpc_id = "x", size = { cpu = 1, memroy = 2 } }', 'Did you mean "memory"?', "dev/app/terragrunt.hcl:"),
        ('{ vpc_id = "x", size = { cpu = "much" } }', 'The input "size" does not fit', "dev/app/terragrunt.hcl:"),
        ('{ vpc_id = "x" }', 'The module needs an input "size"', "modules/app/main.tf:"),
    ],
)
def test_inputs_that_do_not_fit_are_told_at_their_line(project: Path, inputs: str, message: str, place: str) -> None:
    write(project, {"live/dev/app/terragrunt.hcl": unit(f"inputs = {inputs}")})
    with pytest.raises(CompositionError) as caught:
        composed(project)
    assert message in str(caught.value)
    assert place in str(caught.value)


def test_every_problem_of_every_unit_is_told_at_once(project: Path) -> None:
    write(
        project,
        {
            "live/dev/app/terragrunt.hcl": unit('inputs = { vpc_id = "x" }'),
            "live/dev/network/terragrunt.hcl": unit("inputs = { cidr = [] }", "network"),
            "live/dev/broken/terragrunt.hcl": "inputs = {",
        },
    )
    with pytest.raises(CompositionError) as caught:
        composed(project)
    assert len(caught.value.errors) == 3


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"modules/network/p.tf": 'provider "aws" {}'}, "configures a provider"),
        (
            {
                "live/dev/network/terragrunt.hcl": INCLUDE
                + 'terraform {\n  source = "git::https://x.invalid/m.git"\n}\n'
            },
            "is not on this machine",
        ),
        (
            {
                "live/dev/network/terragrunt.hcl": unit(
                    'generate "x" {\n  path = "x.tf"\n  if_exists = "overwrite"\n  contents = "locals { a = 1 }"\n}\n'
                    'inputs = { cidr = "10.0.0.0/16" }',
                    "network",
                )
            },
            "holds more than providers: locals",
        ),
    ],
)
def test_what_cannot_be_composed_is_named_and_its_mocks_stand_in(
    project: Path, files: dict[str, str], reason: str
) -> None:
    write(project, files)
    composition = composed(project)
    assert reason in composition.apart["dev/network"]
    assert list(composition.members) == ["dev/app"]
    assert module(composition, "dev--app")["vpc_id"] == "vpc-mock"
    assert composition.members["dev/app"].mocks == ("network",)


def test_without_mocks_what_depends_on_it_is_left_out_as_well(project: Path) -> None:
    body = 'dependency "network" {\n  config_path = "../network"\n}\n'
    body += "inputs = { vpc_id = dependency.network.outputs.vpc.id, size = { cpu = 1 } }"
    write(project, {"modules/network/p.tf": 'provider "aws" {}', "live/dev/app/terragrunt.hcl": unit(body)})
    composition = composed(project)
    assert not composition.members
    assert "needs outputs of network" in composition.apart["dev/app"]


def test_a_dependency_that_is_switched_off_is_no_gap(project: Path) -> None:
    body = 'dependency "network" {\n  enabled      = false\n  config_path  = "../network"\n'
    body += '  mock_outputs = { vpc = { id = "vpc-mock" } }\n}\ninputs = { vpc_id = "vpc-own", size = { cpu = 1 } }'
    write(project, {"live/dev/app/terragrunt.hcl": unit(body)})
    composition = composed(project)
    assert module(composition, "dev--app")["vpc_id"] == "vpc-own"
    assert composition.members["dev/app"].mocks == ()


def test_a_module_that_is_missing_is_an_error(project: Path) -> None:
    write(project, {"live/dev/app/terragrunt.hcl": unit("inputs = {}", "nowhere")})
    with pytest.raises(GroundplanError, match="does not exist"):
        composed(project)


def test_the_same_tree_gives_the_same_bytes_wherever_it_is_written(project: Path) -> None:
    first = composed(project).write(project / ".groundplan" / "a").read_text()
    second = composed(project).write(project / ".groundplan" / "b").read_text()
    assert first == second
    assert json.loads(first)["module"]["dev--app"]["source"] == "../../modules/app"


def test_a_line_of_the_composition_leads_back_to_the_unit(project: Path) -> None:
    composition = composed(project)
    lines = composition.write(project / ".groundplan" / "a").read_text().splitlines()
    number = next(index for index, line in enumerate(lines, 1) if line.strip().startswith('"vpc_id"'))
    found = composition.locate(number)
    assert found is not None
    assert "dev/app/terragrunt.hcl:" in str(found)
    assert "vpc_id = dependency.network" in str(found)


def test_a_provider_that_differs_gets_an_alias_of_its_own(project: Path) -> None:
    override = 'generate "provider" {\n  path = "provider.tf"\n  if_exists = "overwrite"\n'
    override += '  contents = "provider \\"aws\\" {\\n region = \\"us-west-2\\" \\n}"\n}\n'
    text = unit(override + 'inputs = { cidr = "x" }', "network").removeprefix(INCLUDE)
    write(project, {"live/dev/network/terragrunt.hcl": text})
    composition = composed(project)
    regions = {each["alias"]: each["region"] for each in composition.document["provider"]["aws"]}
    assert regions[module(composition, "dev--network")["providers"]["aws"].removeprefix("aws.")] == "us-west-2"
    assert regions[module(composition, "dev--app")["providers"]["aws"].removeprefix("aws.")] == "us-east-1"


def test_what_is_left_out_is_left_out_along_the_whole_chain(project: Path) -> None:
    chain = 'dependency "before" {\n  config_path = "../%s"\n}\n'
    chain += "inputs = { vpc_id = dependency.before.outputs.id, size = { cpu = 1 } }"
    write(
        project,
        {
            "modules/network/p.tf": 'provider "aws" {}',
            "live/dev/app/terragrunt.hcl": unit(chain % "network"),
            "live/dev/a-later/terragrunt.hcl": unit(chain % "app"),
        },
    )
    composition = composed(project)
    assert sorted(composition.apart) == ["dev/a-later", "dev/app", "dev/network"]
    assert composition.document["module"] == {}
