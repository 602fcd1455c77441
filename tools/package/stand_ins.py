"""What is read in place of packages where only units are looked at, and not what is deployed."""

from __future__ import annotations

import os
from pathlib import Path

from ..errors import GroundplanError
from ..files import work_folder, write_atomically
from .build import described
from .platform import platform_of
from .vendor import REQUIREMENTS

_NO_DIGEST = "0" * 64


def stand_ins(project: Path) -> dict[str, str]:
    """For the package of each function, built or not, a file that says as much but for the digest, by path.

    They are for ``Options.stand_ins``. A function that names no platform that there is has none, so that a unit says
    that its package is not built; `./inv package` says why.

    Raises:
        GroundplanError: the work folder cannot be written to.
    """
    work = work_folder(project)
    roots = {str(project), os.path.realpath(project)}
    found: dict[str, str] = {}
    for folder in sorted(path.parent for path in project.glob(f"functions/*/{REQUIREMENTS}")):
        try:
            platform = platform_of(folder)
        except GroundplanError:
            continue
        file = work / "stand-ins" / f"{folder.name}.json"
        stand_in = str(write_atomically(file, described(_NO_DIGEST, platform)))
        packages = (f"{root}/{work.name}/packages/{folder.name}" for root in roots)
        found |= {f"{package}.{kind}": stand_in for package in packages for kind in ("json", "zip")}
    return found
