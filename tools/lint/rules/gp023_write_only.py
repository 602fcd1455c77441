"""Secrets reach resources through write-only arguments."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Finding
from ..rule import Rule
from ..view import View

_KEPT = {
    "aws_db_instance": ("password",),
    "aws_docdb_cluster": ("master_password",),
    "aws_elasticache_replication_group": ("auth_token",),
    "aws_rds_cluster": ("master_password",),
    "aws_redshift_cluster": ("master_password",),
    "aws_secretsmanager_secret_version": ("secret_string", "secret_binary"),
    "aws_dms_endpoint": ("password",),
}


def _find(view: View) -> Iterator[Finding]:
    for module in view.parts:
        for block in module.blocks:
            if block.kind == "resource" and block.labels:
                for name in _KEPT.get(block.labels[0], ()):
                    if block.attributes.get(name, "null") != "null":
                        message = f"{name} is kept in the state: use its write-only form, {name}_wo"
                        yield view.at(block.place, message)
            parameter = block.labels[:1] == ("aws_ssm_parameter",) and block.attributes.get("type") == '"SecureString"'
            if block.kind == "resource" and parameter and "value" in block.attributes:
                yield view.at(block.place, "value is kept in the state: use its write-only form, value_wo")


RULE = Rule(
    id="GP023",
    check="modules",
    scope="part",
    title="Secrets reach resources through write-only arguments.",
    why="What a resource takes as an ordinary argument is in its state in clear.",
    fix=(
        "Use the argument's write-only form (`password_wo`, `secret_string_wo`) with an ephemeral value, or let "
        "the service make it."
    ),
    find=_find,
)
