"""What belongs to the folder of a module, told by paths alone."""

from __future__ import annotations

from collections.abc import Callable

from .paths import SKIPPED_FOLDERS

CODE = (".tf", ".tf.json", ".tofu", ".tofu.json")
LOCK_FILE = ".terraform.lock.hcl"
_ASIDE = frozenset({"example", "examples", "test", "tests", "docs"})
_PROSE = ("readme", "changelog", "license", "contributing", "codeowners")
_NOT_READ = (".md", ".tftest.hcl", ".tftest.json", ".tofutest.hcl", ".tofutest.json")


def belongs(inside: str, is_apart: Callable[[str], bool]) -> bool:
    """Whether a file in a module's folder may matter to the module, when nothing of its code names it.

    Prose, examples, tests and what is hidden do not; nor does what lies in a folder that is a module (or a unit) of its
    own, which ``is_apart`` tells. All paths are relative to the module's folder.
    """
    *folders, name = inside.split("/")
    if (name.startswith(".") and name != LOCK_FILE) or any(each.startswith(".") for each in folders):
        return False
    if (folders and folders[0] in _ASIDE) or not SKIPPED_FOLDERS.isdisjoint(folders):
        return False
    lower = name.lower()
    if lower.endswith(_NOT_READ) or lower.partition(".")[0] in _PROSE:
        return False
    return not any(is_apart("/".join(folders[: count + 1])) for count in range(len(folders)))
