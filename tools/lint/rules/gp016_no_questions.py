"""No data source asks AWS."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Finding
from ..rule import Rule
from ..view import View

_COMPUTING = {"aws_arn", "aws_iam_policy_document", "aws_partition", "aws_region", "aws_service_principal"}
"""Data sources that only compute."""


def _find(view: View) -> Iterator[Finding]:
    for module in view.parts:
        for resource in module.resources:
            if resource.data and resource.type not in _COMPUTING:
                message = f"data.{resource.type} asks while planning: take what it answers as an input"
                yield view.at(resource.place, message)


RULE = Rule(
    id="GP016",
    check="modules",
    scope="part",
    title="No data source asks AWS.",
    why="What asks while planning cannot be planned without an account, and makes values known late.",
    fix="Take what it would answer as an input: account, region and partition are inputs of every module.",
    find=_find,
)
