"""The Lambda handler: Secrets Manager calls it for each step."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from .cluster import Cluster, trusted, writer
from .rotation import rotate


def handle(event: Mapping[str, Any], context: object) -> None:
    """One step of one secret's rotation.

    Raises:
        Exception: it was not carried out. Secrets Manager then begins again from the first step.
    """
    import boto3  # it takes long to load, and tests do without it

    rds = boto3.client("rds")
    cluster = Cluster(
        lambda: writer(rds, os.environ["DB_CLUSTER"]),
        lambda: trusted(os.environ.get("DB_CA_BUNDLE")),
    )
    secrets = boto3.client("secretsmanager")
    rotate(event["Step"], event["SecretId"], event["ClientRequestToken"], secrets, cluster)
