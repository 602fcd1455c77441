"""Route 53.

Moto 5.2.5 takes a zone that is created with a VPC for a public one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..extension import Extension

extension = Extension(__name__, "route53")


@extension.wraps("moto.route53.responses:Route53.create_hosted_zone")
def create_hosted_zone(original: Callable[[Any], Any], response: Any) -> Any:
    """A zone with a VPC is private."""
    if response._get_param("VPC.VPCId"):
        asked = response._get_bool_param
        response._get_bool_param = lambda name, if_none=None: (
            True if name == "HostedZoneConfig.PrivateZone" else asked(name, if_none)
        )
    return original(response)
