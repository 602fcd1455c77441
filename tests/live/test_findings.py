"""What AWS finds out by itself reaches somebody: findings and failed backups go to a topic that takes them."""

from __future__ import annotations

import json
from typing import Any

from tools.estate import Planned

WATCHES = ("/observability", "/data/smartstream/monitoring")
"""The units whose topics tell people of what is found in their region."""
TOLD_BY_EVENTS = ("/security/account-baseline", "/security/backup-vault")


def planned(estate_plan: Planned, type: str) -> dict[str, list[dict[str, Any]]]:
    """What the estate makes of a type, by unit."""
    return {
        path: [change.after for change in unit.changes if change.type == type and isinstance(change.after, dict)]
        for path, unit in estate_plan.plan.units.items()
    }


def test_findings_and_failed_backups_go_to_the_topic_of_their_region(estate_plan: Planned) -> None:
    topics = {
        (path.split("/")[1], path.split("/")[2]): topic["name"]
        for path, made in planned(estate_plan, "aws_sns_topic").items()
        if path.endswith(WATCHES)
        for topic in made
    }
    units = {
        path: {target["arn"] for target in targets}
        for path, targets in planned(estate_plan, "aws_cloudwatch_event_target").items()
        if path.endswith(TOLD_BY_EVENTS)
    }
    assert len(units) == 9, "a baseline in each region, and both vaults"
    for path, told in units.items():
        _, account, region, *_ = path.split("/")
        [arn] = told
        assert (arn.split(":")[3], arn.split(":")[5]) == (region, topics[account, region])


def test_the_topic_and_its_key_let_events_in(estate_plan: Planned) -> None:
    policies = [
        json.loads(policy["policy"])
        for path, made in planned(estate_plan, "aws_sns_topic_policy").items()
        if path.endswith(WATCHES)
        for policy in made
    ]
    keys = [
        json.loads(key["policy"])
        for path, made in planned(estate_plan, "aws_kms_key").items()
        if path.endswith(("/security/kms", "/data/smartstream/kms"))
        for key in made
        if "topics" in key["description"] or "who is told" in key["description"]
    ]
    assert len(policies) == len(keys) == 7
    for policy in (*policies, *keys):
        [events] = [each for each in policy["Statement"] if each["Principal"] == {"Service": "events.amazonaws.com"}]
        sources = {"aws:SourceAccount", "aws:SourceArn"}
        asked = {name for conditions in events.get("Condition", {}).values() for name in conditions}
        assert not asked & sources, "EventBridge says neither to SNS nor to KMS, and would be refused"
