"""Module sources: which are folders on this machine, and what belongs to a module there."""

from __future__ import annotations

import base64
import hashlib
import os
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

from ..hcl import HclError, blocks_from_json, parse, read_source
from ..hcl.syntax import Literal
from .paths import SKIPPED_FOLDERS, join

_CODE = (".tf", ".tf.json", ".tofu", ".tofu.json")
_HOSTED = re.compile(r"(?:https?://)?((?:github|gitlab)\.com/[^/]+/[^/]+?)(?:\.git)?")
_REMOTE = re.compile(
    r"(?:github\.com|gitlab\.com|bitbucket\.org)/|[A-Za-z0-9_.-]+@[^:/]+:|[^/]+\.amazonaws\.com/|www\.googleapis\.com/"
)
_SSH = re.compile(r"(?:git::)?(?:ssh://)?([A-Za-z0-9_.-]+@[^:/]+):(.+)")


def local_path(source: str) -> str | None:
    """The path in a unit's source that means a folder here; None for one that has to be fetched.

    As in Terragrunt, what names no protocol and no known host is a path, with or without ``./``.
    """
    text = source.partition("?")[0].removeprefix("file::").removeprefix("file://")
    return None if "://" in text or "::" in text or _REMOTE.match(text) else text


def module_dir(source: str | None, directory: str) -> Path | None:
    """The folder of a unit's module; None where the source is remote, or where there is no module at all.

    A unit that names no source is its own module if it holds Terraform code.
    """
    if not source:
        folder = Path(directory)
        return folder if any(name.name.endswith(_CODE) for name in folder.iterdir()) else None
    path = local_path(source)
    return None if path is None else Path(join(directory, path.replace("//", "/")))


def working_dir(source: str | None, directory: str) -> str:
    """Where Terragrunt would run Terraform: a folder of its cache named by hashes of unit and source."""
    path = local_path(source or ".")
    if path is None:
        root, inside = _split_remote(source or "")
        name = _canonical(root)
    else:
        start, found, inside = path.lstrip("/").partition("//")
        whole = join(directory, ("/" if path.startswith("/") else "") + start)
        inside = inside if found else ""
        name = f"file://{whole}"
    folder = posixpath.join(directory, ".terragrunt-cache", _hash(directory), _hash(name), inside)
    return posixpath.normpath(folder)


def _split_remote(source: str) -> tuple[str, str]:
    text = source.partition("?")[0]
    scheme = text.find("://")
    at = text.find("//", scheme + 3 if scheme >= 0 else 0)
    return (text, "") if at < 0 else (text[:at], text[at + 2 :])


def _canonical(root: str) -> str:
    """A remote source with the shorthands for git written out."""
    hosted = _HOSTED.fullmatch(root)
    if hosted:
        return f"git::https://{hosted[1]}.git"
    ssh = _SSH.fullmatch(root)
    return f"git::ssh://{ssh[1]}/{ssh[2]}" if ssh else root


def _hash(text: str) -> str:
    digest = hashlib.sha1(text.encode(), usedforsecurity=False).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def module_files(folder: Path) -> frozenset[Path]:
    """The files of a module and of the local modules that it calls, without those of folders that are generated."""
    found: set[Path] = set()
    queue, seen = [Path(os.path.abspath(folder))], set[Path]()  # noqa: PTH100 - resolving would follow links
    while queue:
        current = queue.pop()
        if current in seen or not current.is_dir():
            continue
        seen.add(current)
        files = list(_files_in(current))
        found.update(files)
        for file in files:
            if file.parent == current and file.name.endswith(_CODE):
                queue += [Path(join(str(current), path)) for path in _called(file)]
    return frozenset(found)


def _files_in(folder: Path) -> Iterator[Path]:
    """What a module consists of: its own files, and what lies in folders below that are no modules themselves."""
    for current, folders, names in os.walk(folder):
        here = Path(current)
        if here != folder and any(name.endswith(_CODE) for name in names):
            folders.clear()
            continue
        folders[:] = sorted(each for each in folders if each not in SKIPPED_FOLDERS and not each.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") or name == ".terraform.lock.hcl":
                yield here / name


def _called(file: Path) -> Iterator[str]:
    """The local sources of the modules that a file calls; none if it does not parse, of which Terraform will tell."""
    try:
        body = parse(read_source(file))
    except HclError:
        return
    blocks = body.blocks_of("module")
    if file.suffix == ".json" and "module" in body.attributes:
        blocks = blocks_from_json(body.attributes["module"], 1)
    for attribute in (block.body.attributes.get("source") for block in blocks):
        value = attribute.expr.value if attribute is not None and isinstance(attribute.expr, Literal) else None
        if isinstance(value, str) and value.startswith(("./", "../", "/")):
            yield value
