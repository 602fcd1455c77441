"""Filesystem functions. Relative paths start at the directory of the call site."""

from __future__ import annotations

import hashlib
import os
import posixpath
import stat
from pathlib import Path

from ..function import CallSite, FunctionError
from ..types import STRING
from ..values import SetValue
from .builtin import STR, Registry, normal, quoted
from .encoding import encode_base64
from .glob import PatternError, glob

FUNCTIONS = Registry()


def read_bytes(path: str, site: CallSite) -> bytes:
    """The contents of a file."""
    place = locate(path, site)
    try:
        return Path(place).read_bytes()
    except FileNotFoundError:
        raise FunctionError(
            f"no file exists at {quoted(path)}; this function works only with files that are part of the configuration "
            "(a relative path is relative to "
            f"{site.base_dir})",
            0,
        ) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise FunctionError(f"cannot read {quoted(path)}: {reason}", 0) from None


def read_text(path: str, site: CallSite) -> str:
    """The contents of a file of text."""
    data = read_bytes(path, site)
    try:
        return normal(data.decode())
    except UnicodeDecodeError:
        raise FunctionError(
            f"contents of {quoted(path)} are not valid UTF-8; use the filebase64 function to obtain the Base64 encoded "
            "contents or the other file functions (e.g. filemd5, filesha256) to obtain file hashing results instead",
            0,
        ) from None


def locate(path: str, site: CallSite) -> str:
    """The absolute path that a path of the configuration stands for."""
    return os.path.normpath(os.path.join(site.base_dir, _expand(path)))  # noqa: PTH118 - text in, text out


def _expand(path: str) -> str:
    if not path.startswith("~"):
        return path
    if len(path) > 1 and path[1] not in "/\\":
        raise FunctionError("cannot expand user-specific home dir", 0)
    return _clean(f"{Path.home().as_posix()}/{path[2:]}")


@FUNCTIONS.add("file", STR, site=True)
def _file(site: CallSite, path: str) -> str:
    return read_text(path, site)


@FUNCTIONS.add("filebase64", STR, site=True)
def _filebase64(site: CallSite, path: str) -> str:
    return encode_base64(read_bytes(path, site))


@FUNCTIONS.add("filemd5", STR, site=True)
def _filemd5(site: CallSite, path: str) -> str:
    return hashlib.md5(read_bytes(path, site), usedforsecurity=False).hexdigest()


@FUNCTIONS.add("filesha1", STR, site=True)
def _filesha1(site: CallSite, path: str) -> str:
    return hashlib.sha1(read_bytes(path, site), usedforsecurity=False).hexdigest()


@FUNCTIONS.add("filesha256", STR, site=True)
def _filesha256(site: CallSite, path: str) -> str:
    return hashlib.sha256(read_bytes(path, site)).hexdigest()


@FUNCTIONS.add("filesha512", STR, site=True)
def _filesha512(site: CallSite, path: str) -> str:
    return hashlib.sha512(read_bytes(path, site)).hexdigest()


@FUNCTIONS.add("filebase64sha256", STR, site=True)
def _filebase64sha256(site: CallSite, path: str) -> str:
    return encode_base64(hashlib.sha256(read_bytes(path, site)).digest())


@FUNCTIONS.add("filebase64sha512", STR, site=True)
def _filebase64sha512(site: CallSite, path: str) -> str:
    return encode_base64(hashlib.sha512(read_bytes(path, site)).digest())


@FUNCTIONS.add("fileexists", STR, site=True)
def _fileexists(site: CallSite, path: str) -> bool:
    place = locate(path, site)
    try:
        mode = Path(place).stat().st_mode
    except FileNotFoundError:
        return False
    except (OSError, ValueError) as error:
        raise FunctionError(f"cannot look at {quoted(place)}: {error}", 0) from None
    if stat.S_ISREG(mode):
        return True
    raise FunctionError(f"{quoted(place)} is {_kind(mode)}, not a regular file", 0)


def _kind(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a directory"
    if stat.S_ISFIFO(mode):
        return "a named pipe"
    return "a socket" if stat.S_ISSOCK(mode) else "a device node"


@FUNCTIONS.add("fileset", STR, STR, site=True)
def _fileset(site: CallSite, path: str, pattern: str) -> SetValue:
    base = posixpath.normpath(posixpath.join(str(site.base_dir), path))
    whole = posixpath.normpath(f"{base}/{pattern}")
    try:
        matches = glob(whole)
        files = [match for match in matches if Path(match).is_file()]
    except PatternError:
        raise FunctionError(f"failed to glob pattern {quoted(pattern)}: syntax error in pattern", 1) from None
    except OSError as error:
        raise FunctionError(f"failed to glob pattern {quoted(pattern)}: {error}", 1) from None
    return SetValue([normal(posixpath.relpath(match, base)) for match in files], STRING)


@FUNCTIONS.add("basename", STR)
def _basename(path: str) -> str:
    if not path:
        return "."
    return path.rstrip("/").rpartition("/")[2] or "/"


@FUNCTIONS.add("dirname", STR)
def _dirname(path: str) -> str:
    head, slash, _ = path.rpartition("/")
    return _clean(head + slash)


@FUNCTIONS.add("abspath", STR, site=True)
def _abspath(site: CallSite, path: str) -> str:
    return _clean(path if path.startswith("/") else f"{site.base_dir.absolute().as_posix()}/{path}")


@FUNCTIONS.add("pathexpand", STR)
def _pathexpand(path: str) -> str:
    return _expand(path)


def _clean(path: str) -> str:
    """The path without ``.``, ``..`` and doubled slashes."""
    cleaned = posixpath.normpath(path)
    return cleaned[1:] if cleaned.startswith("//") else cleaned
