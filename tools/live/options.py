"""What an evaluation of a tree can be told from outside."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Outputs = Literal["mock", "reference"]


@dataclass(frozen=True, slots=True)
class Options:
    """How a tree is evaluated.

    ``outputs`` says what ``dependency.NAME.outputs`` is: ``mock`` takes ``mock_outputs``, as ``terragrunt render``
    does; ``reference`` leaves a residual, so that a composition can put the real reference in its place.
    """

    outputs: Outputs = "mock"
    env: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    allow_run_cmd: bool = False
    command: str = "plan"
    """What ``get_terraform_command`` answers."""
    arguments: tuple[str, ...] | None = None
    """What ``get_terraform_cli_args`` answers; the command alone when None."""
    source: str = ""
    """What ``get_terragrunt_source_cli_flag`` answers."""
    features: Mapping[str, str] = field(default_factory=dict)
    """Feature flags set from outside, as ``--feature name=value`` does."""
    account_id: str | None = None
    """What ``get_aws_account_id`` answers; the other AWS functions answer from it as an emulator would."""
    account_alias: str | None = None
    caller_arn: str | None = None
    caller_user_id: str | None = None
    stand_ins: Mapping[str, str] = field(default_factory=dict)
    """Files that functions read in place of others, by absolute path: for what is yet to be built."""


def evaluation_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """What ``get_env`` sees when a tree is evaluated for the emulator.

    GROUNDPLAN_EMULATOR serves every account; LOCALSTACK, which the tree keeps to the dev account, is the user's own
    switch for running Terragrunt by hand.
    """
    return real_environment(environment) | {"GROUNDPLAN_EMULATOR": "true"}


def real_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """What ``get_env`` sees when a tree is evaluated for the real AWS: no switch for an emulator."""
    return {key: value for key, value in environment.items() if key not in ("LOCALSTACK", "GROUNDPLAN_EMULATOR")}
