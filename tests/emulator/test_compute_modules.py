"""The examples of the compute modules that no environment uses: applied, found unchanged, and destroyed.

An example names things that are not there (a network, a package, a cluster). In a copy of it those names are overridden
by Terraform's own means, an `_override.tf`, with things that the test makes; everything else is as the example has it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest

from tools.emulator.environment import clean_environment
from tools.terraform import base_environment, find_terraform

pytestmark = pytest.mark.thorough

FUNCTION = """
  package = { path = var.world.package, sha256 = var.world.sha256 }
  network = { subnet_ids = var.world.subnet_ids, security_group_id = var.world.security_group_id }
"""
NETWORK = """
  network = {
    vpc_id                 = var.world.vpc_id
    nlb_subnet_ids         = var.world.subnet_ids
    task_subnet_ids        = var.world.subnet_ids
    task_security_group_id = var.world.security_group_id
  }
"""
PUBLIC = """
  cluster   = { arn = var.world.clusters["acme-prod"], name = "acme-prod" }
  listeners = {
    devices = {
      port            = 8883
      certificate_arn = var.world.certificate_arn
      sources = {
        internet = { cidr_ipv4 = "0.0.0.0/0", reason = "Devices are anywhere, and show a certificate" }
        api      = { security_group_id = var.world.security_group_id }
      }
    }
    maintenance = { port = 1883, protocol = "TCP", sources = { office = { cidr_ipv4 = "192.0.2.0/24" } } }
  }
  load_balancer = {
    internal            = false
    deletion_protection = false
    preserve_client_ip  = true
    access_logs         = { prefix = "gateway", force_destroy = true }
    health_check        = { protocol = "HTTP", path = "/healthz", matcher = "200-204" }
  }
"""
PRIVATE = """
  cluster       = { arn = var.world.clusters["acme-dev"], name = "acme-dev" }
  load_balancer = { deletion_protection = false }
