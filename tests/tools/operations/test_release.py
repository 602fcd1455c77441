from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tools.errors import GroundplanError
from tools.operations import release_notes

CHANGELOG = """# Changelog

Words.

## Unreleased

## 1.2.0 - 2030-01-31

### Added

- A module.

## [1.1.9] - 2030-01-01

- A fix.

## 1.1.8 - 2029-12-01

- The first.
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG)
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "1.2.0"\n')
    return tmp_path


def edit(project: Path, old: str, new: str) -> None:
    path = project / "CHANGELOG.md"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def test_the_notes_are_the_section_of_the_version(project: Path) -> None:
    assert release_notes(project, "v1.2.0") == "### Added\n\n- A module."


@pytest.mark.parametrize("tag", ["1.2.0", "v1.2", "v1.2.0-rc.1", "v01.2.0", "v1.2.0\n", "latest", "module/v1.2.0"])
def test_a_tag_is_a_semantic_version(project: Path, tag: str) -> None:
    with pytest.raises(GroundplanError, match="names no release"):
        release_notes(project, tag)


def test_the_tag_is_the_version_of_the_package(project: Path) -> None:
    with pytest.raises(GroundplanError, match=r"the version is 1\.2\.0, and the tag v1\.2\.1"):
        release_notes(project, "v1.2.1")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("## Unreleased\n", "## Unreleased\n\n- Something.\n", "there is something under Unreleased"),
        ("## 1.2.0 - 2030-01-31", "## 1.2.0", "'1.2.0' is no section of a release"),
        ("## 1.2.0 - 2030-01-31", "## 1.3.0 - 2030-01-31", r"1\.3\.0 does not follow 1\.1\.9"),
        ("## 1.2.0 - 2030-01-31", "## 1.2.1 - 2030-01-31", r"1\.2\.1 does not follow 1\.1\.9"),
        ("## 1.2.0 - 2030-01-31", "## 2.0.0 - 2030-01-31", r"the newest section is that of 2\.0\.0"),
        ("## 1.2.0 - 2030-01-31\n\n### Added\n\n- A module.\n\n", "", r"the newest section is that of 1\.1\.9"),
        ("### Added\n\n- A module.\n", "", r"the section of 1\.2\.0 is empty"),
        ("## 1.1.8 - 2029-12-01", "## Unreleased", "'Unreleased' is no section of a release"),
        ("## [1.1.9] - 2030-01-01", "## 1.3.0 - 2030-01-01", r"1\.2\.0 does not follow 1\.3\.0"),
    ],
)
def test_the_changelog_has_its_section_and_nothing_else(project: Path, old: str, new: str, words: str) -> None:
    edit(project, old, new)
    with pytest.raises(GroundplanError, match=words):
        release_notes(project, "v1.2.0")


def test_without_a_release_there_is_none(project: Path) -> None:
    (project / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n")
    with pytest.raises(GroundplanError, match="the newest section is that of nothing"):
        release_notes(project, "v1.2.0")


def test_this_project_can_be_released(repository: Path, tmp_path: Path) -> None:
    """Its changelog and version, made ready as CONTRIBUTING.md says: what is unreleased gets its heading."""
    pyproject = (repository / "pyproject.toml").read_text(encoding="utf-8")
    version = tomllib.loads(pyproject)["project"]["version"]
    head, rest = (repository / "CHANGELOG.md").read_text(encoding="utf-8").split("## Unreleased\n")
    released = f"## {version} - " in rest
    text = f"{head}## Unreleased\n\n" + (
        rest[rest.index("## ") :] if released else f"## {version} - 2030-01-31\n{rest}"
    )
    (tmp_path / "CHANGELOG.md").write_text(text)
    (tmp_path / "pyproject.toml").write_text(pyproject)
    assert release_notes(tmp_path, f"v{version}").startswith("### ")
