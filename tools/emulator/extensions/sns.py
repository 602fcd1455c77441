"""Simple Notification Service.

Moto 5.2.5 keeps every attribute of a topic, and answers with some of them only: tracing, signatures, archives and the
roles for delivery logs are left out.
"""

from __future__ import annotations

from typing import Any

from moto.core.utils import camelcase_to_underscores

from ..extension import Call, Extension

extension = Extension(__name__, "sns")

PROTOCOLS = ("Application", "Firehose", "HTTP", "Lambda", "SQS")
LEFT_OUT = (
    "ArchivePolicy",
    "FifoThroughputScope",
    "SignatureVersion",
    "TracingConfig",
    *(f"{protocol}{outcome}FeedbackRoleArn" for protocol in PROTOCOLS for outcome in ("Success", "Failure")),
    *(f"{protocol}SuccessFeedbackSampleRate" for protocol in PROTOCOLS),
)


@extension.amends("GetTopicAttributes")
def get_topic_attributes(call: Call, result: dict[str, Any]) -> None:
    """The rest of what was said of a topic."""
    topic = call.backend.get_topic(call.params["TopicArn"])
    for name in LEFT_OUT:
        value = getattr(topic, camelcase_to_underscores(name), None)
        if value:
            result["Attributes"][name] = value
