"""From a function's folder to a zip file that depends on nothing but what is in it."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import GroundplanError
from ..files import work_folder, write_atomically
from .compressed import compressed
from .platform import Platform, platform_of
from .vendor import REQUIREMENTS, vendored

_EPOCH = (1980, 1, 1, 0, 0, 0)
_MODE = 0o100644 << 16
_UNIX = 3
_UNPACKED = 250 * 1024 * 1024
"""Lambda takes no package that is larger when it is unpacked."""


@dataclass(frozen=True, slots=True)
class Package:
    """A built package. Beside the zip file lies a JSON file for Terragrunt: its digests and, where it has compiled
    parts, the architecture and runtime that they are made for."""

    name: str
    path: Path
    size: int
    sha256: str


def package(
    functions: Path,
    names: Sequence[str] | None = None,
    destination: Path | None = None,
    cache: Path | None = None,
) -> list[Package]:
    """Build the functions in a folder (all, or those named) into ``destination`` (``.groundplan/packages``).

    Dependencies are installed once, below ``cache`` (``.groundplan/vendored``).

    A function is a folder with a ``requirements.txt`` (which may be empty) and, where its dependencies have compiled
    parts, a ``platform.json``; its Python packages, but for ``tests``, go into the zip file beside the dependencies.

    Raises:
        GroundplanError: a function is not there or not fit to be packaged, or its dependencies cannot be had.
    """
    found = {path.parent.name: path.parent for path in sorted(functions.glob(f"*/{REQUIREMENTS}"))}
    unknown = sorted(set(names or ()) - set(found))
    if unknown:
        raise GroundplanError(
            f"there is no function {unknown[0]} in {functions}",
            hint=f"a function is a folder with a {REQUIREMENTS}; there are: {', '.join(found) or 'none'}",
        )
    work = work_folder(functions)
    destination = destination or work / "packages"
    cache = cache or work / "vendored"
    return [_build(name, found[name], destination, cache) for name in (names if names is not None else found)]


def _build(name: str, folder: Path, destination: Path, cache: Path) -> Package:
    dependencies, platform = vendored(folder, cache), platform_of(folder)
    own = dict(_sources(folder))
    if not own:
        raise GroundplanError(
            f"the function {name} has no code", where=str(folder), hint="a function's code is a Python package in it"
        )
    clashes = sorted({path.partition("/")[0] for path in own} & {path.partition("/")[0] for path in dependencies})
    if clashes:
        raise GroundplanError(f"{clashes[0]} is both a package of the function and a dependency", where=str(folder))
    files = {**own, **dependencies}
    size = sum(path.stat().st_size for path in files.values())
    if size > _UNPACKED:
        raise GroundplanError(
            f"the package of {name} has {size / 1024**2:.0f} MiB unpacked; Lambda takes {_UNPACKED // 1024**2}",
            where=str(folder),
            hint="leave out what is not needed at run time (`leave_out` in platform.json), or take a lighter library",
        )
    content = compressed(files, cache / "compressed") if platform else archive(files)
    built = Package(name, destination / f"{name}.zip", len(content), hashlib.sha256(content).hexdigest())
    write_atomically(built.path, content)
    write_atomically(destination / f"{name}.json", described(built.sha256, platform))
    return built


def described(sha256: str, platform: Platform | None) -> str:
    """What the JSON file beside a package says: its digests, the second one in the form of Lambda's
    ``source_code_hash``, and, where it has compiled parts, what they are made for."""
    told = {"sha256": sha256, "base64sha256": base64.b64encode(bytes.fromhex(sha256)).decode()}
    if platform:
        told |= {"architecture": platform.architecture, "runtime": platform.runtime}
    return json.dumps(told, indent=2) + "\n"


def _sources(folder: Path) -> Iterator[tuple[str, Path]]:
    for package_folder in sorted(path.parent for path in folder.glob("*/__init__.py")):
        if package_folder.name == "tests":
            continue
        for path in sorted(package_folder.rglob("*")):
            parts = path.relative_to(folder).parts
            if path.is_file() and "__pycache__" not in parts and not any(part.startswith(".") for part in parts):
                yield "/".join(parts), path


def archive(files: Mapping[str, Path]) -> bytes:
    """The bytes of a zip file with these files: sorted, without times and permissions of this machine.

    They are stored and not compressed, because the bytes of a compression differ between versions of zlib (what is too
    large for that: ``compressed``).
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as zip_file:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = _UNIX
            entry.external_attr = _MODE
            zip_file.writestr(entry, files[name].read_bytes())
    return buffer.getvalue()
