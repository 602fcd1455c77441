"""The live tree itself: its units, where their state lies, which AWS they talk to, and what must not be possible."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
import yaml

from tools.affected import affected
from tools.compose.interface import read_interface
from tools.estate import Planned
from tools.live import Options, Tree, UnitError, load, render
from tools.live.commands import graph_command

REPOSITORY = Path(__file__).resolve().parents[2]
REGION = "accounts/dev/us-east-1"
ACCOUNTS = {"dev": "111111111111", "staging": "222222222222", "prod": "333333333333"}
STANDBY = "accounts/prod/us-west-2"
REGIONS = {"accounts/dev/us-east-1", "accounts/staging/us-east-1", "accounts/prod/us-east-1", STANDBY}
UNITS = {
    "certificate",
    "compute/ecs-cluster",
    "database",
    "dns",
    "network",
    "observability",
    "security/account-baseline",
    "security/audit-trail",
    "security/ci-roles",
    "security/kms",
    "security/state-backend",
    "services/sarcng-api/dns/record",
    "services/sarcng-api/ecs-alb-service",
    "services/sarcng-api/http-api-domain",
    "services/sarcng-api/lambda-http-api",
    "services/sarcng-api/parameters",
    "services/sarcng-api/schema",
    "services/sarcng-web/cloudfront-site",
    "services/sarcng-web/dns/record",
}
# What is global, or writes to the database, is in the primary region only.
PRIMARY = {
    "dns",
    "security/audit-trail",
    "security/ci-roles",
    "services/sarcng-api/schema",
    "services/sarcng-web/cloudfront-site",
    "services/sarcng-web/dns/record",
}
# Where RDS does not rotate the password itself.
ROTATED = {"accounts/prod/us-east-1/security/secret-rotation"}
# Prod holds the releases for all, and backups. Staging's states are copied to a region that has nothing else.
PROD = {"compute/container-registry", "security/backup-vault"}
COPIES = "accounts/staging/us-west-2"
# The data platforms, in a region of their own whose states lie with the primary region's.
PLATFORMS = {f"accounts/{account}/eu-north-1" for account in ACCOUNTS}
SMARTSTREAM = {
    "capture",
    "catalog",
    "delivery",
    "kms",
    "lake",
    "monitoring",
    "network",
    "query",
    "query-results",
    "replication-user",
    "rotation",
    "scoring",
    "seed",
    "source-database",
    "stream",
    "transform",
}
# What ./inv scaffold-service noted of itself; the rest of it is like what is written here.
SCAFFOLDED = {
    path.removeprefix("live/").removesuffix("/terragrunt.hcl")
    for record in (REPOSITORY / "live/units/services").glob("*/scaffold.yaml")
    for path in yaml.safe_load(record.read_text())["sha256"]
    if path.endswith("/terragrunt.hcl")
}
# What env.hcl switches on.
OFF = ("/data/smartstream/rotation", "/data/smartstream/seed")
ALL = (
    {f"{region}/{unit}" for region in REGIONS for unit in UNITS} - {f"{STANDBY}/{unit}" for unit in PRIMARY}
    | {f"{region}/{unit}" for region in ("accounts/prod/us-east-1", STANDBY) for unit in PROD}
    | {f"{COPIES}/{unit}" for unit in ("security/kms", "security/state-backend")}
    | {f"{region}/data/smartstream/{unit}" for region in PLATFORMS for unit in SMARTSTREAM}
    | {f"{region}/security/{unit}" for region in PLATFORMS for unit in ("account-baseline", "kms")}
    | ROTATED
    | SCAFFOLDED
)
FUNCTIONS = [path.parent.name for path in (REPOSITORY / "functions").glob("*/requirements.txt")]
LOCALSTACK = {"LOCALSTACK": "true"}
EMULATOR = {"GROUNDPLAN_EMULATOR": "true"}
SHARED_TAGS = {
    "CostCenter": "engineering",
    "Owner": "platform-team",
    "ManagedBy": "terraform",
}


class Copy:
    """A copy of the tree that a test may change, in a repository of its own with the functions' packages built."""

    def __init__(self, root: Path, repository: Path) -> None:
        self.root = root
        shutil.copytree(repository / "live", root / "live", ignore=shutil.ignore_patterns(".terragrunt-cache"))
        (root / "modules").symlink_to(repository / "modules")
        (root / ".git").mkdir()
        self.package.parent.mkdir(parents=True)
        for name in FUNCTIONS:
            (self.package.parent / f"{name}.json").write_text(
                '{"sha256": "00", "base64sha256": "AA==", "runtime": "python3.11", "architecture": "arm64"}'
            )

    @property
    def package(self) -> Path:
        return self.root / ".groundplan" / "packages" / "sarcng-api.json"

    def replace(self, path: str, old: str, new: str) -> None:
        file = self.root / "live" / path
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new))

    def copy(self, source: str, target: str) -> None:
        shutil.copytree(self.root / "live" / source, self.root / "live" / target)

    def dev_only(self) -> Copy:
        """The other accounts left out: LOCALSTACK=true does not take them."""
        for account in ACCOUNTS.keys() - {"dev"}:
            shutil.rmtree(self.root / "live" / "accounts" / account)
        return self

    def load(self, environment: dict[str, str]) -> Tree:
        return load(self.root / "live", Options(env=environment))

    def for_the_real_aws(self) -> None:
        """What a user fills in before the first plan."""
        for number, account in enumerate(ACCOUNTS):
            self.replace(f"accounts/{account}/account.hcl", 'aws = "000000000000"', f'aws = "44445555666{number}"')
        self.replace("project.hcl", "000000000000.dkr", "777788889999.dkr")
        self.replace("project.hcl", '"your-organisation/', '"acme/')


