"""What Lambda calls."""

from typing import Any


def handle(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Answer an order."""
    return {"statusCode": 200, "body": f"order {event.get('id')}"}
