"""What a scaffold changes: shown as a diff, and written all or not at all."""

from __future__ import annotations

import contextlib
import difflib
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import GroundplanError


@dataclass(frozen=True, slots=True)
class Change:
    """A file before and after; None where there is none."""

    path: str
    """Relative to the project, POSIX."""
    before: str | None
    after: str | None
    shown: bool = True
    """Whether its lines are worth reading; what is written for programs is only named."""


def read(root: Path, path: str) -> str | None:
    """A file of the project with its line ends as they are, or None where there is none.

    Raises:
        GroundplanError: it is no file, or no UTF-8 text.
    """
    try:
        return (root / path).read_bytes().decode()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise GroundplanError(f"cannot be read: {error}", where=path) from error


def diff(changes: Iterable[Change]) -> str:
    """What would change, as git shows it."""
    parts: list[str] = []
    for change in changes:
        if change.before == change.after:
            continue
        parts.append(f"diff --git a/{change.path} b/{change.path}\n")
        if change.before is None:
            parts.append("new file\n")
        elif change.after is None:
            parts.append("deleted file\n")
        if not change.shown:
            continue
        lines = difflib.unified_diff(
            (change.before or "").splitlines(keepends=True),
            (change.after or "").splitlines(keepends=True),
            "/dev/null" if change.before is None else f"a/{change.path}",
            "/dev/null" if change.after is None else f"b/{change.path}",
        )
        parts += [line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines]
    return "".join(parts)


def write(root: Path, changes: Sequence[Change]) -> None:
    """Make all changes, or none of them: what was done is taken back where something cannot be.

    Raises:
        GroundplanError: a file cannot be written, or is no longer what the change was made from.
    """
    wanted = [change for change in changes if change.before != change.after]
    for change in wanted:
        if read(root, change.path) != change.before:
            raise GroundplanError(
                "changed while this ran, and nothing was written", where=change.path, hint="run it again"
            )
    made: list[Path] = []
    staged: list[tuple[Change, Path]] = []
    done: list[Change] = []
    try:
        for change in wanted:
            if change.after is not None:
                staged.append((change, _staged(root / change.path, change.after, made)))
        for change, temporary in staged:
            mode = (root / change.path).stat().st_mode & 0o777 if change.before is not None else 0o644
            temporary.chmod(mode)
            done.append(change)
            temporary.replace(root / change.path)
        for change in wanted:
            if change.after is None:
                done.append(change)
                (root / change.path).unlink()
    except BaseException as error:
        _take_back(root, done, staged, made)
        if isinstance(error, OSError):
            raise GroundplanError(
                f"cannot write {error.filename}: {error.strerror}",
                hint="nothing was changed; check the permissions and the free disk space",
            ) from error
        raise


def _staged(path: Path, text: str, made: list[Path]) -> Path:
    """A file beside ``path`` with the text; the folders that were made for it are remembered."""
    missing = [folder for folder in path.parents if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir()
        made.append(folder)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        try:
            file.write(text.encode())
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
    return Path(file.name)


def _take_back(root: Path, done: list[Change], staged: list[tuple[Change, Path]], made: list[Path]) -> None:
    for change in done:
        with contextlib.suppress(OSError):
            if change.before is None:
                (root / change.path).unlink(missing_ok=True)
            else:
                (root / change.path).write_bytes(change.before.encode())
    for _, temporary in staged:
        temporary.unlink(missing_ok=True)
    for folder in reversed(made):
        with contextlib.suppress(OSError):  # somebody else put something there meanwhile
            folder.rmdir()
