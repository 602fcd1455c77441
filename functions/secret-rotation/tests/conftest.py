"""Secrets Manager and a server, each as far as a rotation sees them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

FUNCTION = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(FUNCTION))  # as the root of the package is in Lambda

from secret_rotation.rotation import Credentials  # noqa: E402

SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:acme-db-master-a1b2c3"
OLD, NEW = "version-1", "version-2"


class _Exceptions:
    class ResourceNotFoundException(Exception):
        pass


class Secrets:
    """One secret in the middle of a rotation: the new version is pending and has no value yet."""

    exceptions = _Exceptions

    def __init__(self) -> None:
        self.enabled = True
        self.values = {OLD: json.dumps({"username": "dbadmin", "password": "first", "engine": "mysql"})}
        self.stages = {OLD: ["AWSCURRENT"], NEW: ["AWSPENDING"]}
        self.made = 0
        self.moves = 0

    def describe_secret(self, *, SecretId: str) -> dict[str, Any]:
        assert SecretId == SECRET
        return {"RotationEnabled": self.enabled, "VersionIdsToStages": {k: list(v) for k, v in self.stages.items()}}

    def get_secret_value(self, *, SecretId: str, VersionStage: str, VersionId: str | None = None) -> dict[str, str]:
        assert SecretId == SECRET
        for version, stages in self.stages.items():
            if VersionStage in stages and VersionId in (None, version) and version in self.values:
                return {"SecretString": self.values[version]}
        raise self.exceptions.ResourceNotFoundException

    def put_secret_value(
        self, *, SecretId: str, ClientRequestToken: str, SecretString: str, VersionStages: list[str]
    ) -> None:
        assert SecretId == SECRET
        assert VersionStages == ["AWSPENDING"]
        self.made += 1
        self.values[ClientRequestToken] = SecretString

    def update_secret_version_stage(
        self, *, SecretId: str, VersionStage: str, MoveToVersionId: str, RemoveFromVersionId: str
    ) -> None:
        assert (SecretId, VersionStage) == (SECRET, "AWSCURRENT")
        self.moves += 1
        self.stages[RemoveFromVersionId] = ["AWSPREVIOUS"]
        self.stages[MoveToVersionId].append("AWSCURRENT")

    def password(self, version: str) -> str:
        return str(json.loads(self.values[version])["password"])


class Server:
    """A server with one user."""

    def __init__(self) -> None:
        self.password = "first"  # pragma: allowlist secret
        self.changes = 0

    def admits(self, credentials: Credentials) -> bool:
        return credentials == Credentials("dbadmin", self.password)

    def change(self, credentials: Credentials, password: str) -> None:
        assert self.admits(credentials)
        self.password = password
        self.changes += 1


@pytest.fixture
def secrets() -> Secrets:
    return Secrets()


@pytest.fixture
def server() -> Server:
    return Server()
