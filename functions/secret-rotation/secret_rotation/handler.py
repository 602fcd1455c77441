"""The Lambda handler: Secrets Manager calls it for each step."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any

from .rotation import CURRENT, Refused, Server, rotate


def handle(event: Mapping[str, Any], context: object) -> None:
    """One step of one secret's rotation.

    Raises:
        Exception: it was not carried out. Secrets Manager then begins again from the first step.
    """
    import boto3  # it takes long to load, and tests do without it

    secrets = boto3.client("secretsmanager")
    server = server_of(os.environ, boto3.client, secrets, event["SecretId"])
    rotate(event["Step"], event["SecretId"], event["ClientRequestToken"], secrets, server)


def server_of(environment: Mapping[str, str], client: Any, secrets: Any, secret_id: str) -> Server:
    """The server whose password the secret holds; ``client`` makes AWS's clients. Only its driver is loaded.

    Raises:
        Refused: the environment names an engine that there is not.
    """
    engine, ca_bundle = environment.get("DB_ENGINE", "mysql"), environment.get("DB_CA_BUNDLE")
    if engine == "mysql":
        from .mysql import Cluster, trusted, writer

        return Cluster(lambda: writer(client("rds"), environment["DB_CLUSTER"]), lambda: trusted(ca_bundle))
    if engine == "postgres":
        from .postgres import Place, Postgres

        def locate() -> Place:
            text = secrets.get_secret_value(SecretId=secret_id, VersionStage=CURRENT)["SecretString"]
            try:
                content = json.loads(text)
                return Place(content["host"], int(content["port"]), content["dbname"])
            except (ValueError, TypeError, KeyError):
                raise Refused("the secret does not say host, port and dbname") from None

        return Postgres(locate, ca_bundle)
    raise Refused(f"DB_ENGINE is {engine}; it can be mysql or postgres")
