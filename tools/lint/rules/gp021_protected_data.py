"""What holds data is protected against being destroyed, or an input says that it is not."""

from __future__ import annotations

from collections.abc import Iterator

from ...docs import Block
from ..constants import constant
from ..model import Finding
from ..rule import Rule
from ..view import View

_GUARDS = {
    "aws_cognito_user_pool": ("deletion_protection", "INACTIVE"),
    "aws_db_instance": ("deletion_protection", "false"),
    "aws_docdb_cluster": ("deletion_protection", "false"),
    "aws_dynamodb_table": ("deletion_protection_enabled", "false"),
    "aws_neptune_cluster": ("deletion_protection", "false"),
    "aws_rds_cluster": ("deletion_protection", "false"),
    "aws_rds_global_cluster": ("deletion_protection", "false"),
}
"""What protects, and what it must not be; where nothing is said, that is what it is."""
_LAST_COPIES = (
    "aws_db_instance",
    "aws_docdb_cluster",
    "aws_neptune_cluster",
    "aws_rds_cluster",
    "aws_redshift_cluster",
)
_NO_COPY = "skip_final_snapshot"
_FORCES = {
    "aws_backup_vault": "force_destroy",
    "aws_ecr_repository": "force_delete",
    "aws_route53_zone": "force_destroy",
    "aws_s3_bucket": "force_destroy",
}
"""What destroys with everything inside; where nothing is said, AWS refuses."""


def _find(view: View) -> Iterator[Finding]:
    for module in view.parts:
        for block in module.blocks:
            if block.kind != "resource" or len(block.labels) < 2 or _is_kept(block):
                continue
            type_ = block.labels[0]
            guard, off = _GUARDS.get(type_, ("", ""))
            if guard and constant(module, block.attributes.get(guard, "null")) in ("null", off):
                yield view.at(block.place, f"{type_} has no {guard}: take it from an input that production sets")
            force = _FORCES.get(type_, "")
            if force and constant(module, block.attributes.get(force, "null")) == "true":
                yield view.at(block.place, f"{type_} is destroyed with all that is in it: take {force} from an input")
            if type_ in _LAST_COPIES and constant(module, block.attributes.get(_NO_COPY, "null")) == "true":
                yield view.at(block.place, f"{type_} leaves no copy behind: take {_NO_COPY} from an input")


def _is_kept(block: Block) -> bool:
    return any(inner.attributes.get("prevent_destroy") == "true" for inner in block.inner("lifecycle"))


RULE = Rule(
    id="GP021",
    check="modules",
    scope="part",
    title="What holds data is protected against being destroyed, or an input says that it is not.",
    why="A plan that replaces a database is approved once by mistake.",
    fix=(
        "Set `deletion_protection` (or its like) from an input that production sets, or `prevent_destroy = true`; "
        "never write `force_destroy = true`."
    ),
    find=_find,
)
