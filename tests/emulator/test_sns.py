from __future__ import annotations

from .conftest import Client


def test_a_topic_answers_with_all_that_was_said_of_it(connect: Client, name: str) -> None:
    client = connect("sns")
    arn = client.create_topic(Name=name, Attributes={"TracingConfig": "Active"})["TopicArn"]
    role = "arn:aws:iam::111111111111:role/x"
    client.set_topic_attributes(TopicArn=arn, AttributeName="SQSFailureFeedbackRoleArn", AttributeValue=role)
    found = client.get_topic_attributes(TopicArn=arn)["Attributes"]
    assert found["TracingConfig"] == "Active"
    assert found["SQSFailureFeedbackRoleArn"] == role
    assert "SignatureVersion" not in found
