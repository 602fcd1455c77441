"""A copy of the tree to add to: its configuration, the library beside it, and packages that pass for built."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tools.scaffold import Service, scaffold_service, templates, write
from tools.scaffold.kinds import KINDS
from tools.scaffold.surroundings import Surroundings, surroundings

NAMES = {
    "ecs-alb-service": "shop-front",
    "lambda-http-api": "quotes",
    "lambda-sqs-consumer": "order-intake",
    "lambda-event-bridge": "nightly",
    "static-web": "handbook",
}
assert NAMES.keys() == KINDS.keys()

Make = Callable[[Path], Surroundings]


def service(kind: str, name: str | None = None, accounts: tuple[str, ...] = ("dev", "staging", "prod")) -> Service:
    return Service.new(name or NAMES[kind], kind, "team-payments", accounts)


def snapshot(root: Path) -> dict[str, bytes | None]:
    """All files with their content, and all folders."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(root.rglob("*"))
        if "modules" not in path.relative_to(root).parts
    }


@pytest.fixture(scope="session")
def make(repository: Path) -> Make:
    """A function that makes such a copy in a folder, and reads it."""

    def copy(root: Path) -> Surroundings:
        ignored = shutil.ignore_patterns(".terragrunt-cache", ".terraform", "backend.tf", "provider.tf.json")
        shutil.copytree(repository / "live", root / "live", ignore=ignored)
        (root / ".git").mkdir()
        (root / "modules").symlink_to(repository / "modules")
        for path in (repository / ".github/CODEOWNERS", repository / "live/.terraform.lock.hcl"):
            copied = root / path.relative_to(repository)
            copied.parent.mkdir(exist_ok=True)
            shutil.copy(path, copied)
        packages = root / ".groundplan" / "packages"
        packages.mkdir(parents=True)
        theirs = [path.parent.name for path in (repository / "functions").glob("*/requirements.txt")]
        for name in (*theirs, *NAMES.values()):
            told = {"base64sha256": "A" * 43 + "=", "architecture": "arm64", "runtime": "python3.11"}
            (packages / f"{name}.json").write_text(json.dumps(told))
            (packages / f"{name}.zip").write_bytes(b"")
        return surroundings(root / "live")

    return copy


@pytest.fixture(scope="module")
def scaffolded(make: Make, tmp_path_factory: pytest.TempPathFactory) -> Surroundings:
    """A tree with a service of each kind. It is only looked at."""
    around = make(tmp_path_factory.mktemp("scaffolded") / "a project")
    (around.root / ".git").rmdir()
    subprocess.run(["git", "init", "--quiet", around.root], check=True)
    for kind in KINDS:
        write(around.root, scaffold_service(service(kind), around))
    return around


@pytest.fixture
def around(make: Make, tmp_path: Path) -> Surroundings:
    """A tree of a test's own, without new services."""
    return make(tmp_path / "project")


@pytest.fixture
def new_templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The templates of a later version, for a test to change."""
    folder = tmp_path / "templates"
    shutil.copytree(templates.FOLDER, folder)
    monkeypatch.setattr(templates, "FOLDER", folder)
    monkeypatch.setattr(templates, "VERSION", templates.VERSION + 1)
    templates._environment.cache_clear()
    yield folder
    templates._environment.cache_clear()
