"""A new unit of a module: wired as its neighbours are, and asking for what nothing tells."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools.compose.inputs import problems
from tools.compose.interface import read_interface
from tools.errors import GroundplanError
from tools.live import load
from tools.scaffold import write
from tools.scaffold.surroundings import Surroundings, emulated
from tools.scaffold.unit import Ask, scaffold_unit

from .conftest import snapshot


def made(around: Surroundings, module: str, path: str, given: dict[str, str]) -> str:
    """Write a unit into dev, hold it against its module, and answer with its definition."""
    write(around.root, scaffold_unit(around, f"modules/{module}", path, ["dev"], given))
    folder = around.tree / "accounts/dev/us-east-1" / path
    tree = load(folder, emulated())
    assert tree.errors == []
    [unit] = tree.units.values()
    assert unit.module_dir is not None
    assert [str(problem) for problem in problems(unit, read_interface(unit.module_dir))] == []
    return (around.tree / "units" / f"{path}.hcl").read_text()


def test_what_neighbours_are_given_it_is_given_too(around: Surroundings) -> None:
    given = {"domain_name": '"reports.${local.env.domain_name}"'}
    text = made(around, "dns/certificate", "services/reports/certificate", given)
    assert "\n  zone_id     = dependency.dns.outputs.zone_id\n" in text
    assert text.count('dependency "dns" {') == 1
    assert '\n  domain_name = "reports.${local.env.domain_name}"\n' in text
    assert re.search(r"^  env += read_terragrunt_config", text, re.MULTILINE)


def test_an_object_is_taken_over_where_its_attributes_fit(around: Surroundings) -> None:
    """Functions and services call different objects `network`; the one that fits is a function's."""
    package = '{ path = "x.zip", sha256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" }'
    text = made(around, "compute/lambda-one-off", "services/reports/once", {"package": package})
    assert "security_group_id = dependency.network.outputs.security_group_ids.lambda" in text
    assert '  name        = "${local.project.name}-once"\n' in text
    assert "kms_key_arn = dependency.kms.outputs.key_arns.logs\n" in text
    assert "region      = local.region\n" in text


def test_a_unit_is_given_what_others_of_its_module_are(around: Surroundings) -> None:
    """Most modules encrypt with the key of the logs, whose policy does not let SNS in; alarms go to a topic."""
    text = made(around, "observability", "services/reports/observability", {})
    assert "  kms_key_arn = dependency.kms.outputs.key_arns.data\n" in text


def test_where_units_of_the_module_differ_all_units_decide(around: Surroundings) -> None:
    """A zone is the primary region's for certificates as well, and its own region's for one unit alone."""
    text = made(around, "dns/record", "services/reports/dns/record", {"records": "{}"})
    assert '= "${dirname(local.here)}/${local.account.primary_region}/dns"\n' in text
    assert "  zone_id = dependency.dns.outputs.zone_id\n" in text


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("reports", '"reports"'),
        ('"/acme/dev"', '"/acme/dev"'),
        ("/acme/dev", '"/acme/dev"'),
        ("reports.example.com", '"reports.example.com"'),
        ('a "quoted" \\ word', r'"a \"quoted\" \\ word"'),
        ("${local.project.name}-reports", '"${local.project.name}-reports"'),
        ("local.env.domain_name", "local.env.domain_name"),
        ("dependency.dns.outputs.zone_name", "dependency.dns.outputs.zone_name"),
    ],
)
def test_plain_words_are_strings_where_a_string_is_wanted(around: Surroundings, said: str, written: str) -> None:
    text = made(around, "compute/parameters", "services/reports/settings", {"path": said, "parameters": "{}"})
    assert f"  path       = {written}\n" in text


def test_what_nothing_tells_is_asked_for_and_told_where_nobody_is(around: Surroundings) -> None:
    before = snapshot(around.root)
    with pytest.raises(GroundplanError, match=r"2 inputs have no value") as refused:
        scaffold_unit(around, "modules/compute/parameters", "services/reports/settings", ["dev"], {})
    lines = str(refused.value).splitlines()
    assert lines[1:6] == [
        "  --input 'parameters=…'",
        "      map(object({",
        "        value           = string",
        "        description     = string",
        "        allowed_pattern = optional(string)",
    ]
    assert lines[-3:-1] == ["  --input 'path=…'", "      string"]
    assert lines[-1].startswith("      Where the parameters lie, for example `/acme/dev`")
    assert max(map(len, lines)) <= 110
    assert snapshot(around.root) == before
    asked: list[str] = []

    def ask(variable: object, words: str) -> str:
        asked.append(variable.name)  # type: ignore[attr-defined]
        return {"parameters": "{}", "path": '"/acme/dev"'}[asked[-1]]

    answering: Ask = ask
    changes = scaffold_unit(around, "modules/compute/parameters", "services/reports/settings", ["dev"], {}, answering)
    assert asked == ["parameters", "path"]
    assert len(changes) == 2


