from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.compose import module_name, unit_path

# What a path component may hold on a POSIX file system, with the troublesome characters made likely.
component = st.text(
    st.one_of(st.sampled_from("-_xa0. é"), st.characters(exclude_characters="/\0", exclude_categories=("Cs",))),
    min_size=1,
    max_size=12,
)
paths = st.lists(component, min_size=1, max_size=4).map("/".join)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("accounts/dev/us-east-1/network", "accounts--dev--us-east-1--network"),
        ("services/sarcng_api", "services--sarcng_api"),
        ("123/app", "_x31_23--app"),
        ("a--b/c", "a-_x2d_b--c"),
        ("a.b", "a_x2e_b"),
        ("a-/-b", "a_x2d_--_x2d_b"),
        ("_x2d_", "_x5f_x2d_"),
    ],
)
def test_a_path_reads_well_as_a_module_name(path: str, name: str) -> None:
    assert module_name(path) == name


@given(paths)
def test_a_name_leads_back_to_its_path(path: str) -> None:
    assert unit_path(module_name(path)) == path


@given(paths)
def test_a_name_is_a_terraform_identifier(path: str) -> None:
    assert re.fullmatch(r"[A-Za-z_][A-Za-z0-9_-]*", module_name(path))
