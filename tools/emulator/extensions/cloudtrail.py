"""CloudTrail.

Moto 5.2.5 answers DescribeTrails with all trails, whichever were asked for.
"""

from __future__ import annotations

from typing import Any

from ..extension import Call, Extension

extension = Extension(__name__, "cloudtrail")


@extension.amends("DescribeTrails")
def describe_trails(call: Call, result: dict[str, Any]) -> None:
    """Only those that were asked for."""
    if asked := call.params.get("trailNameList"):
        result["trailList"] = [t for t in result["trailList"] if t["Name"] in asked or t["TrailARN"] in asked]
