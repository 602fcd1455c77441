"""``yamldecode``: PyYAML reads the document, the rules of Terraform's YAML package say what the scalars mean."""

from __future__ import annotations

import re
from typing import Any

from ..function import FunctionError
from ..numbers import parse_number
from ..types import STRING, convert, describe
from .builtin import STR, Registry, normal, quoted
from .encoding import decode_base64
from .rfc3339 import Timestamp, days_in_month

FUNCTIONS = Registry()

_PREFIX = "tag:yaml.org,2002:"
_STR, _BOOL, _INT, _FLOAT, _NULL, _TIMESTAMP, _BINARY, _MAP, _SEQ = (
    _PREFIX + name for name in ("str", "bool", "int", "float", "null", "timestamp", "binary", "map", "seq")
)
_TRUE = {"y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"}
_FALSE = {"n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"}
_NULLS = {"", "~", "null", "Null", "NULL"}
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_DATE = r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
_TIME = r"([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,][0-9]+)?"
_TIMESTAMPS = re.compile(rf"{_DATE}(?:(?: {_TIME})|(?:[Tt]{_TIME}(Z|[-+][0-9]{{2}}:[0-9]{{2}})))?")
_MERGE = object()


@FUNCTIONS.add("yamldecode", STR)
def _yamldecode(src: str) -> Any:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _Reader(yaml, yaml.parse(src or "\n", Loader=loader)).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f" on line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise FunctionError(f"invalid YAML{place}: {error.problem or error.context}", 0) from None
    except yaml.YAMLError as error:
        raise FunctionError(f"invalid YAML: {error}", 0) from None


class _Reader:
    """Values from the events of one document."""

    def __init__(self, yaml: Any, events: Any) -> None:
        self.yaml = yaml
        self.events = events
        self.anchors: dict[str, Any] = {}
        self.open: set[str] = set()

    def document(self) -> Any:
        next(self.events)
        if not isinstance(next(self.events), self.yaml.DocumentStartEvent):
            raise FunctionError("invalid YAML: missing start of document", 0)
        value = self._value(next(self.events))
        next(self.events)
        if isinstance(next(self.events), self.yaml.DocumentStartEvent):
            raise FunctionError("invalid YAML: only a single document is allowed", 0)
        return value

    def _value(self, event: Any) -> Any:
        if isinstance(event, self.yaml.AliasEvent):
            return self._alias(event)
        anchor = event.anchor
        if anchor:
            self.open.add(anchor)
        if isinstance(event, self.yaml.ScalarEvent):
            value = self._scalar(event)
            if value is _MERGE:
                value = "<<"
            elif value is not None and not event.tag and not event.implicit[0]:
                value = _as_string(value)  # a block of text, whatever it looks like
        elif isinstance(event, self.yaml.SequenceStartEvent):
            value = self._sequence(event)
        else:
            value = self._mapping(event)
        if anchor:
            self.open.discard(anchor)
            self.anchors[anchor] = value
        return value

    def _alias(self, event: Any) -> Any:
        if event.anchor in self.open:
            raise _error(event, f"cannot refer to anchor {quoted(event.anchor)} from inside its own definition")
        if event.anchor not in self.anchors:
            raise _error(event, f"reference to undefined anchor {quoted(event.anchor)}")
        return self.anchors[event.anchor]

    def _sequence(self, start: Any) -> list[Any]:
        if start.tag not in {None, "!", _SEQ}:
            raise _error(start, f"can't interpret sequence as {start.tag}")
        result = []
        while not isinstance(event := next(self.events), self.yaml.SequenceEndEvent):
            result.append(self._value(event))
        return result

    def _mapping(self, start: Any) -> dict[str, Any]:
        if start.tag not in {None, "!", _MAP}:
            raise _error(start, f"can't interpret mapping as {start.tag}")
        result: dict[str, Any] = {}
        while not isinstance(event := next(self.events), self.yaml.MappingEndEvent):
            if not isinstance(event, self.yaml.ScalarEvent):
                raise _error(event, "only strings are allowed as mapping keys")
            key = self._scalar(event)
            if key is None:
                raise _error(event, "mapping key cannot be null")
            value = self._value(next(self.events))
            if key is _MERGE:
                if not isinstance(value, dict):
                    raise _error(event, f"cannot merge {describe(value)} into mapping")
                result.update(value)
            else:
                result[_as_string(key)] = value
        return result

    def _scalar(self, event: Any) -> Any:
        try:
            return _resolve(event.tag, event.value, quotes=event.style in {"'", '"'})
        except FunctionError as error:
            raise _error(event, error.message) from None


