"""``yamlencode``, byte for byte as Terraform: strings in double quotes, or literal blocks where they have lines."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Any

from ..numbers import format_number
from ..values import SetValue
from .builtin import NULLABLE, Registry

FUNCTIONS = Registry()

_BREAKS = "\r\n\x85\u2028\u2029"
_SIMPLE_KEY_BYTES = 128
_WIDTH = 80
_ESCAPES = {
    "\0": "0", "\a": "a", "\b": "b", "\t": "t", "\n": "n", "\v": "v", "\f": "f", "\r": "r", "\x1b": "e",
    '"': '"', "\\": "\\", "\x85": "N", "\xa0": "_", "\u2028": "L", "\u2029": "P",
}  # fmt: skip


@FUNCTIONS.add("yamlencode", NULLABLE)
def _yamlencode(value: Any) -> str:
    emitter = _Emitter()
    emitter.node(value, indent=-1, root=True)
    return emitter.finish()


class _Emitter:
    """The state of libyaml's emitter, as far as the shape of what Terraform writes depends on it."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.column = 0
        self.blank = True
        """Nothing but white space or an indicator stands before: no space is needed."""
        self.fresh = True
        """Only indentation and the indicators ``-``, ``?`` and ``:`` stand on the line so far."""
        self.open_ended = False

    def node(self, value: Any, *, indent: int, root: bool = False, mapping: bool = False, key: bool = False) -> None:
        """Write any value; ``indent`` is that of what it stands in."""
        if isinstance(value, dict):
            self._mapping(value, indent)
        elif isinstance(value, list | SetValue):
            self._sequence(list(value), indent, mapping)
        elif isinstance(value, str):
            self._string(value, indent, key)
        else:
            self._plain(_plain(value), root)

    def finish(self) -> str:
        """The end of the document, and the text."""
        self._new_line(0)
        if self.open_ended:
            self._indicator("...", blank=False, fresh=False)
            self._new_line(0)
        return "".join(self.out)

    def _sequence(self, items: list[Any], indent: int, mapping: bool) -> None:
        if not items:
            self._indicator("[]", blank=False, fresh=False)
            return
        if indent < 0:
            indent = 0
        elif not (mapping and not self.fresh):
            indent += 2
        for item in items:
            self._new_line(indent)
            self._indicator("-", blank=False, fresh=True)
            self.node(item, indent=indent)

    def _mapping(self, items: dict[str, Any], indent: int) -> None:
        if not items:
            self._indicator("{}", blank=False, fresh=False)
            return
        indent = indent + 2 if indent >= 0 else 0
        for name in sorted(items):
            self._new_line(indent)
            if _is_simple_key(name):
                self.node(name, indent=indent, key=True)
                self._write(":")
                self.blank = self.fresh = False
            else:
                self._indicator("?", blank=False, fresh=True)
                self.node(name, indent=indent, mapping=True)
                self._new_line(indent)
                self._indicator(":", blank=False, fresh=True)
            self.node(items[name], indent=indent, mapping=True)

    def _string(self, text: str, indent: int, key: bool) -> None:
        if "\n" in text and not key and _block_allowed(text):
            self._literal(text, indent)
        else:
            self._double_quoted(text, indent + 2 if indent >= 0 else 2, folded=not key)

    def _plain(self, text: str, root: bool) -> None:
        self._indicator(text, blank=False, fresh=False)
        self.open_ended = root

    def _double_quoted(self, text: str, indent: int, *, folded: bool) -> None:
        """The text with escapes; ``folded`` breaks it at the first space after the 80th column, as often as needed."""
        self._indicator('"', blank=False, fresh=False)
        bom = text.startswith("\ufeff")
        after_space = False
        for index, character in enumerate(text):
            if not _is_printable(character) or bom or character in _BREAKS or character in '"\\':
                self._write("\\" + _escape(character))
                after_space = False
            elif character == " ":
                if folded and not after_space and self.column > _WIDTH and 0 < index < len(text) - 1:
                    self._new_line(indent)
                    if text[index + 1] == " ":
                        self._write("\\")
                else:
                    self._write(character)
                after_space = True
            else:
                self._write(character)
                after_space = False
        self._write('"')
        self.blank = self.fresh = False

    def _literal(self, text: str, indent: int) -> None:
        indent = indent + 2 if indent >= 0 else 2
        hint = "2" if text[0] == " " or text[0] in _BREAKS else ""
        self._indicator("|" + hint, blank=False, fresh=False)
        if text[-1] not in _BREAKS:
            self._write("-")
        elif len(text) == 1 or text[-2] in _BREAKS:
            self._write("+")
        self._break()
        self.blank = self.fresh = True
        after_break = True
        for character in text:
            if character in _BREAKS:
                if character == "\n":
                    self._break()
                else:
                    self.out.append(character)
                    self.column = 0
                self.fresh = after_break = True
                continue
            if after_break:
                self._new_line(indent)
            self._write(character)
            self.fresh = after_break = False

    def _indicator(self, text: str, *, blank: bool, fresh: bool) -> None:
        if not self.blank:
            self._write(" ")
        self._write(text)
        self.blank = blank
        self.fresh = self.fresh and fresh
        self.open_ended = False

    def _new_line(self, indent: int) -> None:
        """Go to the column ``indent``, on a new line unless only indentation stands on this one."""
        if not self.fresh or self.column > indent or (self.column == indent and not self.blank):
            self._break()
        if self.column < indent:
            self._write(" " * (indent - self.column))
        self.blank = self.fresh = True

    def _write(self, text: str) -> None:
        self.out.append(text)
        self.column += len(text)

    def _break(self) -> None:
        self.out.append("\n")
        self.column = 0


def _plain(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    assert isinstance(value, int | Decimal)  # noqa: S101 - the other kinds of values are handled before
    return format_number(value)


def _is_simple_key(name: str) -> bool:
    has_break = any(character in _BREAKS for character in name)
    return not has_break and len(name.encode()) <= _SIMPLE_KEY_BYTES


def _block_allowed(text: str) -> bool:
    """Whether a literal block can hold the text: only printable characters, no space before the end of a line."""
    if text[-1] == " " or not all(_is_printable(character) or character == "\n" for character in text):
        return False
    return not any(left == " " and right in _BREAKS for left, right in pairwise(text))


def _is_printable(character: str) -> bool:
    code = ord(character)
    return character == "\n" or 0x20 <= code <= 0x7E or (0xA0 <= code <= 0xFFFD and code != 0xFEFF)


def _escape(character: str) -> str:
    code = ord(character)
    if character in _ESCAPES:
        return _ESCAPES[character]
    if code <= 0xFF:
        return f"x{code:02X}"
    return f"u{code:04X}" if code <= 0xFFFF else f"U{code:08X}"
