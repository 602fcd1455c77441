"""Lambda.

Moto 5.2.5 drops dead-letter targets, logging, file systems, runtime pins and SnapStart of a function, updates neither
tracing, ephemeral storage, key nor image configuration, answers with a VPC that does not exist, turns the alias that an
event source is mapped to into a version, and lacks code signing (beyond the name) and provisioned concurrency. Where no
Docker engine is, it fails to call a function.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..extension import MOTO, AwsError, Call, Extension, random_id
from ..memory import Tagging

extension = Extension(__name__, "lambda")

TAGGING = Tagging(arn="Resource", tags="Tags", keys="TagKeys", operations=("ListTags", "TagResource", "UntagResource"))
TAGGING.add(extension, shared=True)

KEPT = ("DeadLetterConfig", "FileSystemConfigs", "LoggingConfig", "SnapStart")
"""Members that a function is told and answers with, and Moto drops. On the function itself, for its versions' sake."""

UPDATED = {"TracingConfig": "tracing_config", "KMSKeyArn": "kms_key_arn", "Architectures": "architectures"}
"""Members that Moto keeps at creation and then forgets to update, with its names for them."""


@extension.wraps("moto.awslambda.models:LambdaFunction.__init__")
def new_function(original: Callable[..., None], function: Any, *args: Any, **kwargs: Any) -> None:
    """Keep what Moto drops."""
    original(function, *args, **kwargs)
    spec = kwargs.get("spec") or next(a for a in args if isinstance(a, dict))
    function.groundplan_kept = {name: spec[name] for name in KEPT if spec.get(name)}


@extension.wraps("moto.awslambda.models:LambdaFunction.update_configuration")
def update_configuration(original: Callable[..., Any], function: Any, updates: dict[str, Any]) -> Any:
    """Update what Moto does not."""
    for name in KEPT:
        if updates.get(name) is not None:
            function.groundplan_kept = {**function.groundplan_kept, name: updates[name]}
    for name, attribute in UPDATED.items():
        if updates.get(name) is not None:
            setattr(function, attribute, updates[name])
    if storage := updates.get("EphemeralStorage"):
        function.ephemeral_storage = storage["Size"]
    if (image := updates.get("ImageConfig")) is not None:
        function.image_config = type(function.image_config)(image)
    return original(function, updates)


@extension.wraps("moto.awslambda.models:LambdaFunction.get_configuration")
def get_configuration(original: Callable[..., dict[str, Any]], function: Any, *args: Any, **kw: Any) -> dict[str, Any]:
    """Answer with what was kept."""
    kept = getattr(function, "groundplan_kept", {})
    configuration = {**original(function, *args, **kw), **kept}
    group = f"/aws/lambda/{function.function_name}"
    configuration["LoggingConfig"] = {"LogFormat": "Text", "LogGroup": group, **kept.get("LoggingConfig", {})}
    if kept.get("LoggingConfig", {}).get("LogFormat") == "JSON":
        levels = {"ApplicationLogLevel": "INFO", "SystemLogLevel": "INFO"}
        configuration["LoggingConfig"] = {**levels, **configuration["LoggingConfig"]}
    if snap := kept.get("SnapStart"):
        on = snap.get("ApplyOn") == "PublishedVersions" and str(function.version) != "$LATEST"
        configuration["SnapStart"] = {**snap, "OptimizationStatus": "On" if on else "Off"}
    if "ImageConfigResponse" in configuration and not any(configuration["ImageConfigResponse"]["ImageConfig"].values()):
        del configuration["ImageConfigResponse"]
    return configuration


@extension.wraps("moto.awslambda.models:LambdaFunction.vpc_config")
def vpc_config(original: Callable[[Any], Any], function: Any) -> Any:
    """The VPC that the subnets lie in."""
    from moto.ec2.models import ec2_backends

    config = original(function)
    if config and config.get("SubnetIds"):
        subnets = ec2_backends[function.account_id][function.region].describe_subnets(config["SubnetIds"])
        config["VpcId"] = subnets[0].vpc_id
    return config


# -- calls -------------------------------------------------------------------------------------------------------------


def runs_functions() -> bool:
    """Whether there is a Docker engine, which Moto runs functions in."""
    return bool(os.environ.get("DOCKER_HOST")) or Path("/var/run/docker.sock").exists()


@extension.replaces("Invoke")
def invoke(call: Call) -> Mapping[str, Any]:
    """Where functions cannot run, answer that this one was not."""
    if runs_functions():
        return MOTO
    function = call.backend.get_function(call.params["FunctionName"], call.params.get("Qualifier"))
    said = json.dumps({"notRun": "functions run only where there is a Docker engine"})
    return {"StatusCode": 200, "ExecutedVersion": str(function.version), "Payload": said.encode()}


# -- event sources -----------------------------------------------------------------------------------------------------


@extension.amends("CreateEventSourceMapping", "UpdateEventSourceMapping")
def put_mapping(call: Call, result: dict[str, Any]) -> None:
    """Note the alias that was named."""
    target = call.params.get("FunctionName", "")
    parts = target.rpartition(":function:")[2].split(":")
    if target:
        aliased = len(parts) == 2 and not parts[1].isdigit()
        kept = call.arn(f"function:{parts[0]}:{parts[1]}") if aliased else None
        call.table("mapped aliases")[result["UUID"]] = kept
    _show_alias(call, result)


