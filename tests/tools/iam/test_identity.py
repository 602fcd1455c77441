from __future__ import annotations

from typing import Any

import pytest

TASK = "role aws_iam_role.task (task)"
BUCKET, OBJECTS = "arn:aws:s3:::logs", "arn:aws:s3:::logs/*"
MANAGED = "arn:aws:iam::aws:policy"


def told(changes: Any) -> list[tuple[str, str, str]]:
    return [(each.kind, each.danger, each.why) for each in changes]


def test_a_wildcard_in_place_of_one_action(kit: Any) -> None:
    (change,) = kit.of_role([kit.allow("s3:GetObject", OBJECTS)], [kit.allow("s3:*", OBJECTS)])
    permission = change.permission
    assert (change.kind, change.danger) == ("gained", "medium")
    assert (permission.principal, permission.unit, permission.source) == (TASK, "dev/app", "aws_iam_role_policy.task")
    assert permission.actions == ("s3:*",)
    assert permission.expanded == len(kit.levels["s3"]) - 1
    assert permission.notable == ("permissions management", "write", "tagging")
    assert permission.resources == (OBJECTS,)
    assert change.why == (
        "9 more actions (2 permissions management, 3 write, 1 tagging, 2 read, 1 list) on arn:aws:s3:::logs/*"
    ).replace("3 write, 1 tagging, 2 read, 1 list", "2 write, 1 tagging, 1 read, 3 list")


def test_a_narrower_resource_is_a_loss_in_part(kit: Any) -> None:
    before, after = kit.allow("s3:GetObject", "*"), kit.allow("s3:GetObject", OBJECTS)
    assert told(kit.of_role([before], [after])) == [
        ("lost", "low", f"no longer s3:GetObject (read) on all buckets; still on {OBJECTS}")
    ]
    assert told(kit.of_role([after], [before])) == [
        ("gained", "medium", f"s3:GetObject (read) on all buckets; until now only on {OBJECTS}")
    ]


def test_a_condition_more_is_a_loss_in_part(kit: Any) -> None:
    condition = {"StringEquals": {"aws:SourceAccount": ["222222222222", "111111111111"]}}
    before, after = kit.allow("s3:PutObject", OBJECTS), kit.allow("s3:PutObject", OBJECTS, Condition=condition)
    line = "StringEquals aws:SourceAccount = 111111111111 or 222222222222"
    (change,) = kit.of_role([before], [after])
    assert (change.kind, change.why) == ("lost", f"no longer s3:PutObject (write) on {OBJECTS}; still where {line}")
    (change,) = kit.of_role([after], [before])
    assert (change.kind, change.permission.conditions) == ("gained", ())
    assert change.why.endswith(f"until now only where {line}")
    (change,) = kit.of_role([], [after])
    assert change.permission.conditions == (line,)


def test_a_deny_that_goes_gives_back_what_it_took(kit: Any) -> None:
    everything, keep = kit.allow("s3:*"), kit.deny("s3:DeleteObject")
    (change,) = kit.of_role([everything, keep], [everything])
    assert (change.kind, change.permission.effect, change.permission.expanded) == ("gained", "Allow", 1)
    assert change.why == "s3:DeleteObject (write) on all buckets; a Deny no longer stops it"
    (change,) = kit.of_role([everything], [everything, keep])
    assert (change.kind, change.permission.expanded) == ("lost", 1)
    assert change.why == "no longer s3:DeleteObject (write) on all buckets; a Deny stops it"


def test_a_deny_that_is_narrowed_frees_what_is_left(kit: Any) -> None:
    everything = kit.allow("s3:PutObject")
    first, second = kit.of_role([everything, kit.deny("s3:*")], [everything, kit.deny("s3:*", OBJECTS)])
    assert (first.kind, first.permission.conditions) == ("gained", (f"ArnNotLike the resource = {OBJECTS}",))
    assert (second.danger, second.permission.effect, second.permission.expanded) == ("low", "Deny", 9)
    assert second.why.endswith(f"none of its policies in sight allows this; still denied on {OBJECTS}")


def test_allowing_all_but_and_denying_the_rest_mean_the_same(kit: Any) -> None:
    rest = [f"s3:{name}" for name in kit.levels["s3"] if name != "DeleteObject"]
    changes = kit.of_role([kit.allow("s3:*"), kit.deny("s3:DeleteObject")], [kit.allow(rest)])
    assert told(changes) == [
        (
            "gained",
            "low",
            "a Deny is gone: s3:DeleteObject (write) on all buckets; none of its policies in sight allows this",
        )
    ]


