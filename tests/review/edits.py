"""What a scenario does to the files of the estate."""

from __future__ import annotations

import datetime
import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

ESTATE = Path(__file__).parent / "estate"
_DAY = re.compile(r"\{in_days: (-?\d+)\}")

Edit = Mapping[str, str]


def apply(edits: Iterable[Edit], project: Path) -> None:
    """Apply edits, each of which must find what it is about.

    ``{file, replace, with}`` puts one text for another, which stands there exactly once; ``{file, append}`` and
    ``{file, write}`` say themselves what they do, ``{delete}``, ``{copy, to}`` and ``{rename, to}`` take files and
    folders; ``{restore}`` brings a path of the estate back. ``{in_days: 100}`` in what is written is that day.
    """
    for edit in edits:
        match dict(edit):
            case {"file": file, "replace": old, "with": new}:
                path = project / file
                text = path.read_text()
                assert text.count(old) == 1, f"{file} has {old!r} {text.count(old)} times"
                path.write_text(text.replace(old, new))
            case {"file": file, "append": text}:
                path = project / file
                path.write_text(path.read_text() + text)
            case {"file": file, "write": text}:
                path = project / file
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(_DAY.sub(_day, text))
            case {"delete": name}:
                _remove(project / name)
            case {"copy": name, "to": target}:
                _copy(project / name, project / target)
            case {"rename": name, "to": target}:
                (project / target).parent.mkdir(parents=True, exist_ok=True)
                (project / name).rename(project / target)
            case {"restore": name}:
                _copy(ESTATE / name, project / name)
            case _:
                raise AssertionError(f"no such edit: {edit}")


def _day(found: re.Match[str]) -> str:
    return str(datetime.datetime.now(tz=datetime.UTC).date() + datetime.timedelta(days=int(found[1])))


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
    else:
        shutil.copy(source, target)
