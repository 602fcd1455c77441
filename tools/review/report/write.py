"""Writing every form of a review into a folder."""

from __future__ import annotations

from pathlib import Path

from ...files import write_atomically
from ..model import Review
from . import document, sarif
from .html import html
from .markdown import markdown


def write(review: Review, folder: Path) -> list[Path]:
    """Write ``review.md``, ``review.html``, ``review.json`` and ``review.sarif``, each in one step; their paths.

    Raises:
        GroundplanError: the folder or a file in it cannot be written.
    """
    texts = {
        "review.md": markdown(review),
        "review.html": html(review),
        "review.json": document.text(review),
        "review.sarif": sarif.text(review),
    }
    return [write_atomically(folder / file, text) for file, text in texts.items()]
