"""What a function of the language is to the evaluator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from .scope import Scope
    from .values import Value


@dataclass(frozen=True, slots=True)
class CallSite:
    """Where a function is called: what relative paths are relative to, and the scope (for ``templatefile``)."""

    name: str
    base_dir: Path
    scope: Scope


class FunctionError(Exception):
    """A call failed. The evaluator adds the place: of the argument with that index, or of the whole call."""

    def __init__(self, message: str, argument: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.argument = argument


OnResidual = Literal["whole", "inside", "any"]


@dataclass(frozen=True, slots=True)
class Function:
    """A function: ``call(arguments, site)``, how many arguments it takes, and how it gets along with the unknown.

    ``on_residual`` says what it can be given:

    * ``whole``: only arguments that are known at every depth. If anything in them is unknown, the call itself becomes
      the residual. Sensitive marks are taken off at every depth and the result is marked.
    * ``inside``: containers may hold unknown and sensitive elements, which the function passes on without looking at
      them. An argument that is itself unknown makes the call a residual; one that is itself marked marks the result.
    * ``any``: the arguments as they are, unknown and marked ones too. The function answers for everything; to say
      "the call stays as it is" it raises :class:`Unresolved`.
    """

    call: Callable[[list[Value], CallSite], Value]
    min_args: int
    max_args: int | None
    on_residual: OnResidual = "whole"


class Unresolved(Exception):
    """Raised by a function that cannot answer because of unknown arguments: the call becomes a residual."""
