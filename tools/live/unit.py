"""What a unit is once it has been evaluated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..hcl import Range, Value
from .merge import Config


@dataclass(frozen=True, slots=True)
class Dependency:
    """A ``dependency`` block."""

    name: str
    directory: Path
    """The folder that ``config_path`` means."""
    unit_path: str | None
    """The unit's path within the tree; None when it is outside, or when the dependency is not enabled."""
    enabled: bool
    skip_outputs: bool
    mock_outputs: Value
    range: Range | None
    implicit: bool = False
    """It stands in a configuration that the unit reads with ``read_terragrunt_config``, not in the unit."""


@dataclass(frozen=True, slots=True)
class Generate:
    """A ``generate`` block."""

    name: str
    path: str
    contents: Any
    """Text; a residual where it rests on outputs of other units."""
    if_exists: str
    if_disabled: str = "skip"
    disable: bool = False
    disable_signature: bool = False
    comment_prefix: str = "# "
    hcl_fmt: bool | None = None


@dataclass(frozen=True, slots=True)
class RemoteState:
    """The ``remote_state`` block."""

    backend: str
    config: dict[str, Any]
    generate: Mapping[str, Any] | None
    encryption: Any = None
    disable_init: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """One folder with a ``terragrunt.hcl``, evaluated."""

    path: str
    directory: Path
    file: Path
    config: Config
    inputs: dict[str, Value]
    source: str | None
    """``terraform.source`` as it was written, evaluated."""
    module_dir: Path | None
    """The folder of its module; None when it is remote, or when there is none."""
    dependencies: dict[str, Dependency]
    after: tuple[str, ...]
    """The units of a ``dependencies`` block."""
    generate: dict[str, Generate]
    remote_state: RemoteState | None
    exclude: Mapping[str, Any] | None
    files: frozenset[Path]
    """Every file that was read for it; those of its module are :func:`module_files` of ``module_dir``."""
    inputs_range: Range
    """Where its inputs are written, or at least the file."""
    warnings: tuple[str, ...] = ()

    def input_range(self, name: str) -> Range:
        """Where an input is written: in the unit or in a file that it includes."""
        return self.config.input_ranges.get(name, self.inputs_range)

    def passed_over(self, command: str) -> bool:
        """Whether its ``exclude`` block keeps it out of a Terragrunt command, such as ``plan``."""
        if self.exclude is None or not self.exclude["if"]:
            return False
        actions = [str(action) for action in self.exclude["actions"] or ()]
        # As Terragrunt compares them: the names of commands in any case, its own two words as they are written.
        return (
            "all" in actions
            or ("all_except_output" in actions and command != "output")
            or command in (action.lower() for action in actions)
        )

    @property
    def needs(self) -> tuple[str, ...]:
        """The units of the tree that it comes after, each once."""
        found = [each.unit_path for each in self.dependencies.values() if not each.implicit]
        return tuple(dict.fromkeys(path for path in (*found, *self.after) if path is not None))
