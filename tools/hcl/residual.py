"""Residual expressions: printed as Terraform's native syntax, or rewritten."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from .errors import HclError
from .numbers import format_number
from .syntax import (
    Binary,
    Call,
    Conditional,
    Expr,
    For,
    GetAttr,
    Index,
    Literal,
    Object,
    Splat,
    SplatItem,
    Template,
    TemplateFor,
    Tuple,
    Unary,
    Variable,
    with_children,
)
from .values import ListValue, MapValue, Residual, Sensitive, SetValue, Unknown, contains, map_elements

Mapper = Callable[[Expr], Expr | None]

_PRECEDENCE = {"||": 1, "&&": 2, "==": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5}
_PRECEDENCE |= {"*": 6, "/": 6, "%": 6}
_CONDITIONAL, _UNARY, _PRIMARY = 0, 7, 8
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*\Z")
_WORDS = frozenset({"for", "in", "if", "true", "false", "null", "else", "endif", "endfor"})
_SPECIAL = re.compile(r'["\\\x00-\x1f\x7f]|\$(?=\{)|%(?=\{)')
_NAMED = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "$": "$$", "%": "%%"}
_TEMPLATE = re.compile(r"\$(?=\{)|%(?=\{)")


def to_native(value: Any) -> str:
    """The native syntax of an expression or a value, on one line."""
    try:
        return _print(value, _CONDITIONAL) if isinstance(value, Expr) else _value(value, _CONDITIONAL)
    except RecursionError:
        raise _too_deep(value) from None


def to_json_template(value: Any) -> Any:
    """What stands for a value in a ``.tf.json`` file: JSON-able, strings as templates, residuals inside ``${…}``."""
    if isinstance(value, str):
        return _TEMPLATE.sub(lambda match: match.group() * 2, value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Decimal):
        number = float(value)
        return number if Decimal(repr(number)) == value else f"${{{format_number(value)}}}"
    if isinstance(value, dict):
        return {to_json_template(key): to_json_template(item) for key, item in value.items()}
    if isinstance(value, list | SetValue):
        return [to_json_template(item) for item in value]
    if isinstance(value, Residual) and isinstance(value.expr, Template) and len(value.expr.parts) > 1:
        return _template_body(value.expr, _TEMPLATE)
    return f"${{{to_native(value)}}}"


def rewrite(value: Any, mapper: Mapper) -> Any:
    """An expression, or a value with residuals inside, with references replaced.

    ``mapper`` is asked for each reference and each step of it, the longest first, and answers with what to put there,
    or None to leave it. It is not asked for the variables of for-expressions.
    """
    try:
        return (_rewrite if isinstance(value, Expr) else _rewrite_value)(value, mapper, frozenset())
    except RecursionError:
        raise _too_deep(value) from None


def _too_deep(value: Any) -> HclError:
    expr = value if isinstance(value, Expr) else value.expr if isinstance(value, Residual) else None
    return HclError.at(
        expr.range if expr else None, "Expression nested too deeply", "Split it into several local values."
    )


def _rewrite_value(value: Any, mapper: Mapper, bound: frozenset[str]) -> Any:
    if isinstance(value, Residual):
        return Residual(_rewrite(value.expr, mapper, bound), value.type)
    if isinstance(value, Sensitive):
        return Sensitive(_rewrite_value(value.value, mapper, bound))
    if not contains(value, Residual):
        return value
    return map_elements(value, lambda item: _rewrite_value(item, mapper, bound))


def _rewrite(expr: Expr, mapper: Mapper, bound: frozenset[str]) -> Expr:
    if isinstance(expr, Literal):
        value = _rewrite_value(expr.value, mapper, bound)
        return expr if value is expr.value else Literal(expr.source, expr.start, expr.end, value)
    if isinstance(expr, Variable | GetAttr | Index) and _root(expr) not in bound:
        found = mapper(expr)
        if found is not None:
            return found
    if isinstance(expr, For):
        names = {expr.value_name} | ({expr.key_name} if expr.key_name is not None else set())
        inside = bound | names
        collection = expr.collection
        return with_children(expr, lambda part: _rewrite(part, mapper, bound if part is collection else inside))
    return with_children(expr, lambda part: _rewrite(part, mapper, bound))


def _root(expr: Expr) -> str | None:
    while isinstance(expr, GetAttr | Index):
        expr = expr.object
    return expr.name if isinstance(expr, Variable) else None


def _print(expr: Expr, level: int) -> str:
    """An expression, in parentheses when it binds less tightly than ``level`` asks for."""
    match expr:
        case Literal(value=value):
            return _value(value, level)
        case Variable(name=name):
            return name
        case GetAttr(object=inner, name=name):
            return f"{_operand(inner)}.{name}"
        case Index(object=inner, key=key):
            return f"{_operand(inner)}[{_print(key, _CONDITIONAL)}]"
        case Splat(object=inner, each=each):
            return f"{_operand(inner)}[*]{_print(each, _PRIMARY)}"
        case SplatItem():
            return ""
        case Call(name=name, arguments=arguments, expand=expand):
            inside = ", ".join(_print(argument, _CONDITIONAL) for argument in arguments)
            return f"{name}({inside}{'...' if expand else ''})"
        case Template():
            return _template(expr)
        case TemplateFor(loop=loop):
            return f'join("", {_print(loop, _CONDITIONAL)})'
        case Tuple(items=items):
            return f"[{', '.join(_print(item, _CONDITIONAL) for item in items)}]"
        case Object(items=pairs):
            inside = ", ".join(f"{_key(key)} = {_print(value, _CONDITIONAL)}" for key, value in pairs)
            return f"{{ {inside} }}" if inside else "{}"
        case For():
            return _for(expr)
        case Conditional(condition=condition, then=then, otherwise=otherwise):
            arms = _print(condition, 1), _print(then, 1), _print(otherwise, _CONDITIONAL)
            return _parenthesised(f"{arms[0]} ? {arms[1]} : {arms[2]}", level > _CONDITIONAL)
        case Unary(operator=operator, operand=operand):
            return _parenthesised(f"{operator}{_print(operand, _PRIMARY)}", level > _UNARY)
        case Binary():
            return _binary(expr, level)
    raise TypeError(f"not an expression that can be printed: {type(expr).__name__}")


def _parenthesised(text: str, needed: bool) -> str:
    return f"({text})" if needed else text


def _operand(expr: Expr) -> str:
    """What a step follows. A splat would take the step into its elements, so it is closed with parentheses."""
    text = _print(expr, _PRIMARY)
    return f"({text})" if isinstance(expr, Splat) else text


def _binary(expr: Binary, level: int) -> str:
    """A chain of operators, its left side in a loop: chains of hundreds are not nesting."""
    rights: list[str] = []
    outer = precedence = _PRECEDENCE[expr.operator]
    node: Expr = expr
    while isinstance(node, Binary) and _PRECEDENCE[node.operator] == precedence:
        rights.append(f"{node.operator} {_print(node.right, precedence + 1)}")
        node = node.left
    return _parenthesised(" ".join([_print(node, precedence), *reversed(rights)]), level > outer)


def _for(expr: For) -> str:
    names = f"{expr.key_name}, {expr.value_name}" if expr.key_name is not None else expr.value_name
    head = f"for {names} in {_print(expr.collection, _CONDITIONAL)} : "
    tail = f" if {_print(expr.condition, _CONDITIONAL)}" if expr.condition is not None else ""
    value = _print(expr.value, _CONDITIONAL)
    if expr.key is None:
        return f"[{head}{value}{tail}]"
    return f"{{{head}{_print(expr.key, _CONDITIONAL)} => {value}{'...' if expr.group else ''}{tail}}}"


def _key(expr: Expr) -> str:
    if isinstance(expr, Literal) and isinstance(expr.value, str):
        return _name(expr.value)
    return f"({_print(expr, _CONDITIONAL)})"


def _name(key: str) -> str:
    return key if _IDENTIFIER.match(key) and key not in _WORDS else _quote(key)


def _quote(text: str) -> str:
    return f'"{_SPECIAL.sub(_escape, text)}"'


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    return _NAMED.get(character) or f"\\u{ord(character):04x}"


def _template(expr: Template) -> str:
    """A string of parts. One part alone would lose its conversion to a string, so that is said with a function."""
    if len(expr.parts) == 1 and not isinstance(expr.parts[0], Literal):
        return f"tostring({_print(expr.parts[0], _CONDITIONAL)})"
    return f'"{_template_body(expr, _SPECIAL)}"'


def _template_body(expr: Template, special: re.Pattern[str]) -> str:
    out: list[str] = []
    for position, part in enumerate(expr.parts):
        if not isinstance(part, Literal) or not isinstance(part.value, str):
            out.append(f"${{{_print(part, _CONDITIONAL)}}}")
            continue
        text = special.sub(_escape, part.value)
        if text.endswith("$") and position + 1 < len(expr.parts):
            text = text[:-1] + '${"$"}'  # or it would escape the interpolation that follows
        out.append(text)
    return "".join(out)


def _value(value: Any, level: int) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return _parenthesised(format_number(value), level > _UNARY and value < 0)
    if isinstance(value, str):
        return _quote(value)
    if isinstance(value, Residual):
        return _print(value.expr, level)
    if isinstance(value, Sensitive):
        return f"sensitive({_value(value.value, _CONDITIONAL)})"
    if isinstance(value, dict):
        inside = ", ".join(f"{_name(key)} = {_value(value[key], _CONDITIONAL)}" for key in value)
        text = f"{{ {inside} }}" if inside else "{}"
        return f"tomap({text})" if isinstance(value, MapValue) else text
    if isinstance(value, list | SetValue):
        text = f"[{', '.join(_value(item, _CONDITIONAL) for item in value)}]"
        kind = "tolist" if isinstance(value, ListValue) else "toset" if isinstance(value, SetValue) else ""
        return f"{kind}({text})" if kind else text
    if isinstance(value, Unknown):
        raise HclError.at(None, "A value that is not known cannot be written as an expression")
    raise TypeError(f"not a value of the language: {type(value).__name__}")
