"""How long it takes to evaluate a whole tree: ``python -m tools.bench.evaluate [--units N]… [--terragrunt]``.

The tree is generated: each unit has a root include with three parent files, one or two dependencies and ten inputs.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from ..live import Options, load, load_graph, render

_PER_REGION = 50
_ROOT = """
locals {
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  region  = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals
  env     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
  name    = "${local.account.name}-${local.region.region}"
}

remote_state {
  backend = "local"
  generate = {
    path      = "backend.tf"
    if_exists = "overwrite_terragrunt"
  }
  config = {
    path = "/nonexistent/${local.account.account_id}/${path_relative_to_include()}/terraform.tfstate"
  }
}

generate "provider" {
  path      = "provider.tf"
  if_exists = "overwrite_terragrunt"
  contents  = <<-EOT
    provider "aws" {
      region              = "${local.region.region}"
      allowed_account_ids = ["${local.account.account_id}"]
      default_tags {
        tags = ${jsonencode(local.env.tags)}
      }
    }
  EOT
}

inputs = {
  account_id  = local.account.account_id
  region      = local.region.region
  environment = local.account.name
}
"""
_UNIT = """
include "root" {{
  path = find_in_parent_folders("root.hcl")
}}

terraform {{
  source = "${{get_repo_root()}}/modules//thing"
}}

