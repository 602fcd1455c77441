"""What a unit's inputs are once it is known what the outputs of other units stand for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..hcl import FUNCTIONS, Residual, Scope, Value, evaluate
from ..hcl.values import map_elements
from ..live import Unit


def resolved_inputs(unit: Unit, names: Iterable[str], outputs: Mapping[str, Value]) -> dict[str, Value]:
    """The inputs of those names, with ``outputs[NAME]`` in place of ``dependency.NAME.outputs``.

    Raises:
        HclError: an input needs an output that is not there.
    """
    dependencies: dict[str, Value] = {name: {"outputs": value} for name, value in outputs.items()}
    scope = Scope({"dependency": dependencies}, FUNCTIONS, unit.directory)

    def resolve(value: Value) -> Value:
        return evaluate(value.expr, scope) if isinstance(value, Residual) else map_elements(value, resolve)

    return {name: resolve(unit.inputs[name]) for name in names if name in unit.inputs}


def mocks_of(unit: Unit, name: str) -> Value:
    """What stands for the outputs of a dependency that is not planned along: its mocks, which may be none."""
    mocks = unit.dependencies[name].mock_outputs
    return {} if mocks is None else mocks
