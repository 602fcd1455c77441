"""Where providers come from: a filesystem mirror where there is one, the registry otherwise, one shared cache."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from ..files import write_atomically

MIRROR = "GROUNDPLAN_PROVIDER_MIRROR"
HOSTS = {"terraform": "registry.terraform.io", "tofu": "registry.opentofu.org"}

# Add-on software lives one level below these, by the Filesystem Hierarchy Standard 3.0.
ADD_ON_PREFIXES = (Path("/opt"), Path("/srv"), Path("/usr/local"), Path("/usr/local/share"), Path("/var/opt"))


def find_mirror(
    product: str = "terraform",
    environment: Mapping[str, str] = os.environ,
    prefixes: Iterable[Path] = ADD_ON_PREFIXES,
) -> Path | None:
    """The first folder that holds providers of ``product``'s registry in the layout of a filesystem mirror.

    Looked for in $GROUNDPLAN_PROVIDER_MIRROR, Terraform's implied mirror folders
    (https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories) and one level
    below the add-on prefixes.
    """
    home = Path(environment.get("HOME", "~")).expanduser()
    data_home = Path(environment.get("XDG_DATA_HOME") or home / ".local/share")
    named = [Path(environment[MIRROR]).expanduser()] if environment.get(MIRROR) else []
    implied = [
        home / ".terraform.d/plugins",
        data_home / "terraform/plugins",
        Path("/usr/local/share/terraform/plugins"),
        Path("/usr/share/terraform/plugins"),
    ]
    for folder in [*named, *implied, *(child for prefix in prefixes for child in _children(prefix))]:
        if (folder / HOSTS[product]).is_dir():
            return folder.absolute()
    return None


def _children(prefix: Path) -> list[Path]:
    try:
        return sorted(child for child in prefix.iterdir() if child.is_dir())
    except OSError:
        return []


def mirrored(mirror: Path, product: str) -> list[str]:
    """The provider addresses that a mirror holds, such as ``registry.terraform.io/hashicorp/aws``."""
    host = HOSTS[product]
    return sorted(f"{host}/{path.parent.name}/{path.name}" for path in (mirror / host).glob("*/*") if path.is_dir())


def write_cli_config(path: Path, cache: Path, mirror: Path | None, product: str = "terraform") -> Path:
    """Write a CLI configuration: what the mirror holds comes from it, the rest from the registry, through ``cache``.

    Terraform asks every source that may have a provider for its versions, so a mirror and an unreachable registry for
    the same provider fail together: each provider is given one source.
    """
    cache.mkdir(parents=True, exist_ok=True)
    lines = [f"plugin_cache_dir = {_quote(cache)}", "disable_checkpoint = true"]
    if mirror:
        providers = ", ".join(f'"{address}"' for address in mirrored(mirror, product))
        lines += [
            "provider_installation {",
            "  filesystem_mirror {",
            f"    path    = {_quote(mirror)}",
            f"    include = [{providers}]",
            "  }",
            "  direct {",
            f"    exclude = [{providers}]",
            "  }",
            "}",
        ]
    return write_atomically(path, "\n".join(lines) + "\n")


def _quote(path: Path) -> str:
    escaped = str(path).replace("\\", "\\\\").replace('"', '\\"').replace("${", "$${").replace("%{", "%%{")
    return f'"{escaped}"'


def user_config(environment: Mapping[str, str] = os.environ) -> Path | None:
    """The user's own CLI configuration, if it exists: it is respected; a variable that names a missing one is not."""
    home = Path(environment.get("HOME", "~")).expanduser()
    named = environment.get("TF_CLI_CONFIG_FILE") or environment.get("TERRAFORM_CONFIG")
    candidates = [Path(named).expanduser()] if named else []
    return next((path for path in [*candidates, home / ".terraformrc", home / ".tofurc"] if path.is_file()), None)
