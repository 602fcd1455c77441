"""EventBridge.

Moto 5.2.5 sends an event to queues, log groups, buses, archives and API destinations. Any other target of a rule, a
Lambda function above all, is an error there, after which no later rule gets the event; and a rule that has a schedule
and no pattern, or is disabled, gets every event. Here a target that Moto does not know gets nothing, which is not an
error, and what fails for one target does not keep the event from the others.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from ..extension import Extension

extension = Extension(__name__, "events")

log = logging.getLogger("emulator")


class _With:
    """A rule as if it had one target only."""

    def __init__(self, rule: Any, target: dict[str, Any]) -> None:
        self.rule = rule
        self.targets = [target]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.rule, name)


@extension.wraps("moto.events.models:Rule.send_to_targets")
def send_to_targets(original: Callable[..., None], rule: Any, event: dict[str, Any], *args: Any, **kwargs: Any) -> None:
    """Each target by itself, as in AWS, and none where the rule waits for the clock."""
    if rule.state == "DISABLED" or not rule.event_pattern.dump():
        return
    for target in list(rule.targets):
        try:
            original(_With(rule, target), event, *args, **kwargs)
        except NotImplementedError:
            log.debug("rule %s: %s is not called", rule.name, target["Arn"])
        except Exception as error:
            log.warning("rule %s: nothing is sent to %s: %r", rule.name, target["Arn"], error)
