"""One unit as a Terraform root of its own, as Terragrunt makes it: with the addresses that its state will have."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..compose.references import mocks_of, resolved_inputs
from ..errors import GroundplanError
from ..files import locked, write_atomically
from ..hcl import Value, to_json_template
from ..live import Unit
from ..terraform import Terraform, TerraformError
from ..terraform.run import Event

_STATE = "terraform.tfstate"
_BACKEND = "groundplan_backend.tf.json"
_INPUTS = "groundplan.auto.tfvars.json"
_IMPORTS = "groundplan_imports.tf"
_PLAN = "plan.tfplan"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit's state is to be."""

    bucket: str
    key: str
    region: str


def place_of(unit: Unit) -> Place:
    """Where the unit keeps its state.

    Raises:
        GroundplanError: not in an S3 bucket.
    """
    remote = unit.remote_state
    if remote is None or remote.backend != "s3":
        raise GroundplanError(f"unit {unit.path} keeps its state in no S3 bucket", hint='remote_state must be "s3"')
    return Place(*(str(remote.config[name]) for name in ("bucket", "key", "region")))


@dataclass(frozen=True, slots=True)
class Root:
    """A unit's root in a folder of its own, which also holds its state until that has moved."""

    unit: Unit
    folder: Path
    terraform: Terraform

    def write(self, outputs: Mapping[str, Mapping[str, Value]], *, stored: bool) -> None:
        """Write the root, with ``outputs`` (by unit) for its inputs and its own backend if its state is ``stored``."""
        module = self.unit.module_dir
        if module is None or not module.is_dir():
            raise GroundplanError(
                f"the module of unit {self.unit.path} ({self.unit.source}) is not on this machine",
                hint="a state bucket is made from a module of this repository",
            )
        self.folder.mkdir(parents=True, exist_ok=True)
        for pattern in ("*.tf", "*.tf.json", "*.tfvars.json"):
            for path in self.folder.glob(pattern):
                path.unlink()
        for path in module.glob("*.tf"):
            shutil.copyfile(path, self.folder / path.name)
        for generate in self.unit.generate.values():
            if generate.path.endswith((".tf", ".tf.json", ".lock.hcl")):
                write_atomically(self.folder / generate.path, generate.contents)
        handed = {
            name: mocks_of(self.unit, name) if dependency.unit_path is None else dict(outputs[dependency.unit_path])
            for name, dependency in self.unit.dependencies.items()
        }
        inputs = resolved_inputs(self.unit, self.unit.inputs, handed)
        told = {name: to_json_template(value) for name, value in inputs.items()}
        write_atomically(self.folder / _INPUTS, json.dumps(told, indent=2))
        if stored:
            self._write_backend()
        self._terraform("init", "-reconfigure")

    def _write_backend(self) -> None:
        remote = self.unit.remote_state
        config = {name: to_json_template(value) for name, value in (remote.config if remote else {}).items()}
        write_atomically(self.folder / _BACKEND, json.dumps({"terraform": {"backend": {"s3": config}}}, indent=2))

    def plan(self, imports: Mapping[str, str]) -> dict[str, Any]:
        """The plan as JSON data; ``imports`` are ids, by address, of what is there and not in the state."""
        blocks = [f"import {{\n  to = {address}\n  id = {json.dumps(id)}\n}}\n" for address, id in imports.items()]
        (self.folder / _IMPORTS).unlink(missing_ok=True)
        if blocks:
            write_atomically(self.folder / _IMPORTS, "".join(blocks))
        self.terraform.plan(self.folder, self.folder / _PLAN)
        return self.terraform.show(self.folder, self.folder / _PLAN)

    def apply(self, on_event: Callable[[Event], None]) -> None:
        """Apply what was planned last."""
        self.terraform.apply(self.folder, options=(str(self.folder / _PLAN),), on_event=on_event)
        (self.folder / _IMPORTS).unlink(missing_ok=True)

    def outputs(self) -> dict[str, Value]:
        """The outputs in the state."""
        values = self.terraform.show(self.folder).get("values", {})
        return {name: output["value"] for name, output in values.get("outputs", {}).items()}

    def move(self) -> None:
        """Copy the local state into the unit's backend."""
        self._write_backend()
        self._terraform("init", "-migrate-state", "-force-copy")

    def forget(self) -> None:
        """Let go of the local state: the one that counts is in the bucket."""
        for path in self.folder.glob(f"{_STATE}*"):
            path.unlink()

    def _terraform(self, command: str, *options: str) -> None:
        with locked(Path(self.terraform.environment["TF_PLUGIN_CACHE_DIR"]) / ".lock"):
            done = subprocess.run(
                [self.terraform.binary.path, command, "-input=false", "-no-color", *options],
                cwd=self.folder,
                env=dict(self.terraform.environment),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
            )
        if done.returncode:
            said = (done.stderr or done.stdout).strip()
            locked_by = "state lock" in said
            raise TerraformError(
                f"{self.terraform.binary.product} {command} failed for unit {self.unit.path}",
                hint=f"{said}\n  " + (_LOCKED if locked_by else "what was made stays; run the same command again"),
            )


_LOCKED = (
    "the lock is of a run that was killed, or of one that is still going on: ask who applies, and if nobody does,"
    " terragrunt force-unlock in the unit's folder"
)
