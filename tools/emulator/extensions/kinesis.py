"""Kinesis data streams.

Moto 5.2.5 drops the tags of CreateStream.
"""

from __future__ import annotations

from typing import Any

from ..extension import Call, Extension

extension = Extension(__name__, "kinesis")


@extension.amends("CreateStream")
def create_stream(call: Call, _: dict[str, Any]) -> None:
    """A stream's tags come with its creation."""
    if tags := call.params.get("Tags"):
        call.backend.add_tags_to_stream(None, call.params["StreamName"], tags)
