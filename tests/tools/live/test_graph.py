"""Printing the graph, and the commands."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tools.live import Options, load_graph
from tools.live.commands import graph_command, render_command
from tools.live.graph import order, to_dot, to_mermaid

Write = Callable[[dict[str, str]], Path]
FILES = {
    "live/net/terragrunt.hcl": "inputs = { a = 1 }",
    "live/app/terragrunt.hcl": 'dependency "net" {\n  config_path  = "../net"\n  mock_outputs = { id = 7 }\n}\n'
    "inputs = { id = dependency.net.outputs.id }\n",
}


def test_text(tree: Write, capsys: pytest.CaptureFixture[str]) -> None:
    assert graph_command(tree(FILES) / "live") == 0
    assert capsys.readouterr() == ("app\n  needs net\nnet\n", "")


def test_json(tree: Write, capsys: pytest.CaptureFixture[str]) -> None:
    assert graph_command(tree(FILES) / "live", "json") == 0
    assert json.loads(capsys.readouterr().out) == {"app": ["net"], "net": []}


def test_dot(tree: Write, capsys: pytest.CaptureFixture[str]) -> None:
    assert graph_command(tree(FILES) / "live", "dot") == 0
    out = capsys.readouterr().out
    assert out.startswith("digraph")
    assert '  "app" -> "net";\n' in out
    assert to_dot({'a"b': []}).count('"a\\"b"') == 1


def test_mermaid(tree: Write, capsys: pytest.CaptureFixture[str]) -> None:
    assert graph_command(tree(FILES) / "live", "mermaid") == 0
    out = capsys.readouterr().out
    assert out == 'flowchart LR\n  u0["app"]\n  u1["net"]\n  u0 --> u1\n'
    assert "&quot;" in to_mermaid({'a"b': []})


def test_what_is_wrong_goes_to_stderr_and_the_rest_is_printed(tree: Write, capsys: pytest.CaptureFixture[str]) -> None:
    root = tree(FILES | {"live/bad/terragrunt.hcl": 'dependency "x" {\n  config_path = "../nowhere"\n}\n'})
    assert graph_command(root / "live", "json") == 1
    out, err = capsys.readouterr()
    assert json.loads(out) == {"app": ["net"], "bad": [], "net": []}
    assert f"{root}/live/bad/terragrunt.hcl:2:17: The dependency does not exist" in err
    assert "^^^" in err


def test_what_cannot_run_ends_with_two(tree: Write, capsys: pytest.CaptureFixture[str]) -> None:
    root = tree(FILES)
    assert graph_command(root / "nowhere") == 2
    assert graph_command(root, "pdf") == 2
    assert render_command(root / "live") == 2
    assert render_command(root / "live" / "net", format="yaml") == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "choose one of: text, json, dot, mermaid" in err


def test_render_one(tree: Write, capsys: pytest.CaptureFixture[str]) -> None:
    assert render_command(tree(FILES) / "live" / "app") == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["inputs"] == {"id": 7}
    assert err == ""


def test_render_all_goes_on_past_broken_units(tree: Write, capsys: pytest.CaptureFixture[str]) -> None:
    root = tree(FILES | {"live/bad/terragrunt.hcl": "inputs = { x = nope() }"})
    assert render_command(root / "live", all=True) == 1
    out, err = capsys.readouterr()
    assert list(json.loads(out)) == ["app", "net"]
    assert "live/bad/terragrunt.hcl:1:16" in err


def test_a_mistake_that_units_share_is_told_once(tree: Write, capsys: pytest.CaptureFixture[str]) -> None:
    include = 'include "root" {\n  path = find_in_parent_folders("root.hcl")\n}\n'
    units = {f"live/u{number}/terragrunt.hcl": include for number in range(9)}
    assert render_command(tree({"root.hcl": "inputs = { x = nope() }", **units}) / "live", all=True) == 1
    err = capsys.readouterr().err
    assert err.count("root.hcl:1:16") == 1
    assert "while evaluating units u0, u1, u2 and 6 more\n" in err


def test_render_warns_of_what_it_shows_empty(tree: Write, capsys: pytest.CaptureFixture[str]) -> None:
    root = tree(FILES | {"live/app/terragrunt.hcl": FILES["live/app/terragrunt.hcl"].replace("mock_outputs", "#")})
    assert render_command(root / "live" / "app") == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["inputs"] == {"id": ""}
    assert 'app/terragrunt.hcl: warning: dependency "net" has no mock_outputs' in err


def test_render_prints_numbers_as_terragrunt_does(tree: Write, capsys: pytest.CaptureFixture[str]) -> None:
    root = tree({"u/terragrunt.hcl": "inputs = { big = 9007199254740993, half = 0.5, exp = 1.0e3, one = 1.0 }"})
    assert render_command(root / "u") == 0
    out = capsys.readouterr().out
    assert '"big": 9007199254740992,' in out
    assert '"half": 0.5,' in out
    assert '"exp": 1000,' in out
    assert '"one": 1' in out


def test_order_is_by_name_where_nothing_else_decides() -> None:
    assert order({"b": ["z"], "a": ["z"], "z": [], "c": ["a", "b"]}) == ["z", "a", "b", "c"]
    names = [f"{number:05}" for number in range(5000)]
    chain = {name: [names[index + 1]] if index + 1 < len(names) else [] for index, name in enumerate(names)}
    assert order(chain) == names[::-1]


def test_features_and_account_can_be_set_from_outside(tree: Write) -> None:
    from tools.live import load

    root = tree(
        {
            "u/terragrunt.hcl": """
feature "on" {
  default = false
}

feature "name" {
  default = "x"
}

inputs = {
  on      = feature.on.value
  name    = feature.name.value
  account = get_aws_account_id()
  arn     = get_aws_caller_identity_arn()
}
"""
        }
    )
    options = Options(features={"on": "true", "name": "y"}, account_id="111111111111", env={})
    assert load(root, options).units["u"].inputs == {
        "on": True,
        "name": "y",
        "account": "111111111111",
        "arn": "arn:aws:sts::111111111111:user/moto",
    }


def test_graph_of_nothing(tree: Write) -> None:
    root = tree({"live/readme.md": ""})
    graph = load_graph(root / "live")
    assert (graph.edges, graph.errors, graph.order()) == ({}, [], [])
