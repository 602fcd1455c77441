"""Application Auto Scaling.

Moto 5.2.5 lacks tags of scalable targets (ListTagsForResource, TagResource, UntagResource and the tags of
RegisterScalableTarget). The AWS provider reads them at every refresh, also where none are set.
"""

from __future__ import annotations

from typing import Any

from ..extension import Call, Extension
from ..memory import Tagging

extension = Extension(__name__, "application-autoscaling")

Tagging(arn="ResourceARN", tags="Tags", keys="TagKeys").add(extension)


@extension.amends("RegisterScalableTarget")
def register_scalable_target(call: Call, result: dict[str, Any]) -> None:
    """A target's tags come with its registration."""
    call.tags(result["ScalableTargetARN"]).update(call.params.get("Tags") or {})
