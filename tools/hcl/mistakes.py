"""Why a text is not valid: read again, token by token, up to the first thing that cannot be.

The parser recovers from mistakes so well that its error nodes are often far from the mistake. This reader is slow, and
knows only what may follow what; it runs only when the parser has found that something is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tree_sitter import Node

from .errors import Diagnostic
from .source import Range, Source

_TOKEN = re.compile(
    rb"""(?P<space>[ \t\r]+) | (?P<newline>\n) | (?P<line_comment>(?:\#|//)[^\n]*) | (?P<block_comment>/\*.*?\*/)
    | (?P<heredoc><<-?(?P<mark>[\w.-]+)[ \t\r]*\n) | (?P<quote>") | (?P<name>(?:[^\W\d]|_)(?:[\w:-]*[\w-])?)
    | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    | (?P<operator>\.\.\.|=>|==|!=|<=|>=|&&|\|\||[-+*/%<>!?:=.,(){}\[\]~])""",
    re.VERBOSE | re.DOTALL,
)
_TEXT = re.compile(rb'(?:\$\$+\{|%%+\{|\\.|\$(?!\{)|%(?!\{)|[^"\\$%\n])*', re.DOTALL)
_BINARY = frozenset({"+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||", "?"})
_CLOSER = {"(": ")", "[": "]", "{": "}", "${": "}", "%{": "}"}
_ODD = {
    "'": ("Invalid character", "Single quotes are not valid.", 'Use double quotes: "text".'),
    "`": ("Invalid character", "Backquotes are not valid.", "Use double quotes, or a heredoc for several lines."),
    ";": ("Invalid character", "Semicolons are not valid.", "Put each argument on a line of its own."),
    "&": ("Invalid character", "There are no bitwise operators.", 'Did you mean "&&"?'),
    "|": ("Invalid character", "There are no bitwise operators.", 'Did you mean "||"?'),
    "^": ("Invalid character", "There are no bitwise operators.", "Use pow(x, y) for powers."),
    "“": ("Invalid character", "Curly quotes are not valid.", 'Use straight quotes: "text".'),
    "”": ("Invalid character", "Curly quotes are not valid.", 'Use straight quotes: "text".'),
    "<": ("Invalid heredoc", "A heredoc starts with << and a word, then a newline.", ""),
}

_CONDITIONAL = "A conditional is: condition ? value : value."


class _FoundError(Exception):
    def __init__(self, start: int, end: int, summary: str, detail: str = "", hint: str = "") -> None:
        super().__init__(summary)
        self.facts = (start, end, summary, detail, hint)


@dataclass(slots=True)
class _Frame:
    """What is open: a body, an object, brackets, or a template sequence."""

    opener: str
    start: int
    kind: str
    state: str = "start"
    is_for: bool = False
    questions: int = 0
    previous: str = ""
    after: str = field(default="")


def explain(source: Source, root: Node) -> list[Diagnostic]:
    """The diagnostics of a text in which the parser found something wrong."""
    try:
        _Reader(source.data).read()
    except _FoundError as found:
        start, end, summary, detail, hint = found.facts
        return [Diagnostic(summary, detail, Range(source, start, end), hint)]
    return [_from_tree(source, root)]


def _from_tree(source: Source, root: Node) -> Diagnostic:
    """What the parser itself says, where the reader found nothing."""
    for node in _errors(root):
        start, end = node.start_byte, node.end_byte
        if node.is_missing:
            return Diagnostic("Syntax error", f'Expected "{node.type}" here.', Range(source, start, start))
        if node.is_error:
            text = source.slice(start, end).strip().split("\n")[0][:40]
            return Diagnostic("Syntax error", f'This cannot be here: "{text}".', Range(source, start, end))
    return Diagnostic("Syntax error", "The text is not valid.", Range(source, 0, 0))


def _errors(root: Node) -> Iterator[Node]:
    stack = [root]
    while stack:
        node = stack.pop()
        if node.is_error or node.is_missing:
            yield node
        if node.has_error:
            stack.extend(reversed(node.children))


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0
        self.frames = [_Frame("", 0, "body")]

    def read(self) -> None:
        while self.position < len(self.data):
            self._token()
        frame = self.frames[-1]
        if len(self.frames) > 1:
            self._unclosed(frame)
        self._end_of_line(len(self.data))

    def _unclosed(self, frame: _Frame) -> None:
        what = {"body": "Unclosed block", "object": "Unclosed object"}.get(frame.kind, "Unclosed bracket")
        if frame.opener in {"${", "%{"}:
            what = "Unclosed template interpolation"
        closer = _CLOSER[frame.opener]
        raise _FoundError(
            frame.start, frame.start + len(frame.opener), what, f'There is no "{closer}" for the "{frame.opener}" here.'
        )

    def _token(self) -> None:
        match = _TOKEN.match(self.data, self.position)
        start = self.position
        if match is None:
            self._odd(start)
            return
        self.position = match.end()
        kind = match.lastgroup
        if kind in {"space", "line_comment", "block_comment"}:
            return
        if kind == "newline":
            self._end_of_line(start)
        elif kind == "heredoc" or match.group("mark"):
            self._operand(start, "a heredoc")
            self._heredoc(start, match.group("mark"))
        elif kind == "quote":
            self._operand(start, "a string")
            self._string(start)
        elif kind == "name":
            self._name(start, match.group().decode("utf-8", "replace"))
        elif kind == "number":
            self._operand(start, "a number")
        else:
            self._operator(start, match.group().decode())

    def _odd(self, start: int) -> None:
        character = self.data[start : start + 4].decode("utf-8", "ignore")[:1]
        width = max(1, len(character.encode()))
        if self.data.startswith(b"/*", start):
            raise _FoundError(start, start + 2, "Unclosed comment", 'There is no "*/" for the "/*" here.')
        facts = _ODD.get(character)
        if facts is not None:
            raise _FoundError(start, start + width, *facts)
        if character.isalpha():  # a name with letters outside ASCII
            while self.position < len(self.data) and (self.data[self.position] >= 0x80 or self._is_word()):
                self.position += 1
            self._name(start, self.data[start : self.position].decode("utf-8", "replace"))
            return
        raise _FoundError(start, start + width, "Invalid character", f'"{character}" is not used within the language.')

    def _is_word(self) -> bool:
        return chr(self.data[self.position]).isalnum() or self.data[self.position] in b"_-"

    # -- lines and values -------------------------------------------------------------------------------------------

    def _end_of_line(self, start: int) -> None:
        frame = self.frames[-1]
        if frame.kind not in {"body", "object"} or frame.is_for:
            return
        if frame.state == "value":
            raise _FoundError(
                start,
                start,
                "Missing expression",
                f'Expected a value after "{frame.after}" on the same line.',
                "Put parentheses around an expression of several lines.",
            )
        if frame.state == "name":
            raise _FoundError(start, start, "Invalid attribute name", "A name or a number is required after a dot.")
        if frame.state == "head":
            detail = (
                'Expected "=" and a value, or "{" to start a block.'
                if frame.kind == "body"
                else 'Expected "=" and a value after the key.'
            )
            raise _FoundError(start, start, "Missing value", detail)
        if frame.questions:
            raise _FoundError(start, start, "Missing false expression", _CONDITIONAL)
        frame.state, frame.previous = "start", ""

    def _operand(self, start: int, what: str) -> None:
        frame = self.frames[-1]
        state = frame.state
        if frame.kind == "body":
            if state == "start":
                raise _FoundError(
                    start, start + 1, "Argument or block definition required", f"A line cannot start with {what}."
                )
            if state == "head":
                if what != "a string":
                    raise _FoundError(start, start + 1, "Invalid block definition", "A label is a name or a string.")
                return
        if state == "name" and what == "a number":
            frame.state = "after"
        elif state in {"after", "done"} and not frame.is_for:
            raise _FoundError(
                start,
                start + 1,
                "Missing newline or operator",
                f"Expected a newline, a comma or an operator before {what}.",
                'A quote inside a string is written \\".' if what == "a string" else "",
            )
        else:
            frame.state = "head" if frame.kind == "object" and state == "start" else "after"
        frame.previous = what

    def _name(self, start: int, text: str) -> None:
        frame = self.frames[-1]
        if frame.state == "name":
            frame.state = "after"
            return
        if frame.kind == "body" and frame.state in {"start", "head"}:
            frame.state, frame.previous = "head", "name"
            return
        if text == "for" and frame.state == "start" and frame.kind in {"object", "bracket"}:
            frame.is_for = re.match(rb"\s*[=:]", self.data[self.position :]) is None
            return
        if frame.kind == "directive":
            frame.state = "value"
            return
        if frame.state in {"after", "done"} and not frame.is_for:
            raise _FoundError(
                start,
                start + len(text.encode()),
                "Missing newline or operator",
                f'Expected an operator before "{text}".',
            )
        self._operand(start, "a name")
        frame.previous = "name"

    # -- operators and brackets -------------------------------------------------------------------------------------

    def _operator(self, start: int, text: str) -> None:
        frame = self.frames[-1]
        if text in {"(", "[", "{"}:
            self._open(start, text)
        elif text in {")", "]", "}"}:
            self._close(start, text)
        elif frame.is_for or frame.kind == "directive":
            frame.state = "value"
        elif frame.kind == "body" and frame.state in {"start", "head"}:
            if text == "=" and frame.state == "head":
                frame.state, frame.after = "value", "="
            else:
                raise _FoundError(
                    start, start + len(text), "Argument or block definition required", f'"{text}" cannot be here.'
                )
        elif frame.kind == "object" and frame.state in {"head", "after"} and text in {"=", ":"} and not frame.questions:
            frame.state, frame.after = "value", text
        elif frame.state in {"value", "start"} or frame.state == "name":
            if text in {"-", "!"} or (text == "*" and frame.state == "name"):
                frame.state = "after" if text == "*" else "value"
            elif not (text == "," and frame.state == "start" and frame.previous):
                self._not_a_value(start, text, frame)
        elif text == ".":
            frame.state = "name"
        elif text in _BINARY:
            frame.questions += text == "?"
            frame.state, frame.after = "value", text
        elif text == ":" and frame.questions:
            frame.questions -= 1
            frame.state, frame.after = "value", text
        elif text == "," and frame.kind != "body":
            frame.state, frame.previous, frame.questions = "start", ",", 0
        elif text not in {"...", "~"} and not (text == "=>" and frame.kind == "interpolation"):
            raise _FoundError(start, start + len(text), "Unexpected operator", f'"{text}" cannot follow a value here.')

    def _not_a_value(self, start: int, text: str, frame: _Frame) -> None:
        if text == "~" and frame.kind in {"interpolation", "directive"}:
            return
        after = f' after "{frame.after}"' if frame.after and frame.state == "value" else ""
        raise _FoundError(start, start + len(text), "Invalid expression", f'Expected a value{after}, found "{text}".')

    def _open(self, start: int, text: str) -> None:
        frame = self.frames[-1]
        call = frame.previous == "name" and frame.state in {"after", "head"}
        if frame.kind == "body" and frame.state in {"start", "head"}:
            if text != "{" or frame.state == "start":
                raise _FoundError(
                    start,
                    start + 1,
                    "Argument or block definition required",
                    f'A line cannot start with "{text}".',
                )
            self.frames.append(_Frame(text, start, "body"))
            return
        if frame.state == "name":
            raise _FoundError(start, start + 1, "Invalid attribute name", "A name or a number is required after a dot.")
        follows = frame.state in {"after", "done", "head"}
        if follows and not frame.is_for and not (text == "[" or (text == "(" and call)):
            raise _FoundError(start, start + 1, "Missing newline or operator", f'Expected an operator before "{text}".')
        if not follows:
            frame.state = "head" if frame.kind == "object" and frame.state == "start" else "after"
        frame.previous = "bracket"
        self.frames.append(
            _Frame(text, start, "object" if text == "{" else "bracket" if text == "[" else "parentheses")
        )

    def _close(self, start: int, text: str) -> None:
        frame = self.frames[-1]
        if not frame.opener:
            raise _FoundError(start, start + 1, "Unexpected bracket", f'Nothing is open that "{text}" could close.')
        if _CLOSER[frame.opener] != text:
            line = self.data.count(b"\n", 0, frame.start) + 1
            raise _FoundError(
                start,
                start + 1,
                "Brackets do not match",
                f'Expected "{_CLOSER[frame.opener]}" for the "{frame.opener}" on line {line}, found "{text}".',
            )
        if frame.state == "value" and not frame.is_for and frame.kind != "directive":
            raise _FoundError(start, start + 1, "Missing expression", f'Expected a value after "{frame.after}".')
        if frame.questions:
            raise _FoundError(start, start + 1, "Missing false expression", _CONDITIONAL)
        if frame.kind in {"body", "object"} and frame.state == "head":
            raise _FoundError(start, start + 1, "Missing value", 'Expected "=" and a value before this.')
        if frame.kind == "parentheses" and frame.state == "start" and not self._is_call(frame):
            raise _FoundError(start, start + 1, "Missing expression", "Expected an expression between the parentheses.")
        self.frames.pop()
        if frame.kind == "body":
            self.frames[-1].state = "done"

    def _is_call(self, frame: _Frame) -> bool:
        before = self.data[: frame.start].rstrip()
        return frame.previous == "," or before[-1:].isalnum() or before[-1:] in {b"_", b"-"}

    # -- templates --------------------------------------------------------------------------------------------------

    def _string(self, opened: int) -> None:
        while True:
            text = _TEXT.match(self.data, self.position)
            self.position = text.end() if text else self.position
            if self.data.startswith(b'"', self.position):
                self.position += 1
                return
            if not self._sequence():
                raise _FoundError(
                    opened,
                    self.position,
                    "Unterminated string",
                    "The closing quote is missing on this line.",
                    "Write \\n for a newline, or use a heredoc: <<EOT … EOT.",
                )

    def _heredoc(self, opened: int, mark: bytes) -> None:
        end = re.compile(rb"^[ \t]*" + re.escape(mark) + rb"[ \t\r]*$", re.MULTILINE)
        while True:
            closing = end.search(self.data, self.position)
            if closing is None:
                raise _FoundError(
                    opened,
                    opened + 2,
                    "Unterminated heredoc",
                    f'No line says only "{mark.decode()}", which would end it.',
                )
            sequence = re.compile(rb"(?<![$%])[$%]\{").search(self.data, self.position, closing.start())
            if sequence is None:
                self.position = closing.end()
                return
            self.position = sequence.start()
            self._sequence()

    def _sequence(self) -> bool:
        """Read one ``${…}`` or ``%{…}``, if there is one here."""
        opener = self.data[self.position : self.position + 2].decode("utf-8", "replace")
        if opener not in {"${", "%{"}:
            return False
        depth = len(self.frames)
        self.frames.append(_Frame(opener, self.position, "interpolation" if opener == "${" else "directive"))
        self.position += 2
        if depth > 200:
            raise _FoundError(self.position - 2, self.position, "Expression nested too deeply", "Split it into locals.")
        while len(self.frames) > depth:
            if self.position >= len(self.data):
                self._unclosed(self.frames[-1])
            self._token()
        return True
