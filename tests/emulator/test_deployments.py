"""Releases by CodeDeploy: a plan in the middle of one and after it finds nothing to change; a red alarm takes it back.

The examples are applied as they are but for the names of what is not there, as in `test_compute_modules`.
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
from botocore.exceptions import ClientError

from tools.emulator.environment import clean_environment
from tools.terraform import base_environment, find_terraform

OVERRIDES = {
    "ecs-alb-service/examples/blue-green": """
variable "world" {
  type = any
}
module "service" {
  cluster         = { arn = var.world.cluster, name = "acme-prod" }
  certificate_arn = var.world.certificate_arn
  container_image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/acme-shop:${var.world.release}"
  network = {
    vpc_id                 = var.world.vpc_id
    alb_subnet_ids         = var.world.subnet_ids
    alb_security_group_id  = var.world.security_group_id
    task_subnet_ids        = var.world.subnet_ids
    task_security_group_id = var.world.security_group_id
  }
  load_balancer = {
    deletion_protection = false
    access_logs         = { force_destroy = true }
    deployment = {
      strategy     = var.world.strategy
      hooks        = { AfterAllowTestTraffic = "arn:aws:lambda:us-east-1:123456789012:function:acme-shop-smoke-test" }
      test_sources = { nat_a = { cidr_ipv4 = "198.51.100.7/32" } }
    }
  }
}
output "deployment_request" {
  value = module.service.deployment_request
}
""",
    "lambda-http-api/examples/canary": """
variable "world" {
  type = any
}
module "api" {
  package = { path = "${var.world.release}.zip", sha256 = filebase64sha256("${var.world.release}.zip") }
  network = { subnet_ids = var.world.subnet_ids, security_group_id = var.world.security_group_id }
}
output "deployment_request" {
  value = module.api.deployment_request
}
""",
}

WORLD = """
variable "release" {
  default = "1.0.0"
}
variable "strategy" {
  default = "blue_green"
}
resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_subnet" "this" {
  for_each          = { us-east-1a = 0, us-east-1b = 1 }
  vpc_id            = aws_vpc.this.id
  cidr_block        = cidrsubnet("10.0.0.0/16", 8, each.value)
  availability_zone = each.key
}
resource "aws_security_group" "this" {
  name   = "acme"
  vpc_id = aws_vpc.this.id
}
resource "aws_ecs_cluster" "this" {
  name = "acme-prod"
}
resource "aws_acm_certificate" "this" {
  domain_name       = "shop.example.com"
  validation_method = "DNS"
}
locals {
  world = {
    release           = var.release
    strategy          = var.strategy
    cluster           = aws_ecs_cluster.this.arn
    certificate_arn   = aws_acm_certificate.this.arn
    vpc_id            = aws_vpc.this.id
    subnet_ids        = { for zone, subnet in aws_subnet.this : zone => subnet.id }
    security_group_id = aws_security_group.this.id
  }
}
module "service" {
  source = "./ecs-alb-service/examples/blue-green"
  world  = local.world
}
module "function" {
  source = "./lambda-http-api/examples/canary"
  world  = local.world
}
output "requests" {
  value = { service = module.service.deployment_request, function = module.function.deployment_request }
}
"""


@dataclass(frozen=True)
class Root:
    """A Terraform root in which the examples are modules."""

    folder: Path
    environment: dict[str, str]
    server: str

    def terraform(self, *arguments: str, codes: tuple[int, ...] = (0,)) -> str:
        done = subprocess.run(
            [str(find_terraform().path), *arguments, "-no-color"],
            cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=900,
        )  # fmt: skip
        assert done.returncode in codes, done.stdout[-6000:] + done.stderr[-6000:]
        return done.stdout

    def unchanged(self) -> None:
        self.terraform("plan", "-detailed-exitcode", "-input=false", "-var=release=1.1.0")

    def release(self, release: str) -> dict[str, Any]:
        """Apply a release, and what then starts its deployments."""
        self.terraform("apply", "-auto-approve", "-input=false", "-parallelism=30", f"-var=release={release}")
        outputs = json.loads(self.terraform("output", "-json", "requests"))
        return {name: json.loads(request) for name, request in outputs.items()}

    def client(self, service: str) -> Any:
        return boto3.client(
            service, endpoint_url=self.server, region_name="us-east-1",
            aws_access_key_id="test", aws_secret_access_key="test",  # pragma: allowlist secret
        )  # fmt: skip

    def deploy(self, request: dict[str, Any], **arguments: str) -> str:
        """Start a deployment as docs/runbooks/release.md does."""
        request = json.loads(json.dumps(request).replace("CURRENT_VERSION", self.alias()[0]))
        return str(self.client("codedeploy").create_deployment(**request, **arguments)["deploymentId"])

    def deployment(self, identifier: str) -> dict[str, Any]:
        found: dict[str, Any] = self.client("codedeploy").get_deployment(deploymentId=identifier)["deploymentInfo"]
        return found

    def alarm(self, name: str, state: str) -> None:
        self.client("cloudwatch").set_alarm_state(AlarmName=name, StateValue=state, StateReason="tried")

    def traffic(self, port: int) -> dict[str, int]:
        """By target group, what part of a listener's traffic it gets."""
        balancing = self.client("elbv2")
        [balancer] = balancing.describe_load_balancers(Names=["acme-shop"])["LoadBalancers"]
        listeners = balancing.describe_listeners(LoadBalancerArn=balancer["LoadBalancerArn"])["Listeners"]
        [[action]] = [each["DefaultActions"] for each in listeners if each["Port"] == port]
        groups = action.get("ForwardConfig", {}).get("TargetGroups") or [{**action, "Weight": 1}]
        return {each["TargetGroupArn"].split("/")[1]: each["Weight"] for each in groups}

    def alias(self) -> tuple[str, dict[str, float]]:
        """The version that `live` names, and what part of the calls goes to others."""
        found = self.client("lambda").get_alias(FunctionName="acme-cart", Name="live")
        return found["FunctionVersion"], (found.get("RoutingConfig") or {}).get("AdditionalVersionWeights", {})

    def serves(self) -> str:
        [service] = self.client("ecs").describe_services(cluster="acme-prod", services=["acme-shop"])["services"]
        return str(service["taskDefinition"]).rpartition(":")[2]


