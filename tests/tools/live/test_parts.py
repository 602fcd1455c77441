"""The small parts: versions, globs, programs that are called."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tools.live import Options, load
from tools.live.globs import expand, matches
from tools.live.versions import VersionError, satisfies

Write = Callable[[dict[str, str]], Path]


@pytest.mark.parametrize(
    ("version", "constraint", "answer"),
    [
        ("1.2.3", "1.2.3", True),
        ("1.2.3", "= 1.2.3", True),
        ("v1.2.3", ">=1.2", True),
        ("1.2.3", ">= 1.0, < 1.2", False),
        ("1.2.3", "!= 1.2.3", False),
        ("1.2.9", "~> 1.2.3", True),
        ("1.3.0", "~> 1.2.3", False),
        ("1.9.0", "~> 1.2", True),
        ("2.0.0", "~> 1.2", False),
        ("1.2.2", "~> 1.2.3", False),
        ("1.2.3-beta", ">= 1.0", False),
        ("1.2.3-beta", ">= 1.2.3-alpha", True),
        ("1.2.4-beta", ">= 1.2.3-alpha", False),
        ("1.2.3", "> 1.2.3-rc1", True),
        ("1.2.3", "~> 1.2.3-rc1", False),
        ("1.2.3-rc.2", "> 1.2.3-rc.10", False),
        ("1.2.3+meta", "1.2.3", True),
    ],
)
def test_constraints(version: str, constraint: str, answer: bool) -> None:
    assert satisfies(version, constraint) is answer


@pytest.mark.parametrize(("version", "constraint"), [("x", ">= 1"), ("1.0", "=> 1"), ("1.0", ""), ("1.0", ">= x")])
def test_what_is_no_constraint(version: str, constraint: str) -> None:
    with pytest.raises(VersionError):
        satisfies(version, constraint)


@pytest.mark.parametrize(
    ("path", "glob", "answer"),
    [
        ("a/b", "a/*", True),
        ("a/b/c", "a/*", False),
        ("a/b/c", "a/**", True),
        ("a/b", "a/**/b", True),
        ("a/x/y/b", "a/**/b", True),
        ("a/b.tf", "a/**/*.tf", False),
        ("a/x/b.tf", "a/**/*.tf", True),
        ("a/b.tf", "a/{*.tf,**/*.tf}", True),
        ("a1", "a?", True),
        ("a/", "a?", False),
        ("b", "[abc]", True),
        ("b", "[!abc]", False),
        ("a*b", r"a\*b", True),
        ("axb", r"a\*b", False),
        ("a.b", "a.b", True),
        ("axb", "a.b", False),
    ],
)
def test_globs(path: str, glob: str, answer: bool) -> None:
    assert matches(path, glob) is answer


def test_expanding_a_glob_finds_files_only(tree: Write) -> None:
    root = tree({"d/a.yaml": "", "d/sub/b.yaml": "", "d/c.txt": "", "d/x.yaml/inside": ""})
    assert expand(f"{root}/d/*.yaml") == [f"{root}/d/a.yaml"]
    assert expand(f"{root}/d/**.yaml") == [f"{root}/d/a.yaml", f"{root}/d/sub/b.yaml"]
    assert expand(f"{root}/d/c.txt") == [f"{root}/d/c.txt"]
    assert expand(f"{root}/nowhere/*") == []


def program(folder: Path, name: str, text: str) -> dict[str, str]:
    """An environment in which a program of that name is found first."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{text}\n")
    (folder / name).chmod(0o755)
    return {"PATH": f"{folder}:{os.environ['PATH']}"}


def test_secrets_are_decrypted_by_sops(tree: Write, tmp_path: Path) -> None:
    env = program(tmp_path / "bin", "sops", 'echo "{\\"arguments\\": \\"$*\\"}"')
    root = tree({"u/secret.yaml": "", "u/terragrunt.hcl": 'inputs = jsondecode(sops_decrypt_file("secret.yaml"))'})
    unit = load(root, Options(env=env)).units["u"]
    assert unit.inputs == {"arguments": f"--decrypt {root}/u/secret.yaml"}
    assert root / "u" / "secret.yaml" in unit.files


def test_without_sops_it_is_said(tree: Write, tmp_path: Path) -> None:
    root = tree({"u/terragrunt.hcl": 'inputs = { x = sops_decrypt_file("secret.yaml") }'})
    (tmp_path / "empty").mkdir()
    told = str(load(root, Options(env={"PATH": str(tmp_path / "empty")})).errors[0])
    assert "u/terragrunt.hcl:1:16" in told
    assert "could not start sops" in told


@pytest.mark.parametrize(
    ("call", "part"),
    [
        ('run_cmd("sh", "-c", "echo no >&2; exit 3")', "exit code 3: no"),
        ('run_cmd("no-such-program-here")', "could not start no-such-program-here"),
        ("run_cmd()", "run_cmd takes 1 or more arguments"),
        ('run_cmd("--terragrunt-quiet")', "needs a command"),
        ('run_cmd("--terragrunt-loud", "x")', "no option of run_cmd"),
        ('run_cmd("--terragrunt-no-cache", "--terragrunt-global-cache", "x")', "exclude each other"),
        ('run_cmd("printf", "\\\\377")', "not UTF-8"),
    ],
)
def test_commands_that_fail(tree: Write, call: str, part: str, environment: dict[str, str]) -> None:
    root = tree({"u/terragrunt.hcl": f"inputs = {{ x = {call} }}"})
    told = str(load(root, Options(allow_run_cmd=True, env=environment)).errors[0])
    assert part in told
    assert "u/terragrunt.hcl:1:16" in told


def test_what_a_command_writes_can_be_read(tree: Write, environment: dict[str, str]) -> None:
    text = """
locals {
  before = read_terragrunt_config("made.hcl", { locals = { x = "not yet" } }).locals.x
  made   = run_cmd("sh", "-c", "echo 'locals { x = \\"made\\" }' > made.hcl")
  after  = local.made == "" ? read_terragrunt_config("made.hcl").locals.x : local.before
}

inputs = { after = local.after }
"""
    root = tree({"u/terragrunt.hcl": text})
    found = load(root, Options(allow_run_cmd=True, env=environment))
    assert found.errors == []
    assert found.units["u"].inputs == {"after": "made"}
