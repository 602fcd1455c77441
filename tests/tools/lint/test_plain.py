"""Checks of every text file. Marks that the checks look for are put together here, so that this file has none."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tools.lint.finding import rules_find
from tools.lint.model import Project

Make = Callable[..., Project]


def places(findings: object) -> list[tuple[str, int]]:
    return [(found.path, found.line) for found in findings]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "line", "fixed"),
    [
        ("a\nb \nc\n", 2, "a\nb\nc\n"),
        ("a\r\nb\r\n", 1, "a\nb\n"),
        ("a\nb", 2, "a\nb\n"),
        ("a\n\n\n", 2, "a\n"),
        ("\ufeffa\n", 1, "a\n"),
        ("\ta\t\n", 1, "\ta\n"),
    ],
)
def test_whitespace_is_found_and_mended(make: Make, text: str, line: int, fixed: str) -> None:
    assert places(rules_find(make({"x.txt": text}), "whitespace")) == [("x.txt", line)]
    project = make({"x.txt": text}, fix=True)
    assert [found.fixed for found in rules_find(project, "whitespace")] == [True]
    assert (project.root / "x.txt").read_bytes() == fixed.encode()
    assert rules_find(make({"x.txt": fixed}), "whitespace") == []


def test_binary_and_empty_files_have_no_lines_to_check(make: Make) -> None:
    assert rules_find(make({"x.bin": b"a \0 \n", "latin": b"\xe9 \n", "empty": ""}), "whitespace") == []


def test_a_merge_conflict_is_found_and_a_heading_is_not(make: Make) -> None:
    text = f"a\n{'<' * 7} HEAD\nb\n{'=' * 7}\nc\n{'>' * 7} other\n"
    assert places(rules_find(make({"x.py": text, "x.rst": f"Title\n{'=' * 7}\n"}), "conflicts")) == [
        ("x.py", 2),
        ("x.py", 6),
    ]


def test_names_that_differ_in_case_only(make: Make) -> None:
    project = make({"a/Readme.md": "x\n", "b.md": "x\n"})
    both = Project(project.root, ("a/README.md", "a/Readme.md", "b.md"), False, {"a/README.md": "x\n"})
    assert places(rules_find(both, "conflicts")) == [("a/Readme.md", 1)]


def test_large_files_and_their_exception(make: Make) -> None:
    big = b"x" * (513 * 1024)
    assert places(rules_find(make({"big.bin": big, "requirements.lock": big, "small": "x"}), "size")) == [
        ("big.bin", 1)
    ]


@pytest.mark.parametrize(
    ("name", "text", "line", "words"),
    [
        ("a.json", '{"a": 1,\n "b": }', 2, "not valid JSON"),
        ("a.json", '{"a": 1, "a": 2}', 1, "twice"),
        ("a.yaml", "a: 1\nb: [1\n", 3, "not valid YAML"),
        ("a.yml", "a: 1\nb:\n  c: 1\n  c: 2\n", 4, "twice"),
        ("a.toml", "a = 1\na = 2\n", 2, "not valid TOML"),
    ],
)
def test_what_cannot_be_read(make: Make, name: str, text: str, line: int, words: str) -> None:
    (found,) = rules_find(make({name: text}), "syntax")
    assert (found.path, found.line) == (name, line)
    assert words in found.message


def test_what_can_be_read(make: Make) -> None:
    files = {
        "several.yaml": "---\na: &x {b: 1}\nc: *x\n---\n- 1\n",
        "merge.yaml": "x: &x {a: 1}\ny:\n  <<: *x\n  a: 2\n",
        "tagged.yaml": "a: !Ref b\n",
        "a.json": '{"a": {"b": 1}, "b": {"b": 2}}',
        "a.toml": "[a]\nb = 1\n",
        "templates/x.yaml": "{% if x %}\n",
    }
    assert rules_find(make(files), "syntax") == []


def test_places_on_one_machine(make: Make, tmp_path: Path) -> None:
    home = "/".join(["", "home", "alice", "x"])
    mac = "/".join(["", "Users", "bob", "x"])
    files = {
        "a.py": f"x = 1\np = '{home}'\n",
        "b.md": f"see {tmp_path}/x\n",
        "c.sh": f"cd {mac}\n",
        "ok.py": "'/opt/x'\n",
    }
    assert places(rules_find(make(files), "paths")) == [("a.py", 2), ("b.md", 1), ("c.sh", 1)]


def test_links_lead_somewhere(make: Make) -> None:
    text = (
        "[ok](b.md#part) [folder](sub/) [up](sub/../b.md) [web](https://example.com) [here](#x)\n"
        "[gone](c.md)\n```\n[code](d.md)\n```\n`[code](e.md)`\n[out](../../f.md)\n"
    )
    project = make({"a.md": text, "b.md": "# Part\n", "sub/x.md": "[root](/b.md)\n"})
    assert places(rules_find(project, "GP307")) == [
        ("a.md", 2),
        ("a.md", 7),
    ]


def test_a_link_to_a_heading_leads_to_one(make: Make) -> None:
    page = (
        '# A title: with *signs* & `code`\n## Part\n## Part\n<a id="named"></a>\n'
        "```\n# no heading\n```\n## [Linked](x.md) words\n"
    )
    good = "[1](#top) [2](b.md#a-title-with-signs--code) [3](b.md#part-1) [4](b.md#named) [5](b.md#linked-words)\n"
    bad = "[1](b.md#parts)\n[2](b.md#no-heading)\n[3](#x)\n"
    project = make({"a.md": f"# Top\n{good}{bad}", "b.md": page, "x.md": "x\n"})
    found = rules_find(project, "GP308")
    assert places(found) == [("a.md", 3), ("a.md", 4), ("a.md", 5)]
    assert found[0].hint == 'Did you mean "part"?'
