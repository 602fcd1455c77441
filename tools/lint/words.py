"""What several rules look for in lines of Terraform, and in messages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from ..errors import GroundplanError
from ..hcl import Expr, Source, parse_expression, syntax

_COMMENT = re.compile(
    r"(?P<text>\"(?:\\.|[^\"\\\n])*\"|<<-?(?P<end>\w+)\n.*?^\s*(?P=end)$)|(?:#|//)[^\n]*|/\*.*?\*/",
    re.DOTALL | re.MULTILINE,
)
_REGION = (
    r"(?:af|ap|ca|cn|eu|il|me|mx|sa|us|us-gov|us-isob?|eusc-de)-"
    r"(?:central|north|south|east|west|northeast|northwest|southeast|southwest)-[1-9]"
)
_PLACE = re.compile(rf'(?<=[":.])(?P<region>{_REGION})[a-f]?(?=[":.])|(?<=[":/])(?P<account>\d{{12}})(?=[":/.])')
_PLACEHOLDER = "000000000000"


def bounds(versions: str) -> tuple[bool, bool]:
    """Whether a constraint on versions has a lower bound, and an upper one. One version alone is neither."""
    operators = set(re.findall(r"[<>=!~]+", versions))
    return bool(operators & {">", ">=", "~>"}), bool(operators & {"<", "<=", "~>"})


def code_of(text: str) -> list[str]:
    """The lines of a piece of HCL, blank where there are comments; what looks like one in a text is none."""
    return _COMMENT.sub(lambda found: found["text"] or re.sub(r"[^\n]", " ", found[0]), text).split("\n")


def place_in(line: str) -> str:
    """The account or the region that a line names, as a text, in an ARN or a URL; empty where it names none."""
    for found in _PLACE.finditer(line):
        if found["account"] and found["account"] != _PLACEHOLDER:
            return f"the account {found['account']}"
        if found["region"]:
            return f"the region {found['region']}"
    return ""


def could_say(message: str, candidates: Iterable[str]) -> bool:
    """Whether a message, given as its expression, can have one of some words in it, whatever its interpolations are."""
    try:
        expr = parse_expression(Source(Path("message"), message))
    except GroundplanError:
        return False
    pattern: list[str | None] = []
    for part in expr.parts if isinstance(expr, syntax.Template) else (expr,):
        pattern += _letters(part)
    plain = "".join(letter or "\0" for letter in pattern)
    words = [each for each in candidates if each]
    return any(each in plain for each in words) or ("\0" in plain and any(_fits(each, pattern) for each in words))


def _fits(words: str, pattern: list[str | None]) -> bool:
    """Whether words are a part of what a pattern can be: all places where they may have got to, letter by letter."""
    reached = _open(set(range(len(pattern))), pattern)
    for letter in words:
        going = {at for at in reached if at < len(pattern) and pattern[at] in (None, letter)}
        reached = _open({at if pattern[at] is None else at + 1 for at in going}, pattern)
        if not reached:
            return False
    return True


def _letters(part: Expr) -> list[str | None]:
    """The letters of a text, blanks as one; None for what may be anything."""
    if isinstance(part, syntax.Literal) and isinstance(part.value, str):
        return list(re.sub(r"\s+", " ", part.value))
    return [None]


def _open(reached: set[int], pattern: list[str | None]) -> set[int]:
    """What may be anything may also be nothing."""
    pending = list(reached)
    while pending:
        at = pending.pop()
        if at < len(pattern) and pattern[at] is None and at + 1 not in reached:
            reached.add(at + 1)
            pending.append(at + 1)
    return reached
