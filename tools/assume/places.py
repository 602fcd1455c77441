"""What differs from run to run in texts that are otherwise the same: folders, and the emulator's port."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..compose import Composition
from ..files import project_root
from ..terraform import Terraform
from .state import replaced

_PROJECT = "\x02project\x03"
_MODULES = "\x02below\x03"
_ENDPOINT = "\x02emulator\x03"


@dataclass(frozen=True, slots=True)
class Places:
    """The texts of one run, each with the token that stands for it in what is kept."""

    tokens: Mapping[str, str]

    @staticmethod
    def of(composition: Composition, folder: Path | None, terraform: Terraform) -> Places:
        """The places of a composition that is written to ``folder``."""
        project = project_root(composition.root)
        tokens = {}
        if folder is not None:
            # What path.module says: relative, and longer than any path by accident.
            up = os.path.relpath(project, folder)
            inside = {member.interface.folder for member in composition.members.values()}
            for path in sorted({each.relative_to(project).parts[0] for each in inside if each.is_relative_to(project)}):
                tokens[f"{up}/{path}"] = f"{_MODULES}/{path}"
        tokens[str(project)] = _PROJECT
        if endpoint := terraform.environment.get("AWS_ENDPOINT_URL"):
            tokens[endpoint] = _ENDPOINT
        return Places(tokens)

    def hide(self, value: Any) -> Any:
        """A copy of a value with the tokens in it."""
        return replaced(value, self.tokens)

    def show(self, value: Any) -> Any:
        """A copy of a value with this run's texts in it."""
        return replaced(value, {token: text for text, token in self.tokens.items()})
