"""``templatefile`` and ``templatestring``."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..function import CallSite, Function, FunctionError
from ..source import Source
from ..syntax import Expr
from ..types import STRING, ConversionError, convert
from .builtin import ANY, STR, Registry, quoted
from .filesystem import locate, read_text

FUNCTIONS = Registry()

_RENDERERS = ("templatefile", "templatestring")
_FILESYSTEM = (
    "file", "fileexists", "fileset", "filebase64", "filebase64sha256", "filebase64sha512",
    "filemd5", "filesha1", "filesha256", "filesha512",
)  # fmt: skip
_IDENTIFIER = re.compile(r"[^\W\d][\w-]*")


@FUNCTIONS.add("templatefile", STR, ANY, on_residual="inside", site=True)
def _templatefile(site: CallSite, path: str, vars_: Any) -> Any:
    return _render(Path(locate(path, site)), read_text(path, site), vars_, site, files=True)


@FUNCTIONS.add("templatestring", ANY, ANY, on_residual="inside", site=True)
def _templatestring(site: CallSite, template: Any, vars_: Any) -> Any:
    if not isinstance(template, str):
        raise FunctionError("invalid template value: a string is required", 0)
    try:
        return convert(_render(Path("<templatestring argument>"), template, vars_, site, files=False), STRING)
    except ConversionError as error:
        raise FunctionError(f"invalid template result: {error.message}") from None


def _render(path: Path, text: str, variables: Any, site: CallSite, *, files: bool) -> Any:
    """The template with the variables in place; what is wrong inside it is reported with its place in the template."""
    from .. import Scope, evaluate, references

    if not isinstance(variables, dict):
        raise FunctionError("invalid vars value: must be a map", 1)
    for name in variables:
        if not _IDENTIFIER.fullmatch(name):
            raise FunctionError(
                f"invalid template variable name {quoted(name)}: must start with a letter, "
                "followed by zero or more letters, digits, and underscores",
                1,
            )
    template = _parse(path, text)
    for traversal in references(template):
        if traversal.root not in variables:
            raise FunctionError(
                f"vars map does not contain key {quoted(traversal.root)}, referenced at {traversal.range}", 1
            )
    # Files are looked at by the caller's functions, which may be more than the built-in ones.
    looking = {name: site.scope.functions[name] for name in _FILESYSTEM if files and name in site.scope.functions}
    result = evaluate(template, Scope(variables, _functions(files) | looking, site.base_dir))
    if result is None:
        raise FunctionError("the result of the template is null, which is not a valid result for a template")
    return result


@lru_cache(maxsize=512)
def _parse(path: Path, text: str) -> Expr:
    from ..parser import parse_template

    return parse_template(Source(path, text))


@lru_cache(maxsize=2)
def _functions(files: bool) -> dict[str, Function]:
    """What can be called inside a template: everything but templates, and in strings no files either."""
    from . import FUNCTIONS as BUILTINS

    functions = dict(BUILTINS)
    for name in _RENDERERS:
        functions[name] = _refusing(f"cannot recursively call {name} from inside another template function")
    for name in () if files else _FILESYSTEM:
        functions[name] = _refusing(
            f"cannot use filesystem access functions like {name} in templatestring templates; "
            "consider passing the function result as a template variable instead"
        )
    return functions


def _refusing(message: str) -> Function:
    def call(arguments: list[Any], site: CallSite) -> Any:
        raise FunctionError(message)

    return Function(call, 0, None, "any")
