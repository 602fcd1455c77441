"""Later templates, brought into what earlier ones made: a three-way merge that keeps what people wrote."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..errors import GroundplanError
from . import templates
from .changes import Change, read
from .model import Rendered
from .record import Record, load, path_of
from .service import check, check_free, check_needs, render
from .shared import Entry, find, like, put, unix
from .surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update of one service comes to; nothing is written yet."""

    name: str
    before: int
    after: int
    """The versions of the templates."""
    added: tuple[str, ...]
    """Accounts that it was not in before."""
    changes: tuple[Change, ...]
    conflicts: tuple[str, ...]
    """Files with marks in them, to be settled by a person."""
    kept: tuple[str, ...]
    """What the templates no longer have, and somebody changed: it stays."""


def update(name: str, around: Surroundings, accounts: Sequence[str] = ()) -> Updated:
    """Render a service anew, in further accounts where some are named, and merge what differs from what was rendered.

    What nobody touched is replaced, what was deleted stays deleted, what both changed is merged line by line and, where
    that cannot be, marked as git marks it.

    Raises:
        GroundplanError: the service has no record, its answers no longer fit the tree, or an account has something in
            the way of it.
    """
    record = load(name, around)
    service = replace(record.service, accounts=tuple(dict.fromkeys([*record.service.accounts, *accounts])))
    check(service, around)
    # An account that it left, its folder taken out by hand, is new to it once more.
    added = tuple(
        account
        for account in accounts
        if account not in record.service.accounts or not _home(name, account, around).exists()
    )
    # An account's sizes are the service's own since it was made, whatever the account has become.
    tiers = {account.name: record.tiers.get(account.name, account.tier) for account in around.accounts.values()}
    tiered = {key: replace(account, tier=tiers[account.name]) for key, account in around.accounts.items()}
    around = replace(around, accounts=tiered)
    made = render(service, around)
    if added:
        grown = replace(service, accounts=added)
        new = made.below(*(f"{around.live}/accounts/{account}/" for account in added))
        check_free(grown, new, around)
        check_needs(grown, made, around)
        record = replace(record, base={path: text for path, text in record.base.items() if path not in new.texts})
    merge = _Merge(around, record, made)
    for path in sorted({*record.base, *made.texts}):
        merge.bring(path)
    renewed = Record.of(service, around, made).text()
    place = path_of(name, around)
    changes = [Change(path, read(around.root, path), text) for path, text in merge.texts.items()]
    changes.append(Change(place, read(around.root, place), renewed, shown=False))
    changes = [change for change in changes if change.before != change.after]
    conflicts, kept = tuple(merge.conflicts), tuple(merge.kept)
    return Updated(name, record.template, templates.VERSION, added, tuple(changes), conflicts, kept)


def _home(name: str, account: str, around: Surroundings) -> Path:
    """The folder of a service's instances in an account."""
    return around.tree / "accounts" / account / around.accounts[account].region / "services" / name


class _Merge:
    """The files as they will be."""

    def __init__(self, around: Surroundings, record: Record, made: Rendered) -> None:
        self.root = around.root
        self.base = record.base
        self.theirs = made.texts
        self.entries: Mapping[str, Entry] = {entry.id: entry for entry in made.entries}
        self.texts: dict[str, str | None] = {}
        self.conflicts: list[str] = []
        self.kept: list[str] = []

    def bring(self, path: str) -> None:
        """Merge one file, or one entry of a shared file."""
        base, theirs, ours = self.base.get(path), self.theirs.get(path), self._ours(path)
        if theirs in (base, ours):
            return
        if theirs is None:
            # The entry of an account that left stays with its file: only a person knows what else rests on it.
            if ours == base and "#" not in path:
                self.texts[path] = None
            elif ours is not None:
                self.kept.append(path)
        elif base is None:
            self._put(path, theirs if ours is None else self._merged(path, ours, "", theirs))
        elif ours is not None:
            self._put(path, theirs if ours == base else self._merged(path, ours, base, theirs))

    def _ours(self, path: str) -> str | None:
        entry = self.entries.get(path)
        if entry is None:
            text = None if "#" in path else read(self.root, path)
            return None if text is None else unix(text)
        text = self._shared(entry)
        return None if text is None else find(entry, text)

    def _shared(self, entry: Entry) -> str | None:
        return self.texts[entry.path] if entry.path in self.texts else read(self.root, entry.path)

    def _put(self, path: str, text: str) -> None:
        entry = self.entries.get(path)
        if entry is None:
            self.texts[path] = like(text, read(self.root, path) or "")
        else:
            self.texts[entry.path] = put(entry, self._shared(entry) or "", text)

    def _merged(self, path: str, ours: str, base: str, theirs: str) -> str:
        with tempfile.TemporaryDirectory() as folder:
            names = []
            for name, text in (("ours", ours), ("base", base), ("theirs", theirs)):
                Path(folder, name).write_bytes(text.encode())
                names.append(str(Path(folder, name)))
            labels = ("this tree", "the old template", "the new template")
            command = ["git", "merge-file", "-p", *(word for label in labels for word in ("-L", label)), *names]
            try:
                done = subprocess.run(command, capture_output=True, check=False)
            except OSError as error:
                raise GroundplanError("git is needed to merge, and is not here", hint="install git") from error
        if done.returncode < 0 or done.returncode >= 128:
            raise GroundplanError(f"git cannot merge it: {done.stderr.decode(errors='replace').strip()}", where=path)
        if done.returncode:
            self.conflicts.append(path)
        return done.stdout.decode()
