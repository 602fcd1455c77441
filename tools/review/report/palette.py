"""The colours of a report, for light and dark: text keeps the contrast of WCAG AA (the tests compute it)."""

from __future__ import annotations

from collections.abc import Mapping

LIGHT: Mapping[str, str] = {
    "ground": "#faf9f6",
    "surface": "#ffffff",
    "sunken": "#f2f0eb",
    "line": "#dedad1",
    "text": "#1e2227",
    "muted": "#575d66",
    "link": "#1d5796",
    "focus": "#1d5796",
    "good": "#17653a",
    "good-ground": "#e3f2e8",
    "warn": "#744d00",
    "warn-ground": "#faefd0",
    "hot": "#97350b",
    "hot-ground": "#fdeadc",
    "bad": "#ab1f17",
    "bad-ground": "#fce6e3",
    "cool": "#33587d",
    "cool-ground": "#e5edf6",
}
DARK: Mapping[str, str] = {
    "ground": "#14161a",
    "surface": "#1b1e23",
    "sunken": "#22262c",
    "line": "#373d46",
    "text": "#e8e5df",
    "muted": "#a6acb5",
    "link": "#8fbcf0",
    "focus": "#8fbcf0",
    "good": "#84d3a0",
    "good-ground": "#173122",
    "warn": "#e8c272",
    "warn-ground": "#352b12",
    "hot": "#f3a978",
    "hot-ground": "#3b2617",
    "bad": "#ff9e95",
    "bad-ground": "#421b18",
    "cool": "#a3c5ea",
    "cool-ground": "#1c2c3d",
}
TONES: Mapping[str, str] = {
    "add": "good",
    "change": "warn",
    "replace": "hot",
    "destroy": "bad",
    "forget": "bad",
    "move": "cool",
    "import": "cool",
    "none": "none",
}
"""Action -> the name of its colour (``none`` has none)."""
