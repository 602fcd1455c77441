"""What is refused: with words that say what would do, and without a trace in the tree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.errors import GroundplanError
from tools.scaffold import Service, changes, scaffold_service, write
from tools.scaffold.service import check
from tools.scaffold.surroundings import Surroundings

from .conftest import Make, service, snapshot


@pytest.fixture(scope="module")
def tree(make: Make, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Surroundings]:
    """A tree that nothing is written to."""
    around = make(tmp_path_factory.mktemp("refusals"))
    before = snapshot(around.root)
    yield around
    assert snapshot(around.root) == before


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (("billing", "lambda-http", "team-a", ("dev",)), "there is no kind 'lambda-http'.*lambda-http-api"),
        (("billing", "static-web", "team-a", ("dev", "production")), "no account 'production'.*dev, prod, staging"),
        (("billing", "static-web", "team-a", ()), "no account is named"),
        (("billing", "static-web", "@acme/team-a", ("dev",)), "'@acme/team-a' is no name of a team"),
        (("billing", "static-web", "Team A", ("dev",)), "'Team A' is no name of a team"),
        (("Billing", "static-web", "team-a", ("dev",)), "'Billing' cannot be the name of a service"),
        (("billing_2", "static-web", "team-a", ("dev",)), "cannot be the name of a service"),
        (("billing--2", "static-web", "team-a", ("dev",)), "cannot be the name of a service"),
        (("../billing", "static-web", "team-a", ("dev",)), "cannot be the name of a service"),
        (("", "static-web", "team-a", ("dev",)), "cannot be the name of a service"),
        (("sarc-ng-billing", "static-web", "team-a", ("dev",)), "begins with the project's name.*--name billing"),
        (("for", "static-web", "team-a", ("dev",)), "'for' cannot be the name of a service"),
        (("database", "lambda-http-api", "team-a", ("dev",)), "env.hcl: it says something of database already"),
        (("api", "lambda-sqs-consumer", "team-a", ("dev",)), "something of api already"),
        (("web", "static-web", "team-a", ("dev",)), "sarcng-web/cloudfront-site: sarc-ng-web is the name of something"),
        (("www", "static-web", "team-a", ("prod",)), "www.sarc-ng.example.com is the name of something else already"),
    ],
)
def test_answers_that_cannot_be_taken(
    tree: Surroundings, given: tuple[str, str, str, tuple[str, ...]], message: str
) -> None:
    with pytest.raises(GroundplanError, match=f"(?s){message}") as refused:
        scaffold_service(Service.new(*given), tree)
    assert refused.value.exit_code == 2


@pytest.mark.parametrize(
    ("kind", "longest", "what"),
    [
        ("ecs-alb-service", 18, "compute/ecs-alb-service takes.* 26 are allowed"),
        ("lambda-http-api", 32, "function's module takes|modules/observability takes"),
        ("lambda-sqs-consumer", 32, "modules/observability takes"),
        ("lambda-event-bridge", 32, "modules/observability takes"),
        ("static-web", 30, "compute/cloudfront-site takes.* 38 are allowed"),
    ],
)
def test_names_fit_into_aws_s_limits(tree: Surroundings, kind: str, longest: int, what: str) -> None:
    check(service(kind, "n" * longest), tree)
    with pytest.raises(GroundplanError, match=rf"(?s)({what}).*the name may have {longest} characters"):
        check(service(kind, "n" * (longest + 1)), tree)


def test_the_load_balancer_s_own_limit_is_told(tree: Surroundings) -> None:
    with pytest.raises(GroundplanError, match=r"load balancer \(ALB\) would be sarc-ng-n+, 48 characters where 32"):
        check(service("ecs-alb-service", "n" * 40), tree)


def test_a_second_time_is_refused_and_changes_nothing(around: Surroundings) -> None:
    made = service("ecs-alb-service")
    write(around.root, scaffold_service(made, around))
    before = snapshot(around.root)
    with pytest.raises(
        GroundplanError, match=r"shop-front is there already, and nothing is overwritten\n(?s:.*)scaffold-update"
    ):
        scaffold_service(made, around)
    assert snapshot(around.root) == before


def test_an_account_without_what_the_kind_needs_is_refused(around: Surroundings) -> None:
    (around.tree / "accounts/prod/us-east-1/compute/ecs-cluster/terragrunt.hcl").unlink()
    scaffold_service(service("lambda-http-api"), around)
    with pytest.raises(GroundplanError, match=r"live/accounts/prod/us-east-1: there is no compute/ecs-cluster, which"):
        scaffold_service(service("ecs-alb-service"), around)


def test_one_file_in_the_way_is_enough_and_named(around: Surroundings) -> None:
    page = around.root / "docs/services/billing.md"
    page.parent.mkdir(parents=True)
    page.write_text("mine\n")
    with pytest.raises(GroundplanError, match=r"there already, and nothing is overwritten: docs/services/billing.md\n"):
        scaffold_service(service("static-web", "billing"), around)


@pytest.mark.parametrize("survived", [0, 1, 7, 22])
def test_when_writing_fails_nothing_is_left(
    around: Surroundings, monkeypatch: pytest.MonkeyPatch, survived: int
) -> None:
    wanted = scaffold_service(service("lambda-http-api"), around)
    before = snapshot(around.root)
    done = 0

    def replace(self: Path, target: Path) -> Path:
        nonlocal done
        if done == survived:
            raise OSError(28, "No space left on device", str(target))
        done += 1
        self.rename(target)
        return target

    monkeypatch.setattr(changes.Path, "replace", replace)
    with pytest.raises(GroundplanError, match=r"No space left on device\n  nothing was changed"):
        write(around.root, wanted)
    assert snapshot(around.root) == before


def test_a_file_that_changed_meanwhile_is_not_overwritten(around: Surroundings) -> None:
    wanted = scaffold_service(service("lambda-http-api"), around)
    sizes = around.root / "live/accounts/dev/env.hcl"
    sizes.write_text(sizes.read_text() + "# somebody else\n")
    before = snapshot(around.root)
    with pytest.raises(GroundplanError, match=r"env.hcl: changed while this ran, and nothing was written"):
        write(around.root, wanted)
    assert snapshot(around.root) == before
