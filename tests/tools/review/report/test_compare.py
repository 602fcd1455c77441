"""What differs between two texts."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from tools.review.report.compare import Hunk, Part, hunks, parts

line = st.text("ab", max_size=3)
text = st.lists(line, min_size=1, max_size=30).map("\n".join)


@given(st.text("abc", max_size=40), st.text("abc", max_size=40))
def test_letters_are_put_together_again(before: str, after: str) -> None:
    one, other = parts(before, after)
    assert "".join(part.text for part in one) == before
    assert "".join(part.text for part in other) == after
    assert [part.text for part in one if not part.differs] == [part.text for part in other if not part.differs]


@given(text, text)
def test_lines_are_put_together_again(before: str, after: str) -> None:
    assume(before != after)
    both_end = before.endswith("\n") and after.endswith("\n")
    whole = list(hunks(before, after, context=1_000))
    assert {hunk.sign for hunk in whole} & {"-", "+"}
    for sign, side in (("-", before), ("+", after)):
        told = [line for hunk in whole if hunk.sign in (" ", sign) for line in hunk.lines]
        assert "\n".join(told) == (side[:-1] if both_end else side)


@given(text, text, st.integers(0, 4))
def test_what_is_left_out_is_counted(before: str, after: str, context: int) -> None:
    told = list(hunks(before, after, context))
    here = sum(len(hunk.lines) for hunk in told if hunk.sign in " -") + sum(hunk.left for hunk in told)
    both_end = before.endswith("\n") and after.endswith("\n")
    assert here == len(before.split("\n")) - both_end


def test_a_line_in_the_middle() -> None:
    before = "\n".join("abcdefghij")
    assert list(hunks(before, before.replace("e", "E"), 1)) == [
        Hunk("…", (), 3),
        Hunk(" ", ("d",)),
        Hunk("-", ("e",)),
        Hunk("+", ("E",)),
        Hunk(" ", ("f",)),
        Hunk("…", (), 4),
    ]


def test_short_values_differ_as_a_whole() -> None:
    assert parts('"8.0"', '"8.4"') == ((Part('"8.0"', True),), (Part('"8.4"', True),))
    one, _ = parts('"sarc-ng-db-monitoring-us-east-1"', '"sarc-ng-database-monitoring-us-east-1"')
    assert one == (Part('"sarc-ng-', False), Part("db", True), Part('-monitoring-us-east-1"', False))


def test_very_many_lines_are_compared_quickly() -> None:
    before = "\n".join(f"a{index}" for index in range(20_000))
    after = before.replace("a7\n", "b7\n").replace("a19000\n", "b19000\n")
    assert sum(len(hunk.lines) for hunk in hunks(before, after, 2) if hunk.sign == "+") == 18_994
