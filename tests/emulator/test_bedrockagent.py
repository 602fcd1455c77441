from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from .conftest import Client

ROLE = "arn:aws:iam::111111111111:role/x"
COLLECTION = "arn:aws:aoss:us-east-1:111111111111:collection/abc"
FIELDS = {"vectorField": "v", "textField": "t", "metadataField": "m"}
SAID: dict[str, Any] = {
    "roleArn": ROLE,
    "knowledgeBaseConfiguration": {
        "type": "VECTOR",
        "vectorKnowledgeBaseConfiguration": {"embeddingModelArn": "arn:aws:bedrock:us-east-1::foundation-model/x"},
    },
    "storageConfiguration": {
        "type": "OPENSEARCH_SERVERLESS",
        "opensearchServerlessConfiguration": {
            "collectionArn": COLLECTION,
            "vectorIndexName": "i",
            "fieldMapping": FIELDS,
        },
    },
}


def base(connect: Client, name: str) -> str:
    return str(connect("bedrock-agent").create_knowledge_base(name=name, **SAID)["knowledgeBase"]["knowledgeBaseId"])


def test_a_knowledge_base_is_active_and_its_dates_are_text(connect: Client, name: str) -> None:
    client = connect("bedrock-agent")
    identifier = base(connect, name)
    bodies: list[str] = []
    event = "before-parse.bedrock-agent.GetKnowledgeBase"
    client.meta.events.register(event, lambda response_dict, **_: bodies.append(response_dict["body"].decode()))
    found = client.get_knowledge_base(knowledgeBaseId=identifier)["knowledgeBase"]
    assert found["status"] == "ACTIVE"
    assert '"createdAt": "20' in bodies[0], "the Go SDK takes text only"
    client.update_knowledge_base(knowledgeBaseId=identifier, name=name, description="x", **SAID)
    assert client.get_knowledge_base(knowledgeBaseId=identifier)["knowledgeBase"]["description"] == "x"
    listed = {b["name"]: b["status"] for b in client.list_knowledge_bases()["knowledgeBaseSummaries"]}
    assert listed[name] == "ACTIVE"


def test_data_sources(connect: Client, name: str) -> None:
    client = connect("bedrock-agent")
    where = {"knowledgeBaseId": base(connect, name)}
    configuration = {"type": "S3", "s3Configuration": {"bucketArn": "arn:aws:s3:::x"}}
    made = client.create_data_source(**where, name="d", dataSourceConfiguration=configuration)["dataSource"]
    this = {**where, "dataSourceId": made["dataSourceId"]}
    client.update_data_source(**this, name="e", dataSourceConfiguration=configuration)
    found = client.get_data_source(**this)["dataSource"]
    assert (found["name"], found["status"], found["dataSourceConfiguration"]) == ("e", "AVAILABLE", configuration)
    assert len(client.list_data_sources(**where)["dataSourceSummaries"]) == 1
    client.delete_data_source(**this)
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        client.get_data_source(**this)
