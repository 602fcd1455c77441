"""What a deployment of CodeDeploy moves: the calls of a Lambda alias, or the traffic of an ECS service."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Protocol


class Move(Protocol):
    """A shift of traffic that can be undone until it is finished."""

    def share(self, percent: int) -> None:
        """A part of the traffic goes to what is new."""

    def finish(self) -> None:
        """All of it does."""

    def undo(self) -> None:
        """None of it does."""


def begin(account_id: str, region: str, platform: str, content: str, group: Mapping[str, Any]) -> Move:
    """What an AppSpec asks for, or KeyError, IndexError, TypeError or ValueError where it makes no sense."""
    [resource] = [each for entry in json.loads(content)["Resources"] for each in entry.values()]
    if platform == "Lambda":
        return AliasMove(account_id, region, resource["Properties"])
    return ServiceMove(account_id, region, group, resource["Properties"])


class AliasMove:
    """An alias of a function, from one version to another."""

    def __init__(self, account_id: str, region: str, properties: Mapping[str, str]) -> None:
        from moto.awslambda.models import lambda_backends

        self.old, self.new = properties["CurrentVersion"], properties["TargetVersion"]
        self.alias: Any = lambda_backends[account_id][region].get_alias(properties["Alias"], properties["Name"])
        if self.alias.function_version != self.old or self.old == self.new:
            raise ValueError(f"the alias names version {self.alias.function_version}, not {self.old}")

    def share(self, percent: int) -> None:
        """A part of the calls goes to the new version."""
        self.alias.routing_config = {"AdditionalVersionWeights": {self.new: percent / 100}}

    def finish(self) -> None:
        """All calls go to it."""
        self.alias.function_version, self.alias.routing_config = self.new, None

    def undo(self) -> None:
        """None does."""
        self.alias.function_version, self.alias.routing_config = self.old, None


class ServiceMove:
    """A service, from one task definition and target group to another."""

    def __init__(self, account_id: str, region: str, group: Mapping[str, Any], properties: Mapping[str, Any]) -> None:
        from moto.ecs.models import ecs_backends
        from moto.elbv2.models import elbv2_backends

        [pair] = group["loadBalancerInfo"]["targetGroupPairInfoList"]
        [named] = group["ecsServices"]
        self.revision = properties["TaskDefinition"]
        self.balancers = elbv2_backends[account_id][region]
        services = ecs_backends[account_id][region]
        services.describe_task_definition(self.revision)
        self.service = services.services[f"{named['clusterName']}:{named['serviceName']}"]
        names = [each["name"] for each in pair["targetGroups"]]
        blue, green = (next(iter(self.balancers.describe_target_groups(None, [], [name]))).arn for name in names)
        [self.main] = pair["prodTrafficRoute"]["listenerArns"]
        self.tests = pair.get("testTrafficRoute", {}).get("listenerArns", [])
        serves = json.dumps(self.balancers.describe_listeners(None, [self.main])[0].default_actions[0].data)
        self.old, self.new = (blue, green) if blue in serves else (green, blue)

    def share(self, percent: int) -> None:
        """Those who try see the new tasks, and a part of the others."""
        for listener in self.tests:
            self._forward(listener, {self.new: 1})
        self._forward(self.main, {self.old: 100 - percent, self.new: percent})

    def finish(self) -> None:
        """All traffic goes to the new tasks."""
        self._forward(self.main, {self.new: 1})
        self.service.task_definition = self.revision
        self.service.load_balancers = [{**each, "targetGroupArn": self.new} for each in self.service.load_balancers]

    def undo(self) -> None:
        """None does."""
        self._forward(self.main, {self.old: 1})
        for listener in self.tests:
            self._forward(listener, {self.old: 1})

    def _forward(self, listener: str, weights: Mapping[str, int]) -> None:
        from moto.elbv2.models import FakeAction

        found = self.balancers.describe_listeners(None, [listener])[0]
        groups = [{"TargetGroupArn": arn, "Weight": weight} for arn, weight in weights.items()]
        action: dict[str, Any] = {"Type": "forward", "ForwardConfig": {"TargetGroups": groups}}
        if len(groups) == 1:
            action["TargetGroupArn"] = groups[0]["TargetGroupArn"]
        found.default_actions = found._default_rule[0].actions = [FakeAction(action)]
