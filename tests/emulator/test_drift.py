"""Resources changed behind Terraform's back, and states in every condition, looked at in the emulator."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tools.drift import Look, look
from tools.drift import plan as plan_from_state
from tools.drift.backend import read_states
from tools.drift.document import document
from tools.drift.ignored import Entry
from tools.drift.place import Place, emulated
from tools.drift.s3 import Buckets
from tools.emulator.client import client
from tools.estate import Selection, select, up
from tools.estate.progress import Progress
from tools.live import Options, load
from tools.terraform import Terraform, base_environment, find_terraform

TODAY = datetime.date(2026, 11, 22)
ROLE = "arn:aws:iam::111111111111:role/states"

ROOT = """
remote_state {
  backend = "s3"
  config = {
    bucket = get_env("BUCKET_OF_${basename(get_terragrunt_dir())}", "drift-states")
    key    = "${path_relative_to_include()}/terraform.tfstate"
    region = "us-east-1"
  }
}
generate "provider" {
  path      = "provider.tf"
  if_exists = "overwrite"
  contents  = <<-EOT
    provider "aws" {
      region                      = "us-east-1"
      max_retries                 = 2
      s3_use_path_style           = true
      skip_credentials_validation = true
      skip_metadata_api_check     = true
      skip_requesting_account_id  = true
      default_tags {
        tags = { Owner = "platform-team" }
      }
    }
  EOT
}
"""

UNIT = """
include "root" {
  path = find_in_parent_folders("root.hcl")
}
terraform {
  source = "${get_repo_root()}/modules//%s"
}
%s
"""

VERSIONS = """
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}
"""

BASE = (
    VERSIONS
    + """
variable "role_name" {
  type = string
}
resource "aws_iam_role" "this" {
  name = var.role_name
  tags = { Team = "a" }
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy" "this" {
  name   = "read"
  role   = aws_iam_role.this.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }]
  })
}
resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_security_group" "this" {
  name   = "drift"
  vpc_id = aws_vpc.this.id
}
resource "aws_vpc_security_group_ingress_rule" "this" {
  security_group_id = aws_security_group.this.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "10.0.0.0/8"
}
output "role_arn" {
  value = aws_iam_role.this.arn
}
"""
)

APP = (
    VERSIONS
    + """
