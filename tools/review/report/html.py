"""A review as one self-contained HTML page: nothing is loaded from anywhere, and it is whole without its script.

The page forbids itself everything but its own style and script, by their hashes. Every value passes Jinja's escaping;
what is marked as safe is the drawing (``picture``), the style and the script.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ..model import PermissionChange, Review
from . import palette, words
from .html_views import Anchors, facts, unit_views
from .picture import icon, picture
from .points import in_front, points
from .values import literal, name, visible

_TEMPLATES = Path(__file__).with_name("templates")
_LONG, _SHORT = 2_000, 240
"""Characters of a value; the shorter one where there are very many attributes."""
_MANY = 3_000
_POINTS_IN_FRONT = 7


def html(review: Review) -> str:
    """The page."""
    anchors: Anchors = {unit.path: f"unit-{index}" for index, unit in enumerate(words.by_gravity(review.units))}
    attributes = sum(len(change.attributes) for unit in review.units for change in unit.changes)
    units = unit_views(review, anchors, _LONG if attributes <= _MANY else _SHORT)
    style = Markup(_style())  # noqa: S704 - our own file
    script = Markup((_TEMPLATES / "review.js").read_text(encoding="utf-8"))  # noqa: S704 - our own file
    front, more = in_front(points(review), _POINTS_IN_FRONT)
    return (
        _environment()
        .get_template("review.html.j2")
        .render(
            review=review,
            style=style,
            script=script,
            policy=_policy(style, script),
            headline=words.headline(review),
            tone=words.tone(review),
            facts=facts(review),
            front=front,
            more=more,
            anchors=anchors,
            folder=words.common_folder(unit.path for unit in review.units),
            units=units,
            picture=picture(review.blast, anchors),
            undrawn=words.undrawn(review),
            permissions=sorted(review.permissions, key=_by_danger),
            flows=sorted(review.flows, key=lambda each: (each.kind == "closed", words.by_level(each.danger))),
            findings=sorted(review.findings, key=words.by_state),
            downstream=sorted(review.blast.downstream, key=lambda each: (-each.changes, each.unit)),
            problems=sorted(review.problems, key=lambda each: each.side == "base"),
        )
    )


def _by_danger(change: PermissionChange) -> tuple[int, bool]:
    return words.by_level(change.danger), change.kind in words.LESS


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_finalize,
    )
    environment.filters.update(
        name=name, literal=literal, tally=words.tally, sentence=words.sentence, breaking=_breaking, within=words.within
    )
    environment.globals.update(
        icon=icon, signs=words.SIGNS, verbs=words.VERBS, tones=palette.TONES, plural=words.plural, money=words.money,
        side=words.side,
    )  # fmt: skip
    return environment


def _finalize(value: Any) -> Any:
    """Every text that is printed is made visible: no control character and no lone surrogate comes into the page."""
    return visible(value) if type(value) is str else value


def _breaking(text: str) -> Markup:
    """A name that may break after its dots, slashes and brackets."""
    return Markup("<wbr>").join(re.findall(r".*?[./\]:]+(?=.)|.+$", name(text)) or [""])


def _style() -> str:
    def block(colours: Mapping[str, str]) -> str:
        return "".join(f"--{key}:{value};" for key, value in colours.items())

    own = (_TEMPLATES / "review.css").read_text(encoding="utf-8")
    dark = f"@media screen and (prefers-color-scheme:dark){{:root{{{block(palette.DARK)}}}}}"
    return f":root{{{block(palette.LIGHT)}}}\n{dark}\n{own}"


def _policy(style: str, script: str) -> str:
    def hashed(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    return (
        f"default-src 'none'; style-src {hashed(style)}; script-src {hashed(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
