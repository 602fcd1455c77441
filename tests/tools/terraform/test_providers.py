from __future__ import annotations

from pathlib import Path

from tools.terraform import base_environment, find_mirror, find_terraform, write_cli_config
from tools.terraform.providers import user_config

HOST = "registry.terraform.io"


def mirror(folder: Path) -> Path:
    (folder / HOST / "hashicorp" / "aws").mkdir(parents=True)
    return folder


def test_the_variable_names_a_mirror(tmp_path: Path) -> None:
    folder = mirror(tmp_path / "mine")
    environment = {"HOME": str(tmp_path), "GROUNDPLAN_PROVIDER_MIRROR": str(folder)}
    assert find_mirror(environment=environment, prefixes=()) == folder


def test_terraforms_own_folders_are_mirrors(tmp_path: Path) -> None:
    folder = mirror(tmp_path / ".terraform.d" / "plugins")
    assert find_mirror(environment={"HOME": str(tmp_path)}, prefixes=()) == folder


def test_a_mirror_may_lie_one_level_below_an_add_on_prefix(tmp_path: Path) -> None:
    (tmp_path / "opt" / "other").mkdir(parents=True)
    folder = mirror(tmp_path / "opt" / "providers")
    assert find_mirror(environment={"HOME": str(tmp_path)}, prefixes=[tmp_path / "none", tmp_path / "opt"]) == folder


def test_opentofu_has_a_registry_of_its_own(tmp_path: Path) -> None:
    mirror(tmp_path / "opt" / "providers")
    assert find_mirror("tofu", {"HOME": str(tmp_path)}, [tmp_path / "opt"]) is None


def test_each_provider_has_one_source(tmp_path: Path) -> None:
    text = write_cli_config(tmp_path / "rc", tmp_path / 'ca"che', mirror(tmp_path / "m")).read_text()
    assert f'include = ["{HOST}/hashicorp/aws"]' in text
    assert f'exclude = ["{HOST}/hashicorp/aws"]' in text
    assert 'ca\\"che' in text
    assert (tmp_path / 'ca"che').is_dir()


def test_a_users_configuration_is_respected_and_a_missing_one_breaks_nothing(tmp_path: Path) -> None:
    environment = {"HOME": str(tmp_path), "TF_CLI_CONFIG_FILE": str(tmp_path / "missing")}
    assert user_config(environment) is None
    own = tmp_path / ".terraformrc"
    own.write_text("")
    assert user_config(environment) == own


def test_nothing_of_the_users_shell_bends_a_run(tmp_path: Path) -> None:
    shell = {
        "PATH": "/bin",
        "HOME": str(tmp_path),
        "TF_VAR_region": "mars",
        "TF_CLI_ARGS_plan": "-destroy",
        "TF_WORKSPACE": "other",
        "TF_CLI_CONFIG_FILE": str(tmp_path / "missing"),
    }
    environment = base_environment(tmp_path, find_terraform(), shell)
    assert not {"TF_VAR_region", "TF_CLI_ARGS_plan", "TF_WORKSPACE"} & set(environment)
    assert Path(environment["TF_CLI_CONFIG_FILE"]) == tmp_path / ".groundplan" / "terraform.tfrc"
    assert Path(environment["TF_PLUGIN_CACHE_DIR"]).is_dir()
