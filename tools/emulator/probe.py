"""Asking a port on this machine who listens there. Never through a proxy."""

from __future__ import annotations

import http.client
import json
import socket
from enum import Enum
from typing import Any, Final

HOST: Final = "127.0.0.1"
TIMEOUT: Final = 2.0


class Kind(Enum):
    """Who answers on a port."""

    GROUNDPLAN = "groundplan"
    MOTO = "moto"
    LOCALSTACK = "localstack"
    OTHER = "another program"


def get(port: int, path: str, *, method: str = "GET", timeout: float = TIMEOUT) -> tuple[int, bytes] | None:
    """Status and body (64 kB of it at most); None where nobody answers in HTTP and in time."""
    connection = http.client.HTTPConnection(HOST, port, timeout=timeout)
    try:
        connection.request(method, path)
        response = connection.getresponse()
        return response.status, response.read(65536)
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def health(port: int) -> dict[str, Any] | None:
    """What our own server says of itself; None where it is not ours."""
    answer = _parsed(get(port, "/_groundplan/health"))
    return answer if answer is not None and answer.get("name") == "groundplan-emulator" else None


def occupant(port: int) -> Kind | None:
    """Who listens on the port; None where it is free."""
    try:
        socket.create_connection((HOST, port), timeout=TIMEOUT).close()
    except ConnectionRefusedError:
        return None
    except OSError:
        return Kind.OTHER
    ours = get(port, "/_groundplan/health")
    if ours is None:
        return Kind.OTHER  # it does not even speak HTTP: no use asking further
    if (_parsed(ours) or {}).get("name") == "groundplan-emulator":
        return Kind.GROUNDPLAN
    if "services" in (_parsed(get(port, "/_localstack/health")) or {}):
        return Kind.LOCALSTACK
    moto = get(port, "/moto-api/")
    return Kind.MOTO if moto is not None and moto[0] == 200 and b"Moto" in moto[1] else Kind.OTHER


def _parsed(answer: tuple[int, bytes] | None) -> dict[str, Any] | None:
    if answer is None or answer[0] != 200:
        return None
    try:
        value = json.loads(answer[1])
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