@extension.amends("GetEventSourceMapping", "DeleteEventSourceMapping")
def get_mapping(call: Call, result: dict[str, Any]) -> None:
    """One mapping."""
    _show_alias(call, result)


@extension.amends("ListEventSourceMappings")
def list_mappings(call: Call, result: dict[str, Any]) -> None:
    """All mappings."""
    for mapping in result["EventSourceMappings"]:
        _show_alias(call, mapping)


def _show_alias(call: Call, mapping: dict[str, Any]) -> None:
    mapping["FunctionArn"] = call.table("mapped aliases").get(mapping["UUID"]) or mapping["FunctionArn"]


# -- code signing ------------------------------------------------------------------------------------------------------


@extension.adds("CreateCodeSigningConfig")
def create_code_signing_config(call: Call) -> Mapping[str, Any]:
    """Who may sign code."""
    identifier = f"csc-{random_id(17)}"
    arn = call.arn(f"code-signing-config:{identifier}")
    call.table("code signing")[arn] = {
        "CodeSigningConfigId": identifier,
        "CodeSigningConfigArn": arn,
        "Description": call.params.get("Description", ""),
        "AllowedPublishers": call.params["AllowedPublishers"],
        "CodeSigningPolicies": {"UntrustedArtifactOnDeployment": "Warn", **call.params.get("CodeSigningPolicies", {})},
        "LastModified": datetime.now(UTC).isoformat(),
    }
    TAGGING.note(call, arn)
    return {"CodeSigningConfig": call.table("code signing")[arn]}


@extension.adds("GetCodeSigningConfig")
def get_code_signing_config(call: Call) -> Mapping[str, Any]:
    """One configuration."""
    return {"CodeSigningConfig": call.find("code signing", call.params["CodeSigningConfigArn"])}


@extension.adds("UpdateCodeSigningConfig")
def update_code_signing_config(call: Call) -> Mapping[str, Any]:
    """Change a configuration."""
    config = call.find("code signing", call.params["CodeSigningConfigArn"])
    for member in ("Description", "AllowedPublishers", "CodeSigningPolicies"):
        config[member] = call.params.get(member, config[member])
    return {"CodeSigningConfig": config}


@extension.adds("DeleteCodeSigningConfig")
def delete_code_signing_config(call: Call) -> None:
    """Forget a configuration."""
    call.table("code signing").pop(call.params["CodeSigningConfigArn"], None)


@extension.adds("PutFunctionCodeSigningConfig")
def put_function_code_signing_config(call: Call) -> Mapping[str, Any]:
    """Whose signature a function's code needs."""
    function = call.backend.get_function(call.params["FunctionName"])
    function.code_signing_config_arn = call.params["CodeSigningConfigArn"]
    found: Mapping[str, Any] = function.get_function_code_signing_config()
    return found


@extension.adds("DeleteFunctionCodeSigningConfig")
def delete_function_code_signing_config(call: Call) -> None:
    """Take any code."""
    call.backend.get_function(call.params["FunctionName"]).code_signing_config_arn = None


# -- provisioned concurrency -------------------------------------------------------------------------------------------


def _concurrency(call: Call) -> dict[str, Any]:
    name, _, _ = call.params["FunctionName"].rpartition(":function:")[2].partition(":")
    return call.table(f"provisioned concurrency of {name}")


@extension.adds("PutProvisionedConcurrencyConfig")
def put_provisioned_concurrency(call: Call) -> Mapping[str, Any]:
    """Keep instances warm."""
    wanted = call.params["ProvisionedConcurrentExecutions"]
    config = {
        "RequestedProvisionedConcurrentExecutions": wanted,
        "AvailableProvisionedConcurrentExecutions": wanted,
        "AllocatedProvisionedConcurrentExecutions": wanted,
        "Status": "READY",
        "LastModified": datetime.now(UTC).isoformat(),
    }
    _concurrency(call)[call.params["Qualifier"]] = config
    return config


@extension.adds("GetProvisionedConcurrencyConfig")
def get_provisioned_concurrency(call: Call) -> Mapping[str, Any]:
    """How many are warm."""
    config: dict[str, Any] | None = _concurrency(call).get(call.params["Qualifier"])
    if config is None:
        raise AwsError("ProvisionedConcurrencyConfigNotFoundException", "No Provisioned Concurrency Config found")
    return config


@extension.adds("ListProvisionedConcurrencyConfigs")
def list_provisioned_concurrency(call: Call) -> Mapping[str, Any]:
    """Of all aliases and versions of a function."""
    arn = call.arn(f"function:{call.params['FunctionName']}")
    found = [{"FunctionArn": f"{arn}:{q}", **config} for q, config in _concurrency(call).items()]
    return {"ProvisionedConcurrencyConfigs": found}


@extension.adds("DeleteProvisionedConcurrencyConfig")
def delete_provisioned_concurrency(call: Call) -> None:
    """Keep none warm."""
    _concurrency(call).pop(call.params["Qualifier"], None)
