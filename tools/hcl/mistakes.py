"""Why a text is not valid: read again, token by token, up to the first thing that cannot be.

The parser recovers from mistakes so well that its error nodes are often far from the mistake. This reader is slow, and
knows only what may follow what; it runs only when the parser has found that something is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from .errors import Diagnostic
from .mistaken_templates import CLOSER, FoundError, Frame, TemplateReader
from .source import Range, Source

_TOKEN = re.compile(
    rb"""(?P<space>[ \t\r]+) | (?P<newline>\n) | (?P<line_comment>(?:\#|//)[^\n]*) | (?P<block_comment>/\*.*?\*/)
    | (?P<heredoc><<-?(?P<mark>[\w.-]+)[ \t\r]*\n) | (?P<quote>") | (?P<name>(?:[^\W\d]|_)(?:[\w:-]*[\w-])?)
    | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    | (?P<operator>\.\.\.|=>|==|!=|<=|>=|&&|\|\||[-+*/%<>!?:=.,(){}\[\]~])""",
    re.VERBOSE | re.DOTALL,
)
_BINARY = frozenset({"+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||", "?"})
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

_SPLAT = re.compile(rb"\s*\*\s*\]")
_CONDITIONAL = "A conditional is: condition ? value : value."


def explain(source: Source, root: Node) -> list[Diagnostic]:
    """The diagnostics of a text in which the parser found something wrong."""
    try:
        _Reader(source.data).read()
    except FoundError as found:
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


class _Reader(TemplateReader):
    def read(self) -> None:
        while self.position < len(self.data):
            self.token()
        frame = self.frames[-1]
        if len(self.frames) > 1:
            self.unclosed(frame)
        self._end_of_line(len(self.data))

    def token(self) -> None:
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
            self.heredoc(start, match.group("mark"))
        elif kind == "quote":
            self._operand(start, "a string")
            self.string(start)
        elif kind == "name":
            self._name(start, match.group().decode("utf-8", "replace"))
        elif kind == "number":
            self._operand(start, "a number")
        else:
            self._operator(start, match.group().decode())

    def _odd(self, start: int) -> None:
        character = self.data[start : start + 4].decode("utf-8", "ignore")[:1]
        width = max(1, len(character.encode()))
        facts = _ODD.get(character)
        if facts is not None:
            raise FoundError(start, start + width, *facts)
        if character.isalpha():  # a name with letters outside ASCII
            while self.position < len(self.data) and (self.data[self.position] >= 0x80 or self._is_word()):
                self.position += 1
            self._name(start, self.data[start : self.position].decode("utf-8", "replace"))
            return
        raise FoundError(start, start + width, "Invalid character", f'"{character}" is not used within the language.')

    def _is_word(self) -> bool:
        return chr(self.data[self.position]).isalnum() or self.data[self.position] in b"_-"

    # -- lines and values -------------------------------------------------------------------------------------------

    def _end_of_line(self, start: int) -> None:
        frame = self.frames[-1]
        if frame.kind not in {"body", "object"} or frame.is_for:
            return
        if frame.state == "value":
            raise FoundError(
                start,
                start,
                "Missing expression",
                f'Expected a value after "{frame.after}" on the same line.',
                "Put parentheses around an expression of several lines.",
            )
        if frame.state == "name":
            raise FoundError(start, start, "Invalid attribute name", "A name or a number is required after a dot.")
        if frame.state == "head":
            detail = (
                'Expected "=" and a value, or "{" to start a block.'
                if frame.kind == "body"
                else 'Expected "=" and a value after the key.'
            )
            raise FoundError(start, start, "Missing value", detail)
        if frame.questions:
            raise FoundError(start, start, "Missing false expression", _CONDITIONAL)
        frame.state, frame.previous = "start", ""

    def _operand(self, start: int, what: str) -> None:
        frame = self.frames[-1]
        state = frame.state
        if frame.kind == "body":
            if state == "start":
                raise FoundError(
                    start, start + 1, "Argument or block definition required", f"A line cannot start with {what}."
                )
            if state == "head":
                if what != "a string":
                    raise FoundError(start, start + 1, "Invalid block definition", "A label is a name or a string.")
                return
        if state == "name" and what == "a number":
            frame.state = "after"
        elif state in {"after", "done"} and not frame.is_for:
            hint = 'A quote inside a string is written \\".' if what == "a string" else ""
            self._not_separated(start, start + 1, frame, what, hint)
        else:
            frame.state = "head" if frame.kind == "object" and state == "start" else "after"
        frame.previous = what

    def _not_separated(self, start: int, end: int, frame: Frame, what: str, hint: str = "") -> None:
        expected = {
            "body": "a newline or an operator",
            "object": "a newline, a comma or an operator",
            "interpolation": 'an operator or "}"',
            "directive": 'an operator or "}"',
        }.get(frame.kind)
        if expected is None:
            line = self.data.count(b"\n", 0, frame.start) + 1
            expected = f'a comma, an operator or the "{CLOSER[frame.opener]}" of line {line}'
        raise FoundError(start, end, "Missing separator", f"Expected {expected} before {what}.", hint)

    def _name(self, start: int, text: str) -> None:
        frame = self.frames[-1]
        if frame.state == "name":
            frame.state = "after"
            return
        if frame.kind == "body" and frame.state in {"start", "head"}:
            frame.state, frame.previous = "head", "name"
            return
        opens = frame.state == "start" and not frame.seen and not frame.is_index
        if text == "for" and opens and frame.kind in {"object", "bracket"}:
            if re.match(rb"\s*(?:[^\W\d]|_)", self.data[self.position : self.position + 80]) is None:
                raise FoundError(
                    start,
                    self.position,
                    "Invalid 'for' expression",
                    'For expression requires variable name after "for".',
                    'As a key, write "for" in quotes.',
                )
            frame.is_for = True
            return
        if frame.kind == "directive":
            frame.state = "value"
            return
        if frame.state in {"after", "done"} and not frame.is_for:
            self._not_separated(start, self.position, frame, f'"{text}"')
        self._operand(start, "a name")
        frame.previous = "name"

    # -- operators and brackets -------------------------------------------------------------------------------------

    def _operator(self, start: int, text: str) -> None:
        frame = self.frames[-1]
        if text == "/" and self.data.startswith(b"*", self.position):
            raise FoundError(start, start + 2, "Unclosed comment", 'There is no "*/" for the "/*" here.')
        frame.seen.add(text)
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
                raise FoundError(
                    start, start + len(text), "Argument or block definition required", f'"{text}" cannot be here.'
                )
        elif frame.kind == "object" and frame.state in {"head", "after"} and text in {"=", ":"} and not frame.questions:
            frame.state, frame.after = "value", text
        elif frame.state in {"value", "start"} or frame.state == "name":
            if text in {"-", "!"} or (text == "*" and frame.state == "name"):
                frame.state = "after" if text == "*" else "value"
            else:
                self._not_a_value(start, text, frame)
        elif text == ".":
            frame.state = "name"
        elif text in _BINARY:
            frame.questions += text == "?"
            frame.state, frame.after = "value", text
        elif text == ":" and frame.questions:
            frame.questions -= 1
            frame.state, frame.after = "value", text
        elif text == "," and frame.previous == "...":
            raise FoundError(
                start, start + 1, "Missing closing parenthesis", "An expanded argument (with ...) must be the last one."
            )
        elif text == "...":
            frame.previous = text
        elif text == "," and frame.kind != "body":
            frame.state, frame.previous, frame.questions = "start", ",", 0
        elif text != "~" and not (text == "=>" and frame.kind == "interpolation"):
            raise FoundError(start, start + len(text), "Unexpected operator", f'"{text}" cannot follow a value here.')

    def _not_a_value(self, start: int, text: str, frame: Frame) -> None:
        if text == "~" and frame.kind in {"interpolation", "directive"}:
            return
        after = f' after "{frame.after}"' if frame.after and frame.state == "value" else ""
        raise FoundError(start, start + len(text), "Invalid expression", f'Expected a value{after}, found "{text}".')

    def _open(self, start: int, text: str) -> None:
        frame = self.frames[-1]
        call = frame.previous == "name" and frame.state in {"after", "head"}
        if frame.kind == "body" and frame.state in {"start", "head"}:
            if text != "{" or frame.state == "start":
                raise FoundError(
                    start,
                    start + 1,
                    "Argument or block definition required",
                    f'A line cannot start with "{text}".',
                )
            self.frames.append(Frame(text, start, "body"))
            return
        if frame.state == "name":
            raise FoundError(start, start + 1, "Invalid attribute name", "A name or a number is required after a dot.")
        follows = frame.state in {"after", "done", "head"}
        if follows and not frame.is_for and not (text == "[" or (text == "(" and call)):
            self._not_separated(start, start + 1, frame, f'"{text}"')
        splat = _SPLAT.match(self.data, self.position) if follows and text == "[" else None
        if splat is not None:
            self.position = splat.end()
            return
        if not follows:
            frame.state = "head" if frame.kind == "object" and frame.state == "start" else "after"
        frame.previous = "bracket"
        kind = {"{": "object", "[": "bracket", "(": "parentheses"}[text]
        self.frames.append(Frame(text, start, kind, is_index=follows and text == "["))

    def _close(self, start: int, text: str) -> None:
        frame = self.frames[-1]
        if not frame.opener:
            raise FoundError(start, start + 1, "Unexpected bracket", f'Nothing is open that "{text}" could close.')
        if CLOSER[frame.opener] != text:
            line = self.data.count(b"\n", 0, frame.start) + 1
            raise FoundError(
                start,
                start + 1,
                "Brackets do not match",
                f'Expected "{CLOSER[frame.opener]}" for the "{frame.opener}" on line {line}, found "{text}".',
            )
        if frame.state == "value" and not frame.is_for and frame.kind != "directive":
            raise FoundError(start, start + 1, "Missing expression", f'Expected a value after "{frame.after}".')
        if frame.questions:
            raise FoundError(start, start + 1, "Missing false expression", _CONDITIONAL)
        if frame.kind in {"body", "object"} and frame.state == "head":
            raise FoundError(start, start + 1, "Missing value", 'Expected "=" and a value before this.')
        empty = frame.state == "start" and not frame.previous
        if empty and (frame.is_index or (frame.kind == "parentheses" and not self._is_call(frame))):
            raise FoundError(start, start + 1, "Missing expression", "Expected an expression between the brackets.")
        if frame.kind == "interpolation" and empty:
            raise FoundError(
                frame.start, start + 1, "Missing expression", 'Expected an expression between "${" and "}".'
            )
        if frame.is_for:
            self._check_loop(frame, start)
        self.frames.pop()
        if frame.kind == "body":
            self.frames[-1].state = "done"

    def _check_loop(self, frame: Frame, start: int) -> None:
        """The parts that a for-expression cannot do without, once it is closed."""
        is_object = frame.kind == "object"
        form = "{for k, v in collection : key => value}" if is_object else "[for v in collection : value]"
        detail = ""
        if ":" not in frame.seen:
            detail = 'The ":" after the collection is missing.'
        elif is_object and "=>" not in frame.seen:
            detail = 'The "=>" between key and value is missing.'
        elif not is_object and "=>" in frame.seen:
            detail = 'A "=>" belongs into braces, where an object is made.'
        elif not is_object and "..." in frame.seen:
            detail = "Grouping ellipsis (...) cannot be used when building a tuple."
        if detail:
            raise FoundError(frame.start, start + 1, "Invalid 'for' expression", detail, f"The form is: {form}")

    def _is_call(self, frame: Frame) -> bool:
        before = self.data[: frame.start].rstrip()
        return frame.previous == "," or before[-1:].isalnum() or before[-1:] in {b"_", b"-"}
