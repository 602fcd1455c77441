from __future__ import annotations

from pathlib import Path

import pytest

from tools.assume.references import Module, blocks, mentioned, module_of, surroundings


@pytest.mark.parametrize(
    ("address", "module"),
    [
        ("aws_vpc.this", ()),
        ("module.a.aws_vpc.this", ("a",)),
        ('module.a["x.module.y"].module.b[0].aws_vpc.this["k\\"]"]', ("a", "b")),
        ("module.dev--network.aws_vpc.this[0]", ("dev--network",)),
    ],
)
def test_an_address_tells_its_module(address: str, module: Module) -> None:
    assert module_of(address) == module


def expression(*references: str) -> dict[str, list[str]]:
    return {"references": list(references)}


def test_what_is_read_is_known_by_block() -> None:
    configuration = {
        "root_module": {
            "module_calls": {
                "m": {
                    "expressions": {},
                    "module": {
                        "outputs": {
                            "id": {"expression": expression("aws_vpc.a[0].id", "aws_vpc.a[0]", "aws_vpc.a")},
                            "all": {"expression": expression("aws_subnet.b")},
                        },
                        "resources": [
                            {
                                "mode": "managed",
                                "type": "aws_vpc",
                                "name": "a",
                                "provider_config_key": "aws.x",
                                "expressions": {"cidr": {"constant_value": 1}},
                            },
                            {
                                "mode": "managed",
                                "type": "aws_eip",
                                "name": "c",
                                "provider_config_key": "aws",
                                "expressions": {
                                    "block": [{"x": expression('aws_lb.d["k"].dns', 'aws_lb.d["k"]', "aws_lb.d")}],
                                    "y": expression("var.z", "each.key", "local.a.b", "data.aws_vpc.q.id"),
                                },
                            },
                        ],
                        "module_calls": {"inner": {"expressions": {"v": expression("aws_eip.c.ip", "aws_eip.c")}}},
                    },
                }
            }
        }
    }
    found = blocks(configuration, lambda module: frozenset({f"mentioned in {module}"}))
    read = {name: (block.read, block.whole) for (path, name), block in found.items() if path == ("m",)}
    assert read == {
        "aws_vpc.a": ({"id"}, False),
        "aws_subnet.b": ({"mentioned in m"}, True),
        "aws_lb.d": ({"dns"}, False),
        "aws_eip.c": ({"ip"}, False),
    }
    assert found[("m",), "aws_vpc.a"].provider == "aws.x"
    assert found[("m",), "aws_subnet.b"].may_be_read("anything")
    assert not found[("m",), "aws_vpc.a"].may_be_read("arn")


def test_what_a_module_mentions_comes_from_its_files(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text("output x { value = [for s in aws_db.this : s.secret[0].arn] }")
    (tmp_path / "note.md").write_text("a.nothing")
    assert mentioned(tmp_path.iterdir()) == {"this", "secret", "arn"}


def test_a_provider_tells_where_its_resources_live() -> None:
    configuration = {
        "provider_config": {
            "aws.role": {
                "expressions": {
                    "region": {"constant_value": "eu-west-1"},
                    "assume_role": [{"role_arn": {"constant_value": "arn:aws:iam::111122223333:role/x"}}],
                }
            },
            "aws.allowed": {"expressions": {"allowed_account_ids": {"constant_value": ["444455556666"]}}},
        }
    }
    assert surroundings(configuration, "aws.role").region == "eu-west-1"
    assert surroundings(configuration, "aws.role").account == "111122223333"
    assert surroundings(configuration, "aws.allowed").account == "444455556666"
    assert surroundings(configuration, "random") == surroundings({}, "aws")
