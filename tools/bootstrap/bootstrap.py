"""A state bucket needs a state, and a state a bucket: made with local states, which move once the bucket is there.

Each step can be the last one. A state is local until its unit's backend holds one; what an earlier run made and did not
live to record is found by its name or its tags and imported, and not made again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import GroundplanError
from ..estate.progress import Progress
from ..hcl import Value
from ..live import Tree
from ..terraform import Terraform
from .aws import Aws
from .root import Place, Root, place_of


@dataclass(slots=True)
class Made:
    """What a bootstrap did to a unit."""

    unit: str
    place: Place
    added: int = 0
    changed: int = 0
    imported: int = 0
    moved: bool = False


@dataclass(slots=True)
class _Run:
    tree: Tree
    aws: Aws
    terraform: Terraform
    folder: Path
    progress: Progress
    outputs: dict[str, Mapping[str, Value]] = field(default_factory=dict)
    waiting: list[tuple[Root, Made]] = field(default_factory=list)
    """Whose state is still on this machine."""

    def make(self, path: str) -> Made:
        unit = self.tree.units[path]
        made = Made(path, place_of(unit))
        root = Root(unit, self.folder / path, self.terraform)
        place = made.place
        stored = self.aws.has_object(place.bucket, place.key, place.region)
        with self.progress.step(f"{path}: plan"):
            root.write(self.outputs, stored=stored)
            plan = root.plan({})
            imports = {} if stored else self._left_over(plan, place.region)
            if imports:
                plan = root.plan(imports)
        made.added, made.changed, made.imported = counts(plan, path)
        total = made.added + made.changed + made.imported
        if total:
            with self.progress.step(f"{path}: apply ({total} resources)", total=total):
                root.apply(self.progress.on_event)
        self.outputs[path] = root.outputs()
        if stored:
            root.forget()
        else:
            self.waiting.append((root, made))
        return made

    def _left_over(self, plan: Mapping[str, Any], region: str) -> dict[str, str]:
        found = {}
        for change in plan.get("resource_changes", []):
            if change["change"]["actions"] == ["create"]:
                id = self.aws.find(change["type"], region, change["change"]["after"])
                if id is not None:
                    found[change["address"]] = id
        return found

    def move(self) -> None:
        """Move the states whose bucket is there by now."""
        left = []
        for root, made in self.waiting:
            place = made.place
            if not self.aws.has_bucket(place.bucket, place.region):
                left.append((root, made))
                continue
            with self.progress.step(f"{made.unit}: state into {place.bucket}"):
                root.move()
            if not self.aws.has_object(place.bucket, place.key, place.region):
                raise GroundplanError(
                    f"the state of {made.unit} is not in s3://{place.bucket}/{place.key}",
                    hint=f"it is still in {root.folder}; run the same command again",
                )
            root.forget()
            made.moved = True
        self.waiting = left


def bootstrap(tree: Tree, aws: Aws, terraform: Terraform, folder: Path, progress: Progress) -> list[Made]:
    """Make the state buckets of ``tree``'s units, and what they need; their states lie in ``folder`` meanwhile.

    Raises:
        GroundplanError: the caller is not of the account, or the plan of a unit destroys something.
    """
    order = tree.order()
    aws.check_caller(place_of(tree.units[order[-1]]).region)
    run = _Run(tree, aws, terraform, folder, progress)
    made = []
    for path in order:
        made.append(run.make(path))
        run.move()
    if run.waiting:
        names = ", ".join(each.unit for _, each in run.waiting)
        raise GroundplanError(f"no unit made the bucket for the state of {names}", hint="its backend names another one")
    return made


def counts(plan: Mapping[str, Any], path: str) -> tuple[int, int, int]:
    """How many resources a plan adds, changes and imports; one that destroys any is refused."""
    changes = [each for each in plan.get("resource_changes", []) if each["mode"] == "managed"]
    lost = sorted(each["address"] for each in changes if "delete" in each["change"]["actions"])
    if lost:
        raise GroundplanError(
            f"unit {path} would destroy {', '.join(lost)}: a bootstrap does not",
            hint="look at it with terragrunt plan in its folder; what is meant can be applied there",
        )
    actions = [each["change"]["actions"] for each in changes if not each["change"].get("importing")]
    return actions.count(["create"]), actions.count(["update"]), len(changes) - len(actions)
