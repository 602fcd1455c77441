from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from tools.estate import states

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
        interface=SimpleNamespace(sensitive_outputs=frozenset(sensitive)),
    )


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
