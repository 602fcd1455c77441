from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from packaging.version import Version

from tools.errors import GroundplanError
from tools.estate import states
from tools.terraform import Binary

AWS = 'provider["registry.terraform.io/hashicorp/aws"]'


def resource(module: str, name: str, *dependencies: str, provider: str = f"{AWS}.dev") -> dict[str, Any]:
    return {
        "module": module,
        "mode": "managed",
        "type": "aws_vpc",
        "name": name,
        "provider": provider,
        "instances": [{"schema_version": 1, "attributes": {"id": name}, "dependencies": list(dependencies)}],
    }


STATE: dict[str, Any] = {
    "version": 4,
    "terraform_version": "1.11.4",
    "serial": 7,
    "lineage": "1c3f",
    "outputs": {
        "dev--app": {
            "value": {"id": "x", "nothing": None, "secret": "s"},
            "type": ["object", {"id": "string", "nothing": "string", "secret": "string"}],  # pragma: allowlist secret
            "sensitive": True,
        },
        "dev--bare": {"value": {}, "type": ["object", {}], "sensitive": True},
    },
    "resources": [
        resource("module.dev--app", "here", "module.dev--app.aws_vpc.other", "module.dev--network.aws_vpc.this"),
        resource("module.dev--app.module.inner", "nested", "module.dev--network.aws_vpc.this"),
        resource('module.dev--app.module.many["a"]', "keyed"),
        resource("module.dev--app-two", "elsewhere"),
    ],
}


def member(module: str, *sensitive: str) -> Any:
    return SimpleNamespace(
        module=module,
        unit=SimpleNamespace(path=module.replace("--", "/")),
        interface=SimpleNamespace(sensitive_outputs=frozenset(sensitive), providers={"aws": "hashicorp/aws"}),
    )


def composition(*modules: str, configured: tuple[str, ...] = ("aws",), **handed: str) -> Any:
    members = {name.replace("--", "/"): member(name) for name in modules}
    blocks = {name: {"providers": {key.replace("__", "."): value for key, value in handed.items()}} for name in modules}
    return SimpleNamespace(members=members, document={"module": blocks, "provider": {key: [{}] for key in configured}})


def binary(product: str = "terraform") -> Binary:
    return Binary(Path("/bin/terraform"), product, Version("1.11.4"), "PATH")


def test_a_units_state_holds_its_resources_as_if_it_stood_alone() -> None:
    own = states.split(STATE, member("dev--app"))
    assert [(each.get("module"), each["name"]) for each in own["resources"]] == [
        (None, "here"),
        ("module.inner", "nested"),
        ('module.many["a"]', "keyed"),
    ]
    assert {each["provider"] for each in own["resources"]} == {AWS}


def test_dependencies_on_other_units_are_dropped_and_own_ones_are_renamed() -> None:
    here, nested, _ = states.split(STATE, member("dev--app"))["resources"]
    assert here["instances"][0]["dependencies"] == ["aws_vpc.other"]
    assert "dependencies" not in nested["instances"][0]


def test_outputs_come_with_their_types_and_their_secrecy() -> None:
    outputs = states.split(STATE, member("dev--app", "secret"))["outputs"]
    assert outputs == {
        "id": {"value": "x", "type": "string"},
        "secret": {"value": "s", "type": "string", "sensitive": True},
    }


def test_every_unit_has_a_lineage_of_its_own_that_stays() -> None:
    first, again, other = (
        states.split(STATE, member(name))["lineage"] for name in ("dev--app", "dev--app", "dev--app-two")
    )
    assert first == again != other


def test_the_whole_state_is_left_as_it_was() -> None:
    states.split(STATE, member("dev--app"))
    assert STATE["resources"][0]["instances"][0]["dependencies"][0] == "module.dev--app.aws_vpc.other"


def test_what_was_cut_is_joined_again() -> None:
    names = ("dev--app", "dev--app-two")
    own = {name.replace("--", "/"): states.split(STATE, member(name, "secret")) for name in names}
    joined = states.join(composition(*names, aws="aws.dev"), own, binary())
    within = f"module.{names[0]}."
    expected = [{**each, "instances": [without_others(each["instances"][0], within)]} for each in STATE["resources"]]
    assert sorted(joined["resources"], key=str) == sorted(expected, key=str)
    assert joined["outputs"]["dev--app"] == {
        "value": {"id": "x", "secret": "s"},
        "type": ["object", {"id": "string", "secret": "string"}],  # pragma: allowlist secret
        "sensitive": True,
    }
    assert (joined["version"], joined["terraform_version"]) == (4, "1.11.4")


def without_others(instance: dict[str, Any], prefix: str) -> dict[str, Any]:
    kept = [each for each in instance["dependencies"] if each.startswith(prefix)]
    rest = {key: value for key, value in instance.items() if key != "dependencies"}
    return {**rest, "dependencies": kept} if kept else rest


def joined_provider(address: str, product: str = "terraform", **handed: str) -> str:
    state = {"resources": [{**resource("", "a", provider=address), "module": "module.x"}]}
    whole = states.join(composition("dev--app", **handed), {"dev/app": state}, binary(product))
    assert whole["resources"][0]["module"] == "module.dev--app.module.x"
    return str(whole["resources"][0]["provider"])


def test_each_provider_is_the_one_that_the_composition_hands_over() -> None:
    handed = {"aws": "aws.dev", "aws__replica": "aws.dev-replica"}
    assert joined_provider(AWS, **handed) == f"{AWS}.dev"
    assert joined_provider(f"{AWS}.replica", **handed) == f"{AWS}.dev-replica"
    random = 'provider["registry.terraform.io/hashicorp/random"]'
    assert joined_provider(random, **handed) == random
    assert joined_provider(f"module.x.{AWS}", **handed) == f"module.dev--app.module.x.{AWS}"


def test_a_state_of_opentofu_is_joined_for_terraform_and_the_other_way_round() -> None:
    tofu = AWS.replace("terraform.io", "opentofu.org")
    assert joined_provider(tofu, aws="aws.dev") == f"{AWS}.dev"
    assert joined_provider(AWS, "tofu", aws="aws.dev") == f"{tofu}.dev"


@pytest.mark.parametrize(("address", "handed"), [(f"{AWS}.old", {"aws": "aws.dev"}), (AWS, {})])
def test_a_provider_that_is_no_longer_configured_is_never_guessed(address: str, handed: dict[str, str]) -> None:
    with pytest.raises(GroundplanError, match="which it no longer configures"):
        joined_provider(address, **handed)
