"""Records that no capture should send and some will: each has to end in quarantine, and to take nothing with it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

_AT: Final = "2026-01-01T00:00:00.000000Z"


def records() -> Iterator[tuple[str, bytes]]:
    """What is wrong, and the record."""
    yield "no JSON", b"this is not JSON\n"
    yield "no object", b"[1, 2]\n"
    yield "not UTF-8", _line({"customer_id": 1, "name": "?"}).replace(b"?", b"\xff\xfe")
    yield "no metadata", b'{"data":{"customer_id":1}}\n'
    yield "an operation that nobody knows", _line({"customer_id": 1}, operation="merge")
    yield "a table that nobody knows", _line({"id": 1}, **{"table-name": "nowhere"})
    yield "a key that is null", _line({"customer_id": None, "name": "x"})
    yield "a key that is no number", _line({"customer_id": "abc", "name": "x"})
    yield "a number with too many digits", _line({"product_id": 1, "price": "0.001"}, **{"table-name": "products"})
    yield "no commit time", _line({"customer_id": 1}, **{"commit-timestamp": "yesterday"})
    # The last one, because what follows it in the object stands on the same line.
    yield "cut off, without a line end", _line({"customer_id": 1, "name": "x"})[:40]


def _line(data: dict[str, Any], **metadata: Any) -> bytes:
    said = {
        "timestamp": _AT,
        "record-type": "data",
        "operation": "insert",
        "partition-key-type": "primary-key",
        "schema-name": "shop",
        "table-name": "customers",
        "transaction-id": 1,
        "transaction-record-id": 1,
        "commit-timestamp": _AT,
        "stream-position": "00000000/00000001.1.00000000/00000001",
    }
    return json.dumps({"data": data, "metadata": {**said, **metadata}}).encode() + b"\n"
