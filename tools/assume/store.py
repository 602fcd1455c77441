"""What was assumed of units before, by their keys."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ..files import write_atomically
from .model import Placeholder, Unsettled

_MOST = 2000
"""Files that are kept; the ones that were not asked for longest go first."""


@dataclass(frozen=True, slots=True)
class Part:
    """What is known of one unit. Texts of the run that made it are replaced by tokens."""

    resources: list[dict[str, Any]]
    """Of the state."""
    document: dict[str, Any]
    placeholders: tuple[Placeholder, ...]
    unsettled: tuple[Unsettled, ...]


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of parts, one file each, named by its key."""

    folder: Path

    def get(self, key: str) -> Part | None:
        """What was kept under a key, if anything was."""
        path = self._path(key)
        try:
            raw = json.loads(path.read_text(encoding="utf-8"))
            path.touch()  # it was used
        except (OSError, ValueError):
            return None
        return Part(
            raw["resources"],
            raw["document"],
            tuple(Placeholder(**each) for each in raw["placeholders"]),
            tuple(
                Unsettled(each["full_address"], tuple(each["attributes"]), each["action"]) for each in raw["unsettled"]
            ),
        )

    def put(self, key: str, part: Part) -> None:
        """Keep a part."""
        write_atomically(self._path(key), json.dumps(asdict(part), ensure_ascii=False, separators=(",", ":")))

    def prune(self) -> None:
        """Throw away what nobody has asked for in a long time."""
        files = sorted(self.folder.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in files[_MOST:]:
            path.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.json"
