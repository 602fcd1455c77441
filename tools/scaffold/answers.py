"""What may be answered about a service: each answer by itself, as it is asked for on a terminal."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..errors import GroundplanError
from ..hcl import did_you_mean
from .kinds import KINDS
from .surroundings import Surroundings

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_OWNER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_WORDS = frozenset({"false", "for", "null", "true"})
"""What HCL takes for a word of its own where a name stands."""


def check_name(name: str, around: Surroundings) -> None:
    """Refuse what cannot be the name of a service of any kind.

    Raises:
        GroundplanError: it has other characters, is a word of HCL's, or begins with the project's name.
    """
    if not _NAME.fullmatch(name) or name in _WORDS:
        raise GroundplanError(
            f"--name {name!r} cannot be the name of a service",
            hint="a name has lower-case letters, digits and single hyphens, and begins with a letter: order-intake",
        )
    if name.startswith(f"{around.project}-") or name == around.project:
        raise GroundplanError(
            f"--name {name} begins with the project's name, which is put in front of it",
            hint=f"--name {name.removeprefix(around.project).strip('-') or 'billing'}",
        )


def check_kind(kind: str) -> None:
    """Refuse a kind that there is not.

    Raises:
        GroundplanError: there is none of that name.
    """
    if kind not in KINDS:
        meant = did_you_mean(kind, KINDS)
        raise GroundplanError(
            f"there is no kind {kind!r}", hint=f"the kinds are: {', '.join(KINDS)}{f'. {meant}' if meant else ''}"
        )


def check_accounts(accounts: Sequence[str], around: Surroundings) -> None:
    """Refuse accounts that the tree does not have.

    Raises:
        GroundplanError: there is none of a name, or none is named.
    """
    known = ", ".join(around.accounts)
    if not accounts:
        raise GroundplanError("no account is named", hint=f"the accounts are: {known}")
    for account in accounts:
        if account not in around.accounts:
            raise GroundplanError(
                f"there is no account {account!r}", where=f"{around.live}/accounts", hint=f"the accounts are: {known}"
            )


def check_owner(owner: str) -> None:
    """Refuse what is no name of a team.

    Raises:
        GroundplanError: it is not as GitHub writes a team's name.
    """
    if not _OWNER.fullmatch(owner):
        raise GroundplanError(
            f"--owner {owner!r} is no name of a team",
            hint="a team's name has lower-case letters, digits and single hyphens, as GitHub writes it: team-payments",
        )
