"""How a built-in function is declared: its parameters, and what it does with arguments that fit them.

As in Terraform the arguments are converted to the types of the parameters before the function sees them, and null is
refused unless a parameter allows it. The name of the Python parameter, without an underscore at its end, is the name
people read in messages.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ..function import CallSite, Function, FunctionError, OnResidual
from ..types import BOOL, DYNAMIC, NUMBER, STRING, ConversionError, ListType, SetType, Type, convert

Implementation = Callable[..., Any]

_INT_MIN, _INT_MAX = -(2**63), 2**63 - 1


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter: the type that arguments are converted to, and whether they may be null."""

    type: Type
    nullable: bool = False
    integer: bool = False

    def accept(self, value: Any, index: int, name: str) -> Any:
        """The argument, converted, or a :class:`FunctionError` that says what was expected."""
        if value is None:
            if self.nullable:
                return None
            raise FunctionError("argument must not be null", index)
        wanted = self.type
        if wanted is DYNAMIC:
            return value
        if not (wanted is STRING and type(value) is str):
            try:
                value = convert(value, wanted)
            except ConversionError as error:
                raise FunctionError(f'invalid value for "{name}" parameter: {error}', index) from None
        return whole_number(value, index) if self.integer else value


STR = Param(STRING)
NUM = Param(NUMBER)
INT = Param(NUMBER, integer=True)
FLAG = Param(BOOL)
ANY = Param(DYNAMIC)
NULLABLE = Param(DYNAMIC, nullable=True)
LIST = Param(ListType(DYNAMIC))
SET = Param(SetType(DYNAMIC))
STRINGS = Param(ListType(STRING))
BOOLS = Param(ListType(BOOL))


class Registry(dict[str, Function]):
    """The functions of one family, by name."""

    def add(
        self,
        name: str,
        *params: Param,
        rest: Param | None = None,
        on_residual: OnResidual = "whole",
        site: bool = False,
    ) -> Callable[[Implementation], Implementation]:
        """Declare a function: ``rest`` takes any further arguments, ``site`` asks for the call site as first one."""

        def declare(implementation: Implementation) -> Implementation:
            names = [name.rstrip("_") for name in implementation.__code__.co_varnames[1 if site else 0 :]]

            def call(arguments: list[Any], where: CallSite) -> Any:
                ready = [where] if site else []
                for index, value in enumerate(arguments):
                    if index < len(params):
                        param, called = params[index], names[index]
                    elif rest is not None:
                        param, called = rest, names[len(params)]
                    else:
                        break
                    ready.append(param.accept(value, index, called))
                try:
                    result = implementation(*ready)
                except ConversionError as error:
                    raise FunctionError(error.message) from None
                except RecursionError:
                    raise FunctionError("the value is nested too deeply") from None
                return normal(result) if type(result) is str else result

            self[name] = Function(call, len(params), None if rest else len(params), on_residual)
            return implementation

        return declare


def whole_number(value: Any, index: int | None = None) -> int:
    """The number as an integer of 64 bits, which is what Terraform takes for counts, offsets and the like."""
    if isinstance(value, int) and _INT_MIN <= value <= _INT_MAX:
        return value
    raise FunctionError(f"value must be a whole number, between {_INT_MIN} and {_INT_MAX}", index)


def normal(text: str) -> str:
    """The string in Unicode normal form C, as all strings of the language are."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def quoted(value: Any) -> str:
    """A value as it is shown in a message."""
    if not isinstance(value, str):
        return str(value)
    from .json import encode_string

    return encode_string(value, html=False)


def number_from_float(value: float) -> int | Decimal:
    """A result that was computed with 64 bits, by its shortest decimal; there is no infinity in the language."""
    from ..numbers import from_decimal

    if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124 - NaN is not itself
        raise FunctionError("the result is not a finite number")
    return from_decimal(Decimal(repr(value)))
