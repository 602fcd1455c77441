"""What is written for a service of each kind, read by the tools that read the tree."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools.compose.inputs import problems
from tools.compose.interface import read_interface
from tools.cost.usage import read_usage
from tools.lint import run_checks
from tools.live import Tree, load
from tools.scaffold import scaffold_service, templates, write
from tools.scaffold.kinds import KINDS
from tools.scaffold.surroundings import Surroundings, emulated
from tools.strings import strings

from .conftest import NAMES, Make, service

NEEDS = {
    "shop-front/ecs-alb-service": {"certificate", "compute/ecs-cluster", "network", "security/kms"},
    "shop-front/dns/record": {"dns", "services/shop-front/ecs-alb-service"},
    "shop-front/observability": {"compute/ecs-cluster", "security/kms", "services/shop-front/ecs-alb-service"},
    "quotes/lambda-http-api": {"network", "security/kms"},
    "quotes/http-api-domain": {"certificate", "services/quotes/lambda-http-api"},
    "quotes/dns/record": {"dns", "services/quotes/http-api-domain"},
    "quotes/observability": {"security/kms", "services/quotes/lambda-http-api"},
    "order-intake/kms": set(),
    "order-intake/lambda-sqs-consumer": {"network", "services/order-intake/kms"},
    "order-intake/observability": {"security/kms", "services/order-intake/lambda-sqs-consumer"},
    "nightly/kms": set(),
    "nightly/lambda-event-bridge": {"network", "services/nightly/kms"},
    "nightly/observability": {"security/kms", "services/nightly/lambda-event-bridge"},
    "handbook/cloudfront-site": {"certificate", "security/kms"},
    "handbook/dns/record": {"dns", "services/handbook/cloudfront-site"},
    "handbook/observability": {"security/kms", "services/handbook/cloudfront-site"},
}
"""Each unit below services/ of a region, and the units of the region that it needs."""


@pytest.fixture(scope="module")
def tree(scaffolded: Surroundings) -> Tree:
    return load(scaffolded.tree, emulated())


def test_every_unit_of_every_account_evaluates(tree: Tree) -> None:
    assert [str(error) for error in tree.errors] == []
    for account in ("dev", "staging", "prod"):
        below = f"accounts/{account}/us-east-1/services/"
        assert {unit for unit in NEEDS if f"{below}{unit}" in tree.units} == NEEDS.keys()


@pytest.mark.parametrize("account", ["dev", "staging", "prod"])
def test_units_hand_over_what_their_modules_take(tree: Tree, account: str) -> None:
    for path in NEEDS:
        unit = tree.units[f"accounts/{account}/us-east-1/services/{path}"]
        assert unit.module_dir is not None
        assert [str(problem) for problem in problems(unit, read_interface(unit.module_dir))] == []


def test_dependencies_are_wired(tree: Tree) -> None:
    region = "accounts/prod/us-east-1/"
    for path, needed in NEEDS.items():
        unit = tree.units[f"{region}services/{path}"]
        assert {each.removeprefix(region) for each in unit.needs} == needed, path


def test_mocks_cannot_be_taken_for_real(tree: Tree) -> None:
    for path in NEEDS:
        for name, dependency in tree.units[f"accounts/dev/us-east-1/services/{path}"].dependencies.items():
            assert [text for text in strings(dependency.mock_outputs) if "mock" not in text] == [], (path, name)


def test_the_owner_is_on_everything_and_hears_of_it_at_the_service_s_page(tree: Tree) -> None:
    for path in NEEDS:
        name, _, unit = path.partition("/")
        inputs = tree.units[f"accounts/dev/us-east-1/services/{path}"].inputs
        if unit != "dns/record":
            assert inputs["tags"] == {"Service": name, "Team": "team-payments"}
        if unit == "observability":
            assert inputs["runbook_url"].endswith(f"/blob/main/docs/services/{name}.md")


def test_sizes_fit_the_account(tree: Tree) -> None:
    counts = {
        account: tree.units[f"accounts/{account}/us-east-1/services/shop-front/ecs-alb-service"].inputs["desired_count"]
        for account in ("dev", "staging", "prod")
    }
    assert counts == {"dev": 1, "staging": 2, "prod": 3}


def test_the_registry_of_the_releases_takes_the_image(tree: Tree) -> None:
    for region in ("us-east-1", "us-west-2"):
        inputs = tree.units[f"accounts/prod/{region}/compute/container-registry"].inputs
        assert inputs["repositories"].keys() == {"sarc-ng-api", "sarc-ng-shop-front"}


def test_code_owners_find_the_team(scaffolded: Surroundings) -> None:
    lines = (scaffolded.root / ".github/CODEOWNERS").read_text().splitlines()
    for kind, name in NAMES.items():
        for path in (f"/{KINDS[kind].code}/{name}/", f"/docs/services/{name}.md"):
            assert f"{path} @your-organisation/team-payments" in lines


def test_shared_files_only_grew(scaffolded: Surroundings, repository: Path) -> None:
    changed = [".github/CODEOWNERS", *(f"live/accounts/{name}/env.hcl" for name in ("dev", "staging", "prod"))]
    for path in changed:
        before = (repository / path).read_text().splitlines()
        after = iter((scaffolded.root / path).read_text().splitlines())
        assert all(line in after for line in before), path  # in this order
    untouched = (scaffolded.root / "live/mocks.hcl").read_text()
    assert untouched == (repository / "live/mocks.hcl").read_text()


def test_its_tests_pass(scaffolded: Surroundings) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--import-mode=importlib", "-p", "no:cacheprovider", "."],
        cwd=scaffolded.root, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert re.search(r"\b1[5-9] passed", done.stdout)


def test_python_is_as_ruff_wants_it(scaffolded: Surroundings, repository: Path) -> None:
    files = [str(path) for path in scaffolded.root.rglob("*.py")]
    for command in (["check"], ["format", "--check"]):
        ruff = [sys.executable, "-m", "ruff", *command, "--no-cache", "--config", str(repository / "pyproject.toml")]
        done = subprocess.run([*ruff, *files], cwd=scaffolded.root, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout


def test_the_page_answers_every_alarm_that_its_unit_asks_for(scaffolded: Surroundings, tree: Tree) -> None:
    """What the modules watch besides is in the plan, which a thorough test reads."""
    for kind, name in NAMES.items():
        page = (scaffolded.root / f"docs/services/{name}.md").read_text()
        inputs = tree.units[f"accounts/dev/us-east-1/services/{name}/observability"].inputs
        for condition in inputs.get("alert_conditions", []):
            assert f"### {condition['metric']}\n" in page, kind


def test_what_it_uses_is_said_in_every_account_and_covers_something(tree: Tree) -> None:
    """`./inv cost` takes each entry; that some resource is billed by it a thorough test finds in the plan."""
    usage = read_usage(tree.root, tree.units)
    mine = [where for where in usage.idle if any(f"/services/{name}/" in where for name in NAMES.values())]
    assert {Path(where.rpartition(":")[0]).name for where in mine} == {"usage.yaml"}
    assert len({where.rpartition(":")[0] for where in mine}) == 3 * len(NAMES)


def test_our_own_rules_find_nothing_in_it(scaffolded: Surroundings) -> None:
    outcomes = run_checks(scaffolded.root, ["live", "whitespace", "syntax", "paths"])
    found = [str(finding) for outcome in outcomes for finding in outcome.findings]
    assert {outcome.status for outcome in outcomes} <= {"passed", "failed"}
    assert [each for each in found if any(name in each for name in NAMES.values())] == []


def test_links_of_the_pages_lead_somewhere(scaffolded: Surroundings) -> None:
    pages = [*scaffolded.root.glob("docs/services/*.md"), *scaffolded.root.glob("*/*/README.md")]
    assert len(pages) >= 2 * len(KINDS)
    for page in pages:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text()):
            assert (page.parent / target).exists(), (page, target)


def test_a_container_is_nobody_in_particular_and_locked_by_hash(scaffolded: Surroundings) -> None:
    folder = scaffolded.root / "services/shop-front"
    dockerfile = (folder / "Dockerfile").read_text()
    assert "USER 10001:10001" in dockerfile
    assert "--require-hashes" in dockerfile
    assert re.search(r"^gunicorn==\S+ \\\n    --hash=sha256:", (folder / "requirements.txt").read_text(), re.MULTILINE)


@pytest.mark.parametrize("name", ["calendar", "import", "boto3", "tests"])
def test_a_package_does_not_hide_a_module_that_somebody_imports(make: Make, tmp_path: Path, name: str) -> None:
    around = make(tmp_path)
    write(around.root, scaffold_service(service("lambda-http-api", name, ("dev",)), around))
    assert (around.root / f"functions/{name}/{name}_service/handler.py").is_file()
    assert (
        f'handler            = "{name}_service.handler.handle"'
        in (around.root / f"live/units/services/{name}/lambda-http-api.hcl").read_text()
    )


def test_templates_that_change_get_another_version() -> None:
    """Records name the version: raise VERSION and write what this says into DIGEST."""
    assert templates.digest() == templates.DIGEST