def _as_string(value: Any) -> str:
    text: str = convert(value, STRING)
    return text


def _error(event: Any, message: str) -> FunctionError:
    mark = event.start_mark
    return FunctionError(f"invalid YAML on line {mark.line + 1}, column {mark.column + 1}: {message}", 0)


def _resolve(tag: str | None, text: str, *, quotes: bool) -> Any:
    """What a scalar means."""
    tag = None if tag == "" else tag
    if tag not in {None, _STR, _BOOL, _INT, _FLOAT, _NULL, _TIMESTAMP, _BINARY}:
        raise FunctionError(f"unsupported tag {quoted(tag)}")
    if (not text or text[0] in "+-0123456789yYnNtTfFoO~.") and tag not in {_STR, _BINARY}:
        if quotes:
            return normal(text)
        if text in _TRUE or text in _FALSE:
            return text in _TRUE
        if text in _NULLS:
            return None
        if _NOT_FINITE.fullmatch(text):
            raise FunctionError(f"{text} is not supported: numbers are finite")
        tag, found = _guess(tag, text)
        if found is not None:
            return found
    if tag is None:
        return _MERGE if text == "<<" else normal(text)
    return _tagged(tag, text)


def _guess(tag: str | None, text: str) -> tuple[str | None, Any]:
    """The tag that the look of a plain scalar gives it, or the value itself."""
    if text[0] == ".":
        return tag, parse_number(text)
    if text[0] in "+-0123456789":
        if tag in {None, _TIMESTAMP} and (stamp := _timestamp(text)) is not None:
            return tag, stamp
        if _INTEGER.fullmatch(text):
            return _INT, None
        if _DECIMAL.fullmatch(text):
            return _FLOAT, None
    return tag, None


def _tagged(tag: str, text: str) -> Any:
    """A scalar of a type that is said or seen."""
    value: Any = None
    if tag == _NULL:
        return None
    if tag == _STR:
        return normal(text)
    if tag == _BINARY:
        value = text if decode_base64(text) is not None else None
    elif tag == _BOOL:
        value = True if text in _TRUE else False if text in _FALSE else None
    elif tag == _TIMESTAMP:
        value = _timestamp(text)
    else:
        value = _number(text.replace("_", ""))
    if value is None:
        raise FunctionError(f"cannot parse {quoted(text)} as {tag}")
    return value


def _number(text: str) -> Any:
    number = parse_number(text)
    if number is not None:
        return number
    sign = -1 if text[:1] == "-" else 1
    digits = text.lstrip("+-")
    base = {"0x": 16, "0o": 8, "0b": 2}.get(digits[:2].lower())
    try:
        value = sign * int(digits[2:], base) if base else None
    except ValueError:
        return None
    return value if value is not None and -(2**63) <= value < 2**64 else None


def _timestamp(text: str) -> str | None:
    """A date or a time in RFC 3339, when the text is one."""
    match = _TIMESTAMPS.fullmatch(text)
    if match is None:
        return None
    parts = match.groups()
    year, month, day = map(int, parts[:3])
    clock = parts[3:6] if parts[3] else parts[6:9] if parts[6] else ("0", "0", "0")
    hour, minute, second = map(int, clock)
    zone = parts[9] or "Z"
    offset = 0 if zone == "Z" else (int(zone[1:3]) * 60 + int(zone[4:6])) * (-60 if zone[0] == "-" else 60)
    if not (1 <= month <= 12 and 1 <= day <= days_in_month(year, month)):
        return None
    if hour > 23 or minute > 59 or second > 59 or (zone != "Z" and (int(zone[1:3]) > 24 or int(zone[4:6]) > 60)):
        return None
    return Timestamp.of(year, month, day, hour, minute, second, offset=offset).rfc3339()