variable "role_arn" {
  type = string
}
variable "days" {
  type = number
}
resource "aws_cloudwatch_log_group" "this" {
  name              = "/drift/app"
  retention_in_days = var.days
}
resource "aws_cloudwatch_log_group" "scaled" {
  name              = "/drift/scaled"
  retention_in_days = 7
  lifecycle {
    ignore_changes = [retention_in_days]
  }
}
resource "aws_ssm_parameter" "role" {
  name  = "/drift/role"
  type  = "String"
  value = var.role_arn
}
resource "aws_ssm_parameter" "token" {
  name  = "/drift/token"
  type  = "SecureString"
  value = "first-token"
}
"""
)

BOX = (
    VERSIONS
    + 'variable "name" {\n  type = string\n}\nresource "aws_cloudwatch_log_group" "this" {\n  name = var.name\n}\n'
)

NEEDS = 'dependency "base" {\n  config_path = "../base"\n}\n'
DAMAGED = ("corrupt", "empty", "format5", "newer-provider")
BOXES = (*DAMAGED, "locked", "newer")


def box(name: str) -> str:
    return UNIT % ("box", f'inputs = {{\n  name = "/drift/box/{name}"\n}}')


@dataclass
class Applied:
    """A small tree that was applied to the emulator."""

    project: Path
    place: Place
    s3: Any
    endpoint: str

    def client(self, service: str) -> Any:
        return client(service, self.endpoint)

    def look(self, *entries: Entry, units: tuple[str, ...] = ()) -> Look:
        chosen = select(self.project / "live", Selection(units=units), self.place.terraform.environment)
        return look(chosen, self.place, self.project / "work" / "drift", Progress(), list(entries), TODAY)

    def plan(self, *, refresh: bool) -> Look:
        chosen = select(self.project / "live", Selection(), self.place.terraform.environment)
        return plan_from_state(chosen, self.place, self.project / "work" / "plan", Progress(), refresh=refresh)

    def objects(self) -> list[tuple[str, str, str]]:
        """Every version of every object in the bucket of the states."""
        listed = self.s3.list_object_versions(Bucket="drift-states")
        return sorted((each["Key"], each["VersionId"], each["ETag"]) for each in listed["Versions"])

    def state(self, unit: str) -> dict[str, Any]:
        body = self.s3.get_object(Bucket="drift-states", Key=f"dev/{unit}/terraform.tfstate")["Body"].read()
        return dict(json.loads(body))

    def put(self, unit: str, content: str | bytes, suffix: str = "") -> None:
        key = f"dev/{unit}/terraform.tfstate{suffix}"
        self.s3.put_object(Bucket="drift-states", Key=key, Body=content)


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def app(days: int) -> str:
    inputs = f"inputs = {{\n  role_arn = dependency.base.outputs.role_arn\n  days = {days}\n}}"
    return UNIT % ("app", NEEDS + inputs)


@pytest.fixture(scope="module")
def applied(tmp_path_factory: pytest.TempPathFactory, server: str, repository: Path) -> Iterator[Applied]:
    project = tmp_path_factory.mktemp("drift")
    (project / ".git").mkdir()
    write(project / "live/root.hcl", ROOT)
    write(project / "live/.terraform.lock.hcl", (repository / "live/.terraform.lock.hcl").read_text())
    for name, text in {"base": BASE, "app": APP, "box": BOX}.items():
        write(project / f"modules/{name}/main.tf", text)
    write(project / "live/dev/base/terragrunt.hcl", UNIT % ("base", 'inputs = {\n  role_name = "drift"\n}'))
    write(project / "live/dev/app/terragrunt.hcl", app(7))
    for name in BOXES:
        write(project / f"live/dev/{name}/terragrunt.hcl", box(name))
    cache = base_environment(repository, find_terraform())["TF_PLUGIN_CACHE_DIR"]
    place = emulated(project, {**os.environ, "TF_PLUGIN_CACHE_DIR": cache}, server)
    chosen = select(project / "live", Selection(), place.terraform.environment)
    up(
        chosen, Selection(), place.terraform,
        emulator=server, instance=server, reset=lambda: None, progress=Progress(),
    )  # fmt: skip
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Terraform, "apply", lambda *_, **__: pytest.fail("terraform apply was run"))
        yield Applied(project, place, client("s3", server), server)


@pytest.mark.thorough
def test_after_an_apply_there_is_no_drift_and_nothing_pending(applied: Applied) -> None:
    before = applied.objects()
    found = applied.look()
    assert {path: (unit.status, unit.drift, unit.pending, unit.outputs) for path, unit in found.units.items()} == {
        f"dev/{name}": ("checked", (), (), ()) for name in ("app", "base", *BOXES)
    }
    assert found.exit_code(pending=True) == 0
    assert applied.objects() == before
    made_by = {(each.address, each.path) for each in found.units["dev/base"].explained if each.by == "resource"}
    assert ("aws_security_group.this", "ingress") in made_by, "a group shows the rules that were made after it"


@pytest.fixture(scope="module")
def messed(applied: Applied) -> Applied:
    """The same, with resources changed behind Terraform's back, changes not applied, and states in every condition."""
    iam, logs, ssm, ec2 = (applied.client(name) for name in ("iam", "logs", "ssm", "ec2"))
    iam.tag_role(RoleName="drift", Tags=[{"Key": "Team", "Value": "b"}])
    iam.attach_role_policy(RoleName="drift", PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
    everything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    for policy in ("read", "by-hand"):
        policy_text = json.dumps({"Version": "2012-10-17", "Statement": [everything]})
        iam.put_role_policy(RoleName="drift", PolicyName=policy, PolicyDocument=policy_text)
    logs.put_retention_policy(logGroupName="/drift/scaled", retentionInDays=30)
    logs.put_retention_policy(logGroupName="/drift/app", retentionInDays=30)  # not what the new code says either
    ssm.put_parameter(Name="/drift/token", Value="other-token", Type="SecureString", Overwrite=True)
    ssm.delete_parameter(Name="/drift/role")
    (group,) = ec2.describe_security_groups(Filters=[{"Name": "group-name", "Values": ["drift"]}])["SecurityGroups"]
    ec2.authorize_security_group_ingress(
        GroupId=group["GroupId"], IpProtocol="tcp", FromPort=22, ToPort=22, CidrIp="0.0.0.0/0"
    )
    logs.delete_log_group(logGroupName="/drift/box/newer")
    # The new code needs an output that is yet to be there.
    base = applied.project / "modules/base/main.tf"
    base.write_text(base.read_text() + 'output "arns" {\n  value = { role = aws_iam_role.this.arn }\n}\n')
    write(
        applied.project / "live/dev/app/terragrunt.hcl",
        app(14).replace("outputs.role_arn", 'outputs.arns["role"]'),
    )
    for name in ("never", "no-bucket"):
        write(applied.project / f"live/dev/{name}/terragrunt.hcl", box(name))
    no_bucket = applied.project / "live/dev/no-bucket/terragrunt.hcl"
    no_bucket.write_text(
        no_bucket.read_text().replace('include "root" {', 'include "root" {\n  merge_strategy = "deep"')
        + 'remote_state {\n  backend = "s3"\n  config = {\n    bucket = "there-is-none"\n    key = "x"\n  }\n}\n'
    )
    write(applied.project / "live/dev/broken/terragrunt.hcl", 'inputs = {\n  a = nothing("x")\n}\n')
    newer = applied.state("newer")
    applied.put("newer", json.dumps({**newer, "terraform_version": "9.9.9"}))
    applied.put("format5", json.dumps({**newer, "version": 5, "terraform_version": "9.9.9"}))
    applied.put("empty", b"")
    applied.put("corrupt", json.dumps(newer)[:100])
    provider = applied.state("newer-provider")
    provider["resources"][0]["instances"][0]["schema_version"] = 99
    applied.put("newer-provider", json.dumps(provider))
    lock = {"ID": "1", "Operation": "OperationTypeApply", "Who": "jane@laptop", "Created": "2026-11-22T01:00:00Z"}
    applied.put("locked", json.dumps(lock), ".tflock")
    applied.put("left-behind", json.dumps(newer))
    return applied


@pytest.fixture(scope="module")
def kept(messed: Applied) -> list[Any]:
    """What the bucket held before and after the look."""
    return []


@pytest.fixture(scope="module")
def found(messed: Applied, kept: list[Any]) -> Look:
    kept.append(messed.objects())
    seen = messed.look()
    kept.append(messed.objects())
    return seen


@pytest.mark.thorough
def test_what_was_changed_by_hand_is_told_and_nothing_else(found: Look) -> None:
    told = {
        (path, each.address, each.kind, attribute)
        for path, unit in found.units.items()
        for each in unit.drift
        for attribute in ([a.path for a in each.attributes] or [""])
        if not attribute.startswith("tags_all")
    }
    assert told == {
        ("dev/base", "aws_iam_role.this", "changed", "tags.Team"),
        ("dev/base", "aws_iam_role.this", "changed", "managed_policy_arns"),
        ("dev/base", "aws_iam_role.this", "changed", "inline_policy"),
        ("dev/base", "aws_iam_role_policy.this", "changed", "policy.Statement[0].Action"),
        ("dev/app", "aws_cloudwatch_log_group.this", "changed", "retention_in_days"),
        ("dev/base", "aws_security_group.this", "changed", "ingress"),
        ("dev/app", "aws_ssm_parameter.role", "gone", ""),
        ("dev/app", "aws_ssm_parameter.token", "changed", "value"),
        ("dev/newer", "aws_cloudwatch_log_group.this", "gone", ""),
    }
    assert {(each.address, each.by) for each in found.units["dev/app"].explained} >= {
        ("aws_cloudwatch_log_group.scaled", "code")
    }
    (group,) = (each for each in found.units["dev/base"].drift if each.type == "aws_security_group")
    assert group.attributes[0].after == ["tcp 22 0.0.0.0/0"]
    assert group.left == ("ingress",), "the rules are other resources' business: an apply of the group leaves this one"


@pytest.mark.thorough
def test_what_was_not_applied_is_apart_from_drift(found: Look) -> None:
    pending = {(path, each.address, each.action) for path, unit in found.units.items() for each in unit.pending}
    assert pending == {
        ("dev/app", "aws_cloudwatch_log_group.this", "change"),
        ("dev/never", "aws_cloudwatch_log_group.this", "add"),
    }
    (both,) = (each for each in found.units["dev/app"].pending if each.action == "change")
    (days,) = (each for each in both.attributes if each.path == "retention_in_days")
    assert (days.before, days.after) == (7, 14), "from the state to the code, whatever AWS has meanwhile"
    assert found.units["dev/never"].status == "never applied"
    assert found.units["dev/base"].outputs == ("arns",)


@pytest.mark.thorough
def test_each_unit_that_cannot_be_looked_at_is_told_with_its_reason_and_hides_no_other(found: Look) -> None:
    words = {path.removeprefix("dev/"): str(unit.error) for path, unit in found.units.items() if unit.error}
    assert words.keys() == {*DAMAGED, "no-bucket", "broken"}
    for name, expected in {
        "corrupt": "its state is no JSON",
        "empty": "its state is empty",
        "format5": "format 5, written by Terraform 9.9.9",
        "newer-provider": "newer provider version",
        "no-bucket": "its state bucket there-is-none does not exist",
        "broken": "nothing",
    }.items():
        assert expected in words[name], name
    assert found.exit_code() == 2
    newer = found.units["dev/newer"]
    assert newer.stored and "written by Terraform 9.9.9" in (newer.stored.note or "")
    locked = found.units["dev/locked"]
    assert (locked.status, str(locked.lock)) == ("checked", "locked by jane@laptop since 2026-11-22T01:00:00Z (apply)")


@pytest.mark.thorough
def test_a_state_whose_unit_has_gone_from_the_tree_is_told(found: Look) -> None:
    assert [(each.path, each.resources) for each in found.orphans] == [("dev/left-behind", 1)]


@pytest.mark.thorough
def test_neither_values_that_are_secret_nor_states_are_left_anywhere(found: Look, messed: Applied) -> None:
    said = json.dumps(document(found, 2))
    assert "first-token" not in said and "other-token" not in said
    left = [path for path in (messed.project / "work").rglob("*") if "tfstate" in path.name or "tfplan" in path.name]
    assert left == []


@pytest.mark.thorough
def test_nothing_is_written_where_the_states_are(found: Look, kept: list[Any]) -> None:
    before, after = kept
    assert after == before
    locks = [key for key, _, _ in before if key.endswith(".tflock")]
    assert locks == ["dev/locked/terraform.tfstate.tflock"], "no lock was taken"


@pytest.mark.thorough
def test_the_list_says_what_to_live_with_until_it_runs_out(found: Look, messed: Applied) -> None:
    def entry(address: str, expires: datetime.date) -> Entry:
        return Entry("dev/base", address, None, "team-a", "a test of ours", expires, "drift-ignore.yaml:1")

    later, past = TODAY + datetime.timedelta(days=9), TODAY - datetime.timedelta(days=1)
    listed = messed.look(entry("aws_security_group.*", later), entry("aws_iam_role.*", past), units=("dev/base",))
    assert listed.exit_code() == 1
    assert {each.address for each in listed.units["dev/base"].drift} == {
        "aws_iam_role.this", "aws_iam_role_policy.this",
    }  # fmt: skip
    assert [each.address for each in listed.units["dev/base"].explained if each.by == "entry"] == [
        "aws_security_group.this"
    ]
    assert ["the entry of team-a ran out" in line for line in listed.expired] == [True]


@pytest.mark.thorough
def test_a_plan_from_the_states_shows_what_is_downstream_of_a_change(found: Look, messed: Applied) -> None:
    base = messed.project / "live/dev/base/terragrunt.hcl"
    base.write_text(base.read_text().replace('"drift"', '"renamed"'))
    planned = messed.plan(refresh=False)
    base.write_text(base.read_text().replace('"renamed"', '"drift"'))
    (role,) = (each for each in planned.units["dev/base"].pending if each.type == "aws_iam_role")
    assert (role.action, role.replaced_because) == ("replace", ("name",))
    downstream = {each.address: each for each in planned.units["dev/app"].pending}
    later = {each.path for each in downstream["aws_ssm_parameter.role"].attributes if each.kind == "unknown"}
    assert "value" in later, "the ARN of the new role is known after apply only"
    assert planned.units["dev/base"].outputs == ("arns", "role_arn")
    assert planned.exit_code() == 2, "a unit whose state cannot be read was not planned"


@pytest.mark.thorough
def test_a_plan_that_asks_aws_undoes_what_was_done_by_hand(found: Look, messed: Applied) -> None:
    pending = {(each.address, each.action) for each in messed.plan(refresh=True).units["dev/app"].pending}
    assert pending == {
        ("aws_cloudwatch_log_group.this", "change"),
        ("aws_ssm_parameter.role", "add"),
        ("aws_ssm_parameter.token", "change"),
    }


def test_states_are_read_from_where_units_keep_them(server: str, tmp_path: Path) -> None:
    """Without Terraform: what a bucket holds, beside what it lacks, in the account that a backend's role is of."""
    (tmp_path / ".git").mkdir()
    own, others = client("s3", server), client("s3", server, role=ROLE)
    own.create_bucket(Bucket="quick-states")
    others.create_bucket(Bucket="quick-states-of-others")
    state = {"version": 4, "terraform_version": "1.11.4", "serial": 1, "lineage": "x", "outputs": {}, "resources": []}
    lock = {"ID": "1", "Operation": "OperationTypePlan", "Who": "ci", "Created": "2026-11-22T01:00:00Z"}
    own.put_object(Bucket="quick-states", Key="good", Body=json.dumps(state))
    own.put_object(Bucket="quick-states", Key="good.tflock", Body=json.dumps(lock))
    own.put_object(Bucket="quick-states", Key="empty", Body=b"")
    others.put_object(Bucket="quick-states-of-others", Key="theirs", Body=json.dumps(state))
    role = f'assume_role = {{ role_arn = "{ROLE}" }}'
    for name, bucket, more in (
        ("good", "quick-states", ""),
        ("empty", "quick-states", ""),
        ("never", "quick-states", ""),
        ("theirs", "quick-states-of-others", role),
        ("gone", "quick-states-that-is-not", ""),
    ):
        config = f'bucket = "{bucket}"\n    key = "{name}"\n    {more}'
        write(
            tmp_path / name / "terragrunt.hcl",
            f'remote_state {{\n  backend = "s3"\n  config = {{\n    {config}\n  }}\n}}\n',
        )
    units = load(tmp_path, Options()).units
    stored, failed = read_states(units, Buckets(server), find_terraform())
    assert {name: each.state is not None for name, each in stored.items()} == {
        "good": True, "never": False, "theirs": True,
    }  # fmt: skip
    assert str(stored["good"].lock) == "locked by ci since 2026-11-22T01:00:00Z (plan)"
    assert {name: error.message for name, error in failed.items()} == {
        "empty": "its state is empty: an object of no content",
        "gone": "its state bucket quick-states-that-is-not does not exist",
    }
