"""Functions that compute with nothing but their arguments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from ...hcl import CallSite, FunctionError, HclError, Unknown, Value
from ...hcl.types import describe
from ...hcl.values import ListValue, unmark_deep
from ..merge import merge_deep, plain
from ..retryable import RETRYABLE_ERRORS
from ..versions import VersionError, satisfies
from .calls import Call, strings

_COMMANDS = {
    "vars": ["apply", "console", "destroy", "import", "plan", "push", "refresh"],
    "locking": ["apply", "destroy", "import", "plan", "refresh", "taint", "untaint"],
    "input": ["apply", "import", "init", "plan", "refresh"],
    "parallelism": ["apply", "plan", "destroy"],
}


def _text_test(test: Callable[[str, str], bool]) -> Call:
    def call(args: list[Value], site: CallSite) -> Value:
        text, part = strings(args, 2, 2, site.name)
        return test(text, part)

    return call


def _timecmp(args: list[Value], site: CallSite) -> Value:
    moments = []
    for index, text in enumerate(strings(args, 2, 2, site.name)):
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None or "T" not in text:
            raise FunctionError(f'"{text}" is not a time in RFC 3339 form', index)
        moments.append(moment)
    return (moments[0] > moments[1]) - (moments[0] < moments[1])


def _constraint_check(args: list[Value], site: CallSite) -> Value:
    version, constraint = strings(args, 2, 2, site.name)
    try:
        return satisfies(version, constraint)
    except VersionError as error:
        raise FunctionError(str(error)) from None


def _deep_merge(args: list[Value], _: CallSite) -> Value:
    """Terragrunt asks for its experiment "deep-merge" to be on; here it always is."""
    out: dict[str, Any] = {}
    for index, arg in enumerate(args):
        value = plain(unmark_deep(arg)[0])
        if value is None:
            continue
        if isinstance(value, Unknown) or not isinstance(value, dict):
            raise FunctionError(f"a map or object is required, but this is {describe(value)}", index)
        try:
            out = merge_deep(out, value, {})
        except HclError as error:
            raise FunctionError(error.message, index) from None
    return out


def _constant(value: Any) -> Call:
    return lambda _args, _site: value


VALUES: dict[str, Call] = {
    "startswith": _text_test(str.startswith),
    "endswith": _text_test(str.endswith),
    "strcontains": _text_test(str.__contains__),
    "timecmp": _timecmp,
    "constraint_check": _constraint_check,
    "deep_merge": _deep_merge,
    "get_default_retryable_errors": _constant(ListValue(RETRYABLE_ERRORS)),
    **{f"get_terraform_commands_that_need_{what}": _constant(ListValue(names)) for what, names in _COMMANDS.items()},
}
