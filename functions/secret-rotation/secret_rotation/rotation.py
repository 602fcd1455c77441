"""One password for another, in the four steps that Secrets Manager asks for.

Each step may come more than once, because Secrets Manager begins again from the first when one fails. So a step looks
at what is there before it changes anything, and leaves alone what is done.
"""

from __future__ import annotations

import json
import logging
import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from secrets import choice
from typing import Any, Protocol

CURRENT, PENDING, PREVIOUS = "AWSCURRENT", "AWSPENDING", "AWSPREVIOUS"
LENGTH = 32  # Aurora takes 41 characters at most
ALPHABET = string.ascii_letters + string.digits  # nothing that a URL, a shell or a client's settings would stumble over

logger = logging.getLogger(__name__)


class Refused(Exception):
    """The secret or the server is not as a rotation needs it. Nothing was changed."""


class Server(Protocol):
    """The database, as far as its passwords go."""

    def admits(self, credentials: Credentials) -> bool:
        """Whether it lets them in; an error if it cannot be asked."""

    def change(self, credentials: Credentials, password: str) -> None:
        """Give the user of these credentials another password."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What one version of the secret says."""

    username: str
    password: str = field(repr=False)

    @classmethod
    def read(cls, text: str) -> Credentials:
        """The credentials in a secret's text.

        Raises:
            Refused: they are not there.
        """
        try:
            content = json.loads(text)
            return cls(content["username"], content["password"])
        except (ValueError, TypeError, KeyError):
            # The text stays out of the error: it would end up in the log.
            raise Refused("the secret is no JSON object with username and password") from None


def rotate(step: str, secret_id: str, token: str, secrets: Any, server: Server) -> None:
    """Carry out one step of the rotation to the version ``token``. ``secrets`` is boto3's client.

    Raises:
        Refused: there is no such step, or the version is not one that a rotation has begun, or the server takes
            none of the passwords.
    """
    steps = {"createSecret": _create, "setSecret": _set, "testSecret": _test, "finishSecret": _finish}
    if step not in steps:
        raise Refused(f"there is no step {step}; the steps are {', '.join(steps)}")
    about = secrets.describe_secret(SecretId=secret_id)
    versions: Mapping[str, list[str]] = about.get("VersionIdsToStages", {})
    if not about.get("RotationEnabled"):
        raise Refused(f"{secret_id}: rotation is not switched on")
    if token not in versions:
        raise Refused(f"{secret_id}: there is no version {token}")
    if CURRENT in versions[token]:
        logger.info("%s: version %s is the current one already", step, token)
        return
    if PENDING not in versions[token]:
        raise Refused(f"{secret_id}: version {token} is not the one that is pending")
    steps[step](_Rotation(secret_id, token, versions, secrets, server))
    logger.info("%s: done for version %s", step, token)


@dataclass(frozen=True, slots=True)
class _Rotation:
    secret_id: str
    token: str
    versions: Mapping[str, list[str]]
    secrets: Any
    server: Server

    def text(self, stage: str) -> str | None:
        """The version at a stage, if it is there and has a value; of the pending one, that of this rotation."""
        version = {"VersionId": self.token} if stage == PENDING else {}
        try:
            answer = self.secrets.get_secret_value(SecretId=self.secret_id, VersionStage=stage, **version)
        except self.secrets.exceptions.ResourceNotFoundException:
            return None
        return str(answer["SecretString"])

    def credentials(self, stage: str) -> Credentials:
        text = self.text(stage)
        if text is None:
            raise Refused(f"{self.secret_id}: there is no value at {stage}")
        return Credentials.read(text)


def _create(rotation: _Rotation) -> None:
    """A new password, pending. What else the secret says is kept."""
    if rotation.text(PENDING) is not None:
        return
    current = rotation.text(CURRENT) or ""
    Credentials.read(current)
    password = "".join(choice(ALPHABET) for _ in range(LENGTH))
    rotation.secrets.put_secret_value(
        SecretId=rotation.secret_id,
        ClientRequestToken=rotation.token,
        SecretString=json.dumps({**json.loads(current), "password": password}),
        VersionStages=[PENDING],
    )


def _set(rotation: _Rotation) -> None:
    """The server takes the pending password in place of the one it has."""
    pending, current = rotation.credentials(PENDING), rotation.credentials(CURRENT)
    if pending.username != current.username:
        raise Refused(f"{rotation.secret_id}: the pending version is for another user than the current one")
    if rotation.server.admits(pending):
        return
    # A rotation that was broken off in the wrong moment leaves the server with the password before.
    previous = rotation.text(PREVIOUS)
    for known in [current, *([Credentials.read(previous)] if previous else [])]:
        if known.username == current.username and rotation.server.admits(known):
            rotation.server.change(known, pending.password)
            return
    raise Refused(f"{rotation.secret_id}: the server takes neither the current password nor the one before")


def _test(rotation: _Rotation) -> None:
    """The pending password opens the server."""
    if not rotation.server.admits(rotation.credentials(PENDING)):
        raise Refused(f"{rotation.secret_id}: the server does not take the pending password")


def _finish(rotation: _Rotation) -> None:
    """The pending version becomes the current one."""
    current = next((version for version, stages in rotation.versions.items() if CURRENT in stages), None)
    rotation.secrets.update_secret_version_stage(
        SecretId=rotation.secret_id,
        VersionStage=CURRENT,
        MoveToVersionId=rotation.token,
        **({"RemoveFromVersionId": current} if current else {}),
    )
