"""What a check sees, and what it answers."""

from __future__ import annotations

import fnmatch
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ..errors import GroundplanError
from ..files import WORK_FOLDER
from ..hcl import HclError


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be, or was not until it was fixed."""

    path: str
    """Relative to the project, POSIX; empty where it is about no file."""
    line: int
    message: str
    hint: str = ""
    fixed: bool = False
    rule: str = ""
    """The id of our own rule that it is against; empty where another program found it."""

    def __str__(self) -> str:
        """One line for people and editors."""
        place = f"{self.path}:{self.line}: " if self.path else ""
        words = f"{place}{'fixed: ' if self.fixed else ''}{self.message}{f' ({self.hint})' if self.hint else ''}"
        return words.encode("utf-8", "backslashreplace").decode()  # a file's name need not be UTF-8


class SkipCheck(Exception):
    """A check cannot run here; the message says what is missing and how to get it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one check."""

    check: str
    status: Literal["passed", "failed", "skipped", "broken"]
    findings: tuple[Finding, ...] = ()
    words: str = ""
    """Why it was skipped or could not run."""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Project:
    """The files that git knows: tracked ones, and untracked ones that are not ignored.

    What .gitattributes marks ``-lint`` is left out: fixtures that are wrong on purpose, or kept byte for byte.
    """

    root: Path
    files: tuple[str, ...]
    fix: bool = False
    _texts: dict[str, str | None] = field(default_factory=dict, repr=False)
    only: frozenset[str] | None = None
    """What changed, deleted files too, where only that is to be looked at; None means everything."""
    base: str | None = None
    """What is compared with, where that was said."""
    before: Mapping[str, str] | None = None
    """The earlier texts of modules' files that are others now; None where git is to be asked."""

    def matching(self, *patterns: str) -> list[str]:
        """The files whose path matches one of the patterns (``*`` crosses folders)."""
        return [file for file in self.files if any(fnmatch.fnmatchcase(file, pattern) for pattern in patterns)]

    def chosen(self, *patterns: str, settings: Sequence[str] = ()) -> list[str]:
        """The files that are to be looked at: those that changed, or all where one of the settings did."""
        found = self.matching(*patterns)
        if self.only is None or self.changed(*settings):
            return found
        return [file for file in found if file in self.only]

    def changed(self, *patterns: str) -> bool:
        """Whether a file that matches one of the patterns changed; where everything is looked at, any may have."""
        if self.only is None:
            return True
        return any(fnmatch.fnmatchcase(file, pattern) for pattern in patterns for file in self.only)

    def data(self, file: str) -> bytes:
        """What is in a file; nothing where it went since the files were listed."""
        try:
            return (self.root / file).read_bytes()
        except FileNotFoundError:
            return b""

    def text(self, file: str) -> str | None:
        """A file's text with its line ends as they are, or None where it is not UTF-8 text."""
        if file not in self._texts:
            data = self.data(file)
            try:
                self._texts[file] = None if b"\0" in data[:8192] else data.decode()
            except UnicodeDecodeError:
                self._texts[file] = None
        return self._texts[file]

    def write(self, file: str, text: str) -> None:
        """Replace a file's text in place (its mode and links stay)."""
        with (self.root / file).open("w", encoding="utf-8", newline="") as stream:
            stream.write(text)
        self._texts[file] = text

    def forget(self, file: str) -> None:
        """Read a file again at the next ``text``: another program may have changed it."""
        self._texts.pop(file, None)

    def path(self, path: Path | str) -> str:
        """How a path is written in findings: relative to the project where it lies inside."""
        absolute = self.root / path
        return absolute.relative_to(self.root).as_posix() if absolute.is_relative_to(self.root) else str(path)


def open_project(root: Path, fix: bool = False, only: frozenset[str] | None = None, base: str | None = None) -> Project:
    """The project at ``root``; of what is to be looked at, ``only`` what changed since ``base``.

    Raises:
        GroundplanError: it is no git working tree, or git is not installed.
    """
    listed = git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate", _NOT_OURS)
    attributes = git(root, "check-attr", "-z", "--stdin", "lint", stdin=listed).split("\0")
    exempt = {path for path, value in zip(attributes[::3], attributes[2::3], strict=False) if value == "unset"}
    files = (root / name for name in sorted(listed.split("\0")) if name and name not in exempt)
    plain = (path for path in files if path.is_file() and not path.is_symlink())
    return Project(root, tuple(path.relative_to(root).as_posix() for path in plain), fix, only=only, base=base)


_NOT_OURS = f"--exclude=/{WORK_FOLDER}/"


def git(root: Path, *arguments: str, stdin: str | None = None) -> str:
    """What a git command prints.

    Raises:
        GroundplanError: it fails.
    """
    try:
        done = subprocess.run(
            ["git", *arguments],
            cwd=root,
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",  # any file name is possible
            check=False,
            timeout=60,
        )
    except OSError as error:
        raise GroundplanError("git does not run", where=str(root), hint="install git, or put it on PATH") from error
    if done.returncode:
        raise GroundplanError(
            f"git {arguments[0]} failed: {done.stderr.strip()}",
            where=str(root),
            hint="the checks look at the files that git knows: run them in a git working tree",
        )
    return done.stdout


def findings(project: Project, error: GroundplanError) -> Iterator[Finding]:
    """An error with a place (or several) as findings."""
    if isinstance(error, HclError):
        for diagnostic in error.diagnostics:
            place = diagnostic.range
            message = ". ".join(filter(None, (diagnostic.summary, diagnostic.detail))).replace("\n", " ")
            path = project.path(place.source.path) if place else ""
            yield Finding(path, place.line if place else 1, message.replace(f"{project.root}/", ""), diagnostic.hint)
        return
    path, _, rest = (error.where or "").partition(":")
    line = rest.split(":")[0]
    yield Finding(project.path(path) if path else "", int(line) if line.isdigit() else 1, error.message)
