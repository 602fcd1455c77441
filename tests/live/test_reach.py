"""Who reaches what in the accounts, computed from rules, routes, addresses and network ACLs of the settled plan.

That nothing is open to the internet which has no reason beside it is in tests/policy, for every run.
"""

from __future__ import annotations

import pytest

from tests.live.conftest import Settled
from tests.live.test_tree import ALL, REGIONS
from tools.compose.snapshot import Snapshot, after
from tools.reach import compare
from tools.reach.flows import Reachability
from tools.reach.model import Flow

pytestmark = pytest.mark.thorough

API, FUNCTION = "services/sarcng-api/ecs-alb-service", "services/sarcng-api/lambda-http-api"
SCHEMA, ROTATION = "services/sarcng-api/schema", "security/secret-rotation"
PAGE = "services/sarcng-web/cloudfront-site"


@pytest.fixture(scope="module")
def snapshot(settled: Settled) -> Snapshot:
    return after(settled.assumed.document)


@pytest.fixture(scope="module")
def flows(snapshot: Snapshot) -> list[Flow]:
    """All flows: those that open where there was nothing."""
    return [change.flow for change in compare(Snapshot({}), snapshot)]


def of(flows: list[Flow], unit: str) -> set[tuple[str, str, str]]:
    """The flows that reach something of a unit: from where, to what, by which ports."""
    return {
        (flow.source, flow.target.partition("[")[0], f"{flow.protocol} {flow.ports}")
        for flow in flows
        if flow.unit == unit and flow.reaches
    }


@pytest.mark.parametrize("region", sorted(REGIONS))
def test_the_internet_reaches_the_load_balancer_on_80_and_443_and_nothing_else(flows: list[Flow], region: str) -> None:
    """CloudFront is AWS's own; so is the HTTP API, at 443: of its routes only the monitors' takes no signature."""
    public = {(flow.unit, flow.target, f"{flow.protocol} {flow.ports}") for flow in flows if flow.is_public}
    assert {each for each in public if each[0].startswith(f"{region}/")} == {
        (f"{region}/{API}", "aws_lb.this", "tcp 80, 443"),
        (f"{region}/{FUNCTION}", "GET /health at aws_apigatewayv2_api.this", "tcp 443"),
        *((page, "aws_cloudfront_distribution.this", "tcp 80, 443") for page in {f"{region}/{PAGE}"} & ALL),
    }


@pytest.mark.parametrize("region", sorted(REGIONS))
def test_the_database_is_reached_by_tasks_and_functions_on_its_port_only(flows: list[Flow], region: str) -> None:
    functions = {f"{region}/{unit}" for unit in (FUNCTION, SCHEMA, ROTATION)} & ALL
    clients = {
        f"aws_ecs_service.this of {region}/{API}",
        *(f"aws_lambda_function.this of {each}" for each in functions),
    }
    [(source, target, ports)] = of(flows, f"{region}/database")
    sources = set(source.replace("[0]", "").replace("module.function.", "").split(", "))
    assert (sources, ports) == (clients, "tcp 3306")
    assert target in ("aws_db_instance.this", "aws_rds_cluster.this")


@pytest.mark.parametrize("region", sorted(REGIONS))
def test_tasks_are_reached_by_their_load_balancer_only(flows: list[Flow], region: str) -> None:
    balancer = f"aws_lb.this of {region}/{API}"
    tasks = {each for each in of(flows, f"{region}/{API}") if each[1] == "aws_ecs_service.this"}
    assert tasks == {(balancer, "aws_ecs_service.this", "tcp 8080")}


@pytest.mark.parametrize("region", sorted(REGIONS))
def test_nothing_leaves_the_database_tier(snapshot: Snapshot, region: str) -> None:
    """Neither the rules of the database's group nor the routes of its subnets lead anywhere."""
    out = {reach.unit: reach for reach in Reachability(snapshot).reaches.values() if reach.kind == "out" and reach.data}
    database = out[f"{region}/database"]
    assert (database.allowed, database.reached) == ((), ())
    inside = [each for each in snapshot.resources.values() if each.unit == f"{region}/network"]
    tables = {each.values["id"] for each in inside if each.type == "aws_route_table" and each.name == "database"}
    assert tables
    routes = [each.address for each in inside if each.type == "aws_route" and each.values["route_table_id"] in tables]
    assert routes == []


def test_no_flow_crosses_accounts_or_regions(flows: list[Flow]) -> None:
    for flow in flows:
        region = "/".join(flow.unit.split("/")[:3])
        elsewhere = [other for other in REGIONS - {region} if f"{other}/" in flow.source]
        assert not elsewhere, flow
