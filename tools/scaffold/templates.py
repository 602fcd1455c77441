"""The templates: read from this package, rendered strictly. Their version is raised with every change of them."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "templates"

VERSION = 1
"""What a scaffolded service's record names. A change of a template raises it, and ``DIGEST`` says which files it is."""

DIGEST = "e96805b3028f35a4"


def render(template: str, **values: Any) -> str:
    """A template with values in it; a value that is missing is an error of ours."""
    return str(_environment().get_template(template).render(**values))


@functools.cache
def _environment() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(FOLDER),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701 - HCL, Python and Markdown; names are letters, digits and hyphens
    )


def digest() -> str:
    """What the templates of services are, in a few letters."""
    found = hashlib.sha256()
    for path in sorted(FOLDER.rglob("*.j2")):
        if path.parent.name == "module":  # no module has a record
            continue
        found.update(path.relative_to(FOLDER).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()[:16]