@pytest.mark.parametrize(
    ("module", "path", "accounts", "given", "message"),
    [
        ("modules/dns/records", "a", ["dev"], {}, "modules/dns/records is no module of the library"),
        ("live/units", "a", ["dev"], {}, "live/units is no module of the library"),
        ("modules/dns/record", "../a", ["dev"], {}, "'../a' is no path of a unit"),
        ("modules/dns/record", "a", ["test"], {}, "there is no account 'test'"),
        ("modules/dns/record", "a", [], {}, "no account is named"),
        ("modules/dns/record", "dns", ["dev"], {}, "live/units/dns.hcl, .*there already"),
        ("modules/dns/record", "a", ["dev"], {"record": "{}"}, "--input record: the module takes no such input"),
        ("modules/dns/record", "a", ["dev"], {"records": "{"}, "--input records: '{' is no HCL"),
        ("modules/dns/record", "a", ["dev"], {"records": "dependency.moon.outputs.x"}, "no unit has a dependency moon"),
        (
            "modules/dns/record",
            "a",
            ["dev"],
            {"records": "local.sizes"},
            r"there is no local\.sizes\n.*project, account",
        ),
        ("modules/dns/record", "a", ["dev"], {"records": "hello"}, "a unit knows no hello"),
        ("modules/dns/record", "a", ["dev"], {"records": "{ a = local }"}, "a unit knows no local"),
        ("modules/compute/parameters", "a", ["dev"], {"path": "x${b.c}"}, "a unit knows no b\n"),
        ("modules/compute/parameters", "a", ["dev"], {"path": '"a${b'}, "is no HCL\n  it takes: string"),
    ],
)
def test_what_cannot_be_taken(
    around: Surroundings, module: str, path: str, accounts: list[str], given: dict[str, str], message: str
) -> None:
    before = snapshot(around.root)
    with pytest.raises(GroundplanError, match=message):
        scaffold_unit(around, module, path, accounts, given)
    assert snapshot(around.root) == before


def test_a_tie_is_told_and_not_guessed(around: Surroundings) -> None:
    """Two units hand different things to an input of one name: somebody has to say which."""
    for number in (1, 2):
        definition = around.tree / f"units/services/tie-{number}.hcl"
        definition.write_text(
            'locals {\n  here = dirname(find_in_parent_folders("region.hcl"))\n}\n\n'
            f'dependency "zone_{number}" {{\n  config_path = "${{local.here}}/zone-{number}"\n}}\n\n'
            f"inputs = {{\n  path = dependency.zone_{number}.outputs.zone_id\n}}\n"
        )
    with pytest.raises(GroundplanError, match=r'zone_1.outputs.zone_id of "\$\{local.here\}/zone-1" or\s'):
        scaffold_unit(around, "modules/compute/parameters", "a", ["dev"], {"parameters": "{}"})


def test_an_output_of_that_name_is_taken_where_no_neighbour_tells(around: Surroundings) -> None:
    module = around.root / "modules-of-ours"
    module.mkdir()
    (module / "versions.tf").write_text("")
    (module / "README.md").write_text("# a\n\nA thing.\n")
    (module / "variables.tf").write_text('variable "alb_arn_suffix" {\n  description = "x"\n  type = string\n}\n')
    modules = around.root / "modules"
    library = modules.resolve()
    modules.unlink()
    modules.mkdir()
    for each in library.iterdir():
        (modules / each.name).symlink_to(each)
    (modules / "a").symlink_to(module)
    text = made(around, "a", "services/reports/a", {})
    assert "alb_arn_suffix = dependency.service.outputs.alb_arn_suffix\n" in text
    assert Path(around.tree / "units/services/reports/a.hcl").is_file()
