"""Where a configuration is evaluated, and what is kept over a whole tree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..hcl import Function, HclError, Range, Scope, Value
from .errors import nesting_told
from .merge import Config
from .options import Options
from .paths import Disk
from .reader import Reader
from .trace import Trace

if TYPE_CHECKING:
    from .evaluate import FileEvaluation


@dataclass(frozen=True, slots=True)
class Include:
    """An include block, evaluated."""

    name: str
    path: str
    expose: bool
    strategy: str
    range: Range


@dataclass(slots=True)
class Reading:
    """What ``read_terragrunt_config`` made of a file, and what that rested on."""

    value: dict[str, Any] | None
    error: HclError | None
    trace: Trace
    implicit: dict[str, ImplicitDependency]
    original: str | None
    """The folder that ``get_original_terragrunt_dir`` answered with; None when nobody asked."""


@dataclass(frozen=True, slots=True)
class ImplicitDependency:
    """A dependency of a configuration that was read, whose outputs may have got into the reader's values."""

    block: dict[str, Any]
    directory: str
    """What its config_path is relative to."""
    range: Range | None


class Session:
    """One evaluation of a tree: the options, and everything that is read or found out only once."""

    def __init__(self, options: Options, functions: Callable[[Disk], dict[str, Function]]) -> None:
        self.options = options
        self.reader = Reader()
        self.disk = Disk(options.stand_ins)
        self.functions = functions(self.disk)
        self.readings: dict[str, list[Reading]] = {}
        self.open_readings: list[str] = []
        self.commands: dict[tuple[str, ...], str] = {}
        self.secrets: dict[str, str] = {}
        self.values: dict[str, dict[str, Value] | None] = {}


class FileScope(Scope):
    """A scope that knows which file is being evaluated where."""

    __slots__ = ("evaluation",)

    def __init__(self, evaluation: FileEvaluation, variables: dict[str, Value]) -> None:
        super().__init__(variables, evaluation.place.session.functions, evaluation.file.directory)
        self.evaluation = evaluation


class Place:
    """Where a configuration is evaluated: what the path functions answer, and what was read on the way."""

    def __init__(
        self, session: Session, config_path: str, original_directory: str | None = None, *, is_reading: bool = False
    ) -> None:
        self.session = session
        self.is_reading = is_reading
        self.config_path = config_path
        self.directory = config_path.rpartition("/")[0] or "/"
        self.original_directory = original_directory or self.directory
        self.original_asked = False
        self.without_working_dir = False
        self.implicit: dict[str, ImplicitDependency] = {}
        self.unmocked: set[str] = set()
        self.tolerant = False
        self._evaluations: dict[str, FileEvaluation] = {}

    @property
    def trace(self) -> Trace:
        """What the evaluation that is under way rests on so far."""
        return self.session.disk.trace

    def own(self) -> FileEvaluation:
        """The evaluation of its own file."""
        return self.evaluation(self.config_path, None)

    def evaluation(self, path: str, included: Include | None) -> FileEvaluation:
        """The evaluation of a file in this place; each file once."""
        found = self._evaluations.get(path)
        if found is None:
            from .evaluate import FileEvaluation

            self.trace.files.add(path)
            found = FileEvaluation(self, self.session.reader.file(path), included)
            self._evaluations[path] = found
        return found

    def config(self) -> Config:
        """The whole configuration.

        Where outputs are asked for that no mock stands in for, the values that rest on them are unknown, as in
        ``terragrunt render``; ``unmocked`` names those dependencies.

        Raises:
            HclError: the first thing that is wrong with it.
        """
        with nesting_told(self.config_path):
            try:
                return self.own().config()
            except HclError:
                if not self._lacks_mocks():
                    raise
                self._evaluations.clear()
                self.tolerant = True
            return self.own().config()

    def _lacks_mocks(self) -> bool:
        if self.tolerant or self.session.options.outputs == "reference":
            return False
        try:
            found = self.own().dependency_blocks
        except HclError:
            return False
        return any(block["mock_outputs"] is None for block in found.values())

    def read(self) -> dict[str, Any]:
        """The configuration as the value that ``read_terragrunt_config`` gives."""
        from .blocks import as_value

        config = self.config()
        value = as_value(config)
        outputs = self.own().outputs
        value["dependency"] = {
            name: {**block, "outputs": outputs(name, block)} for name, block in value["dependency"].items()
        }
        return value
