"""What programs found before, kept by everything that it depends on, so that unchanged files are not looked at again.

A key is made of the contents that were looked at, of the program and its settings, and of the code that runs it. What
is not known by its key is looked at; a file that cannot be read, or is not ours, is as good as none. Rules of our own
are not kept: they are quick, and so cannot be out of date.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple
from pathlib import Path

from ..errors import GroundplanError
from ..files import work_folder, write_atomically
from .model import Finding, Project

_FORM = 1
_MOST = 20_000
"""Results kept for each check: those of some branches, and nothing that grows for ever."""

Look = Callable[[list[str]], Mapping[str, Sequence[Finding]]]
"""What looks at subjects, and says of each what it found."""


def digest(*parts: str | bytes) -> str:
    """A key of several parts: other parts, another key."""
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
        whole.update(b"%d:" % len(data))
        whole.update(data)
    return whole.hexdigest()


def contents(project: Project, files: Iterable[str]) -> str:
    """A key of files: their names and what is in them."""
    return digest(*(part for file in files for part in (file, project.data(file))))


def code(*files: str) -> str:
    """A key of the code of a check: its own file and those that it names."""
    return digest(*(Path(file).read_bytes() for file in (*files, __file__)))


def identity(program: Path) -> str:
    """A key of an executable: another one, or another version of it, has another."""
    real = program.resolve()
    state = real.stat()
    return digest(str(real), str(state.st_size), str(state.st_mtime_ns))


def remembered(project: Project, check: str, keys: Mapping[str, str], look: Look) -> Iterator[Finding]:
    """What is found in each subject; ``look`` is asked about those whose key is new.

    A check that cannot do its work raises, and then nothing of it is kept.
    """
    file = work_folder(project.root) / "lint" / f"{check}.json"
    known = _read(file)
    new = [subject for subject, key in keys.items() if key not in known]
    if new:
        found = look(new)
        for subject in new:
            known[keys[subject]] = list(found.get(subject, ()))
        kept = {key: known.pop(key) for key in set(keys.values())}
        rest = dict(list(known.items())[-max(_MOST - len(kept), 0) :]) | kept
        content = {"form": _FORM, "found": {key: [astuple(each) for each in result] for key, result in rest.items()}}
        with contextlib.suppress(GroundplanError):  # where nothing can be written, nothing is kept
            write_atomically(file, json.dumps(content))
        known = rest
    for key in keys.values():
        yield from known[key]


def _read(file: Path) -> dict[str, list[Finding]]:
    try:
        content = json.loads(file.read_bytes())
        if content["form"] != _FORM:
            return {}
        return {key: [Finding(*each) for each in result] for key, result in content["found"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
