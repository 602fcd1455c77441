"""How dangerous it is that somebody may do more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..levels import Level
from .actions import Actions
from .delta import Group
from .grants import Grant
from .patterns import is_pattern
from .wording import how_much, is_broad, on_what


@dataclass(frozen=True, slots=True)
class Method:
    """A way from some permissions to more of them."""

    actions: tuple[str, ...]
    """All are needed; how grave it is depends on the resources of the first."""
    words: str


# Rhino Security Labs, "AWS IAM Privilege Escalation - Methods and Mitigation" (2018) and part 2 (2019):
# https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/
# The same list is in cloudsplaining (PRIVILEGE_ESCALATION_METHODS). What came later is at the end.
METHODS = (
    Method(("iam:CreatePolicyVersion",), "can write a new version of a policy that it has"),
    Method(("iam:SetDefaultPolicyVersion",), "can bring back an older version of a policy that it has"),
    Method(("iam:PassRole", "ec2:RunInstances"), "can start an instance with another role"),
    Method(("iam:CreateAccessKey",), "can make access keys of other users"),
    Method(("iam:CreateLoginProfile",), "can give other users a password"),
    Method(("iam:UpdateLoginProfile",), "can change the passwords of other users"),
    Method(("iam:AttachUserPolicy",), "can attach any policy to a user"),
    Method(("iam:AttachGroupPolicy",), "can attach any policy to a group"),
    Method(("iam:AttachRolePolicy",), "can attach any policy to a role"),
    Method(("iam:PutUserPolicy",), "can write a policy of a user"),
    Method(("iam:PutGroupPolicy",), "can write a policy of a group"),
    Method(("iam:PutRolePolicy",), "can write a policy of a role"),
    Method(("iam:AddUserToGroup",), "can put users into other groups"),
    Method(("iam:UpdateAssumeRolePolicy",), "can decide who may assume a role"),
    Method(("iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"), "can run code with another role"),
    Method(
        ("iam:PassRole", "lambda:CreateFunction", "lambda:CreateEventSourceMapping"),
        "can run code with another role, set off by a stream",
    ),
    Method(("iam:PassRole", "lambda:CreateFunction", "lambda:AddPermission"), "can run code with another role"),
    Method(("lambda:UpdateFunctionCode",), "can replace the code of functions, which run with their roles"),
    Method(("lambda:UpdateFunctionConfiguration",), "can put a layer of its own into functions"),
    Method(("iam:PassRole", "glue:CreateDevEndpoint"), "can open a Glue endpoint with another role"),
    Method(("glue:UpdateDevEndpoint",), "can put its own SSH key on a Glue endpoint"),
    Method(("iam:PassRole", "cloudformation:CreateStack"), "can make a stack with another role"),
    Method(("iam:PassRole", "datapipeline:CreatePipeline"), "can run a pipeline with another role"),
    Method(("iam:PassRole", "codestar:CreateProject"), "can make a CodeStar project with another role"),
    Method(("iam:PassRole", "sagemaker:CreateNotebookInstance"), "can open a notebook with another role"),
    Method(("sagemaker:CreatePresignedNotebookInstanceUrl",), "can open the notebooks of others"),
    Method(("iam:PassRole",), "can hand roles to services"),
    Method(("sts:AssumeRole",), "can assume other roles"),
    Method(("iam:PutRolePermissionsBoundary",), "can change what caps a role"),
    Method(("iam:DeleteRolePermissionsBoundary",), "can take away what caps a role"),
    Method(("iam:DeleteUserPermissionsBoundary",), "can take away what caps a user"),
    Method(("iam:PassRole", "ecs:RegisterTaskDefinition", "ecs:RunTask"), "can run a container with another role"),
    Method(("iam:PassRole", "codebuild:CreateProject", "codebuild:StartBuild"), "can run a build with another role"),
    Method(("iam:PassRole", "glue:CreateJob", "glue:StartJobRun"), "can run a Glue job with another role"),
    Method(("cloudformation:UpdateStack",), "can change stacks, which act with their roles"),
    Method(("ssm:SendCommand",), "can run commands on instances, which act with their roles"),
    Method(("ssm:StartSession",), "can log in to instances, which act with their roles"),
)

MOST = 0.9
"""From this part of all actions on, somebody administers the account: whoever has all but a service or two."""

# Reads that take data or secrets away; the rest of reading shows how things are set up.
_TAKES_DATA = {
    *("s3:GetObject", "secretsmanager:GetSecretValue", "ssm:GetParameter", "ssm:GetParameters"),
    *("ssm:GetParametersByPath", "dynamodb:GetItem", "dynamodb:Scan", "dynamodb:Query", "kms:Decrypt"),
    *("sqs:ReceiveMessage", "kinesis:GetRecords", "athena:GetQueryResults", "rds-db:connect", "ec2:GetPasswordData"),
    *("redshift:GetClusterCredentials", "lambda:GetFunction", "ecr:BatchGetImage", "logs:GetLogEvents"),
}
# Writes that only add to what is watched.
_TELEMETRY = {
    *("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents", "cloudwatch:PutMetricData"),
    *("xray:PutTraceSegments", "xray:PutTelemetryRecords"),
}


def methods(grants: Sequence[Grant], actions: Actions) -> dict[Method, int]:
    """The ways to more permissions that some grants open: 2 on everything of a kind, 1 within limits."""
    found = {}
    ranks: dict[str, int] = {}
    for method in METHODS:
        for name in method.actions:
            if name not in ranks:
                wanted = actions.expand(name)
                ranks[name] = max((_rank(grant) for grant in grants if wanted <= grant.actions), default=0)
        if all(ranks[name] for name in method.actions):
            found[method] = ranks[method.actions[0]]
    return found


def _rank(grant: Grant) -> int:
    return 2 if is_broad(grant.resources) and not grant.conditions else 1


def judge(
    group: Group, new_methods: Iterable[tuple[Method, int]], actions: Actions, *, more: bool
) -> tuple[Level, str]:
    """How dangerous it is to gain a group, and why."""
    amount = f"{how_much(group.actions, actions, more=more)} on {on_what(group.resources, group.actions)}"
    broad = any(is_broad(each) for each in group.resources)
    if len(group.actions) >= MOST * len(actions.every) and broad:
        return "high", f"administration: {amount}"
    if _has_all(group, "iam", actions):
        return "high", f"can give itself any permission: {amount}"
    if _has_all(group, "kms", actions):
        return "high", f"may use, open to others and delete keys: {amount}"
    ways = [(rank, each) for each, rank in new_methods if any(actions.expand(a) & group.actions for a in each.actions)]
    if ways:
        rank = max(rank for rank, _ in ways)
        words = sorted({each.words for at, each in ways if at == rank}, key=[m.words for m in METHODS].index)
        text = "; ".join(words[:2]) + (f"; {len(words) - 2} more ways to more permissions" if len(words) > 2 else "")
        return ("high" if rank == 2 else "medium"), f"{text}: {amount}"
    return _plain(group, actions, broad=broad), amount


def _has_all(group: Group, service: str, actions: Actions) -> bool:
    every = actions.of_service(service)
    return bool(every) and every <= group.actions


def _plain(group: Group, actions: Actions, *, broad: bool) -> Level:
    if any(_changes(action, actions) for action in group.actions - _TELEMETRY):
        return "medium"
    taking = group.actions & _TAKES_DATA
    wide = any(is_pattern(each) and not _only_shows(each) for each in group.written)
    return "medium" if broad and (taking or wide) else "low"


def _changes(action: str, actions: Actions) -> bool:
    """Whether an action changes something; one that the list does not have, by its name."""
    level = actions.level(action)
    if level is None:
        return not action.partition(":")[2].startswith(("get", "list", "describe", "batchget", "search"))
    return level in ("write", "permissions management")


def _only_shows(pattern: str) -> bool:
    return pattern.partition(":")[2].lower().startswith(("describe", "list"))
