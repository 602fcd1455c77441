"""Which AWS is looked at: the real one with the caller's own credentials, or the emulator that runs here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..emulator.environment import clean_environment
from ..emulator.process import recorded
from ..errors import GroundplanError
from ..estate.session import emulator_home
from ..live.options import evaluation_environment, real_environment
from ..terraform import Terraform, base_environment, find_terraform
from .s3 import Buckets

_SWITCHES = ("LOCALSTACK", "GROUNDPLAN_EMULATOR")


@dataclass(frozen=True, slots=True)
class Place:
    """An AWS to look at."""

    terraform: Terraform
    buckets: Buckets
    evaluation: Mapping[str, str]
    """What ``get_env`` sees when the tree is evaluated."""
    name: str
    """``aws`` or ``emulator``."""


def find_place(
    tree: Path, environment: Mapping[str, str], *, emulator: bool = False, terraform_binary: str | None = None
) -> Place:
    """The real AWS, with the role that only reads where no other is named; or the emulator, if a switch says so.

    Raises:
        GroundplanError: the emulator is asked for, and none runs.
    """
    if emulator or any(environment.get(switch) in ("true", "1") for switch in _SWITCHES):
        running = recorded(emulator_home(tree))
        endpoint = running.emulator.endpoint if running else environment.get("AWS_ENDPOINT_URL")
        if not endpoint:
            raise GroundplanError(
                "no emulator is running: there is nothing to look at", hint="./inv up brings dev up in one"
            )
        return emulated(tree, environment, endpoint, terraform_binary)
    binary = find_terraform(terraform_binary)
    own = {"GROUNDPLAN_ROLE": "plan", **real_environment(environment)}
    return Place(Terraform(binary, base_environment(tree, binary, own)), Buckets(), own, "aws")


def emulated(tree: Path, environment: Mapping[str, str], endpoint: str, terraform_binary: str | None = None) -> Place:
    """The emulator at ``endpoint``; nothing of the caller's AWS is seen there."""
    binary = find_terraform(terraform_binary)
    clean = clean_environment(endpoint, base_environment(tree, binary, environment))
    return Place(Terraform(binary, clean), Buckets(endpoint), evaluation_environment(clean), "emulator")