def test_a_deny_under_a_condition_is_a_condition(kit: Any) -> None:
    region = {"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1", "eu-west-2"]}}
    allowed = kit.allow("dynamodb:PutItem")
    changes = kit.of_role([allowed], [allowed, kit.deny("*", Condition=region)])
    assert ("lost", "low") in {(each.kind, each.danger) for each in changes}
    assert any("still where StringEquals aws:RequestedRegion = eu-west-1 or eu-west-2" in each.why for each in changes)


@pytest.mark.parametrize(
    ("statements", "danger", "words"),
    [
        ([("*", "*")], "high", "administration"),
        ([("*:*", "*")], "high", "administration"),
        ([("iam:*", "*")], "high", "can give itself any permission"),
        ([("kms:*", "*")], "high", "delete keys"),
        ([("kms:*", "arn:aws:kms:eu-west-1:111111111111:key/1")], "high", "delete keys"),
        ([("iam:PassRole", "*")], "high", "can hand roles to services"),
        ([("iam:PassRole", "arn:aws:iam::111111111111:role/*")], "high", "can hand roles to services"),
        ([("iam:PassRole", "arn:aws:iam::111111111111:role/task")], "medium", "can hand roles to services"),
        ([("iam:CreatePolicyVersion", "*")], "high", "a new version of a policy"),
        ([("iam:Put*", "*")], "high", "can write a policy of a role"),
        ([("sts:AssumeRole", "*")], "high", "can assume other roles"),
        ([("sts:AssumeRole", "arn:aws:iam::111111111111:role/a")], "medium", "can assume other roles"),
        ([("lambda:UpdateFunctionCode", "*")], "high", "can replace the code of functions"),
        (
            [("iam:PassRole", "*"), ("lambda:CreateFunction", "*"), ("lambda:InvokeFunction", "*")],
            "high",
            "another role",
        ),
        ([("s3:PutObject", "*")], "medium", "s3:PutObject (write) on all buckets"),
        ([("s3:PutObject", OBJECTS)], "medium", f"s3:PutObject (write) on {OBJECTS}"),
        ([("s3:Get*", "*")], "medium", "on all buckets"),
        ([("secretsmanager:GetSecretValue", "*")], "medium", "on all secrets"),
        ([("dynamodb:Scan", "arn:aws:dynamodb:*:111111111111:table/*")], "medium", "on all tables"),
        ([("new:Thing", "*")], "medium", "new:thing (not in the list)"),
        ([("s3:GetObject", OBJECTS)], "low", f"s3:GetObject (read) on {OBJECTS}"),
        ([("ec2:Describe*", "*")], "low", "ec2:DescribeInstances (list) on all of EC2"),
        ([(["logs:CreateLogStream", "logs:PutLogEvents"], "*")], "low", "on all log groups"),
    ],
)
def test_how_dangerous_it_is(kit: Any, statements: list[Any], danger: str, words: str) -> None:
    changes = kit.of_role([], [kit.allow(*each) for each in statements])
    assert changes[0].danger == danger
    assert words in changes[0].why


def test_all_but_two_services_is_administration(kit: Any) -> None:
    statement = {"Effect": "Allow", "NotAction": ["ecr-public:*", "execute-api:*"], "Resource": "*"}
    (change,) = kit.of_role([], [statement])
    assert change.danger == "high"
    assert change.permission.actions == ("all but ecr-public:*, execute-api:*",)


def test_a_way_that_was_open_before_is_not_told_again(kit: Any) -> None:
    before = [kit.allow("iam:PassRole")]
    (change,) = kit.of_role(before, [*before, kit.allow("ec2:RunInstances", "arn:aws:ec2:::instance/i-1")])
    assert "can start an instance with another role" in change.why
    (change,) = kit.of_role(before, [*before, kit.allow("s3:GetObject", OBJECTS)])
    assert change.danger == "low"


def test_a_condition_makes_passing_roles_less_grave(kit: Any) -> None:
    to_ecs = {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}
    (change,) = kit.of_role([], [kit.allow("iam:PassRole", Condition=to_ecs)])
    assert change.danger == "medium"


def test_the_gravest_comes_first(kit: Any) -> None:
    changes = kit.of_role(
        [kit.allow("s3:ListBucket", BUCKET)],
        [kit.allow("s3:PutObject", "*"), kit.allow("*"), kit.allow("s3:GetObject", OBJECTS)],
    )
    assert [each.danger for each in changes] == sorted(
        (each.danger for each in changes), key=["high", "medium", "low"].index
    )
    assert changes[0].danger == "high"