@pytest.fixture
def copy(tmp_path: Path, repository: Path) -> Copy:
    return Copy(tmp_path / "estate", repository)


def whole(tree: Tree) -> Tree:
    assert not tree.errors, "\n".join(map(str, tree.errors))
    return tree


def account(unit: str) -> str:
    return unit.split("/")[1]


def state_region(unit: str) -> str:
    region = "/".join(unit.split("/")[:3])
    return "us-east-1" if region in PLATFORMS else region.split("/")[2]


def project(unit: str) -> str:
    return "smartstream" if "/data/smartstream/" in unit else "sarc-ng"


def provider(tree: Tree, unit: str) -> dict[str, Any]:
    contents = json.loads(tree.units[unit].generate["provider"].contents)
    configuration: dict[str, Any] = contents["provider"]["aws"]
    return configuration


def state(tree: Tree, unit: str) -> dict[str, Any]:
    remote = tree.units[unit].remote_state
    assert remote and remote.backend == "s3"
    return remote.config


def strings(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for each in value.values():
                yield from strings(each)
        case list():
            for each in value:
                yield from strings(each)


def test_nothing_but_units_is_a_unit(copy: Copy) -> None:
    assert set(whole(copy.load(EMULATOR)).units) == ALL


def test_an_instance_says_only_that_it_exists(repository: Path) -> None:
    for path in (repository / "live" / "accounts").rglob("terragrunt.hcl"):
        if ".terragrunt-cache" not in path.parts:
            lines = path.read_text().splitlines()
            assert len(lines) <= (10 if "inputs = {" not in lines else 25), path


def test_a_placeholder_for_the_account_stops_everything_but_the_emulator(copy: Copy) -> None:
    tree = copy.load({})
    assert not tree.units
    told = {error.unit: str(error) for error in tree.errors if isinstance(error, UnitError)}
    assert len(told) == len(tree.errors) == len(ALL)
    for unit, error in told.items():
        assert f"account id of {account(unit)} is still the placeholder 000000000000" in error
    whole(copy.load(EMULATOR))


def test_a_placeholder_for_the_registry_stops_everything_but_the_emulator(copy: Copy) -> None:
    copy.for_the_real_aws()
    assert provider(whole(copy.load({})), f"{REGION}/network")["allowed_account_ids"] == ["444455556660"]
    copy.replace("project.hcl", "777788889999.dkr", "000000000000.dkr")
    tree = copy.load({})
    assert not tree.units
    assert all("The registry of sarc-ng is still a placeholder" in str(error) for error in tree.errors)
    whole(copy.load(EMULATOR))


def test_a_placeholder_for_the_repository_lets_nobody_in(copy: Copy) -> None:
    """Whoever takes the placeholder's name on GitHub could deploy."""
    copy.for_the_real_aws()
    copy.replace("project.hcl", '"acme/', '"your-organisation/')
    tree = copy.load({})
    assert {error.unit for error in tree.errors if isinstance(error, UnitError)} == ALL - set(tree.units)
    assert ALL - set(tree.units) == {unit for unit in ALL if unit.endswith("/security/ci-roles")}
    assert all("The repository of sarc-ng is still a placeholder" in str(error) for error in tree.errors)


def test_each_account_is_an_account_of_its_own(copy: Copy) -> None:
    """The provider refuses any other account: a resource cannot land in the wrong one."""
    tree = whole(copy.load(EMULATOR))
    for unit in tree.units:
        id = ACCOUNTS[account(unit)]
        assert provider(tree, unit)["allowed_account_ids"] == [id]
        assert provider(tree, unit)["assume_role"] == {"role_arn": f"arn:aws:iam::{id}:role/sarc-ng-deploy"}
        assert provider(tree, unit)["default_tags"]["tags"]["Environment"] == account(unit)
        assert f"-{id}-" in state(tree, unit)["bucket"]
    assert len(set(ACCOUNTS.values())) == len(ACCOUNTS)


@pytest.mark.parametrize("role", ["deploy", "plan", "own"])
def test_the_role_is_chosen_and_the_account_is_not(copy: Copy, role: str) -> None:
    copy.for_the_real_aws()
    tree = whole(copy.load({"GROUNDPLAN_ROLE": role}))
    for path, unit in tree.units.items():
        [id] = provider(tree, path)["allowed_account_ids"]
        expected = None if role == "own" else {"role_arn": f"arn:aws:iam::{id}:role/sarc-ng-{role}"}
        assert provider(tree, path).get("assume_role") == state(tree, path).get("assume_role") == expected
        read_only = render(unit)["terraform"]["extra_arguments"]["read_only"]
        assert list(read_only["arguments"]) == (["-lock=false"] if role == "plan" else [])


def test_a_role_that_is_not_known_is_none(copy: Copy) -> None:
    copy.for_the_real_aws()
    tree = copy.load({"GROUNDPLAN_ROLE": "admin"})
    assert not tree.units
    assert all("GROUNDPLAN_ROLE=admin is not known: use deploy" in str(error) for error in tree.errors)


def test_the_role_that_applies_passes_over_what_limits_it(copy: Copy) -> None:
    copy.for_the_real_aws()
    people = {"account-baseline", "audit-trail", "ci-roles", "state-backend"}
    off = {path for path in ALL if path.endswith(OFF)}
    for role in ("deploy", "plan", "own"):
        tree = whole(copy.load({"GROUNDPLAN_ROLE": role}))
        assert left_out(tree) - off == {path for path in ALL if role == "deploy" and path.split("/")[-1] in people}
    assert left_out(whole(copy.load(EMULATOR))) == off


def left_out(tree: Tree) -> set[str]:
    return {path for path, unit in tree.units.items() if unit.exclude and unit.exclude["if"]}


def test_alarms_go_to_the_topic_that_observability_makes(estate_plan: Planned) -> None:
    topics = {
        f"arn:aws:sns:{path.split('/')[2]}:{ACCOUNTS[account(path)]}:{change.after['name']}"
        for path, unit in estate_plan.plan.units.items()
        for change in unit.changes
        if change.type == "aws_sns_topic" and change.after
    }
    told = {
        topic
        for path, unit in estate_plan.plan.units.items()
        if path.endswith(("/security/audit-trail", "/security/state-backend"))
        for change in unit.changes
        if change.type == "aws_cloudwatch_metric_alarm" and change.after
        for topic in change.after["alarm_actions"]
    }
    assert len(told) == len(ACCOUNTS)
    assert told <= topics


def test_no_account_depends_on_another(copy: Copy) -> None:
    tree = whole(copy.load(EMULATOR))
    edges = {(unit.path, need) for unit in tree.units.values() for need in unit.needs}
    assert {(path, need) for path, need in edges if account(path) != account(need)} == set()


def test_localstack_is_for_dev_only(copy: Copy) -> None:
    tree = copy.load(LOCALSTACK)
    assert {account(path) for path in tree.units} == {"dev"}
    errors = {str(error) for error in tree.errors}
    for other in ACCOUNTS.keys() - {"dev"}:
        words = f"LOCALSTACK=true is for the dev account only, and this is {other}"
        told = {error for error in errors if words in error}
        assert told
        errors -= told
    assert not errors
    both = copy.load(LOCALSTACK | EMULATOR)
    assert {account(path) for path in both.units} == {"dev"}, "the other switch does not open the door"


@pytest.mark.parametrize("switch", ["LOCALSTACK", "GROUNDPLAN_EMULATOR"])
def test_a_switch_that_is_not_understood_does_not_lead_to_the_real_aws(copy: Copy, switch: str) -> None:
    copy.for_the_real_aws()
    tree = copy.load({switch: "yes"})
    assert not tree.units
    assert tree.errors


@pytest.mark.parametrize("switch", [LOCALSTACK, EMULATOR])
@pytest.mark.parametrize("endpoint", [None, "http://127.0.0.1:4599"])
def test_the_switch_leads_to_the_emulator_and_nowhere_else(
    copy: Copy, switch: dict[str, str], endpoint: str | None
) -> None:
    copy.for_the_real_aws()
    copy.dev_only()
    environment = switch | ({"AWS_ENDPOINT_URL": endpoint} if endpoint else {})
    tree = whole(copy.load(environment))
    for unit in tree.units:
        aws, backend = provider(tree, unit), state(tree, unit)
        expected = {endpoint or "http://localhost:4566"}
        assert set(aws["endpoints"].values()) == set(backend["endpoints"].values()) == expected
        assert (aws["access_key"], backend["access_key"]) == ("test", "test")
        assert aws["skip_credentials_validation"] and aws["s3_use_path_style"] and backend["use_path_style"]
        assert aws["allowed_account_ids"] == ["111111111111"]


def test_without_a_switch_nothing_of_the_emulator_is_left(copy: Copy) -> None:
    copy.for_the_real_aws()
    tree = whole(copy.load({"AWS_ENDPOINT_URL": "http://127.0.0.1:4599"}))
    for unit in tree.units:
        [id] = provider(tree, unit)["allowed_account_ids"]
        role = {"role_arn": f"arn:aws:iam::{id}:role/sarc-ng-deploy"}
        aws, backend = provider(tree, unit), state(tree, unit)
        assert set(aws) == {"region", "allowed_account_ids", "assume_role", "default_tags"}
        assert aws["assume_role"] == backend["assume_role"] == role
        assert not any("127.0.0.1" in text or text == "test" for text in (*strings(aws), *strings(backend)))
        rendered = render(tree.units[unit])
        assert rendered["terraform"]["extra_arguments"]["fresh_emulator"]["arguments"] == []


def test_state_is_kept_in_s3_encrypted_and_locked(copy: Copy) -> None:
    tree = whole(copy.load(EMULATOR))
    for unit in tree.units:
        config = state(tree, unit)
        assert (config["encrypt"], config["use_lockfile"]) == (True, True)
        id, region = ACCOUNTS[account(unit)], state_region(unit)
        assert config["region"] == region
        assert config["bucket"] == f"sarc-ng-tfstate-{id}-{region}"
        assert config["kms_key_id"] == f"arn:aws:kms:{region}:{id}:alias/sarc-ng-state"


def test_the_bucket_and_the_key_of_states_are_as_the_backend_calls_them(estate_plan: Planned, copy: Copy) -> None:
    tree = whole(copy.load(EMULATOR))
    made: dict[tuple[str, str], set[str]] = {}
    for path, unit in estate_plan.plan.units.items():
        where = (ACCOUNTS[account(path)], path.split("/")[2])
        for change in unit.changes:
            if change.type in ("aws_s3_bucket", "aws_kms_alias") and change.after:
                made.setdefault(where, set()).add(str(change.after.get("bucket") or change.after["name"]))
    for path in tree.units:
        config = state(tree, path)
        names = made[ACCOUNTS[account(path)], state_region(path)]
        assert {config["bucket"], config["kms_key_id"].split(":")[-1]} <= names, path


def test_states_of_what_stays_are_copied_to_the_other_region(copy: Copy) -> None:
    tree = whole(copy.load(EMULATOR))
    for name in ("staging", "prod"):
        primary, other = (f"accounts/{name}/{region}/security/state-backend" for region in ("us-east-1", "us-west-2"))
        assert other in tree.units[primary].needs
        assert tree.units[other].inputs["replication"] is None
    assert tree.units[f"{REGION}/security/state-backend"].inputs["replication"] is None


def test_each_unit_has_a_state_of_its_own(copy: Copy) -> None:
    tree = whole(copy.load(EMULATOR))
    assert {unit: state(tree, unit)["key"] for unit in tree.units} == {
        unit: f"{unit}/terraform.tfstate" for unit in tree.units
    }


def test_a_second_region_needs_nothing_but_its_folder(copy: Copy) -> None:
    copy.copy(REGION, "accounts/dev/us-west-2")
    copy.replace("accounts/dev/us-west-2/region.hcl", 'region = "us-east-1"', 'region = "us-west-2"')
    tree = whole(copy.load(EMULATOR))
    network = tree.units["accounts/dev/us-west-2/network"]
    assert provider(tree, network.path)["region"] == network.inputs["region"] == "us-west-2"
    assert list(network.inputs["availability_zones"]) == ["us-west-2a", "us-west-2b"]
    assert state(tree, network.path)["bucket"] == "sarc-ng-tfstate-111111111111-us-west-2"
    assert set(tree.units["accounts/dev/us-west-2/database"].needs) == {
        "accounts/dev/us-west-2/network",
        "accounts/dev/us-west-2/security/kms",
    }


def test_all_regions_of_an_account_write_into_its_one_zone(copy: Copy) -> None:
    tree = whole(copy.load(EMULATOR))
    for unit in ("certificate", "services/sarcng-api/dns/record"):
        assert "accounts/prod/us-east-1/dns" in tree.units[f"{STANDBY}/{unit}"].needs


def test_networks_overlap_only_where_that_was_decided(copy: Copy) -> None:
    tree = whole(copy.load(EMULATOR))
    ranges = {region: ip_network(str(tree.units[f"{region}/network"].inputs["vpc_cidr"])) for region in REGIONS}
    overlapping = {(one, two) for one in REGIONS for two in REGIONS if one < two and ranges[one].overlaps(ranges[two])}
    assert overlapping == {("accounts/dev/us-east-1", "accounts/prod/us-east-1")}


@pytest.mark.parametrize("account", ACCOUNTS)
def test_what_holds_data_refuses_to_be_destroyed(copy: Copy, account: str) -> None:
    tree = whole(copy.load(EMULATOR))
    for region in (region for region in REGIONS if f"/{account}/" in region):
        for unit in {"database", "dns", "network", "security/kms"} & {path.removeprefix(f"{region}/") for path in ALL}:
            assert render(tree.units[f"{region}/{unit}"])["prevent_destroy"] is (account != "dev"), unit


def test_mocks_are_for_looking_only(copy: Copy) -> None:
    tree = whole(copy.load(EMULATOR))
    seen = 0
    for unit in tree.units.values():
        for name, block in (render(unit)["dependency"] or {}).items():
            seen += 1
            where = f"{unit.path}: {name}"
            assert list(block["mock_outputs_allowed_terraform_commands"]) == ["init", "validate", "plan"], where
            assert block.get("mock_outputs_merge_strategy_with_state") is None, where
            assert [text for text in strings(block["mock_outputs"]) if "mock" not in text] == [], where
    assert seen >= 15


def test_mocks_have_the_names_of_real_outputs(copy: Copy) -> None:
    tree = whole(copy.load(EMULATOR))
    for unit in tree.units.values():
        for name, dependency in unit.dependencies.items():
            if not dependency.enabled:
                continue
            assert dependency.unit_path, f"{unit.path}: {name}"
            module = tree.units[dependency.unit_path].module_dir
            assert module
            assert set(dependency.mock_outputs) <= read_interface(module).outputs, f"{unit.path}: {name}"


def test_units_give_their_modules_what_those_declare_and_no_more(copy: Copy) -> None:
    tree = whole(copy.load(EMULATOR))
    for unit in tree.units.values():
        assert unit.module_dir
        variables = read_interface(unit.module_dir).variables
        required = {name for name, variable in variables.items() if variable.required}
        assert required <= set(unit.inputs) <= set(variables), unit.path


def test_a_function_that_is_not_built_is_asked_for(copy: Copy) -> None:
    copy.package.unlink()
    tree = copy.load(EMULATOR)
    assert len(tree.errors) == 2 * len(REGIONS) - 1, "the function and, but for the standby region, the schema"
    assert all("The function's package is not built: run ./inv package." in str(error) for error in tree.errors)
    assert "sarcng-api/lambda-http-api" not in " ".join(tree.units)


def test_what_a_change_touches_is_known_of_all_units_also_where_no_package_is_built(repository: Path) -> None:
    assert [str(error) for error in affected(repository / "live", "HEAD").errors] == []


def test_the_readme_shows_the_tree_as_it_is(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert graph_command(repository / "live" / REGION, "mermaid") == 0
    assert f"```mermaid\n{capsys.readouterr().out}```" in (repository / "README.md").read_text()


def test_units_of_a_region_share_one_provider_configuration(copy: Copy) -> None:
    tree = whole(copy.load(EMULATOR))
    assert len({unit.generate["provider"].contents for unit in tree.units.values()}) == len(
        {*REGIONS, COPIES, *PLATFORMS}
    )


def test_everything_that_takes_tags_has_the_five(estate_plan: Planned) -> None:
    untagged = [
        change.full_address
        for path, unit in estate_plan.plan.units.items()
        for change in unit.changes
        if isinstance(change.after, dict)
        and "tags_all" in change.after
        and not {**SHARED_TAGS, "Environment": account(path), "Project": project(path)}.items()
        <= (change.after["tags_all"] or {}).items()
    ]
    assert not untagged


# Which endpoint of the provider serves a resource: by the longest beginning of its type that is listed.
SERVICES = {
    "aws_accessanalyzer": "accessanalyzer",
    "aws_acm": "acm",
    "aws_apigatewayv2": "apigatewayv2",
    "aws_appautoscaling": "applicationautoscaling",
    "aws_athena": "athena",
    "aws_backup": "backup",
    "aws_budgets": "budgets",
    "aws_ce": "ce",
    "aws_cloudfront": "cloudfront",
    "aws_cloudtrail": "cloudtrail",
    "aws_cloudwatch": "cloudwatch",
    "aws_cloudwatch_log": "cloudwatchlogs",
    "aws_config": "configservice",
    "aws_db": "rds",
    "aws_default": "ec2",
    "aws_dms": "dms",
    "aws_ebs": "ec2",
    "aws_ec2": "ec2",
    "aws_ecr": "ecr",
    "aws_ecs": "ecs",
    "aws_eip": "ec2",
    "aws_flow_log": "ec2",
    "aws_glue": "glue",
    "aws_guardduty": "guardduty",
    "aws_iam": "iam",
    "aws_internet_gateway": "ec2",
    "aws_kinesis": "kinesis",
    "aws_kinesis_firehose": "firehose",
    "aws_kms": "kms",
    "aws_lambda": "lambda",
    "aws_lb": "elasticloadbalancingv2",
    "aws_nat_gateway": "ec2",
    "aws_network_acl": "ec2",
    "aws_rds": "rds",
    "aws_route": "ec2",
    "aws_route53": "route53",
    "aws_s3": "s3",
    "aws_s3_account": "s3control",
    "aws_secretsmanager": "secretsmanager",  # pragma: allowlist secret
    "aws_security_group": "ec2",
    "aws_securityhub": "securityhub",
    "aws_sns": "sns",
    "aws_sqs": "sqs",
    "aws_ssm": "ssm",
    "aws_subnet": "ec2",
    "aws_vpc": "ec2",
}


def test_every_service_in_use_is_emulated(estate_plan: Planned, copy: Copy) -> None:
    endpoints = provider(whole(copy.load(EMULATOR)), f"{REGION}/network")["endpoints"]
    for kind in {change.type for change in estate_plan.plan.changes}:
        service = next(
            (SERVICES[name] for name in sorted(SERVICES, key=len, reverse=True) if kind.startswith(name)), None
        )
        assert service, f"say here which service {kind} belongs to"
        assert service in endpoints, f"add {service} to live/targets/emulator.hcl: {kind} would ask the real AWS"
