"""Module sources: which are folders on this machine, and where Terragrunt would run Terraform."""

from __future__ import annotations

import base64
import hashlib
import posixpath
import re
from pathlib import Path

from .belonging import CODE
from .paths import join

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
        return folder if any(name.name.endswith(CODE) for name in folder.iterdir()) else None
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
