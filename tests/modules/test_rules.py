"""What every module of the library keeps to besides the rules of `./inv lint modules`: one case per module."""

from __future__ import annotations

import re

import pytest

from tools.hcl import Block

from .library import Module, modules, readme_uses

VERSIONS = {"aws": ">= 5.100, < 7.0", "helm": ">= 2.17, < 4.0", "kubernetes": ">= 2.38, < 4.0"}
MODULES = [pytest.param(module, id=str(module)) for module in modules()]

pytestmark = pytest.mark.parametrize("module", MODULES)


def _text(block: Block, attribute: str) -> str:
    """An attribute's expression as written, or nothing."""
    found = block.body.attributes.get(attribute)
    return "" if found is None else found.source.slice(found.expr.start, found.expr.end)


def _where(block: Block) -> str:
    return f"{block.source.path.name}:{block.range.line} {block.type} {'.'.join(block.labels)}"


def test_the_versions_are_those_that_were_tried(module: Module) -> None:
    [terraform] = module.blocks("terraform")
    assert _text(terraform, "required_version") == '">= 1.11"'
    [required] = terraform.body.blocks_of("required_providers")
    bounds = {name: re.search(r'version\s*=\s*"(.*)"', _text(required, name)) for name in required.body.attributes}
    assert "aws" in bounds
    assert {name: found and found[1] for name, found in bounds.items()} == {name: VERSIONS[name] for name in bounds}


def test_it_knows_no_environment(module: Module) -> None:
    named = re.compile(r'"(?:prod|production|staging|dev|development)"')
    code = {
        f"{path.name}:{number}": line
        for path in module.files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if named.search(line.partition("#")[0])
    }
    assert code == {}


def test_its_security_groups_have_one_resource_per_rule(module: Module) -> None:
    groups = [block for block in module.blocks("resource") if block.labels[0] == "aws_security_group"]
    inline = {"ingress", "egress"}
    assert [_where(g) for g in groups if inline & (set(g.body.attributes) | {b.type for b in g.body.blocks})] == []


def test_it_makes_no_access_key(module: Module) -> None:
    assert [_where(block) for block in module.blocks("resource") if block.labels[0] == "aws_iam_access_key"] == []


def test_its_readme_has_room_for_the_generated_tables(module: Module) -> None:
    path = module.folder / "README.md"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    assert text.count("<!-- BEGIN INTERFACE -->") == text.count("<!-- END INTERFACE -->") == 1


def test_its_readme_shows_a_use_that_fits(module: Module) -> None:
    variables = {block.labels[0]: "default" not in block.body.attributes for block in module.blocks("variable")}
    required = {name for name, needed in variables.items() if needed}
    uses = [set(use.body.attributes) - {"source", "version"} for use in readme_uses(module)]
    assert [given for given in uses if required <= given <= set(variables)], (
        "no module block in an hcl block of the README gives all required inputs and no other than the module's: "
        f"{sorted(required)} are required"
    )
