"""What every module of the library keeps to: one test per rule, one case per module."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tools.hcl import Block

from .library import Module, modules, parsed, readme_uses

VERSIONS = {"aws": ">= 5.100, < 7.0", "helm": ">= 2.17, < 4.0", "kubernetes": ">= 2.38, < 4.0"}
MODULES = [pytest.param(module, id=str(module)) for module in modules()]

pytestmark = pytest.mark.parametrize("module", MODULES)

# Data sources that are worked out by the provider itself and ask nobody.
LOCAL_DATA = {"aws_iam_policy_document"}


def _text(block: Block, attribute: str) -> str:
    """An attribute's expression as written, or nothing."""
    found = block.body.attributes.get(attribute)
    return "" if found is None else found.source.slice(found.expr.start, found.expr.end)


def _where(block: Block) -> str:
    return f"{block.source.path.name}:{block.range.line} {block.type} {'.'.join(block.labels)}"


def _blocks(module: Module) -> Iterator[Block]:
    """All blocks of a module, nested ones too."""

    def walk(blocks: list[Block]) -> Iterator[Block]:
        for block in blocks:
            yield block
            yield from walk(block.body.blocks)

    for _, body in module.bodies():
        yield from walk(body.blocks)


def test_no_file_is_long(module: Module) -> None:
    long = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in module.folder.rglob("*.tf")}
    assert {name: lines for name, lines in long.items() if lines > 300} == {}


def test_the_versions_are_those_that_were_tried(module: Module) -> None:
    [terraform] = module.blocks("terraform")
    assert _text(terraform, "required_version") == '">= 1.11"'
    [required] = terraform.body.blocks_of("required_providers")
    bounds = {name: re.search(r'version\s*=\s*"(.*)"', _text(required, name)) for name in required.body.attributes}
    assert "aws" in bounds
    assert {name: found and found[1] for name, found in bounds.items()} == {name: VERSIONS[name] for name in bounds}


def test_it_configures_no_provider_and_neither_do_its_examples(module: Module) -> None:
    assert module.blocks("provider") == []
    examples = [block for path in module.folder.glob("examples/*/*.tf") for block in parsed(path).blocks]
    assert [_where(block) for block in examples if block.type in ("provider", "terraform", "variable")] == []


def test_its_variables_are_few(module: Module) -> None:
    assert len(module.blocks("variable")) <= 25


def test_its_variables_are_described_and_typed(module: Module) -> None:
    variables = module.blocks("variable")
    assert [_where(block) for block in variables if not _text(block, "description")] == []
    assert [_where(block) for block in variables if re.search(r"\bany\b", _text(block, "type") or "any")] == []


def test_a_variable_is_null_only_where_that_means_something(module: Module) -> None:
    loose = [
        _where(block)
        for block in module.blocks("variable")
        if _text(block, "nullable") != "false" and _text(block, "default") != "null"
    ]
    assert loose == []


def test_its_variables_are_in_order_required_first(module: Module) -> None:
    for path, body in module.bodies():
        names = [("default" in block.body.attributes, block.labels[0]) for block in body.blocks_of("variable")]
        assert names == sorted(names), path.name


def test_its_outputs_are_described_and_in_order(module: Module) -> None:
    outputs = module.blocks("output")
    assert [_where(block) for block in outputs if not _text(block, "description")] == []
    names = [block.labels[0] for block in outputs]
    assert names == sorted(names)


def test_no_output_is_a_whole_resource(module: Module) -> None:
    whole = re.compile(
        r"^(?:(?:aws|helm|kubernetes)_\w+\.\w+(?:\[[^\]]*\])?"
        r"|(?:\{ *for +\w+ *, *(\w+) +in +(?:aws|helm|kubernetes)_\w+\.\w+ *: *.* => *\1 *\}))$",
        re.DOTALL,
    )
    assert [_where(block) for block in module.blocks("output") if whole.match(_text(block, "value"))] == []


def test_resources_are_kept_by_key_and_never_by_number(module: Module) -> None:
    # There or not there is all that count may say: `… ? 1 : 0`, or the length of a local that is `… ? [] : ["this"]`.
    switch = r"\? *(1 *: *0|0 *: *1)$"
    switches = {
        name
        for block in module.blocks("locals")
        for name in block.body.attributes
        if re.search(r'\? *\[\] *: *\["\w+"\]$', _text(block, name))
    }
    switch += "".join(rf"|^length\(local\.{name}\)$" for name in switches)
    counted = {
        _where(block): _text(block, "count")
        for block in _blocks(module)
        if block.type in ("resource", "module", "data") and "count" in block.body.attributes
    }
    assert {place: count for place, count in counted.items() if not re.search(switch, count)} == {}


def test_it_asks_aws_nothing_while_planning(module: Module) -> None:
    assert [_where(block) for block in module.blocks("data") if block.labels[0] not in LOCAL_DATA] == []


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
