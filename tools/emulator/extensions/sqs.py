"""Simple Queue Service.

Moto 5.2.5 does not know the attribute RedriveAllowPolicy, writes the redrive policy with blanks (a difference that the
provider sees), and forgets a queue's policy when other attributes are set.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from ..extension import Extension

extension = Extension(__name__, "sqs")


@extension.wraps("moto.sqs.models:Queue._set_attributes")
def set_attributes(original: Callable[..., None], queue: Any, attributes: dict[str, Any], now: Any = None) -> None:
    """Moto sets the policy to nothing when it is not among the attributes."""
    policy = getattr(queue, "policy", None)
    original(queue, attributes, now)
    if "Policy" not in attributes and policy:
        queue.policy = policy


@extension.wraps("moto.sqs.models:Queue.attributes")
def attributes(original: Callable[[Any], dict[str, Any]], queue: Any) -> dict[str, Any]:
    """Compact, as AWS writes it, and with the policy on who may use the queue for its dead letters."""
    found = original(queue)
    if queue.redrive_policy:
        found["RedrivePolicy"] = json.dumps(queue.redrive_policy, separators=(",", ":"))
    if allowed := getattr(queue, "redrive_allow_policy", None):
        found["RedriveAllowPolicy"] = allowed
    return found


@extension.wraps("moto.sqs.models:SQSBackend.get_queue_attributes")
def get_queue_attributes(
    original: Callable[..., dict[str, Any]], backend: Any, queue_name: str, attribute_names: list[str]
) -> dict[str, Any]:
    """``RedriveAllowPolicy`` may be asked for by name."""
    asked = [name for name in attribute_names if name != "RedriveAllowPolicy"]
    found = original(backend, queue_name, asked) if asked or not attribute_names else {}
    allowed = getattr(backend.get_queue(queue_name), "redrive_allow_policy", None)
    if "RedriveAllowPolicy" in attribute_names and allowed:
        found["RedriveAllowPolicy"] = allowed
    return found