"""
OVERRIDDEN = {
    "cloudfront-site": {"minimal": ("site", "\n  force_destroy = true\n"), "complete": ("site", "")},
    "container-registry": {"minimal": ("registry", ""), "complete": ("registry", "")},
    "ecs-nlb-service": {"minimal": ("service", NETWORK + PRIVATE), "complete": ("service", NETWORK + PUBLIC)},
    "lambda-event-bridge": {"minimal": ("reporter", FUNCTION), "complete": ("fulfilment", FUNCTION)},
    "lambda-one-off": {"minimal": ("schema", FUNCTION), "complete": ("schema", FUNCTION)},
    "lambda-sqs-consumer": {"minimal": ("consumer", FUNCTION), "complete": ("consumer", FUNCTION)},
}
"""For each example its module block, and the arguments that stand for what is not there."""

WORLD = """
resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_subnet" "this" {
  for_each          = { us-east-1a = 0, us-east-1b = 1, us-east-1c = 2 }
  vpc_id            = aws_vpc.this.id
  cidr_block        = cidrsubnet("10.0.0.0/16", 8, each.value)
  availability_zone = each.key
}
resource "aws_security_group" "this" {
  name   = "acme"
  vpc_id = aws_vpc.this.id
}
resource "aws_cloudwatch_event_bus" "this" {
  name = "acme-shop"
}
resource "aws_ecs_cluster" "this" {
  for_each = toset(["acme-dev", "acme-prod"])
  name     = each.key
}
resource "aws_acm_certificate" "this" {
  domain_name       = "devices.example.com"
  validation_method = "DNS"
}
locals {
  world = {
    package           = "package.zip"
    sha256            = filebase64sha256("package.zip")
    vpc_id            = aws_vpc.this.id
    subnet_ids        = { for zone, subnet in aws_subnet.this : zone => subnet.id }
    security_group_id = aws_security_group.this.id
    clusters          = { for name, cluster in aws_ecs_cluster.this : name => cluster.arn }
    certificate_arn   = aws_acm_certificate.this.arn
    bus               = aws_cloudwatch_event_bus.this.arn
  }
}
"""


@dataclass(frozen=True)
class Root:
    """A Terraform root in which the examples are modules."""

    folder: Path
    environment: dict[str, str]
    server: str

    def terraform(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(find_terraform().path), *arguments, "-no-color", "-input=false"],
            cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=900,
        )  # fmt: skip

    def client(self, service: str, region: str = "us-east-1") -> Any:
        return boto3.client(
            service, endpoint_url=self.server, region_name=region,
            aws_access_key_id="test", aws_secret_access_key="test",  # pragma: allowlist secret
        )  # fmt: skip


@pytest.fixture(scope="module")
def root(server: str, repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Root]:
    folder = tmp_path_factory.mktemp("compute")
    calls = []
    # The others of its kind rest on it.
    shutil.copytree(repository / "modules" / "compute" / "lambda-function", folder / "lambda-function")
    for module, examples in OVERRIDDEN.items():
        shutil.copytree(repository / "modules" / "compute" / module, folder / module)
        for example, (block, arguments) in examples.items():
            copy = folder / module / "examples" / example
            (copy / "world.tf").write_text('variable "world" {\n  type = any\n}\n', encoding="utf-8")
            (copy / "world_override.tf").write_text(f'module "{block}" {{{arguments}}}\n', encoding="utf-8")
            west = '"us-west-2"' in (copy / "main.tf").read_text(encoding="utf-8").partition("repositories")[0]
            calls.append(
                f'module "{module}-{example}" {{\n'
                f'  source = "./{module}/examples/{example}"\n'
                "  world  = local.world\n"
                f"  providers = {{ aws = {'aws.west' if west else 'aws'} }}\n"
                # Its example names the bus, which has to be there first.
                f"{'  depends_on = [aws_cloudwatch_event_bus.this]' if module == 'lambda-event-bridge' else ''}\n"
                "}\n"
            )
    provider = {
        "max_retries": 2,
        "s3_use_path_style": True,
        "skip_credentials_validation": True,
        "skip_metadata_api_check": True,
    }
    providers = [{**provider, "region": "us-east-1"}, {**provider, "region": "us-west-2", "alias": "west"}]
    (folder / "main.tf").write_text(WORLD + "".join(calls), encoding="utf-8")
    (folder / "provider.tf.json").write_text(json.dumps({"provider": {"aws": providers}}), encoding="utf-8")
    for file in ("404.html", "index.html", "js/app-5f2c.js", "rates", "style.css"):
        (folder / file).parent.mkdir(exist_ok=True)
        (folder / file).write_text("", encoding="utf-8")
    with zipfile.ZipFile(folder / "package.zip", "w") as package:
        package.writestr(zipfile.ZipInfo("app.py"), "def handler(event, context):\n    return {}\n")
    shutil.copy2(repository / "live" / ".terraform.lock.hcl", folder)
    environment = clean_environment(server, base_environment(repository, find_terraform()))
    made = Root(folder, environment, server)
    done = made.terraform("init")
    assert done.returncode == 0, done.stdout + done.stderr
    yield made


@pytest.fixture(scope="module")
def applied(root: Root) -> Root:
    done = root.terraform("apply", "-auto-approve", "-parallelism=30")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-6000:]
    return root


def test_nothing_is_left_to_change(applied: Root) -> None:
    done = applied.terraform("plan", "-detailed-exitcode")
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-3000:]


def test_a_queue_hands_what_fails_to_its_dead_letter_queue(applied: Root) -> None:
    sqs = applied.client("sqs")
    url = sqs.get_queue_url(QueueName="acme-importer")["QueueUrl"]
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    redrive = json.loads(attributes["RedrivePolicy"])
    assert redrive["deadLetterTargetArn"].endswith(":123456789012:acme-importer-dead-letters")
    [dead] = sqs.list_queues(QueueNamePrefix="acme-importer-dead-letters")["QueueUrls"]
    assert sqs.list_dead_letter_source_queues(QueueUrl=dead)["queueUrls"] == [url]


def test_a_consumer_is_mapped_to_its_queue_by_the_alias(applied: Root) -> None:
    client = applied.client("lambda")
    queue = "arn:aws:sqs:us-east-1:123456789012:acme-mailer"
    [mapping] = client.list_event_source_mappings(EventSourceArn=queue)["EventSourceMappings"]
    assert mapping["FunctionArn"].endswith(":function:acme-mailer:live")
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


def test_an_event_that_cannot_be_delivered_is_tried_again_and_kept(applied: Root) -> None:
    events = applied.client("events")
    [target] = events.list_targets_by_rule(Rule="acme-fulfilment-placed", EventBusName="acme-shop")["Targets"]
    assert target["Arn"].endswith(":function:acme-fulfilment:live")
    assert target["DeadLetterConfig"]["Arn"].endswith(":acme-fulfilment-dead-letters")
    assert target["RetryPolicy"] == {"MaximumRetryAttempts": 10, "MaximumEventAgeInSeconds": 600}


def test_connections_reach_the_tasks_through_the_load_balancer_alone(applied: Root) -> None:
    [balancer] = applied.client("elbv2").describe_load_balancers(Names=["acme-gateway"])["LoadBalancers"]
    assert balancer["Type"] == "network"
    [group] = balancer["SecurityGroups"]
    found = applied.client("ec2").describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [group]}])
    ways = {(rule["IsEgress"], rule["FromPort"], rule.get("CidrIpv4")) for rule in found["SecurityGroupRules"]}
    assert ways == {
        (False, 8883, "0.0.0.0/0"),
        (False, 8883, None),
        (False, 1883, "192.0.2.0/24"),
        (True, 1883, None),
    }


def test_images_are_immutable_and_copied_to_the_other_region(applied: Root) -> None:
    ecr = applied.client("ecr")
    found = {each["repositoryName"]: each for each in ecr.describe_repositories()["repositories"]}
    assert {"acme/api", "acme/worker", "sandbox"} <= set(found)
    assert found["acme/api"]["imageTagMutability"] == "IMMUTABLE"
    assert found["acme/api"]["encryptionConfiguration"]["encryptionType"] == "KMS"
    [rule] = ecr.describe_registry()["replicationConfiguration"]["rules"]
    assert [destination["region"] for destination in rule["destinations"]] == ["us-west-2"]
    [copy] = applied.client("ecr", "us-west-2").describe_repositories()["repositories"]
    assert (copy["repositoryName"], copy["imageTagMutability"]) == ("acme/api", "IMMUTABLE")


def test_everything_can_be_destroyed(applied: Root) -> None:
    done = applied.terraform("destroy", "-auto-approve", "-parallelism=30")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-6000:]
    assert json.loads((applied.folder / "terraform.tfstate").read_text())["resources"] == []
