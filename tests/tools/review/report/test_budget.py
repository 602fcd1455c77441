"""A report fits its budget, and says what it leaves out."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from tools.review.report.budget import Form, Piece, Section, fit, size


def section(words: Sequence[str], weight: int = 1) -> Section:
    def render(chosen: Sequence[tuple[str | None, str]], left: int) -> str:
        return "".join(f"[{text}]" for _, text in chosen) + (f"({left} left)" if left else "")

    def piece(word: str) -> Piece:
        def text(form: Form) -> str:
            return {"full": word * 8, "medium": word * 2, "brief": word}[form]

        return Piece(text)

    return Section(render, [piece(word) for word in words], weight)


words = st.lists(st.text("abé😀", min_size=1, max_size=12), max_size=40)


@given(st.lists(st.tuples(words, st.integers(1, 9)), min_size=1, max_size=5), st.integers(0, 4_000))
def test_never_more_than_the_budget_and_everything_is_counted(given_: list[tuple[list[str], int]], room: int) -> None:
    sections = [section(each, weight) for each, weight in given_]
    least = 12 * sum(weight for _, weight in given_)  # every share holds its section without pieces
    texts = fit(sections, room + least)
    assert sum(map(size, texts)) <= room + least
    for (each, _), text in zip(given_, texts, strict=True):
        left = int(text.rpartition("(")[2].split()[0]) if text.endswith("left)") else 0
        assert text.count("[") + left == len(each)


def test_what_fits_is_told_in_full() -> None:
    assert fit([section(["ab", "c"])], 1_000) == ["[" + "ab" * 8 + "][" + "c" * 8 + "]"]


def test_what_comes_first_is_told_in_more_words() -> None:
    (text,) = fit([section(["aaaa"] * 20)], 150)
    told = text.removesuffix(")").split("]")
    assert told[0] == "[aaaaaaaa"
    assert told[-2] == "[aaaa"


def test_a_small_section_leaves_its_room_to_the_others() -> None:
    small, large = fit([section(["a"]), section(["b" * 10] * 10)], 300)
    assert small == "[aaaaaaaa]"
    assert "left" not in large
