"""What changes of the live tree would do to accounts that are up: no more than they are about."""

from __future__ import annotations

import shutil
from collections import Counter

import pytest

from tests.live.conftest import Settled
from tools.compose import Change, Plan, cut
from tools.compose.snapshot import after

pytestmark = pytest.mark.thorough

PROD, STANDBY = "accounts/prod/us-east-1", "accounts/prod/us-west-2"
STAGING, DEV = "accounts/staging/us-east-1", "accounts/dev/us-east-1"
API = "services/sarcng-api/ecs-alb-service"


@pytest.fixture(scope="module")
def changed(settled: Settled, tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """Several changes, each in a region of its own, in one plan."""
    copy = settled.copy(tmp_path_factory.mktemp("changed"))
    accounts = copy / "live" / "accounts"

    def replace(path: str, old: str, new: str) -> None:
        file = copy / path
        text = file.read_text()
        assert text.count(old) == 1, f"{path}: {old}"
        file.write_text(text.replace(old, new))

    # prod gives up its middle zone
    env = "live/accounts/prod/env.hcl"
    replace(env, '["a", "b", "c"]', '["a", "c"]')
    for number in (2, 11, 21):
        replace(env, f'"10.0.{number}.0/24", ', "")
    # its standby takes over, with a new release
    env = "live/accounts/prod/us-west-2/env.hcl"
    replace(env, "{ desired_count = 0, auto_scaling_enabled = false }", "{}")
    replace(env, "= local.prod.api_version", '= "1.0.1"')
    # staging loses a service, with its name and what watches it
    for unit in (API, "services/sarcng-api/dns/record", "observability"):
        shutil.rmtree(accounts / "staging" / "us-east-1" / unit)
    # dev loses a record
    shutil.rmtree(accounts / "dev" / "us-east-1" / "services" / "sarcng-api" / "dns")
    # a resource of a module is called otherwise, everywhere
    cluster = "modules/compute/ecs-cluster"
    for path in (copy / cluster).glob("*.tf"):
        path.write_text(path.read_text().replace("aws_ecs_cluster.this", "aws_ecs_cluster.main"))
    replace(f"{cluster}/main.tf", 'resource "aws_ecs_cluster" "this"', 'resource "aws_ecs_cluster" "main"')
    (copy / cluster / "moved.tf").write_text(
        "moved {\n  from = aws_ecs_cluster.this\n  to   = aws_ecs_cluster.main\n}\n"
    )
    return settled.plan(copy, tmp_path_factory.mktemp("plan"))


def changes(plan: Plan, region: str) -> dict[str, list[Change]]:
    """What happens in a region, by unit."""
    return {
        path.removeprefix(f"{region}/"): found
        for path, unit in plan.units.items()
        if path.startswith(f"{region}/")
        and (found := [each for each in unit.changes if each.action not in ("none", "read", "move")])
    }


def test_the_estate_settles(settled: Settled) -> None:
    assert settled.assumed.unsettled == ()
    assert cut(settled.assumed.document, settled.composition.members).is_empty


def test_each_zone_of_prod_leaves_by_its_own_gateway(settled: Settled) -> None:
    snapshot = after(settled.assumed.document)
    inside = [each for each in snapshot.resources.values() if each.unit == f"{PROD}/network"]
    zone_of = {each.values["id"]: each.values["availability_zone"] for each in inside if each.type == "aws_subnet"}
    gateways = {
        each.values["id"]: zone_of[each.values["subnet_id"]] for each in inside if each.type == "aws_nat_gateway"
    }
    tables = {
        each.values["route_table_id"]: zone_of[each.values["subnet_id"]]
        for each in inside
        if each.type == "aws_route_table_association" and each.name == "private"
    }
    routes = {
        tables[each.values["route_table_id"]]: gateways[each.values["nat_gateway_id"]]
        for each in inside
        if each.type == "aws_route" and each.values.get("nat_gateway_id")
    }
    assert routes == {zone: zone for zone in ("us-east-1a", "us-east-1b", "us-east-1c")}


def test_giving_up_a_middle_zone_touches_only_that_zone(changed: Plan) -> None:
    found = changes(changed, PROD)
    every = [each for unit in found.values() for each in unit]
    gone = [each for each in every if each.action == "destroy"]
    assert Counter(each.type for each in gone if each.type in ("aws_subnet", "aws_nat_gateway", "aws_eip")) == {
        "aws_subnet": 3, "aws_nat_gateway": 1, "aws_eip": 1,
    }  # fmt: skip
    of_the_zone = ("us-east-1b", "10.0.2.", "10.0.11.", "10.0.21.")
    assert [each.address for each in gone if not any(part in each.address for part in of_the_zone)] == []
    made_anew = [each.address for each in every if each.action not in ("destroy", "change")]
    assert made_anew == ["aws_lambda_invocation.this"], "a function in other subnets is another version, which migrates"
    assert "database" not in found


def test_a_standby_takes_over_in_place(changed: Plan) -> None:
    """More tasks change numbers, and scaling by load comes with them."""
    found = {each.address: each.action for each in changes(changed, STANDBY)[API]}
    assert found["aws_appautoscaling_target.this"] == "change"
    assert {kind for address, kind in found.items() if "aws_appautoscaling_policy" in address} == {"add"}
    assert "destroy" not in found.values()


def test_a_new_release_changes_the_service_only(changed: Plan) -> None:
    found = changes(changed, STANDBY)
    assert found.keys() == {API}
    found_here = {each.type: each.action for each in found[API] if "autoscaling" not in each.type}
    assert found_here == {"aws_ecs_task_definition": "replace", "aws_ecs_service": "change"}


def test_a_service_that_goes_takes_only_itself_along(changed: Plan) -> None:
    found = changes(changed, STAGING)
    assert found.keys() == {API, "services/sarcng-api/dns/record", "observability"}
    assert {each.action for unit in found.values() for each in unit} == {"destroy"}


def test_a_record_that_goes_takes_only_itself_along(changed: Plan) -> None:
    [(unit, found)] = changes(changed, DEV).items()
    assert unit == "services/sarcng-api/dns/record"
    assert Counter((each.type, each.action) for each in found) == {
        ("aws_route53_record", "destroy"): 2, ("aws_route53_health_check", "destroy"): 2,
    }  # fmt: skip


def test_a_resource_that_is_called_otherwise_is_kept(changed: Plan) -> None:
    moved = [
        (each.previous_address, each.address, each.action)
        for path, unit in changed.units.items()
        if path.endswith("/compute/ecs-cluster")
        for each in unit.changes
        if each.type == "aws_ecs_cluster"
    ]
    assert len(moved) == 4
    assert {action for *_, action in moved} == {"move"}
    assert all(
        before and "aws_ecs_cluster.this" in before and now == "aws_ecs_cluster.main" for before, now, _ in moved
    )