def test_everything_of_an_arn_is_everything_of_its_service(kit: Any) -> None:
    (change,) = kit.of_role([], [kit.allow("*", OBJECTS)])
    assert change.permission.expanded == len(kit.levels["s3"])
    assert kit.of_role([kit.allow("*", OBJECTS)], [kit.allow("s3:*", OBJECTS)]) == ()


def attached(kit: Any, arn: str, **more: Any) -> dict[str, Any]:
    attachment = {"role": "task", "policy_arn": arn}
    return {**kit.role(), "aws_iam_role_policy_attachment.task": attachment, **more}


def test_a_policy_of_aws_is_read_like_any_other(kit: Any) -> None:
    (change,) = kit.compare(kit.role(), attached(kit, f"{MANAGED}/AdministratorAccess"))
    assert (change.danger, change.permission.source) == ("high", "aws_iam_role_policy_attachment.task")
    assert change.permission.actions == ("*",)
    changes = kit.compare(kit.role(), attached(kit, f"{MANAGED}/service-role/AWSLambdaBasicExecutionRole"))
    assert [each.danger for each in changes] == ["low"]


def test_a_policy_from_elsewhere_is_told_as_not_known(kit: Any) -> None:
    arn = "arn:aws:iam::111111111111:policy/elsewhere"
    (change,) = kit.compare(kit.role(), attached(kit, arn))
    assert (change.kind, change.danger, change.permission.expanded) == ("gained", "medium", 0)
    assert (
        change.why
        == f"what it may do is not known: the policy {arn} stands outside this plan, so what it says is not known"
    )
    assert [each.kind for each in kit.compare(attached(kit, arn), kit.role())] == ["lost"]
    assert kit.compare(attached(kit, arn), attached(kit, arn)) == ()


@pytest.mark.parametrize(
    "attachment",
    [
        {"aws_iam_role_policy_attachment.a": {"role": "task", "policy_arn": "P"}},
        {"aws_iam_role_policy_attachment.a": {"role": "arn:aws:iam::111111111111:role/task", "policy_arn": "P"}},
        {
            "aws_iam_policy_attachment.a": {
                "name": "a",
                "roles": ["task"],
                "users": None,
                "groups": [],
                "policy_arn": "P",
            }
        },
        {"aws_iam_role_policy_attachments_exclusive.a": {"role_name": "task", "policy_arns": ["P"]}},
        {"aws_iam_role.task": {"managed_policy_arns": ["P"]}},
        {"aws_iam_role.task": {"inline_policy": [{"name": "x", "policy": "TEXT"}]}},
        {"other/unit: aws_iam_role_policy_attachment.a": {"role": "task", "policy_arn": "P"}},
    ],
)
def test_the_ways_to_give_a_role_a_policy_are_the_same(kit: Any, attachment: dict[str, Any]) -> None:
    import json

    arn = "arn:aws:iam::111111111111:policy/read"
    document = kit.policy(kit.allow("s3:GetObject", OBJECTS))
    after = {**kit.role(), "aws_iam_policy.read": {"name": "read", "arn": arn, "policy": document}}
    for address, values in attachment.items():
        filled = json.loads(json.dumps(values).replace('"P"', json.dumps(arn)))
        for inline in filled.get("inline_policy", []):
            inline["policy"] = json.dumps(document)
            del after["aws_iam_policy.read"]
        after[address] = {**after.get(address, {}), **filled}
    accounts = {"dev/app": kit.own, "other/unit": kit.own}
    assert kit.compare(kit.role(kit.allow("s3:GetObject", OBJECTS)), after, accounts=accounts) == ()
    (change,) = kit.compare(kit.role(), after, accounts=accounts)
    assert (change.kind, change.permission.principal, change.permission.expanded) == ("gained", TASK, 1)


def test_namesakes_in_two_accounts_are_two(kit: Any) -> None:
    both = {**kit.role(), "prod/app: aws_iam_role.task": {"name": "task", "id": "task", "assume_role_policy": "{}"}}
    given = {
        "prod/app: aws_iam_role_policy.x": {"role": "task", "policy": kit.policy(kit.allow("s3:GetObject", OBJECTS))}
    }
    (change,) = kit.compare(both, {**both, **given})
    assert change.permission.unit == "prod/app"


