"""Planning a unit by itself, as Terragrunt would: for units that cannot be modules of a composition."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from ..errors import GroundplanError
from ..files import write_atomically
from ..hcl import to_json_template
from ..live import Unit
from ..terraform import Terraform
from .naming import module_name
from .plan import UnitPlan, cut
from .references import mocks_of, resolved_inputs

_LEFT_BEHIND = shutil.ignore_patterns(".terraform", ".terragrunt-cache", ".git", "*.tfstate*", "*.tfplan")


def plan_alone(unit: Unit, folder: Path, terraform: Terraform) -> UnitPlan:
    """Plan one unit in a copy of its module, with the files it generates and the mocks of its dependencies.

    Raises:
        GroundplanError: its source is not on this machine, or Terraform refuses it.
    """
    if unit.module_dir is None or not unit.module_dir.is_dir():
        raise GroundplanError(
            f"unit {unit.path} cannot be planned: {unit.source or 'it names no source'} is not on this machine",
            hint="sources that are fetched over the network are left out; everything else is planned",
        )
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(unit.module_dir, folder, ignore=_LEFT_BEHIND, symlinks=True)
    for generate in unit.generate.values():
        if not generate.path.endswith((".tf", ".tf.json", ".lock.hcl")) or "backend" in generate.contents:
            continue
        write_atomically(folder / generate.path, generate.contents)
    mocks = {name: mocks_of(unit, name) for name in unit.dependencies}
    inputs = {name: to_json_template(value) for name, value in resolved_inputs(unit, unit.inputs, mocks).items()}
    write_atomically(folder / "groundplan.auto.tfvars.json", json.dumps(inputs, indent=2))
    terraform.init(folder, backend=False)
    out = folder / "plan.tfplan"
    terraform.plan(folder, out)
    document = terraform.show(folder, out)
    for change in document.get("resource_changes", []):
        change["address"] = f"module.{module_name(unit.path)}.{change['address']}"
    return cut(document, [unit.path]).units[unit.path]
