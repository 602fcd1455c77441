"""GuardDuty.

Moto 5.2.5 forgets the other features of a detector when it is told of one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..extension import Extension

extension = Extension(__name__, "guardduty")


@extension.wraps("moto.guardduty.models:Detector.update")
def update(original: Callable[..., None], detector: Any, *args: Any) -> None:
    """What is not named stays as it is."""
    known = {feature["name"]: feature for feature in detector.features}
    original(detector, *args)
    detector.features = list({**known, **{feature["name"]: feature for feature in detector.features}}.values())
