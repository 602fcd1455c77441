"""Entries in shared files: added where they belong, found again, and nothing else moves."""

from __future__ import annotations

import pytest

from tools.errors import GroundplanError
from tools.scaffold.shared import Entry, find, put

SIZES = Entry("env.hcl", "billing", "  # billing.\n  billing = {\n    version = 1\n  }\n", "sizes")
OWNERS = Entry("CODEOWNERS", "billing", "# billing\n/functions/billing/ @acme/team-a\n", "owners")
IMAGE = Entry("registry.hcl", "${local.name}-billing", '"${local.name}-billing" = {}', "repositories")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# Sizes.\nlocals {\n  a = 1 # one\n}\n", f"# Sizes.\nlocals {{\n  a = 1 # one\n\n{SIZES.text}}}\n"),
        (
            "locals {\n  a = { b = 1 }\n  # }\n}\n\ninputs = {}\n",
            f"locals {{\n  a = {{ b = 1 }}\n  # }}\n\n{SIZES.text}}}\n\ninputs = {{}}\n",
        ),
        ("locals { a = 1 }\n", f"locals {{\n  a = 1\n\n{SIZES.text}}}\n"),
        ("locals {}\n", f"locals {{\n{SIZES.text}}}\n"),
        ('# Größen – 日\nlocals {\n  a = "…"\n}\n', f'# Größen – 日\nlocals {{\n  a = "…"\n\n{SIZES.text}}}\n'),
        ("locals {\r\n  a = 1\r\n}\r\n", "locals {\r\n  a = 1\r\n\r\n" + SIZES.text.replace("\n", "\r\n") + "}\r\n"),
    ],
    ids=["one", "comment-with-a-brace", "on-one-line", "empty", "more-than-ascii", "windows"],
)
def test_sizes_are_the_last_of_the_locals(before: str, after: str) -> None:
    assert find(SIZES, before) is None
    assert put(SIZES, before) == after
    assert find(SIZES, after) == SIZES.text


@pytest.mark.parametrize("entry", [SIZES, OWNERS, IMAGE], ids=lambda entry: entry.how)
def test_files_of_windows_keep_their_line_ends(entry: Entry) -> None:
    before = {
        "sizes": "locals {\n  a = 1\n}\n",
        "owners": "* @acme/all\n",
        "repositories": "inputs = {\n  repositories = {\n    a = {}\n  }\n}\n",
    }[entry.how]
    windows = put(entry, before.replace("\n", "\r\n"))
    assert windows == put(entry, before).replace("\n", "\r\n")
    assert find(entry, windows) == entry.text
    assert put(entry, windows, entry.text) == windows


def test_sizes_are_replaced_with_their_comment_where_they_stand() -> None:
    grown = "  # billing,\n  # grown.\n  billing = {\n    version = 2\n  } # end\n"
    text = f"locals {{\n  # Another's.\n  a = 1\n\n{grown}\n  z = 3\n}}\n"
    assert find(SIZES, text) == grown
    expected = f"locals {{\n  # Another's.\n  a = 1\n\n{SIZES.text}\n  z = 3\n}}\n"
    assert put(SIZES, text) == expected


def test_a_file_without_locals_is_not_one_of_sizes() -> None:
    with pytest.raises(GroundplanError, match=r"env.hcl: 0 locals blocks, not one"):
        put(SIZES, "inputs = {}\n")


def test_owners_are_a_paragraph_at_the_end() -> None:
    assert put(OWNERS, "") == OWNERS.text
    text = put(OWNERS, "* @acme/all\n\n# billing-2\n/x @acme/b\n")
    assert text == f"* @acme/all\n\n# billing-2\n/x @acme/b\n\n{OWNERS.text}"
    assert find(OWNERS, f"{text}\n# later\n/y @acme/c\n") == OWNERS.text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("repositories = {}", 'repositories = { "${local.name}-billing" = {} }'),
        (
            'repositories = { "${local.name}-api" = {} }',
            'repositories = { "${local.name}-api" = {}, "${local.name}-billing" = {} }',
        ),
        (
            'repositories = {\n    "${local.name}-api" = {}\n  }',
            'repositories = {\n    "${local.name}-api" = {}\n\n    "${local.name}-billing" = {}\n  }',
        ),
    ],
    ids=["empty", "on-one-line", "over-several-lines"],
)
def test_a_repository_joins_the_others(before: str, after: str) -> None:
    head, tail = "# …\ninputs = {\n  name = local.name\n  ", "\n  access = {}\n}\n"
    assert put(IMAGE, head + before + tail) == head + after + tail
    assert find(IMAGE, head + before + tail) is None
    assert find(IMAGE, head + after + tail) == IMAGE.text


def test_a_registry_of_another_form_is_refused() -> None:
    with pytest.raises(GroundplanError, match=r"registry.hcl: its inputs have no repositories"):
        put(IMAGE, "inputs = { repositories = local.all }\n")
