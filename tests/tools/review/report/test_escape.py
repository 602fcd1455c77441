"""Nothing in a value works in GitHub's Markdown."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.review.report.rendered import comment, page
from tests.tools.review.report.samples import HOSTILE
from tools.review.report.escape import code, fence, prose, raw, raw_code
from tools.review.report.values import visible

_SIGNS = st.text(st.sampled_from("`|\\<>&*_[]()#@!~:/.-+=$\n\t 1aw\u202e\u200b😀\ud800"), max_size=24)
texts = st.one_of(_SIGNS, st.text(max_size=40), st.sampled_from(HOSTILE))
GAP = "\u200b"
# What GitHub makes something of in text that is not code.
WORKS = re.compile(r"@\w|#\d|GH-\d|https?://|\bwww\.|mailto:|\$", re.IGNORECASE)


def flat(text: str) -> str:
    return " ".join(visible(text).split())


@given(texts)
def test_prose_reads_as_it_was_written(text: str) -> None:
    seen = comment(f"- before {prose(text)} after\n")
    assert " ".join(seen.text().replace(GAP, "").split()) == f"before {flat(text)} after".replace("  ", " ")
    assert seen.tags() <= {"ul", "li"}


@given(texts)
def test_prose_starts_no_block(text: str) -> None:
    seen = comment(f"- {prose(text)}\n")
    assert seen.text().replace(GAP, "").strip() == flat(text)
    assert seen.tags() <= {"ul", "li"}


@given(texts)
def test_nothing_in_prose_is_a_link_or_mentions_anybody(text: str) -> None:
    told = comment(f"x {prose(text)}\n").text()
    assert not re.search(r"@\w|#\d|GH-\d|https?://|\bwww\.|mailto:", told, re.IGNORECASE)
    assert "$" not in prose(text)


@given(texts)
def test_code_is_code_in_a_table_too(text: str) -> None:
    seen = comment(f"| a | b |\n| - | - |\n| {code(text)} | end |\n")
    inside = [told for around, told in seen.texts if around[-1:] == ("code",)]
    written = visible(text).replace("\n", "\\n").replace("\t", "\\t")
    assert "".join(inside).strip() == (written.strip() or ("(blank)" if text else "(empty)"))
    assert seen.tags() <= {"table", "thead", "tbody", "tr", "th", "td", "code"}
    assert [told for around, told in seen.texts if around[-1:] == ("td",) and told.strip()] == ["end"]


@given(texts)
def test_a_fence_holds_everything(text: str) -> None:
    seen = comment(f"{fence(visible(text), 'diff')}\n\nafter\n")
    assert [told for around, told in seen.texts if "code" in around] == ([f"{visible(text)}\n"])
    assert ("p",) in [around for around, told in seen.texts if told == "after"]


@given(texts)
def test_a_summary_shows_text_only(text: str) -> None:
    seen = page(f"<summary>{raw(text)} {raw_code(text)}</summary>")
    assert seen.tags() == {"summary", "code"}
    told = "".join(told for around, told in seen.texts if "code" not in around)
    assert told.replace(GAP, "").strip() == flat(text)
    assert not WORKS.search(told.replace("$", ""))


@pytest.mark.parametrize("text", ["@octocat", "a@b.example", "#12", "see GH-12", "owner/name#12", "https://x.example"])
def test_what_github_looks_for_is_broken_in_prose(text: str) -> None:
    assert GAP in comment(prose(text)).text()
