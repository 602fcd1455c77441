"""Agents and knowledge bases of Bedrock.

Moto 5.2.5 writes dates as numbers (the Go SDK takes text only) and states as "Active" where AWS writes "ACTIVE", and
lacks data sources.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ..extension import AwsError, Call, Extension, random_id

extension = Extension(__name__, "bedrock-agent")

extension.rewrites("CreateAgent", "GetAgent", "ListAgents")


@extension.amends("CreateKnowledgeBase", "GetKnowledgeBase")
def knowledge_base(_: Call, result: dict[str, Any]) -> None:
    """The state as AWS writes it."""
    result["knowledgeBase"]["status"] = result["knowledgeBase"]["status"].upper()


@extension.amends("ListKnowledgeBases")
def knowledge_bases(_: Call, result: dict[str, Any]) -> None:
    """The states as AWS writes them."""
    for summary in result["knowledgeBaseSummaries"]:
        summary["status"] = summary["status"].upper()


@extension.adds("UpdateKnowledgeBase")
def update_knowledge_base(call: Call) -> Mapping[str, Any]:
    """Change a knowledge base."""
    base = call.backend.get_knowledge_base(knowledge_base_id=call.params["knowledgeBaseId"])
    base.name = call.params["name"]
    base.description = call.params.get("description")
    base.role_arn = call.params["roleArn"]
    found: dict[str, Any] = base.to_dict()
    return {"knowledgeBase": {**found, "status": found["status"].upper()}}


SAID = ("name", "description", "dataSourceConfiguration", "vectorIngestionConfiguration")


def _sources(call: Call) -> dict[str, Any]:
    return call.table(f"data sources of {call.params['knowledgeBaseId']}")


def _source(call: Call) -> Any:
    source = _sources(call).get(call.params["dataSourceId"])
    if source is None:
        raise AwsError("ResourceNotFoundException", f"Data source {call.params['dataSourceId']} was not found.")
    return source


@extension.adds("CreateDataSource")
def create_data_source(call: Call) -> Mapping[str, Any]:
    """Where a knowledge base reads."""
    identifier, now = random_id(10).upper(), datetime.now(UTC)
    _sources(call)[identifier] = {
        "knowledgeBaseId": call.params["knowledgeBaseId"],
        "dataSourceId": identifier,
        "status": "AVAILABLE",
        "dataDeletionPolicy": call.params.get("dataDeletionPolicy", "DELETE"),
        "serverSideEncryptionConfiguration": call.params.get("serverSideEncryptionConfiguration"),
        **{member: call.params[member] for member in SAID if member in call.params},
        "createdAt": now,
        "updatedAt": now,
    }
    return {"dataSource": _sources(call)[identifier]}


@extension.adds("GetDataSource")
def get_data_source(call: Call) -> Mapping[str, Any]:
    """One data source."""
    return {"dataSource": _source(call)}


@extension.adds("ListDataSources")
def list_data_sources(call: Call) -> Mapping[str, Any]:
    """A knowledge base's data sources."""
    return {"dataSourceSummaries": list(_sources(call).values())}


@extension.adds("UpdateDataSource")
def update_data_source(call: Call) -> Mapping[str, Any]:
    """Change a data source."""
    source = _source(call)
    source.update({member: call.params[member] for member in (*SAID, "dataDeletionPolicy") if member in call.params})
    source["updatedAt"] = datetime.now(UTC)
    return {"dataSource": source}


@extension.adds("DeleteDataSource")
def delete_data_source(call: Call) -> Mapping[str, Any]:
    """Forget a data source."""
    source = _source(call)
    del _sources(call)[source["dataSourceId"]]
    where = {"knowledgeBaseId": call.params["knowledgeBaseId"], "dataSourceId": source["dataSourceId"]}
    return {**where, "status": "DELETING"}
