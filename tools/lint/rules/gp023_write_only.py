"""Secrets reach resources through write-only arguments."""

from __future__ import annotations

from collections.abc import Iterator

from ...docs import Block, Place
from ..constants import constant
from ..model import Finding
from ..rule import Rule
from ..view import View

_KEPT = {"admin_user_password", "auth_token", "client_secret", "master_password", "master_user_password", "password"}
_KEPT |= {"passwords", "private_key", "secret_binary", "secret_string"}
_MADE = {"aws_iam_access_key", "aws_iam_service_specific_credential", "aws_iam_user_login_profile"}
_MADE |= {"random_password", "tls_private_key"}
"""Resources that are a secret."""


def _find(view: View) -> Iterator[Finding]:
    for module in view.parts:
        for block in module.blocks:
            if block.kind != "resource" or not block.labels:
                continue
            type_ = block.labels[0]
            if type_ in _MADE:
                yield view.at(block.place, f"{type_} is kept in the state with its secret: let the service make it")
            for place, name in _kept(block):
                message = f"{name} is kept in the state: use its write-only form, {name}_wo, or let the service make it"
                yield view.at(place, message)
            if type_ == "aws_ssm_parameter" and "value" in block.attributes:
                kind = block.attributes.get("type", "null")
                if constant(module, kind) == "SecureString" or '"SecureString"' in kind:
                    yield view.at(block.place, "value is kept in the state: use its write-only form, value_wo")


def _kept(block: Block) -> Iterator[tuple[Place, str]]:
    """The arguments that are secrets, in blocks inside it as well."""
    for name, value in block.attributes.items():
        if name in _KEPT and value != "null":
            yield block.place, name
    for inner in block.blocks:
        yield from _kept(inner)


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
