from __future__ import annotations

from .conftest import Client


def test_only_the_trails_that_were_asked_for_are_described(connect: Client, name: str) -> None:
    connect("s3").create_bucket(Bucket=name)
    client = connect("cloudtrail")
    for trail in ("a", "b"):
        client.create_trail(Name=f"{name}-{trail}", S3BucketName=name)
    found = client.describe_trails(trailNameList=[f"{name}-a"])["trailList"]
    assert [trail["Name"] for trail in found] == [f"{name}-a"]
    # The Go SDK writes the operation's target in another way.
    prefix = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101."
    client.meta.events.register(
        "before-sign.cloudtrail.DescribeTrails",
        lambda request, **_: request.headers.__setitem__("X-Amz-Target", f"{prefix}DescribeTrails"),
    )
    assert len(client.describe_trails(trailNameList=[f"{name}-b"])["trailList"]) == 1
    assert {f"{name}-a", f"{name}-b"} <= {trail["Name"] for trail in client.describe_trails()["trailList"]}
