"""The comment: what comes first, what fits, and what hostile names do in it (nothing)."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.tools.review.report import samples
from tests.tools.review.report.rendered import comment
from tools.review.model import AttributeChange
from tools.review.report.markdown import LIMIT, markdown

ALLOWED = {
    "h2", "p", "strong", "code", "ul", "li", "br", "table", "thead", "tbody", "tr", "th", "td", "details", "summary",
    "b", "pre", "sub", "blockquote",
}  # fmt: skip


@pytest.mark.parametrize("name", samples.ALL)
def test_it_fits_and_is_whole(name: str) -> None:
    text = markdown(samples.ALL[name]())
    assert len(text) <= LIMIT
    assert len(text.encode()) <= LIMIT
    seen = comment(text)  # every element is closed in its order
    assert seen.tags() <= ALLOWED
    assert next(around for around, told in seen.texts if told.startswith("Everything, searchable")) == ("p", "sub")


@pytest.mark.parametrize("name", ["hostile", "huge"])
def test_nothing_in_names_and_values_works(name: str) -> None:
    seen = comment(markdown(samples.ALL[name]()))
    told = seen.text(without=("code",))
    assert not re.search(r"@\w|#\d|GH-\d|https?://|\bwww\.|mailto:", told, re.IGNORECASE)
    assert not {tag for tag, attributes in seen.elements for key in attributes if key.startswith("on") or key == "href"}
    assert all(character in "\n" or character.isprintable() or character == "\u200b" for character in seen.text())


def test_a_diagram_holds_no_names_that_mean_something() -> None:
    seen = comment(markdown(samples.hostile()))
    (diagram,) = (text for around, text in seen.texts if text.startswith("graph LR"))
    for line in diagram.splitlines()[1:]:
        assert re.fullmatch(
            r'  (n\d+\["([A-Za-z0-9/_ ]|#\d+;|<br/>)*"\]:::\w+|n\d+ --> n\d+|class [n\d,]+ \w+|classDef \w+ [\w:#,-]+)',
            line,
        ), line


def test_data_at_stake_comes_first() -> None:
    text = markdown(samples.dangerous())
    head = text[: text.index("<details>")]
    assert head.index("[!CAUTION]") < head.index("aws_db_instance.this") < head.index("reachability")
    assert head.index("reachability") < head.index("| Unit |")
    assert "**blocks**" in head


def test_the_tables_say_what_happens_to_each_unit() -> None:
    text = markdown(samples.dangerous())
    assert "| `database` · **data** | 1 |  | 1 |  | modules/database/rds/main.tf, and 1 more | medium |" in text
    assert "through database" in text


def test_values_are_masked_unknown_and_marked() -> None:
    text = markdown(samples.dangerous())
    assert "+ password = (sensitive)" in text
    assert "+ address = (known after apply)" in text
    assert "# assumed" in text
    assert "# forces replacement" in text


def test_what_is_left_out_is_counted() -> None:
    review = samples.huge()
    text = markdown(review)
    total = sum(len(unit.changes) for unit in review.units)
    changes = text[text.index("<b>Changes</b>") :]
    changes = changes[: changes.index("<b>Findings</b>")]
    shown = changes.count("\n! ± ") + changes.count("\n! − ") + len(re.findall(r"^- [−±+~] ", changes, re.MULTILINE))
    left = int(re.search(r"… ([\d,]+) more resources?[^<]*: in <code>review.html", changes)[1].replace(",", ""))  # type: ignore[index]
    assert shown + left == total
    assert shown > 50
    front = text[: text.index("<details>")]
    assert "more units (" in front and "more points, in" in front


def test_the_gravest_comes_first_where_not_everything_fits() -> None:
    text = markdown(samples.huge())
    changes = text[text.index("<b>Changes</b>") :]
    first = re.search(r"! . (\S+)", changes)
    assert first and first[1].startswith("aws_dynamodb_table")


def test_nothing_affected_is_said_in_a_line() -> None:
    text = markdown(samples.empty())
    assert text.startswith("## No unit is affected\n")
    assert "10 not" in text
    assert "| Unit |" not in text


def test_a_head_that_cannot_be_planned_is_no_good_news() -> None:
    broken = samples.broken()
    assert markdown(broken).startswith("## Needs a decision")
    silenced = markdown(replace(broken, concerns=()))
    assert silenced.startswith("## Not everything could be planned")
    assert "expected a value after =" in silenced


def test_a_long_value_is_cut_to_where_it_differs() -> None:
    long = "x" * 5_000
    unit = samples.small().units[0]
    attribute = AttributeChange("policy", long + "old", long + "new", "changed")
    change = replace(unit.changes[0], attributes=(attribute,))
    text = markdown(samples.review(units=(replace(unit, changes=(change,)),)))
    assert 'old"\n+ policy' in text and 'new"\n' in text
    assert len(text) < 3_000
