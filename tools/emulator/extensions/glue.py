"""Glue.

Moto 5.2.5 lacks DeleteConnection and UpdateJob, and drops the type, the secret and the place in the network of a
connection and the tags of a registry. It answers jobs with an execution class that nobody chose.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from moto.core.utils import camelcase_to_underscores

from ..extension import AwsError, Call, Extension

extension = Extension(__name__, "glue")


@extension.adds("DeleteConnection")
def delete_connection(call: Call) -> None:
    """Forget a connection."""
    call.backend.connections.pop(call.params["ConnectionName"], None)


JOB = (
    "AllocatedCapacity",
    "CodeGenConfigurationNodes",
    "Command",
    "Connections",
    "Description",
    "ExecutionClass",
    "GlueVersion",
    "LogUri",
    "MaxCapacity",
    "MaxRetries",
    "NonOverridableArguments",
    "NotificationProperty",
    "NumberOfWorkers",
    "Role",
    "SecurityConfiguration",
    "SourceControlDetails",
    "Timeout",
    "WorkerType",
)
"""Members of a job, as it can be defined anew."""

DROPPED = ("AuthenticationConfiguration", "ConnectionType", "MatchCriteria", "PhysicalConnectionRequirements")


@extension.amends("GetConnection")
def get_connection(call: Call, result: dict[str, Any]) -> None:
    """A connection with all that was said of it."""
    _complete(call, result["Connection"])


@extension.amends("GetConnections")
def get_connections(call: Call, result: dict[str, Any]) -> None:
    """Connections with all that was said of them."""
    for connection in result["ConnectionList"]:
        _complete(call, connection)


def _complete(call: Call, connection: dict[str, Any]) -> None:
    said = call.backend.connections[connection["Name"]].connection_input
    connection.update({member: said[member] for member in DROPPED if said.get(member)})


@extension.adds("UpdateConnection")
def update_connection(call: Call) -> None:
    """Change a connection."""
    connection = call.backend.connections.get(call.params["Name"])
    if connection is None:
        raise AwsError("EntityNotFoundException", f"Connection {call.params['Name']} not found")
    said = call.params["ConnectionInput"]
    connection.connection_input = said
    connection.description = said.get("Description")
    connection.connection_properties = said.get("ConnectionProperties", {})


@extension.amends("CreateRegistry")
def create_registry(call: Call, result: dict[str, Any]) -> None:
    """A registry's tags come with its creation."""
    if tags := call.params.get("Tags"):
        call.backend.tag_resource(result["RegistryArn"], tags)


@extension.adds("UpdateRegistry")
def update_registry(call: Call) -> Mapping[str, Any]:
    """Describe a registry otherwise."""
    wanted = call.params["RegistryId"]
    for registry in call.backend.registries.values():
        if registry.name == wanted.get("RegistryName") or registry.registry_arn == wanted.get("RegistryArn"):
            registry.description = call.params["Description"]
            return {"RegistryName": registry.name, "RegistryArn": registry.registry_arn}
    raise AwsError("EntityNotFoundException", "Registry is not found.")


@extension.wraps("moto.glue.models:FakeJob.__init__")
def new_job(original: Callable[..., None], job: Any, *args: Any, **kwargs: Any) -> None:
    """AWS says nothing of an execution class that was not chosen."""
    original(job, *args, **kwargs)
    job.execution_class = kwargs.get("execution_class")


@extension.adds("UpdateJob")
def update_job(call: Call) -> Mapping[str, Any]:
    """Define a job anew: what is not said is gone."""
    job = call.backend.jobs.get(call.params["JobName"])
    if job is None:
        raise AwsError("EntityNotFoundException", f"Job {call.params['JobName']} not found.")
    said = call.params["JobUpdate"]
    for member in JOB:
        setattr(job, camelcase_to_underscores(member), said.get(member))
    job.execution_property = said.get("ExecutionProperty", {})
    job.default_arguments = said.get("DefaultArguments", {})
    job.last_modified_on = datetime.now(UTC)
    return {"JobName": job.name}
