"""The rotation of a password on a real database, begun by a Secrets Manager that keeps AWS's rules for versions."""

from __future__ import annotations

import json
import ssl
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import boto3
import pymysql
import pytest
from moto import mock_aws
from moto.awslambda.models import LambdaBackend

from .conftest import FUNCTIONS, Server

sys.path.insert(0, str(FUNCTIONS / "secret-rotation"))  # as the root of the package is in Lambda

from secret_rotation.mysql import Cluster, trusted
from secret_rotation.rotation import Credentials, Refused, rotate

NAME, ADMIN = "acme-db-master", "rotated_admin"
FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:acme-rotation:live"
Rotation = Callable[[], None]


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Secrets Manager, with a secret whose password is `first`."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL", "AWS_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    with mock_aws():
        client = boto3.client("secretsmanager", region_name="us-east-1")
        client.create_secret(Name=NAME, SecretString=json.dumps({"username": ADMIN, "password": "first"}))
        yield client


@pytest.fixture
def cluster(server: Server) -> Iterator[Cluster]:
    """The server, with the user of the secret."""
    server.run(f"CREATE OR REPLACE USER {ADMIN} IDENTIFIED BY 'first' REQUIRE SSL", f"GRANT ALL ON *.* TO {ADMIN}")
    yield Cluster(lambda: ("localhost", server.port), lambda: trusted(str(server.authority)))
    server.run(f"DROP USER {ADMIN}")


@pytest.fixture
def rotation(secrets: Any, cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> Rotation:
    """What asks Secrets Manager for a rotation; the function's part is ours."""

    def invoke(backend: LambdaBackend, name: str, *, body: str, **rest: Any) -> None:
        assert name == FUNCTION
        event = json.loads(body)
        for _ in range(2):  # a step may come twice
            rotate(event["Step"], event["SecretId"], event["ClientRequestToken"], secrets, cluster)

    monkeypatch.setattr(LambdaBackend, "get_function", lambda *_: None)
    monkeypatch.setattr(LambdaBackend, "invoke", invoke)
    return lambda: secrets.rotate_secret(
        SecretId=NAME,
        RotationLambdaARN=FUNCTION,
        RotationRules={"AutomaticallyAfterDays": 30},
    )


def current(secrets: Any) -> Credentials:
    return Credentials.read(secrets.get_secret_value(SecretId=NAME)["SecretString"])


def test_the_database_and_the_secret_get_another_password(secrets: Any, cluster: Cluster, rotation: Rotation) -> None:
    first = current(secrets)
    rotation()
    second = current(secrets)
    assert second.password != first.password
    assert cluster.admits(second)
    assert not cluster.admits(first)
    # Moto takes a version that is both current and pending for a rotation that is not over; AWS does not.
    over = secrets.get_secret_value(SecretId=NAME)["VersionId"]
    secrets.update_secret_version_stage(SecretId=NAME, VersionStage="AWSPENDING", RemoveFromVersionId=over)
    rotation()
    assert cluster.admits(current(secrets))
    assert not cluster.admits(second)


def test_connections_that_are_open_survive(server: Server, secrets: Any, cluster: Cluster, rotation: Rotation) -> None:
    found = current(secrets)
    tls = trusted(str(server.authority))
    opened = pymysql.connect(host="localhost", port=server.port, user=ADMIN, password=found.password, ssl=tls)
    with closing(opened) as connection:
        rotation()
        with connection.cursor() as cursor:
            assert cursor.execute("SELECT 1") == 1


def test_a_server_of_another_authority_is_told_no_password(server: Server, secrets: Any) -> None:
    stranger = Cluster(lambda: ("localhost", server.port), ssl.create_default_context)
    with pytest.raises(pymysql.OperationalError, match="CERTIFICATE_VERIFY_FAILED"):
        stranger.admits(current(secrets))


def test_a_version_that_secrets_manager_did_not_begin_is_refused(
    secrets: Any, cluster: Cluster, rotation: Rotation
) -> None:
    rotation()
    before = current(secrets)
    for step in ("createSecret", "setSecret", "testSecret", "finishSecret"):
        with pytest.raises(Refused, match="there is no version"):
            rotate(step, NAME, str(uuid.uuid4()), secrets, cluster)
    assert cluster.admits(before)
    assert current(secrets) == before
