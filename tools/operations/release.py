"""A release: a tag that is the version in pyproject.toml and the newest section of the changelog."""

from __future__ import annotations

import itertools
import re
import tomllib
from pathlib import Path

from ..errors import GroundplanError

_VERSION = r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)"
_TAG = re.compile(rf"v{_VERSION}")
_HEADING = re.compile(r"^## (?P<title>.+)$", re.MULTILINE)
_SECTION = re.compile(rf"\[?(?P<version>{_VERSION})\]? - \d{{4}}-\d\d-\d\d")

Version = tuple[int, int, int]


def release_notes(project: Path, tag: str) -> str:
    """What the changelog says about the release that a tag names.

    Raises:
        GroundplanError: the tag is not a semantic version, or version, changelog and tag do not say the same.
    """
    found = _TAG.fullmatch(tag)
    if not found:
        raise GroundplanError(f"{tag!r} names no release", hint="a tag is vMAJOR.MINOR.PATCH, for example v1.4.0")
    version = tag.removeprefix("v")
    written = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    if written != version:
        raise GroundplanError(
            f"the version is {written}, and the tag {tag}",
            where="pyproject.toml",
            hint=f'set version = "{version}" there in a pull request, and tag its commit',
        )
    unreleased, sections = _changelog(project / "CHANGELOG.md")
    if unreleased:
        raise GroundplanError(
            "there is something under Unreleased",
            where="CHANGELOG.md",
            hint=f"a release says all that is in it: move it to ## {version} - <the day>",
        )
    newest = next(iter(sections), None)
    if newest != version:
        raise GroundplanError(
            f"the newest section is that of {newest or 'nothing'}",
            where="CHANGELOG.md",
            hint=f"add ## {version} - <the day> with what its users will notice",
        )
    if not sections[version]:
        raise GroundplanError(f"the section of {version} is empty", where="CHANGELOG.md", hint="say what changed")
    return sections[version]


def _changelog(path: Path) -> tuple[str, dict[str, str]]:
    """What is under Unreleased, and the section of each version, in the order of the file."""
    where = path.name
    text = path.read_text(encoding="utf-8")
    headings = list(_HEADING.finditer(text))
    ends = [*(each.start() for each in headings[1:]), len(text)]
    unreleased, sections = "", dict[str, str]()
    for heading, end in zip(headings, ends, strict=True):
        content = text[heading.end() : end].strip()
        if heading["title"].strip("[]") == "Unreleased" and not sections:
            unreleased = content
        elif found := _SECTION.fullmatch(heading["title"]):
            sections[found["version"]] = content
        else:
            raise GroundplanError(
                f"{heading['title']!r} is no section of a release",
                where=where,
                hint="sections are ## Unreleased, then ## MAJOR.MINOR.PATCH - YYYY-MM-DD, newest first",
            )
    versions = [_numbers(each) for each in sections]
    for newer, older in itertools.pairwise(versions):
        if newer not in _steps(older):
            raise GroundplanError(
                f"{_text(newer)} does not follow {_text(older)}",
                where=where,
                hint=f"after it come {', '.join(map(_text, _steps(older)))}: a fix, an addition, a break",
            )
    return unreleased, sections


def _steps(version: Version) -> tuple[Version, Version, Version]:
    """The versions that may follow one."""
    major, minor, patch = version
    return (major, minor, patch + 1), (major, minor + 1, 0), (major + 1, 0, 0)


def _numbers(version: str) -> Version:
    major, minor, patch = map(int, version.split("."))
    return major, minor, patch


def _text(version: Version) -> str:
    return ".".join(map(str, version))