locals {{
  name = "unit-{number}"
  size = {number} % 7 + 1
}}
{dependencies}
inputs = {{
  name        = local.name
  size        = local.size
  cidr        = cidrsubnet("10.0.0.0/8", 16, {number} % 65536)
  zones       = [for zone in ["a", "b", "c"] : "us-east-1${{zone}}"]
  tags        = merge({{ Name = local.name }}, {{ Number = "{number}", Team = "platform" }})
  description = "Unit ${{local.name}} of size ${{local.size}}"
  retention   = local.size > 3 ? 30 : 7
  labels      = {{ for key in ["one", "two"] : key => upper("${{key}}-{number}") }}
  upstream    = [{upstream}]
  enabled     = true
}}
"""
_DEPENDENCY = """
dependency "{name}" {{
  config_path                             = "../{target}"
  mock_outputs                            = {{ id = "mock-{target}", arn = "arn:mock" }}
  mock_outputs_allowed_terraform_commands = ["validate", "plan"]
}}
"""


def generate_tree(root: Path, units: int) -> Path:
    """Write a tree of that many units and the module that they share; the folder with the units."""
    live = root / "live"
    (root / ".git").mkdir(parents=True)
    module = root / "modules" / "thing"
    module.mkdir(parents=True)
    (module / "main.tf").write_text('output "id" {\n  value = "x"\n}\n')
    live.mkdir()
    (live / "root.hcl").write_text(_ROOT)
    for number in range(units):
        region = number // _PER_REGION
        folder = live / f"account-{region // 4}" / f"region-{region}" / f"unit-{number}"
        folder.mkdir(parents=True)
        if number % _PER_REGION == 0:
            _write_parents(folder.parent, region)
        (folder / "terragrunt.hcl").write_text(_unit(number))
    return live


def _write_parents(folder: Path, region: int) -> None:
    account = region // 4
    (folder / "region.hcl").write_text(f'locals {{\n  region = "region-{region}"\n}}\n')
    (folder.parent / "account.hcl").write_text(
        f'locals {{\n  name       = "account-{account}"\n  account_id = "{account:012d}"\n}}\n'
    )
    (folder.parent / "env.hcl").write_text(
        'locals {\n  tags = {\n    Project   = "bench"\n    ManagedBy = "Terraform"\n  }\n}\n'
    )


def _unit(number: int) -> str:
    position = number % _PER_REGION
    targets = {position // 2, position - 1} if position else set()
    names = [(f"up_{target}", f"unit-{number - position + target}") for target in sorted(targets)]
    return _UNIT.format(
        number=number,
        dependencies="".join(_DEPENDENCY.format(name=name, target=target) for name, target in names),
        upstream=", ".join(f"dependency.{name}.outputs.id" for name, _ in names),
    )


@dataclass(frozen=True, slots=True)
class Measurement:
    """One thing, measured once."""

    what: str
    units: int
    wall_seconds: float
    cpu_seconds: float

    @property
    def per_unit(self) -> float:
        """Milliseconds of wall time for each unit."""
        return self.wall_seconds / self.units * 1000


def _measure(what: str, units: int, work: Callable[[], object]) -> Measurement:
    def cpu() -> float:
        return sum(
            usage.ru_utime + usage.ru_stime
            for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        )

    wall, before = time.perf_counter(), cpu()
    work()
    return Measurement(what, units, time.perf_counter() - wall, cpu() - before)


def measure(units: int, with_terragrunt: bool) -> list[Measurement]:
    """Evaluate a generated tree in a fresh process for each figure, so that nothing is warm."""
    with tempfile.TemporaryDirectory() as folder:
        live = generate_tree(Path(folder).resolve(), units)
        figures = [
            _measure(f"groundplan {what}", units, lambda what=what: _in_child(what, live))  # type: ignore[misc]
            for what in ("graph", "render")
        ]
        if with_terragrunt:
            subprocess.run(["git", "init", "-q", folder], check=True)
            figures += [
                _measure("terragrunt find --dag", units, lambda: _terragrunt(live, "find", "--dag", "--json")),
                _measure("terragrunt render --all", units, lambda: _terragrunt(live, "render", "--json", "--all")),
            ]
    return figures


def _in_child(what: str, live: Path) -> None:
    package = __package__ or ""
    code = f"import sys; from {package}.evaluate import child; child(sys.argv[1], sys.argv[2])"
    root = Path(__file__).resolve().parents[len(package.split("."))]
    environment = os.environ | {"PYTHONPATH": f"{root}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"}
    subprocess.run([sys.executable, "-c", code, what, str(live)], check=True, env=environment)


def child(what: str, live: str) -> None:
    """One evaluation, as a task does it: load the code, evaluate, print the answer (to nowhere)."""
    options = Options(command="render")
    if what == "graph":
        graph = load_graph(Path(live), options)
        errors, text = graph.errors, json.dumps(graph.needs())
    else:
        tree = load(Path(live), options)
        errors, text = tree.errors, json.dumps({path: render(unit) for path, unit in tree.units.items()})
    Path(os.devnull).write_text(text)
    if errors:
        raise SystemExit(f"the generated tree is wrong: {errors[0]}")


def _terragrunt(live: Path, *arguments: str) -> None:
    environment = os.environ | {"TG_NON_INTERACTIVE": "true", "TG_LOG_LEVEL": "error"}
    subprocess.run(
        ["terragrunt", *arguments, "--working-dir", str(live)],
        check=True,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="bench evaluate", description="How long it takes to evaluate a whole tree.")
    parser.add_argument("--units", type=int, action="append", help="the size of the tree; may be given several times")
    parser.add_argument("--terragrunt", action="store_true", help="measure terragrunt on the same trees as well")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    given = parser.parse_args(arguments)
    if given.terragrunt and shutil.which("terragrunt") is None:
        sys.stderr.write("terragrunt is not on PATH\n")
        return 2
    figures = [figure for units in given.units or [100, 1000] for figure in measure(units, given.terragrunt)]
    if given.format == "json":
        sys.stdout.write(json.dumps([asdict(figure) for figure in figures], indent=2) + "\n")
        return 0
    sys.stdout.write(f"{'':<26}{'units':>7}{'wall s':>10}{'CPU s':>10}{'ms/unit':>10}\n")
    for figure in figures:
        sys.stdout.write(
            f"{figure.what:<26}{figure.units:>7}{figure.wall_seconds:>10.2f}{figure.cpu_seconds:>10.2f}{figure.per_unit:>10.2f}\n"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
