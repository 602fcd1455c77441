"""``regex``, ``regexall``, ``replace``: regular expressions are RE2's, as in Terraform."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from ..function import FunctionError
from ..types import STRING, ObjectType, TupleType, Type
from ..values import ListValue
from .builtin import STR, Registry, normal

FUNCTIONS = Registry()

_REFERENCE = re.compile(r"\$(?:(\$)|\{(\w+)\}|(\w+))")


@FUNCTIONS.add("regex", STR, STR)
def _regex(pattern: str, string: str) -> Any:
    compiled = _compile(pattern, 0)
    _result_type(compiled)
    match = compiled.search(string)
    if match is None:
        raise FunctionError("pattern did not match any part of the given string")
    return _captures(match)


@FUNCTIONS.add("regexall", STR, STR)
def _regexall(pattern: str, string: str) -> ListValue:
    compiled = _compile(pattern, 0)
    kind = _result_type(compiled)
    return ListValue(map(_captures, _matches(compiled, string)), kind)


@FUNCTIONS.add("replace", STR, STR, STR)
def _replace(str_: str, substr: str, replace: str) -> str:
    if len(substr) > 1 and substr[0] == substr[-1] == "/":
        return _replace_all(_compile(substr[1:-1], 1), str_, replace)
    return str_.replace(substr, replace)


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> Any:
    import re2

    options = re2.Options()
    options.log_errors = False
    return re2.compile(pattern, options)


def _compile(pattern: str, argument: int) -> Any:
    import re2

    try:
        return _compiled(pattern)
    except re2.error as error:
        reason = error.args[0] if error.args else "invalid"
        reason = reason.decode() if isinstance(reason, bytes) else reason
        raise FunctionError(f"invalid regexp pattern: {reason}", argument) from None


def _result_type(compiled: Any) -> Type:
    """A string without capture groups, else a tuple, or an object where the groups have names."""
    if not compiled.groups:
        return STRING
    names = compiled.groupindex
    if not names:
        return TupleType((STRING,) * compiled.groups)
    if len(names) < compiled.groups:
        raise FunctionError("invalid regexp pattern: cannot mix both named and unnamed capture groups", 0)
    return ObjectType.of(dict.fromkeys(names, STRING))


def _captures(match: Any) -> Any:
    if not match.re.groups:
        return normal(match.group())
    names = match.re.groupindex
    if names:
        return {name: _capture(match, names[name]) for name in sorted(names)}
    return [_capture(match, number) for number in range(1, match.re.groups + 1)]


def _capture(match: Any, number: int) -> str | None:
    text = match.group(number)
    return None if text is None else normal(text)


def _matches(compiled: Any, text: str) -> Iterator[Any]:
    """All matches as Go finds them: an empty one directly after another match does not count."""
    previous_end = -1
    for match in compiled.finditer(text):
        start, end = match.span()
        if start != end or start != previous_end:
            yield match
        previous_end = end


def _replace_all(compiled: Any, text: str, replacement: str) -> str:
    out: list[str] = []
    last_end = 0
    for match in _matches(compiled, text):
        start, end = match.span()
        out += text[last_end:start], _expand(replacement, match)
        last_end = end
    return "".join(out) + text[last_end:]


def _expand(replacement: str, match: Any) -> str:
    """``$1``, ``$name``, ``${name}`` and ``$$``; a group that is not there is empty."""

    def group(reference: re.Match[str]) -> str:
        dollar, braced, bare = reference.groups()
        if dollar:
            return "$"
        name = braced or bare
        names = match.re.groupindex
        if name.isdecimal() and (name == "0" or name[0] != "0"):
            number = int(name)
        elif name in names:
            number = names[name]
        else:
            return ""
        return (match.group(number) or "") if number <= match.re.groups else ""

    return _REFERENCE.sub(group, replacement)
