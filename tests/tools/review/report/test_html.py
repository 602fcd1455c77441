"""The page: whole, quiet on the network, safe, usable by keyboard and screen reader."""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
from typing import Any

import pytest

from tests.tools.review.report import samples
from tests.tools.review.report.rendered import Page, page
from tools.review.report.html import html

SAMPLES = {**samples.ALL, "huge": lambda: samples.huge(80, 800, 2_000)}


@pytest.fixture(scope="module", params=SAMPLES)
def text(request: pytest.FixtureRequest) -> str:
    return html(SAMPLES[request.param]())


@pytest.fixture(scope="module")
def seen(text: str) -> Page:
    return page(text.replace("<!doctype html>", ""))


def test_nothing_is_loaded(text: str, seen: Page) -> None:
    for tag, attributes in seen.elements:
        assert "src" not in attributes and "srcset" not in attributes and "action" not in attributes, tag
        if tag == "link":
            assert attributes["href"] == "data:,"
        if tag == "a":
            assert str(attributes["href"]).startswith(("#", "https://")), attributes
    style = text[text.index("<style>") : text.index("</style>")]
    assert "url(" not in style and "@import" not in style


def test_the_page_allows_itself_its_own_style_and_script_only(text: str, seen: Page) -> None:
    policy = next(each["content"] for _, each in seen.elements if each.get("http-equiv") == "Content-Security-Policy")
    assert policy and policy.startswith("default-src 'none'")
    for tag in ("style", "script"):
        assert text.count(f"<{tag}>") == 1
        inside = text[text.index(f"<{tag}>") + len(tag) + 2 : text.index(f"</{tag}>")]
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    for _, attributes in seen.elements:
        assert not [name for name in attributes if name == "style" or name.startswith("on")]


def test_only_visible_characters(text: str) -> None:
    assert all(character in "\n\t" or character.isprintable() or character == "\u3000" for character in text)


def test_links_within_the_page_lead_somewhere(seen: Page) -> None:
    ids = [attributes["id"] for _, attributes in seen.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in seen.elements:
        href = attributes.get("href") or ""
        assert not href.startswith("#") or href[1:] in ids, href
        for reference in (attributes.get("aria-labelledby") or "").split():
            assert reference in ids


def test_structure_for_screen_readers_and_keyboard(seen: Page) -> None:
    tags = [tag for tag, _ in seen.elements]
    assert tags.count("h1") == tags.count("main") == 1
    assert ("html", {"lang": "en"}) in seen.elements
    first_link = next(attributes for tag, attributes in seen.elements if tag == "a")
    assert first_link["href"] == "#main"
    assert all("scope" in attributes for tag, attributes in seen.elements if tag == "th")
    assert tags.count("table") == tags.count("caption")
    levels = [int(tag[1]) for tag in tags if re.fullmatch(r"h[1-6]", tag)]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    for tag, attributes in seen.elements:
        if tag == "svg":
            assert attributes["role"] in ("img", "group")
            assert attributes.get("aria-label") or attributes.get("aria-labelledby")


def test_hostile_names_are_shown_as_they_are() -> None:
    told = page(html(samples.hostile()).replace("<!doctype html>", "")).text(without=("script", "style"))
    for bad in ("<script>alert(1)</script>", "</details></table>", "{{ 7*7 }} {% raw %}", "\\u{202e}gnp.exe\\u{200b}"):
        assert bad in told


def _front(review: Any) -> str:
    """The text up to the first heading below the points."""
    text = html(review)
    return text[text.index("<body>") : text.index('<section aria-labelledby="blast"')]


def test_what_a_reviewer_needs_stands_in_front() -> None:
    front = _front(samples.dangerous())
    assert "Needs a decision: 5 points block" in front
    for told in ("data at stake", "new findings", "IAM gained", "new flow", "+41.20", "CKV_AWS_289", "tcp 3306"):
        assert told in front
    assert front.index('class="point bad"') < front.index('class="point block"')


def test_a_guideline_that_is_no_address_is_no_link() -> None:
    assert 'href="javascript' not in html(samples.hostile())
    assert 'href="https://docs.example.invalid/rule"' in html(samples.dangerous())


def test_data_at_stake_is_open_and_marked() -> None:
    text = html(samples.dangerous())
    assert re.search(r'<details class="change bad"[^>]* open>', text)
    assert "Nothing protects its data." in text
