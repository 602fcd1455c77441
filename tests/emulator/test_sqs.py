from __future__ import annotations

import json

from .conftest import Client


def test_a_redrive_policy_comes_back_as_aws_writes_it(connect: Client, name: str) -> None:
    client = connect("sqs")
    dead = client.create_queue(QueueName=f"{name}-dead")["QueueUrl"]
    arn = client.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    policy = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 3})
    url = client.create_queue(QueueName=name, Attributes={"RedrivePolicy": policy})["QueueUrl"]
    found = client.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert found["RedrivePolicy"] == '{"deadLetterTargetArn":"' + arn + '","maxReceiveCount":3}'


def test_a_queue_says_whose_dead_letters_it_takes(connect: Client, name: str) -> None:
    client = connect("sqs")
    url = client.create_queue(QueueName=name)["QueueUrl"]
    asked = {"QueueUrl": url, "AttributeNames": ["RedriveAllowPolicy"]}
    assert "Attributes" not in client.get_queue_attributes(**asked)
    allow = '{"redrivePermission":"denyAll"}'
    client.set_queue_attributes(QueueUrl=url, Attributes={"RedriveAllowPolicy": allow})
    assert client.get_queue_attributes(**asked)["Attributes"] == {"RedriveAllowPolicy": allow}
    both = client.get_queue_attributes(QueueUrl=url, AttributeNames=["RedriveAllowPolicy", "DelaySeconds"])
    assert both["Attributes"] == {"RedriveAllowPolicy": allow, "DelaySeconds": "0"}


def test_a_policy_stays_when_other_attributes_are_set(connect: Client, name: str) -> None:
    client = connect("sqs")
    statement = {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    url = client.create_queue(QueueName=name, Attributes={"Policy": policy})["QueueUrl"]
    client.set_queue_attributes(QueueUrl=url, Attributes={"DelaySeconds": "5"})
    found = client.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert (found["Policy"], found["DelaySeconds"]) == (policy, "5")
    client.set_queue_attributes(QueueUrl=url, Attributes={"Policy": ""})
    assert not client.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"].get("Policy")
