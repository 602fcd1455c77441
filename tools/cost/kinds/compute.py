"""Containers, functions, machines and Kubernetes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...compose.snapshot import Resource
from ..amount import Amount, exactly
from .kind import HOURS, Kind, Parts, Scene, first, hourly, number, sized


def _service(resource: Resource, scene: Scene) -> Parts:
    """Fargate: what the task definition asks for, times the tasks.

    How many tasks: what a usage file says (``tasks``, on average); else from the least to the most that autoscaling
    and its schedules allow, expected what is desired. Where Spot is mixed with others, all count in full.
    """
    definition = _definition(resource, scene)
    providers = [
        str(first([each]).get("capacity_provider")) for each in resource.values.get("capacity_provider_strategy") or []
    ]
    if not _on_fargate(resource, providers, definition):
        return
    tasks = scene.given(resource, "tasks") or _tasks(resource, scene)
    if first(resource.values.get("network_configuration")).get("assign_public_ip"):
        yield "public-ipv4", tasks * HOURS
    if definition is None:
        yield "fargate-cpu/task definition of another unit", tasks * HOURS
        return
    platform = first(definition.values.get("runtime_platform")).get("cpu_architecture") or "X86_64"
    spot = bool(providers) and all(each == "FARGATE_SPOT" for each in providers)
    chip = ("spot" if spot else "") + ("-" if spot else "") + ("arm" if platform == "ARM64" else "x86")
    cpu, memory = number(definition.values.get("cpu")) / 1024, number(definition.values.get("memory")) / 1024
    disk = number(first(definition.values.get("ephemeral_storage")).get("size_in_gib")) - 20
    yield f"fargate-cpu/{chip}", tasks * (cpu * HOURS)
    yield f"fargate-memory/{chip}", tasks * (memory * HOURS)
    if disk > 0:
        yield "fargate-disk", tasks * (disk * HOURS)


def _on_fargate(resource: Resource, providers: Sequence[str], definition: Resource | None) -> bool:
    """Whether tasks run there, and not on machines that are billed by themselves; where nobody says, what they need."""
    if providers:
        return any(each.startswith("FARGATE") for each in providers)
    if launch_type := resource.values.get("launch_type"):
        return bool(launch_type == "FARGATE")
    return definition is None or "FARGATE" in (definition.values.get("requires_compatibilities") or [])


def _definition(resource: Resource, scene: Scene) -> Resource | None:
    """The task definition that a service runs: the one beside it that is called alike, else the first."""
    known = scene.beside(resource, "aws_ecs_task_definition")
    alike = [each for each in known if each.values.get("family") == resource.values.get("name")]
    return next(iter([*alike, *known]), None)


def _tasks(resource: Resource, scene: Scene) -> Amount:
    desired = number(resource.values.get("desired_count"), 1)
    name = f"/{resource.values.get('name')}"
    bounds = [desired]
    for kind in ("aws_appautoscaling_target", "aws_appautoscaling_scheduled_action"):
        for each in scene.beside(resource, kind):
            if str(each.values.get("resource_id")).endswith(name):
                limits = first(each.values.get("scalable_target_action")) or each.values
                bounds += [number(limits.get(side), desired) for side in ("min_capacity", "max_capacity")]
    return Amount(min(bounds), desired, max(bounds))


def _function_seconds(resource: Resource) -> tuple[str, ...]:
    chips = resource.values.get("architectures") or ["x86_64"]
    return ("lambda-seconds/arm",) if "arm64" in chips else ("lambda-seconds/x86",)


def _instance(resource: Resource, _: Scene) -> Parts:
    yield f"ec2/{resource.values.get('instance_type')}", exactly(HOURS)
    if resource.values.get("associate_public_ip_address"):
        yield "public-ipv4", exactly(HOURS)
    for block in [first(resource.values.get("root_block_device")), *(resource.values.get("ebs_block_device") or [])]:
        yield from _disk(block, block.get("volume_type"), block.get("volume_size"))


def _volume(resource: Resource, _: Scene) -> Parts:
    yield from _disk(resource.values, resource.values.get("type"), resource.values.get("size"))


def _disk(block: Mapping[str, Any], kind: str | None, size: object) -> Parts:
    """A disk, with the operations and throughput that are bought besides; gp3 has 3,000 and 125 MB/s in its price."""
    kind = kind or "gp2"
    yield sized(f"ebs/{kind}", size)
    operations, throughput = number(block.get("iops")), number(block.get("throughput"))
    if kind in ("io1", "io2"):
        yield f"ebs-iops/{kind}", exactly(operations)
    if kind == "gp3" and operations > 3000:
        yield "ebs-iops/gp3", exactly(operations - 3000)
    if kind == "gp3" and throughput > 125:
        yield "ebs-throughput/gp3", exactly(throughput - 125)


def _nodes(resource: Resource, _: Scene) -> Parts:
    """Machines of a node group, from the least to the most; the disk that each begins with."""
    limits = first(resource.values.get("scaling_config"))
    desired = number(limits.get("desired_size"), 1)
    count = Amount(number(limits.get("min_size"), desired), desired, number(limits.get("max_size"), desired))
    kind = (resource.values.get("instance_types") or ["t3.medium"])[0]
    yield f"ec2{'-spot' if resource.values.get('capacity_type') == 'SPOT' else ''}/{kind}", count * HOURS
    yield "ebs/gp2", count * number(resource.values.get("disk_size"), 20)


KINDS = (
    Kind("aws_ecs_service", _service, {"tasks": ()}),
    Kind("aws_ecs_cluster", usage={"custom_metrics": "custom-metric"}),
    Kind(
        "aws_lambda_function",
        usage={
            "requests_million": "lambda-requests",
            "gb_seconds": _function_seconds,
            "traces_million": "xray-traces",
            "custom_metrics": "custom-metric",
        },
    ),
    Kind(
        "aws_ecr_repository",
        usage={"stored_gb": "ecr-storage", "images": "inspector-image", "rescans": "inspector-rescan"},
    ),
    Kind("aws_instance", _instance, {"internet_out_gb": "internet-out"}),
    Kind("aws_ebs_volume", _volume),
    Kind("aws_eks_cluster", hourly("eks-cluster")),
    Kind("aws_eks_node_group", _nodes),
)