def test_a_policy_that_nobody_in_sight_has(kit: Any) -> None:
    def policy(action: str) -> dict[str, Any]:
        return {"aws_iam_policy.shared": {"name": "shared", "arn": "arn:x", "policy": kit.policy(kit.allow(action))}}

    (change,) = kit.compare(policy("s3:GetObject"), policy("s3:*"))
    assert change.permission.principal == "whoever has policy aws_iam_policy.shared (shared)"
    loose = {**kit.role(), **policy("s3:GetObject")}
    (change,) = kit.compare(
        loose, {**loose, "aws_iam_role_policy_attachment.a": {"role": "task", "policy_arn": "arn:x"}}
    )
    assert change.permission.principal == TASK


def test_a_role_that_is_renamed_or_moved_is_the_same_role(kit: Any) -> None:
    before = kit.role(kit.allow("s3:GetObject", OBJECTS))
    renamed = kit.role(kit.allow("s3:GetObject", OBJECTS), name="other", id="other", arn="arn:other")
    renamed["aws_iam_role_policy.task"]["role"] = "other"
    assert kit.compare(before, renamed) == ()
    moved = {address.replace(".task", ".this"): values for address, values in before.items()}
    assert kit.compare(before, moved) == ()


def test_a_boundary_caps(kit: Any) -> None:
    boundary = "arn:aws:iam::111111111111:policy/boundary"

    def role(cap: Any, *statements: Any) -> dict[str, Any]:
        policy = {"name": "boundary", "arn": boundary, "policy": kit.policy(*cap)}
        return {**kit.role(*statements, permissions_boundary=boundary), "aws_iam_policy.boundary": policy}

    admin = kit.allow("*")
    capped = role([kit.allow("s3:*")], admin)
    (change,) = kit.compare({}, capped)[:1]
    assert (change.danger, change.permission.expanded) == ("medium", len(kit.levels["s3"]))
    assert "capped by the permissions boundary boundary" in change.why
    free = {**kit.role(admin), "aws_iam_policy.boundary": capped["aws_iam_policy.boundary"]}
    gained = kit.compare(capped, free)
    assert gained[0].kind == "gained"
    assert "its permissions boundary is gone" in gained[0].why
    (wider,) = kit.compare(capped, role([kit.allow(["s3:*", "sqs:SendMessage"])], admin))
    assert (wider.kind, wider.permission.expanded) == ("gained", 1)
    (narrower,) = kit.compare(capped, role([kit.allow("s3:*", OBJECTS)], admin))
    assert (narrower.kind, narrower.why.split("; ")[-2]) == ("lost", f"still on {OBJECTS}")
    assert kit.compare(capped, role([kit.allow("s3:*")], kit.allow("s3:*"))) == ()


def test_a_boundary_that_is_not_known(kit: Any) -> None:
    capped = kit.role(kit.allow("s3:*"), permissions_boundary="arn:aws:iam::111111111111:policy/far")
    free = kit.role(kit.allow("s3:*"))
    (change,) = kit.compare(capped, free)
    assert (change.kind, change.danger) == ("gained", "medium")
    assert "permissions boundary arn:aws:iam::111111111111:policy/far is gone" in change.why
    (change,) = kit.compare(free, capped)
    assert change.kind == "lost"


def user(kit: Any, groups: list[str], action: str = "s3:GetObject") -> dict[str, Any]:
    return {
        "aws_iam_user.ann": {"name": "ann"},
        "aws_iam_group.team": {"name": "team"},
        "aws_iam_group_policy.team": {"group": "team", "policy": kit.policy(kit.allow(action, OBJECTS))},
        "aws_iam_user_group_membership.ann": {"user": "ann", "groups": groups},
    }


def test_who_joins_a_group_gains_what_it_may(kit: Any) -> None:
    (change,) = kit.compare(user(kit, []), user(kit, ["team"]))
    assert change.permission.principal == "user aws_iam_user.ann (ann)"
    assert change.permission.source == "aws_iam_group_policy.team"


def test_what_a_group_gains_is_told_once(kit: Any) -> None:
    changes = kit.compare(user(kit, ["team"]), user(kit, ["team"], "s3:*"))
    assert [each.permission.principal for each in changes] == ["group aws_iam_group.team (team)"]


