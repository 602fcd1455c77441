"""The verdict, and why a unit is affected, in a few words."""

from __future__ import annotations

from dataclasses import replace

from tests.tools.review.report import samples
from tools.review.model import Chain, Concern
from tools.review.report import words
from tools.review.report.points import in_front, points


def test_headlines() -> None:
    assert words.headline(samples.empty()) == "No unit is affected"
    assert words.headline(samples.small()) == "Nothing to worry about"
    assert words.headline(samples.dangerous()) == "Needs a decision: 5 points block"
    warned = replace(samples.small(), concerns=(Concern("trust", "low", False, "t", "d"),))
    assert words.headline(warned) == "Nothing blocks; 1 point to look at"
    assert words.headline(replace(samples.broken(), concerns=())) == "Not everything could be planned"


def test_the_verdict_counts_what_the_reader_sees() -> None:
    """Findings of one rule are one point with several places."""
    found = points(samples.dangerous())
    (finding,) = (point for point in found if point.rule == "findings")
    assert [place.address for place in finding.places] == ["aws_iam_role_policy.task", "aws_iam_role_policy.other"]


def test_every_rule_has_a_point_in_front() -> None:
    many = [Concern("data-loss", "high", True, f"table {index} is destroyed", "") for index in range(40)]
    door = Concern("exposure", "high", True, "a bucket is open to anyone", "")
    front, more = in_front(points(samples.review(concerns=(*many, door))), 5)
    assert [point.title for point in front] == [*(f"table {index} is destroyed" for index in range(4)), door.title]
    assert len(front) + len(more) == 41


def test_why() -> None:
    unit = samples.small().units[0]
    assert words.why(unit) == "its own terragrunt.hcl"
    steps = ("modules/a/main.tf (changed)", "unit accounts/dev/x/a", f"unit {unit.path}")
    through = replace(unit, chains=(Chain(steps), Chain(("live/root.hcl (changed)",))))
    assert words.why(through, "accounts/dev/") == "modules/a/main.tf, through x/a, and 1 more"
    assert words.why(replace(unit, chains=(), status="added")) == "new unit"


def test_small_words() -> None:
    assert words.plural(1, "unit") == "1 unit"
    assert words.plural(1200, "unit") == "1,200 units"
    assert words.counted({"destroy": 2, "add": 1, "none": 4}) == "+1 −2"
    assert words.shorten("a" * 50, 11) == "aaaaaa…aaaa"
    assert words.common_folder(["a/b/c", "a/b/d/e"]) == "a/b/"
    assert words.common_folder(["a/b"]) == ""
    assert words.money(-4) == "−4.00"
    assert words.sentence("its key") == "Its key"
    assert words.sentence("aws_db.x is") == "aws_db.x is"
