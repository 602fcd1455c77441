"""Checking a unit's inputs against the variables of its module, so that a mistake is told at its line in the unit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..hcl import Expr, HclError, Residual, Unknown, Value, did_you_mean, syntax
from ..hcl import types as cty
from ..hcl.values import unmark
from ..live import Unit
from .interface import Interface


def problems(unit: Unit, interface: Interface) -> Iterator[HclError]:
    """What is wrong with the unit's inputs: unknown keys, wrong types, missing variables.

    Terraform drops unknown keys of objects without a word (https://github.com/hashicorp/terraform/issues/29204).
    Inputs that the module does not declare are no problem here: Terragrunt hands them over as environment variables,
    which a module that does not know them never sees.
    """
    for name, variable in interface.variables.items():
        if name not in unit.inputs:
            if variable.required:
                yield HclError.at(
                    unit.inputs_range,
                    f'The module needs an input "{name}"',
                    f"{variable.range} declares it without a default.",
                    f"add {name} to inputs (expected: {variable.type})",
                )
            continue
        value = unit.inputs[name]
        where = unit.input_range(name)
        unknown = list(_unknown_keys(value, variable.type, name))
        for path, hint in unknown:
            yield HclError.at(
                where, f"The module's variable knows no attribute {path}", f"Declared at {variable.range}.", hint
            )
        if not unknown:
            try:
                cty.convert(value, variable.type)
            except cty.ConversionError as error:
                yield HclError.at(
                    where,
                    f'The input "{name}" does not fit the module\'s variable: {error}',
                    f"{variable.range} declares it as {variable.type}.",
                )


def _unknown_keys(value: Value, type_: cty.Type, path: str) -> Iterator[tuple[str, str]]:
    inner: Any = unmark(value)[0]
    if isinstance(inner, Residual):
        yield from _unknown_in(inner.expr, type_, path)
    if isinstance(inner, Unknown):
        return
    match type_:
        case cty.ObjectType() if isinstance(inner, dict):
            attributes = type_.attributes
            for key, item in inner.items():
                if key in attributes:
                    yield from _unknown_keys(item, attributes[key], f"{path}.{key}")
                else:
                    yield f"{path}.{key}", _nearest(key, type_)
        case cty.MapType(element=element) if isinstance(inner, dict):
            for key, item in inner.items():
                yield from _unknown_keys(item, element, f'{path}["{key}"]')
        case cty.ListType(element=element) | cty.SetType(element=element) if isinstance(inner, list):
            for index, item in enumerate(inner):
                yield from _unknown_keys(item, element, f"{path}[{index}]")


def _unknown_in(expr: Expr, type_: cty.Type, path: str) -> Iterator[tuple[str, str]]:
    """The same of what is known only when other units are: the objects that are written in an expression."""
    match expr, type_:
        case syntax.Literal(value=value), _:
            yield from _unknown_keys(value, type_, path)
        case syntax.Conditional(then=then, otherwise=otherwise), _:
            yield from _unknown_in(then, type_, path)
            yield from _unknown_in(otherwise, type_, path)
        case syntax.Call(
            name="coalesce" | "concat" | "merge" | "tolist" | "tomap" | "toset" | "try", arguments=all_
        ), _:
            for each in all_:
                yield from _unknown_in(each, type_, path)
        case syntax.Object(items=items), cty.ObjectType():
            attributes = type_.attributes
            for key, value in items:
                name = key.value if isinstance(key, syntax.Literal) else None
                if isinstance(name, str) and name in attributes:
                    yield from _unknown_in(value, attributes[name], f"{path}.{name}")
                elif isinstance(name, str):
                    yield f"{path}.{name}", _nearest(name, type_)
        case syntax.Object(items=items), cty.MapType(element=element):
            for _, value in items:
                yield from _unknown_in(value, element, f"{path}[…]")
        case syntax.Tuple(items=all_), cty.ListType(element=element) | cty.SetType(element=element):
            for each in all_:
                yield from _unknown_in(each, element, f"{path}[…]")
        case syntax.For(key=None, value=value), cty.ListType(element=element) | cty.SetType(element=element):
            yield from _unknown_in(value, element, f"{path}[…]")
        case syntax.For(key=syntax.Expr(), value=value, group=False), cty.MapType(element=element):
            yield from _unknown_in(value, element, f"{path}[…]")


def _nearest(key: str, type_: cty.ObjectType) -> str:
    return did_you_mean(key, type_.attributes) or f"it knows: {', '.join(sorted(type_.attributes))}"
