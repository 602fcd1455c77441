"""Glue.

Moto 5.2.5 lacks DeleteConnection and drops the tags of registries.
"""

from __future__ import annotations

from ..extension import Call, Extension

extension = Extension(__name__, "glue")


@extension.adds("DeleteConnection")
def delete_connection(call: Call) -> None:
    """Forget a connection."""
    call.backend.connections.pop(call.params["ConnectionName"], None)
