from __future__ import annotations

from .conftest import Client


def test_targets_have_tags(connect: Client, name: str) -> None:
    client = connect("application-autoscaling")
    arn = client.register_scalable_target(
        ServiceNamespace="dynamodb",
        ResourceId=f"table/{name}",
        ScalableDimension="dynamodb:table:ReadCapacityUnits",
        MinCapacity=1,
        MaxCapacity=2,
        Tags={"a": "b"},
    )["ScalableTargetARN"]
    assert client.list_tags_for_resource(ResourceARN=arn)["Tags"] == {"a": "b"}
    client.tag_resource(ResourceARN=arn, Tags={"c": "d"})
    client.untag_resource(ResourceARN=arn, TagKeys=["a"])
    assert client.list_tags_for_resource(ResourceARN=arn)["Tags"] == {"c": "d"}


def test_no_tags_are_an_answer_too(connect: Client) -> None:
    arn = "arn:aws:application-autoscaling:us-east-1:111111111111:scalable-target/0"
    assert connect("application-autoscaling").list_tags_for_resource(ResourceARN=arn)["Tags"] == {}
