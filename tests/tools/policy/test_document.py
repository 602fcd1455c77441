from typing import Any

import pytest

from tools.policy.document import Plan, general, module_path


@pytest.mark.parametrize(
    ("address", "without_keys", "path"),
    [
        ("aws_s3_bucket.this", "aws_s3_bucket.this", ()),
        ('module.a.aws_s3_bucket.this["x"]', "module.a.aws_s3_bucket.this", ("a",)),
        ("module.a.module.b[0].aws_x.y[1]", "module.a.module.b.aws_x.y", ("a", "b")),
        ('module.a["k.module.z"].data.aws_x.y["a\\"]b"]', "module.a.data.aws_x.y", ("a",)),
        ('module.dev--lake["a]b[c"].module.x-1.aws_x.y', "module.dev--lake.module.x-1.aws_x.y", ("dev--lake", "x-1")),
    ],
)
def test_addresses_lose_their_keys(address: str, without_keys: str, path: tuple[str, ...]) -> None:
    assert general(address) == without_keys
    assert module_path(address) == path


def test_resources_know_values_unknowns_and_references(document: dict[str, Any]) -> None:
    resources = {resource.address: resource for resource in Plan(document).resources}
    group = resources['module.dev--lake.module.logs["odd key/1"].aws_cloudwatch_log_group.this']
    assert group.module == 'module.dev--lake.module.logs["odd key/1"].'
    assert group.values["retention_in_days"] == 90
    assert "kms_key_id" not in group.values
    assert group.is_set("kms_key_id")
    assert not resources["module.dev--network.aws_cloudwatch_log_group.this"].is_set("kms_key_id")
    policy = resources['module.dev--lake.aws_s3_bucket_policy.this["raw"]']
    assert policy.key == "raw"
    assert "aws_s3_bucket.this" in policy.references["bucket"]


def test_unknown_arguments_are_marked_and_computed_attributes_are_not(document: dict[str, Any]) -> None:
    plan = Plan(document)
    marked = {r.address: r.values for r in Plan(plan.with_unknowns_marked("later")).resources}
    group = marked['module.dev--lake.module.logs["raw"].aws_cloudwatch_log_group.this']
    assert group["kms_key_id"].startswith("later")
    assert "arn" not in group
    assert marked["module.dev--network.aws_cloudwatch_log_group.this"]["kms_key_id"] is None


def test_unknown_parts_of_blocks_are_marked_where_they_are(document: dict[str, Any]) -> None:
    address = "module.dev--old.aws_lambda_function.this"
    change = next(c for c in document["resource_changes"] if c["address"] == address)
    change["change"]["after_unknown"] = {"environment": [{"variables": {"DB_HOST": True}}], "tags_all": {}}
    marked = {r.address: r.values for r in Plan(Plan(document).with_unknowns_marked("later")).resources}
    variables = marked[address]["environment"][0]["variables"]
    assert variables["DB_HOST"].startswith("later")
    assert variables["DB_SECRET_ARN"].startswith("arn:")


def test_a_plan_without_anything() -> None:
    plan = Plan({"planned_values": {"root_module": {}}})
    assert plan.resources == []
    assert plan.with_unknowns_marked("later") == plan.document


def test_marks_are_equal_where_the_references_are() -> None:
    roles = {"execution": "aws_iam_role.a.arn", "task": "aws_iam_role.b.arn", "third": "aws_iam_role.a.arn"}
    address = {"address": "aws_x.y", "mode": "managed", "type": "aws_x", "name": "y"}
    plan = Plan(
        {
            "planned_values": {"root_module": {"resources": [address | {"values": {}}]}},
            "resource_changes": [address | {"change": {"after_unknown": dict.fromkeys([*roles, "id"], True)}}],
            "configuration": {
                "root_module": {
                    "resources": [address | {"expressions": {key: {"references": [to]} for key, to in roles.items()}}]
                }
            },
        }
    )
    (values,) = [resource.values for resource in Plan(plan.with_unknowns_marked("later")).resources]
    assert values.keys() == roles.keys()
    assert values["execution"] == values["third"] != values["task"]