def test_permission_sets(kit: Any) -> None:
    arn = "arn:aws:sso:::permissionSet/1"
    base = {"aws_ssoadmin_permission_set.ops": {"name": "ops", "arn": arn}}
    attachment = {"permission_set_arn": arn, "managed_policy_arn": f"{MANAGED}/PowerUserAccess"}
    (change, *_) = kit.compare(base, {**base, "aws_ssoadmin_managed_policy_attachment.x": attachment})
    assert (change.danger, change.permission.principal) == (
        "high",
        "permission set aws_ssoadmin_permission_set.ops (ops)",
    )
    assignment = {
        "permission_set_arn": arn,
        "principal_type": "GROUP",
        "principal_id": "g",
        "target_id": "222222222222",
    }
    (change,) = kit.compare(base, {**base, "aws_ssoadmin_account_assignment.x": assignment})
    assert (change.kind, change.permission.principal) == ("trust gained", "group g in account 222222222222")


def test_an_instance_profile_with_another_role(kit: Any) -> None:
    roles = {**kit.role(), "aws_iam_role.other": {"name": "other", "id": "other", "assume_role_policy": kit.trust("*")}}
    before = {**roles, "aws_iam_instance_profile.web": {"name": "web", "role": "task"}}
    after = {**roles, "aws_iam_instance_profile.web": {"name": "web", "role": "other"}}
    gained, lost = kit.compare(before, after)
    assert (gained.kind, gained.permission.target) == ("trust gained", "role aws_iam_role.other (other)")
    assert (lost.kind, lost.permission.target) == ("trust lost", TASK)


def test_a_service_control_policy_stops_and_frees(kit: Any) -> None:
    def guard(*statements: Any) -> dict[str, Any]:
        return {"aws_organizations_policy.guard": {"name": "guard", "content": kit.policy(*statements)}}

    (change,) = kit.compare({}, guard(kit.deny("iam:*")))
    assert (change.kind, change.permission.effect) == ("lost", "Deny")
    (change,) = kit.compare(guard(kit.deny("iam:*"), kit.deny("s3:*")), guard(kit.deny("s3:*")))
    assert (change.kind, change.permission.effect, change.permission.actions) == ("gained", "Deny", ("iam:*",))
    assert change.permission.principal == "accounts under aws_organizations_policy.guard (guard)"


def test_what_is_not_known_before_apply_is_told(kit: Any) -> None:
    known = kit.role(kit.allow("s3:GetObject", OBJECTS))
    unknown = kit.role()
    unknown["aws_iam_role_policy.task"] = {"role": "task", "policy": None}
    gained, lost = kit.compare(known, unknown)
    assert gained.why == "what it may do is not known: the policy is known after apply only"
    assert lost.kind == "lost"
    assert kit.compare(unknown, unknown) == ()


def test_a_made_up_policy_is_not_known_either(kit: Any) -> None:
    made_up = kit.role()
    made_up["aws_iam_role_policy.task"] = {"role": "task", "policy": "text-1"}
    assert "known after apply" in kit.compare({}, made_up, made_up={"text-1"})[0].why
    assert "it is not JSON" in kit.compare({}, made_up)[0].why


def test_a_policy_whose_role_is_not_known(kit: Any) -> None:
    loose = {"aws_iam_role_policy.x": {"role": None, "policy": kit.policy(kit.allow("s3:GetObject"))}}
    assert (
        kit.compare({}, loose)[0].permission.principal == "the role of aws_iam_role_policy.x (not known before apply)"
    )
    elsewhere = {"aws_iam_role_policy.x": {"role": "far", "policy": kit.policy(kit.allow("s3:GetObject"))}}
    assert kit.compare({}, elsewhere)[0].permission.principal == "role far (not in this plan)"


def test_a_malformed_policy_is_told_where_it_is_new(kit: Any) -> None:
    broken = kit.role(kit.allow("s3:GetObject", OBJECTS), {"Effect": "Allow", "Resource": "*"})
    (change,) = kit.compare(kit.role(kit.allow("s3:GetObject", OBJECTS)), broken)
    assert (change.danger, change.why) == ("medium", "what it may do is not known: a statement has no Action")
    assert kit.compare(broken, broken) == ()


def test_placeholders_are_texts_like_others(kit: Any) -> None:
    arn = "arn:aws:s3:::assumed-aws-s3-bucket-1f2e"
    before = kit.role(kit.allow("s3:GetObject", f"{arn}/*"))
    (change,) = kit.compare(before, kit.role(kit.allow(["s3:GetObject", "s3:PutObject"], f"{arn}/*")))
    assert change.why == f"s3:PutObject (write) on {arn}/*"
