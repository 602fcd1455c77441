"""The real Terragrunt as oracle: copies a tree, renders each unit of it, makes the answers comparable.

``python tests/tools/live/terragrunt_oracle.py [TREE]...`` records its answers as expected/<tree>.json.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
TREES = HERE / "trees"
EXPECTED = HERE / "expected"
PLACEHOLDER = "<ROOT>"
UNIT_FILES = ("terragrunt.hcl", "terragrunt.hcl.json")
ENVIRONMENT = {"GROUNDPLAN_TEST_ENV": "from the environment"}


def copy_tree(name: str, target: Path) -> Path:
    """A tree as a git repository of its own (get_repo_root asks for one)."""
    root = target / name
    shutil.copytree(TREES / name, root, symlinks=True)
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    return root


def unit_directories(root: Path) -> list[str]:
    """The units of a tree, by the file that makes a folder a unit."""
    found = {path.parent for name in UNIT_FILES for path in root.rglob(name)}
    return sorted(path.relative_to(root).as_posix() for path in found)


def portable(value: Any, root: Path) -> Any:
    """The same value with the tree's place replaced, so that two runs in two places compare equal."""
    if isinstance(value, str):
        return value.replace(str(root), PLACEHOLDER)
    if isinstance(value, list):
        return [portable(item, root) for item in value]
    if isinstance(value, dict):
        return {portable(key, root): portable(item, root) for key, item in value.items()}
    return value


def render_with_terragrunt(root: Path, unit: str) -> dict[str, Any]:
    """What ``terragrunt render --json`` says of a unit: its value, or {"error": True} with the last line of stderr."""
    env = os.environ | ENVIRONMENT | {"TG_NON_INTERACTIVE": "true", "TG_NO_COLOR": "true", "TG_LOG_FORMAT": "bare"}
    env.pop("TG_TF_PATH", None)
    done = subprocess.run(
        ["terragrunt", "render", "--json", "--working-dir", str(root / unit)],
        env=env,
        cwd=root,
        capture_output=True,
        text=True,
        timeout=120,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode != 0:
        return {"error": True, "stderr": done.stderr}
    value: dict[str, Any] = portable(json.loads(done.stdout), root)
    return value


def record(name: str) -> dict[str, Any]:
    """Terragrunt's answer for each unit of a tree."""
    with tempfile.TemporaryDirectory() as folder:
        root = copy_tree(name, Path(folder).resolve())
        return {unit: render_with_terragrunt(root, unit) for unit in unit_directories(root)}


def main(names: list[str]) -> None:
    """Record the named trees, or all of them."""
    EXPECTED.mkdir(exist_ok=True)
    for name in names or sorted(path.name for path in TREES.iterdir()):
        answers = record(name)
        for unit, answer in answers.items():
            if answer.get("error") is True:
                sys.stderr.write(f"--- {name}/{unit}: error\n{answer.pop('stderr')}\n")
        text = json.dumps(answers, indent=1, sort_keys=True, ensure_ascii=False)
        (EXPECTED / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
