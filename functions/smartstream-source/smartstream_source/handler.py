"""The Lambda handlers: each is called once for each release, by Terraform, and by hand with no more than its name."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from typing import Any

from .database import Secret, fetch, transaction
from .replication import prepare
from .seed import scripts, seed

_SECONDS = 240
logger = logging.getLogger(__name__)
logger.setLevel(logging.INFO)


def handle_prepare(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Make the user for replication; its name, and the schemas that it reads."""
    return prepared(os.environ, fetch)


def handle_seed(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Load the data to begin with; the rows by table."""
    return seeded(os.environ, fetch)


def prepared(environment: Mapping[str, str], read: Callable[[str], Secret]) -> dict[str, Any]:
    """What :func:`handle_prepare` does. ``read`` takes the ARN of a secret."""
    user = read(environment["REPLICATION_SECRET_ARN"])
    with transaction(read(environment["DB_SECRET_ARN"]), _SECONDS) as connection:
        schemas = prepare(connection, user, environment["SCHEMAS"].split())
    result = {"user": user.username, "schemas": schemas}
    logger.info("the user for replication is there: %s", result)
    return result


def seeded(environment: Mapping[str, str], read: Callable[[str], Secret]) -> dict[str, Any]:
    """What :func:`handle_seed` does. ``read`` takes the ARN of a secret."""
    with transaction(read(environment["DB_SECRET_ARN"]), _SECONDS) as connection:
        rows = seed(connection, scripts(), environment["SCHEMAS"].split())
    logger.info("the source is loaded: %s", rows)
    return {"rows": rows}
