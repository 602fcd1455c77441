"""Every example of every module, and the whole dev account, settle: nothing about them is beyond the assumed state.

That all three accounts settle together is in tests/live/test_assumed.py.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.modules.library import Example, Module, examples, modules
from tests.modules.providers import PROVIDER
from tools.assume import Assumed, Store, assume, write_state
from tools.assume.settle import Settling
from tools.cli.planned import build_packages
from tools.compose import Composition, compose, cut
from tools.compose.initialising import initialise
from tools.compose.snapshot import after
from tools.estate import Selection, select
from tools.estate.session import Session, passing
from tools.terraform import TerraformError

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def settled_examples(
    initialised: Callable[[Path], Settling], tmp_path_factory: pytest.TempPathFactory
) -> dict[Example, list[str]]:
    """What is wrong with each example. All are planned in one root, without those that do not even plan."""
    folder = tmp_path_factory.mktemp("examples")
    wrong: dict[Example, list[str]] = {each: [] for each in examples()}
    while True:
        left = [each for each, problems in wrong.items() if not problems]
        calls = {each.label: {"source": os.path.relpath(each.folder, folder.resolve())} for each in left}
        root = {
            "terraform": {"required_providers": {"aws": {"source": "hashicorp/aws"}}},
            "provider": {"aws": PROVIDER},
            "module": calls,
        }
        (folder / "main.tf.json").write_text(json.dumps(root), encoding="utf-8")
        settling = initialised(folder)
        try:
            unsettled = settling.run(None)
            break
        except TerraformError as error:
            broken = [each for each in left if f"/modules/{each.module.name}/" in str(error)]
            if not broken:
                raise
            wrong |= {each: [str(error)] for each in broken}
    for each in left:
        inside = f"module.{each.label}."
        wrong[each] += [
            f"{one.full_address}: {one.action} {one.attributes}" for one in unsettled if inside in one.full_address
        ]
        made = any(address.startswith(inside) for address in settling.assembly.entries)
        if not made and not each.module.left_out:
            wrong[each].append("it makes nothing")
    return wrong


@pytest.mark.parametrize("module", modules(), ids=str)
def test_the_examples_of_a_module_settle(settled_examples: dict[Example, list[str]], module: Module) -> None:
    own = {str(each): problems for each, problems in settled_examples.items() if each.module == module}
    assert own
    assert {example: problems for example, problems in own.items() if problems} == {}


@pytest.fixture(scope="module")
def session(repository: Path) -> Iterator[Session]:
    build_packages(repository / "live")
    with passing(repository / "live") as session:
        yield session


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(tmp_path_factory.mktemp("store"))


def composed(repository: Path, session: Session, *units: str) -> Composition:
    return compose(select(repository / "live", Selection("dev", units=units), session.terraform.environment))


@pytest.fixture(scope="module")
def dev(
    repository: Path, session: Session, store: Store, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Composition, Assumed]:
    composition = composed(repository, session)
    return composition, assume(composition, tmp_path_factory.mktemp("dev"), session.terraform, store=store)


def test_the_dev_account_settles(dev: tuple[Composition, Assumed]) -> None:
    composition, assumed = dev
    assert assumed.unsettled == ()
    assert cut(assumed.document, composition.members).counts == {}
    snapshot = after(assumed.document)
    assert {each.unit for each in snapshot.resources.values()} == set(composition.members)
    assert assumed.rounds == 2, "more are only slower: see tools/assume/ahead.py"


def test_references_between_units_are_resolved(dev: tuple[Composition, Assumed]) -> None:
    snapshot = after(dev[1].document)
    functions = snapshot.of_type("aws_lambda_function")
    groups = {each.values["id"] for each in snapshot.of_type("aws_security_group")}
    subnets = {each.values["id"] for each in snapshot.of_type("aws_subnet")}
    assert {"lambda-http-api", "schema", "transform"} <= {each.unit.rpartition("/")[2] for each in functions}
    for function in functions:
        (network,) = function.values["vpc_config"]
        assert network["security_group_ids"] and set(network["security_group_ids"]) <= groups
        assert network["subnet_ids"] and set(network["subnet_ids"]) <= subnets


def test_a_part_of_the_account_is_served_by_what_is_known_of_all(
    dev: tuple[Composition, Assumed], repository: Path, session: Session, store: Store, tmp_path: Path
) -> None:
    """Its provider has another alias then, which the state has to name."""
    part = composed(repository, session, "security/kms")
    aliases = [{each["alias"] for each in side.document["provider"]["aws"]} for side in (dev[0], part)]
    assert aliases[0] != aliases[1], "otherwise this proves nothing"
    assumed = assume(part, tmp_path, session.terraform, store=store)
    assert assumed.rounds == 0
    initialise(tmp_path, session.terraform)
    write_state(assumed.state, tmp_path)
    session.terraform.plan(tmp_path, tmp_path / "plan", options=("-refresh=false",))
    assert cut(session.terraform.show(tmp_path, tmp_path / "plan"), part.members).counts == {}
