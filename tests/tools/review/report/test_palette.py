"""Text can be read in both schemes: the contrast of WCAG 2.1 AA, computed."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tools.review.report.palette import DARK, LIGHT

TONES = ("good", "warn", "hot", "bad", "cool")
TEXT = [
    *((ink, ground) for ink in ("text", "muted", "link") for ground in ("ground", "surface", "sunken")),
    *((tone, ground) for tone in TONES for ground in ("ground", "surface", f"{tone}-ground")),
    *(("text", f"{tone}-ground") for tone in TONES),
    *(("muted", f"{tone}-ground") for tone in TONES),  # the folder of a node in the picture
    *(("surface", tone) for tone in TONES),  # a sign on its shape, a filled tag
    ("link", "bad-ground"),
    *(("bad", f"{tone}-ground") for tone in TONES),  # "data" in a node
]


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_has_the_contrast_of_aa(scheme: Mapping[str, str]) -> None:
    poor = {f"{ink} on {ground}": round(contrast(scheme[ink], scheme[ground]), 2) for ink, ground in TEXT}
    assert {pair: value for pair, value in poor.items() if value < 4.5} == {}


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_what_is_no_text_can_be_told_apart(scheme: Mapping[str, str]) -> None:
    for ink in ("focus", "muted", *TONES):
        for ground in ("ground", "surface"):
            assert contrast(scheme[ink], scheme[ground]) >= 3


def test_both_schemes_have_the_same_colours() -> None:
    assert LIGHT.keys() == DARK.keys()


def test_the_computation_is_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
