"""Values as people read them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tools.review.model import AttributeChange
from tools.review.report.values import literal, name, shown, visible


def test_what_is_masked_says_so() -> None:
    both = shown(AttributeChange("password", None, None, "changed", sensitive=True), 100)
    assert (both.before, both.after) == ("(sensitive)", "(sensitive)")


def test_a_sensitive_value_never_shows() -> None:
    for kind in ("added", "removed", "changed", "unknown"):
        both = shown(AttributeChange("p", "secret", "secret", kind, sensitive=True), 100)  # type: ignore[arg-type]
        assert "secret" not in f"{both.before}{both.after}"


def test_one_sided_changes_have_one_side() -> None:
    assert shown(AttributeChange("a", None, 1, "added"), 100).before is None
    assert shown(AttributeChange("a", 1, None, "removed"), 100).after is None
    assert shown(AttributeChange("a", None, None, "unknown"), 100).before is None
    assert shown(AttributeChange("a", "x", None, "unknown"), 100).after == "(known after apply)"


def test_text_and_numbers_differ() -> None:
    assert literal("8.0") == '"8.0"'
    assert literal(8.0) == "8.0"
    assert literal(None) == "null"
    assert literal("a\nb") == "a\nb"


def test_long_values_are_cut_to_where_they_differ() -> None:
    both = shown(AttributeChange("a", "x" * 5_000 + "old", "x" * 5_000 + "new" + "y" * 500, "changed"), 100)
    assert both.before and both.after
    assert both.before.startswith("…") and both.before.endswith('old"')
    assert "new" in both.after and both.after.endswith("more characters")
    assert len(both.after) < 150


@given(st.text())
def test_everything_is_visible_and_can_be_written(text: str) -> None:
    told = visible(text)
    told.encode()
    assert all(character in "\n\t" or character.isprintable() or character.isspace() for character in told)
    assert "\u202e" not in told and "\u200b" not in told
    assert "\n" not in name(text) and len(name(text, 20)) <= 20
