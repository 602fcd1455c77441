"""The one way in which this package tells people that something is wrong."""

from __future__ import annotations


class GroundplanError(Exception):
    """A mistake or a lack that its reader can mend: never shown with a traceback.

    ``message`` says what happened, ``where`` the place (``file:line:column`` where there is one), ``hint`` what to do
    next, with the command where there is one. Subclasses that carry more (a source line with a caret, several
    problems at once) override ``__str__``, which is the whole text that a person sees.

    ``exit_code`` is what a task ends with: 2, could not run, unless the error is itself the finding (1).
    """

    exit_code = 2

    def __init__(self, message: str, *, where: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        """The text for people: place, message, and what to do, one to a line."""
        head = f"{self.where}: {self.message}" if self.where else self.message
        return f"{head}\n  {self.hint}" if self.hint else head
