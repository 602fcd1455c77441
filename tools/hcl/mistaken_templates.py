"""The half of the reader of mistakes that knows strings, heredocs and what is inside them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_TEXT = re.compile(rb'(?:\$\$+\{|%%+\{|\\.|\$(?!\{)|%(?!\{)|[^"\\$%\n])*', re.DOTALL)
CLOSER = {"(": ")", "[": "]", "{": "}", "${": "}", "%{": "}"}
_DIRECTIVE = re.compile(rb"%\{~?\s*(\w*)")
_BAD_ESCAPE = re.compile(rb'(?:^|[^\\])(?:\\\\)*(\\(?![nrt"\\]|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}))')
_ESCAPES = 'Known are \\n \\r \\t \\" \\\\ \\uNNNN \\UNNNNNNNN.'
_PERCENT = "Write %%{ where the text itself is meant."


class FoundError(Exception):
    """The mistake: where, what, and what to do."""

    def __init__(self, start: int, end: int, summary: str, detail: str = "", hint: str = "") -> None:
        super().__init__(summary)
        self.facts = (start, end, summary, detail, hint)


@dataclass(slots=True)
class Frame:
    """What is open: a body, an object, brackets, or a template sequence."""

    opener: str
    start: int
    kind: str
    state: str = "start"
    is_for: bool = False
    questions: int = 0
    previous: str = ""
    after: str = ""
    is_index: bool = False
    seen: set[str] = field(default_factory=set)


class TemplateReader:
    """Where the reader is, and what is open; :meth:`token` reads one token outside of strings."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0
        self.frames = [Frame("", 0, "body")]

    def token(self) -> None:
        """Read one token."""
        raise NotImplementedError

    def unclosed(self, frame: Frame) -> None:
        """Refuse what is open at the end of the text."""
        what = {"body": "Unclosed block", "object": "Unclosed object"}.get(frame.kind, "Unclosed bracket")
        if frame.opener in {"${", "%{"}:
            what = "Unclosed template interpolation"
        closer = CLOSER[frame.opener]
        end = frame.start + len(frame.opener)
        raise FoundError(frame.start, end, what, f'There is no "{closer}" for the "{frame.opener}" here.')

    def string(self, opened: int) -> None:
        """Read on to the closing quote."""
        open_directives: list[tuple[str, int]] = []
        while True:
            text = _TEXT.match(self.data, self.position)
            escape = _BAD_ESCAPE.search(text.group()) if text else None
            if text and escape:
                at = text.start() + escape.start(1)
                raise FoundError(at, at + 2, "Invalid escape sequence", _ESCAPES, "Write \\\\ for a backslash.")
            self.position = text.end() if text else self.position
            if self.data.startswith(b'"', self.position):
                self.position += 1
                _all_closed(open_directives)
                return
            if not self._sequence(open_directives):
                raise FoundError(
                    opened,
                    self.position,
                    "Unterminated string",
                    "The closing quote is missing on this line.",
                    "Write \\n for a newline, or use a heredoc: <<EOT … EOT.",
                )

    def heredoc(self, opened: int, mark: bytes) -> None:
        """Read on to the line that ends the heredoc."""
        open_directives: list[tuple[str, int]] = []
        end = re.compile(rb"^[ \t]*" + re.escape(mark) + rb"[ \t\r]*$", re.MULTILINE)
        while True:
            closing = end.search(self.data, self.position)
            if closing is None:
                raise FoundError(
                    opened,
                    opened + 2,
                    "Unterminated heredoc",
                    f'No line says only "{mark.decode()}", which would end it.',
                )
            sequence = re.compile(rb"(?<![$%])[$%]\{").search(self.data, self.position, closing.start())
            if sequence is None:
                self.position = closing.end()
                _all_closed(open_directives)
                return
            self.position = sequence.start()
            self._sequence(open_directives, closing.start())

    def _sequence(self, open_directives: list[tuple[str, int]], limit: int | None = None) -> bool:
        """Read one ``${…}`` or ``%{…}``, if there is one here."""
        opener = self.data[self.position : self.position + 2].decode("utf-8", "replace")
        if opener not in {"${", "%{"}:
            return False
        if opener == "%{":
            self._directive(open_directives)
        depth = len(self.frames)
        self.frames.append(Frame(opener, self.position, "interpolation" if opener == "${" else "directive"))
        self.position += 2
        if depth > 100:
            raise FoundError(self.position - 2, self.position, "Expression nested too deeply", "Split it into locals.")
        while len(self.frames) > depth:
            if self.position >= (len(self.data) if limit is None else limit):
                self.unclosed(self.frames[-1])
            self.token()
        return True

    def _directive(self, open_directives: list[tuple[str, int]]) -> None:
        """Keep account of which directives are open."""
        start = self.position
        match = _DIRECTIVE.match(self.data, start)
        word = match.group(1).decode() if match else ""
        end = match.end() if match else start + 2
        if word in {"if", "for"}:
            open_directives.append((word, start))
        elif word in {"else", "endif", "endfor"}:
            wanted = "for" if word == "endfor" else "if"
            if not open_directives or open_directives[-1][0] != wanted:
                raise FoundError(start, end, f"Unexpected {word} directive", f'No "%{{ {wanted} }}" is open here.')
            if word != "else":
                open_directives.pop()
        else:
            raise FoundError(
                start, end, "Invalid template directive", "Known are if, else, endif, for and endfor.", _PERCENT
            )


def _all_closed(open_directives: list[tuple[str, int]]) -> None:
    if open_directives:
        word, start = open_directives[-1]
        raise FoundError(start, start + 2, f"Unclosed {word} directive", f'There is no "%{{ end{word} }}" for it.')