@pytest.fixture(scope="module")
def root(server: str, repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Root]:
    folder = tmp_path_factory.mktemp("deployments")
    for path, override in OVERRIDES.items():
        module = Path(path).parts[0]
        shutil.copytree(repository / "modules" / "compute" / module, folder / module)
        main, _, outputs = override.partition("output ")
        world, _, changed = main.partition("module ")
        (folder / path / "world.tf").write_text(f"{world}output {outputs}", encoding="utf-8")
        (folder / path / "world_override.tf").write_text(f"module {changed}", encoding="utf-8")
    provider = {
        "max_retries": 2,
        "region": "us-east-1",
        "s3_use_path_style": True,
        "skip_credentials_validation": True,
        "skip_metadata_api_check": True,
    }
    (folder / "main.tf").write_text(WORLD, encoding="utf-8")
    (folder / "provider.tf.json").write_text(json.dumps({"provider": {"aws": provider}}), encoding="utf-8")
    for release in ("1.0.0", "1.1.0"):
        with zipfile.ZipFile(folder / f"{release}.zip", "w") as package:
            package.writestr(zipfile.ZipInfo("app.py"), f"RELEASE = '{release}'\n")
    shutil.copy2(repository / "live" / ".terraform.lock.hcl", folder)
    made = Root(folder, clean_environment(server, base_environment(repository, find_terraform())), server)
    made.terraform("init", "-input=false")
    yield made


@pytest.fixture(scope="module")
def requests(root: Root) -> dict[str, Any]:
    """What starts the deployments of the second release; the first one serves."""
    root.release("1.0.0")
    return root.release("1.1.0")


