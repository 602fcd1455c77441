"""Mistakes: each is told with its place, what was expected and what to do, and stops nothing else."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tools.errors import GroundplanError
from tools.live import Options, load, load_graph, load_unit

UNIT = "unit/terragrunt.hcl"


def message(root: Path, options: Options | None = None) -> str:
    """The one error of a tree."""
    tree = load(root, options)
    assert len(tree.errors) == 1, tree.errors
    return str(tree.errors[0])


@pytest.mark.parametrize(
    ("text", "line", "column", "parts"),
    [
        ('inputs = {\n  x = find_in_parent_folder("root.hcl")\n}', 2, 7, ['Did you mean "find_in_parent_folders"?']),
        ('inputs = { x = startswith("a") }', 1, 16, ["startswith takes 2 arguments, not 1"]),
        ('inputs = { x = templatestring("a", {}) }', 1, 16, ["templatestring"]),
        ('dependancy "vpc" {\n  config_path = "../vpc"\n}', 1, 1, ['Did you mean "dependency"?']),
        ('terraform {\n  sources = "x"\n}', 2, 3, ["Unsupported argument", 'Did you mean "source"?']),
        ('input = {}', 1, 1, ["Unsupported argument", 'Did you mean "inputs"?']),
        ("skip = true", 1, 1, ["Terragrunt 1.0 took it out: use an exclude block"]),
        ('locals = { a = 1 }', 1, 1, ["Unsupported argument", "locals is a block"]),
        ('inputs {\n  a = 1\n}', 1, 1, ["Unsupported block type", "inputs is an argument"]),
        ('dependency "x" {\n}', 1, 1, ["Missing required argument", '"config_path"']),
        ('dependency {\n  config_path = "../x"\n}', 1, 1, ["Missing name for dependency"]),
        ('locals "x" {\n}', 1, 1, ["Extraneous label"]),
        ("locals {\n}\nlocals {\n}", 3, 1, ["Duplicate locals block", "1:1"]),
        ("locals {\n  a = local.b\n  b = local.c\n  c = local.a\n}", 4, 7, ["circle", "a -> b -> c -> a"]),
        ("locals {\n  a = local.a\n}", 2, 7, ["circle", "a -> a"]),
        ('locals {\n  region = 1\n  b = local.regio\n}', 3, 7, ["named regio", 'Did you mean "region"?']),
        ("locals {\n  a = dependency.x.outputs.y\n}", 2, 7, ["Locals may refer to"]),
        ('locals {\n  region = 1\n}\ninputs = {\n  b = local.regio\n}', 5, 7, ["regio"]),
        ('inputs = "text"', 1, 10, ["inputs must be an object"]),
        ('terraform {\n  source = ["a"]\n}', 2, 12, ["Unsuitable value", "String required"]),
        ('include "x" {\n  path = "../nowhere.hcl"\n}', 2, 10, ["The included file does not exist", "nowhere.hcl"]),
        ('include "x" {\n  path = find_in_parent_folders("nowhere.hcl")\n}', 2, 33, ["in any folder above"]),
        ('include "x" {\n  path = "../root.hcl"\n  merge_strategy = "deepest"\n}', 3, 20, ["no_merge, shallow, deep"]),
        ('dependency "v" {\n  config_path = "../vcp"\n}', 2, 17, ["does not exist", "vcp"]),
        ('dependency "v" {\n  config_path = ""\n}', 2, 17, ["config_path must be a path"]),
        ('dependencies {\n  paths = ["../vcp"]\n}', 1, 1, ["does not exist", "vcp"]),
        ('generate "x" {\n  path = "x"\n  contents = ""\n  if_exists = "replace"\n}', 4, 15, ["overwrite_terragrunt"]),
        ('feature "x" {\n}', 1, 1, ["Missing required argument", '"default"']),
        ('remote_state {\n  backend = ""\n  config = {}\n}', 1, 1, ["backend must not be empty"]),
        ('inputs = { x = get_env("NOT_SET_ANYWHERE") }', 1, 24, ["NOT_SET_ANYWHERE is not set"]),
        ('inputs = { x = run_cmd("echo", "x") }', 1, 16, ["--allow-run-cmd"]),
        ('inputs = { x = get_aws_account_id() }', 1, 16, ["--account-id"]),
        ('inputs = { x = read_terragrunt_config("gone.hcl") }', 1, 39, ["there is no file", "gone.hcl"]),
        ('inputs = { x = read_tfvars_file("gone.tfvars") }', 1, 33, ["there is no file", "gone.tfvars"]),
        ('inputs = { x = constraint_check("1", "huh?") }', 1, 16, ["malformed version"]),
        ('inputs = { x = timecmp("yesterday", "2024-01-01T00:00:00Z") }', 1, 24, ["yesterday"]),
        ('inputs = { x = mark_glob_as_read("/etc/*") }', 1, 16, ["leads out of", "--terragrunt-boundary"]),
        ('inputs = { x = file("gone.txt") }', 1, 21, ["gone.txt"]),
        ("inputs = {\n  a = [1, 2\n}", 2, 7, []),
        ("unit \"x\" {\n}", 1, 1, ["terragrunt.stack.hcl"]),
    ],
)  # fmt: skip
def test_mistakes_are_told_with_place_and_caret(
    tree: object, text: str, line: int, column: int, parts: list[str]
) -> None:
    root = tree({UNIT: text, "root.hcl": "", "fine/terragrunt.hcl": "inputs = {}"})  # type: ignore[operator]
    found = load(root, Options(env={}))
    assert list(found.units) == ["fine"]
    assert len(found.errors) == 1
    told = str(found.errors[0])
    place = re.match(rf"{re.escape(str(root))}/\S*?terragrunt\.hcl:(\d+):(\d+): ", told)
    assert place, told
    if parts:
        assert (int(place[1]), int(place[2])) == (line, column), told
    for part in parts:
        assert part in told
    source, caret = told.splitlines()[1:3]
    assert text.splitlines()[int(place[1]) - 1] in source
    assert caret.index("^") - source.index("|") == int(place[2]) + 1
    assert "Traceback" not in told


def test_an_error_in_a_shared_file_names_the_unit(tree: object) -> None:
    files = {"root.hcl": "inputs = { x = local.gone }", "env.hcl": "locals { a = nope() }"}
    include = 'include "root" {\n  path = find_in_parent_folders("root.hcl")\n}\n'
    root = tree(  # type: ignore[operator]
        {
            **files,
            "a/terragrunt.hcl": include,
            "b/terragrunt.hcl": include + 'locals { e = read_terragrunt_config("../env.hcl") }',
        }
    )
    told = [str(error) for error in load(root).errors]
    assert f"{root}/root.hcl:1:16" in told[0] and "while evaluating unit a" in told[0]
    assert f"{root}/env.hcl:1:14" in told[1] and "while evaluating unit b" in told[1]


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"\x00\x01\x02", "binary"),
        (b'inputs = { a = "\xff" }', "UTF-8"),
        ("inputs = {}".encode("utf-16"), "UTF-16"),
        (b"inputs = {", "terragrunt.hcl:1"),
        (b"a" * 100, "terragrunt.hcl:1:1"),
    ],
)
def test_unreadable_content(tree: object, content: bytes, part: str) -> None:
    root: Path = tree({UNIT: ""})  # type: ignore[operator]
    (root / UNIT).write_bytes(content)
    assert part in message(root)


def test_byte_order_mark_and_crlf_are_no_mistakes(tree: object) -> None:
    root: Path = tree({UNIT: ""})  # type: ignore[operator]
    (root / UNIT).write_bytes(b"\xef\xbb\xbfinputs = {\r\n  a = 1\r\n  b = <<EOT\r\nx\r\nEOT\r\n}\r\n")
    unit = load(root).units["unit"]
    assert unit.inputs["a"] == 1
    assert load(root).errors == []


def test_empty_files_are_units_without_anything(tree: object) -> None:
    root = tree({UNIT: "", "other/terragrunt.hcl": "# nothing but this\n"})  # type: ignore[operator]
    found = load(root)
    assert [unit.inputs for unit in found.units.values()] == [{}, {}]


def test_links_that_go_in_a_circle(tree: object) -> None:
    root: Path = tree(
        {"fine/terragrunt.hcl": "", "up/terragrunt.hcl": 'locals { x = read_terragrunt_config("loop.hcl") }'}
    )  # type: ignore[operator]
    (root / "up" / "loop.hcl").symlink_to("loop.hcl")
    (root / "fine" / "again").symlink_to("..")
    (root / "linked").mkdir()
    (root / "linked" / "terragrunt.hcl").symlink_to("terragrunt.hcl")
    found = load(root)
    assert list(found.units) == ["fine"]
    assert sorted(error.unit for error in found.errors) == ["linked", "up"]  # type: ignore[attr-defined]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything: needs an ordinary user")
def test_a_file_without_permission(tree: object) -> None:
    root: Path = tree({UNIT: ""})  # type: ignore[operator]
    (root / UNIT).chmod(0)
    assert "not readable" in message(root)


def test_a_folder_that_is_called_like_a_unit_file(tree: object) -> None:
    root: Path = tree({"fine/terragrunt.hcl": ""})  # type: ignore[operator]
    (root / "odd" / "terragrunt.hcl").mkdir(parents=True)
    found = load(root)
    assert list(found.units) == ["fine"]
    assert found.errors == []


@pytest.mark.parametrize("depth", [300, 20_000])
def test_deep_nesting_ends_in_a_value_or_an_error(tree: object, depth: int) -> None:
    root = tree({UNIT: f"inputs = {{ a = {'[' * depth}{']' * depth} }}"})  # type: ignore[operator]
    found = load(root)
    assert len(found.units) + len(found.errors) == 1
    json = tree({"j/terragrunt.hcl.json": f'{{"inputs": {{"a": {"[" * depth}{"]" * depth}}}}}'})  # type: ignore[operator]
    assert len(load(json / "j").units) + len(load(json / "j").errors) == 1


def test_a_long_chain_of_locals(tree: object) -> None:
    chain = "".join(f"  l{n} = local.l{n + 1}\n" for n in range(5000))
    root = tree({UNIT: f"locals {{\n{chain}  l5000 = 7\n}}\ninputs = {{ x = local.l0 }}"})  # type: ignore[operator]
    assert load(root).units["unit"].inputs == {"x": 7}


def test_a_large_file(tree: object) -> None:
    lines = "".join(f'  key{n} = "value {n} {"x" * 400}"\n' for n in range(12_000))
    root: Path = tree({UNIT: f"inputs = {{\n{lines}}}\n"})  # type: ignore[operator]
    assert (root / UNIT).stat().st_size > 5_000_000
    assert len(load(root).units["unit"].inputs) == 12_000


def test_what_is_wrong_besides_missing_mocks_is_told(tree: object) -> None:
    needs = 'dependency "a" {\n  config_path = "../a"\n}\ninputs = {\n  x = dependency.a.outputs.x\n  y = nope()\n}\n'
    root = tree({"a/terragrunt.hcl": "", UNIT: needs})  # type: ignore[operator]
    assert "unit/terragrunt.hcl:6:7" in message(root)


def test_files_that_read_each_other_in_a_circle(tree: object) -> None:
    root = tree(  # type: ignore[operator]
        {
            UNIT: 'locals { a = read_terragrunt_config("../a.hcl") }',
            "a.hcl": 'locals { b = read_terragrunt_config("b.hcl") }',
            "b.hcl": 'locals { a = read_terragrunt_config("a.hcl") }',
        }
    )
    told = message(root)
    assert "read each other in a circle" in told
    assert f"{root}/b.hcl:1:" in told


def test_nested_includes_are_refused(tree: object) -> None:
    root = tree(  # type: ignore[operator]
        {UNIT: 'include "a" { path = "../a.hcl" }', "a.hcl": 'include "b" { path = "../b.hcl" }', "b.hcl": ""}
    )
    assert "Only one level of includes" in message(root)


def test_what_is_not_supported_is_said(tree: object) -> None:
    root = tree({"s/terragrunt.stack.hcl": 'unit "x" {\n}', "u/terragrunt.hcl": "", "u/terragrunt.autoinclude.hcl": ""})  # type: ignore[operator]
    told = "\n".join(map(str, load(root).errors))
    assert "Stack files are not supported yet" in told
    assert "terragrunt.autoinclude.hcl is not supported yet" in told
    assert "Stack files" in str(load_graph(root).errors[0])


def test_single_unit_raises(tree: object) -> None:
    root = tree({UNIT: "inputs = { x = nope() }"})  # type: ignore[operator]
    with pytest.raises(GroundplanError, match="nope"):
        load_unit(root / "unit")
