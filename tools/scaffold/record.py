"""What was answered about a service and what the templates made of it, kept beside its units.

The text as it was rendered is what a three-way merge starts from. It is in the record itself, compressed, because no
other place is sure to have it: a release ships only the newest templates, and git has a file only as it was committed.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ..errors import GroundplanError
from . import templates
from .model import Rendered, Service
from .surroundings import Surroundings

NAME = "scaffold.yaml"
_HEAD = """\
# What ./inv scaffold-service was told, and what it made: ./inv scaffold-update reads and renews it. `base` is the text
# as it was made, from which later templates are merged. Nothing here is edited by hand.
"""
_HINT = "take the file back from git, or delete it: the service stays as it is, without updates from templates"


@dataclass(frozen=True, slots=True)
class Record:
    """One service's record."""

    service: Service
    tiers: Mapping[str, str]
    """What each account was when the service was made: its sizes are the service's own from then on."""
    template: int
    """The version of the templates."""
    base: Mapping[str, str]
    """What they made, by path; entries in shared files by their ids."""

    @classmethod
    def of(cls, service: Service, around: Surroundings, made: Rendered) -> Record:
        """The record of what has just been made."""
        tiers = {name: around.accounts[name].tier for name in service.accounts}
        return cls(service, tiers, templates.VERSION, made.texts)

    def text(self) -> str:
        """The record as it is written."""
        packed = base64.b64encode(zlib.compress(json.dumps(self.base, sort_keys=True).encode(), 9)).decode()
        told = {
            "template": self.template,
            "answers": {
                "name": self.service.name,
                "kind": self.service.kind,
                "owner": self.service.owner,
                "package": self.service.package,
                "accounts": dict(self.tiers),
            },
            "sha256": {path: _digest(text) for path, text in sorted(self.base.items())},
        }
        body = yaml.safe_dump(told, sort_keys=False, allow_unicode=True, width=1000)
        lines = "".join(f"  {packed[start : start + 126]}\n" for start in range(0, len(packed), 126))
        return f"{_HEAD}{body}base: |\n{lines}"


def path_of(name: str, around: Surroundings) -> str:
    """Where a service's record is, relative to the project."""
    return f"{around.live}/units/services/{name}/{NAME}"


def names(around: Surroundings) -> list[str]:
    """The services that have a record."""
    return sorted(path.parent.name for path in (around.tree / "units" / "services").glob(f"*/{NAME}"))


def load(name: str, around: Surroundings) -> Record:
    """The record of a service.

    Raises:
        GroundplanError: there is none, it is not what was written, or newer templates wrote it.
    """
    place = path_of(name, around)
    path = Path(around.root / place)
    if not path.is_file():
        known = names(around)
        raise GroundplanError(
            f"{name} was not made by ./inv scaffold-service: there is no {place}",
            hint=f"those that were: {', '.join(known) or 'none'}",
        )
    try:
        told: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        answers = told["answers"]
        base = json.loads(zlib.decompress(base64.b64decode("".join(told["base"].split()))))
        accounts = tuple(answers["accounts"])
        service = Service(answers["name"], answers["kind"], answers["owner"], accounts, answers["package"])
        record = Record(service, dict(answers["accounts"]), int(told["template"]), base)
        broken = [path for path, text in base.items() if told["sha256"].get(path) != _digest(text)]
    except (OSError, ValueError, TypeError, KeyError, AttributeError, zlib.error, yaml.YAMLError) as error:
        raise GroundplanError("this is not what a scaffold writes", where=place, hint=_HINT) from error
    if broken or service.name != name:
        raise GroundplanError("the record does not agree with itself", where=place, hint=_HINT)
    if record.template > templates.VERSION:
        raise GroundplanError(
            f"templates of version {record.template} made this, and these are of version {templates.VERSION}",
            where=place,
            hint="take newer tools",
        )
    return record


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