def test_an_apply_moves_no_traffic(root: Root, requests: dict[str, Any]) -> None:
    assert root.traffic(443) == {"acme-shop-8080": 1}
    assert root.traffic(8443) == {"acme-shop-8080-green": 1}
    assert root.alias() == ("1", {})
    assert root.serves() == "1"


def test_a_red_alarm_takes_a_release_back(root: Root, requests: dict[str, Any]) -> None:
    ids = {name: root.deploy(request) for name, request in requests.items()}
    assert {root.deployment(each)["status"] for each in ids.values()} == {"InProgress"}
    assert root.traffic(443) == {"acme-shop-8080": 90, "acme-shop-8080-green": 10}
    assert root.traffic(8443) == {"acme-shop-8080-green": 1}
    assert root.alias() == ("1", {"2": 0.1})
    root.unchanged()  # Terraform does not fight a deployment in flight
    with pytest.raises(ClientError, match="DeploymentLimitExceededException"):
        root.deploy(requests["service"])
    root.alarm("acme-shop-deployment-errors", "ALARM")
    root.alarm("acme-cart-deployment-latency", "ALARM")
    for identifier in ids.values():
        found = root.deployment(identifier)
        assert (found["status"], found["errorInformation"]["code"]) == ("Stopped", "ALARM_ACTIVE")
    assert root.traffic(443) == {"acme-shop-8080": 1}
    assert root.alias() == ("1", {})
    refused = root.deployment(root.deploy(requests["function"]))
    assert refused["status"] == "Stopped", "an alarm that is red already lets nothing begin"
    root.alarm("acme-shop-deployment-errors", "OK")
    root.alarm("acme-cart-deployment-latency", "OK")


def test_a_deployment_can_be_stopped(root: Root, requests: dict[str, Any]) -> None:
    identifier = root.deploy(requests["function"])
    assert root.alias() == ("1", {"2": 0.1})
    root.client("codedeploy").stop_deployment(deploymentId=identifier, autoRollbackEnabled=True)
    assert root.alias() == ("1", {})
    with pytest.raises(ClientError, match="DeploymentAlreadyCompletedException"):
        root.client("codedeploy").stop_deployment(deploymentId=identifier)


def test_a_release_that_stays_is_what_terraform_finds(root: Root, requests: dict[str, Any]) -> None:
    service = root.deploy(requests["service"], deploymentConfigName="CodeDeployDefault.ECSAllAtOnce")
    function = root.deploy(requests["function"], deploymentConfigName="CodeDeployDefault.LambdaAllAtOnce")
    assert {root.deployment(each)["status"] for each in (service, function)} == {"Succeeded"}
    assert root.traffic(443) == {"acme-shop-8080-green": 1}
    assert root.alias() == ("2", {})
    assert root.serves() == "2"
    root.unchanged()


def test_the_release_before_can_be_deployed_again(root: Root, requests: dict[str, Any]) -> None:
    """As the runbook says: the same request, with the revision that is to serve."""
    text = json.dumps(requests["service"]).replace("task-definition/acme-shop:2", "task-definition/acme-shop:1")
    root.deploy(json.loads(text), deploymentConfigName="CodeDeployDefault.ECSAllAtOnce")
    assert root.traffic(443) == {"acme-shop-8080": 1}
    assert root.serves() == "1"


def test_another_strategy_is_another_service(root: Root, requests: dict[str, Any]) -> None:
    root.terraform("plan", "-input=false", "-var=release=1.1.0", "-var=strategy=rolling", "-out=switch")
    planned = json.loads(root.terraform("show", "-json", "switch"))
    found = {
        each["address"].partition("module.service.module.service.")[2]: each["change"]["actions"]
        for each in planned["resource_changes"]
        if each["type"] == "aws_ecs_service"
    }
    assert found == {"aws_ecs_service.blue_green[0]": ["delete"], "aws_ecs_service.this[0]": ["create"]}


def test_everything_can_be_destroyed(root: Root, requests: dict[str, Any]) -> None:
    root.terraform("destroy", "-auto-approve", "-input=false", "-parallelism=30", "-var=release=1.1.0")
    assert json.loads((root.folder / "terraform.tfstate").read_text())["resources"] == []
