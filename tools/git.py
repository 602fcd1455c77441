"""What git knows of a project: what a change changed, what the content of each file is called, a commit's files.

Paths are relative to the root of the repository and as git has them: any file name is possible, and one that is not
UTF-8 is decoded as the operating system does it. Nothing here writes to the repository.
"""

from __future__ import annotations

import difflib
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .errors import GroundplanError
from .files import WORK_FOLDER, project_root, work_folder

_KEPT_EXPORTS = 6
_IN_USE_SECONDS = 3600
_ABSENT = "000000"
_SUBMODULE = "160000"
# What a hook of git's sets for its own purposes: here it would mean another repository or another index.
_OF_HOOKS = frozenset(
    [
        *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE"),
        *("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"),
    ]
)


@dataclass(frozen=True, slots=True)
class Rename:
    """A file with another name than before, and perhaps with other content."""

    old: str
    new: str
    similarity: int
    """In per cent; 100 for the same content."""


@dataclass(frozen=True, slots=True)
class Changes:
    """How the working tree differs from a commit, with what is not committed or not yet known to git.

    What ``.gitignore`` names does not count, nor what this program generates.
    """

    base: str
    added: tuple[str, ...]
    modified: tuple[str, ...]
    deleted: tuple[str, ...]
    renamed: tuple[Rename, ...]
    before: Mapping[str, str]
    """The blob ids that modified, deleted and renamed files (by their old names) have in the commit."""

    @property
    def paths(self) -> tuple[str, ...]:
        """All paths that are different, old names of renamed files too, in order."""
        names = {name for each in self.renamed for name in (each.old, each.new)}
        return tuple(sorted(names.union(self.added, self.modified, self.deleted)))


@dataclass(frozen=True, slots=True)
class Head:
    """What is looked at."""

    name: str
    """The branch, the short id of a commit, or ``working tree`` where something is not committed."""
    commit: str | None
    """None for a working tree with changes that are not committed."""


def merge_base(project: Path, ref: str) -> str:
    """The commit in which the head and ``ref`` parted.

    Raises:
        GroundplanError: there is no git, no repository, no such ref, or no such commit.
    """
    commit = resolve(project, ref)
    done = _run(project, "merge-base", commit, "HEAD")
    if done.returncode == 0:
        return _text(done.stdout).split()[0]
    if done.returncode != 1:
        raise _failed(project, done, "merge-base")
    raise GroundplanError(
        f"{ref} and the head have no commit in common",
        hint=f"the clone is shallow, so its history ends early: {_DEEPEN}"
        if _is_shallow(project)
        else "name a branch that the head was made from",
    )


def resolve(project: Path, ref: str) -> str:
    """The id of the commit that a ref names.

    Raises:
        GroundplanError: there is no git, no repository, or no such ref.
    """
    if not ref or ref.startswith("-") or not ref.isprintable():
        raise GroundplanError(f"{ref!r} is no name of a commit", hint="name a branch, a tag or a commit: --base main")
    _require_working_tree(project)
    done = _run(project, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
    if done.returncode == 0:
        return _text(done.stdout).strip()
    if _run(project, "rev-parse", "--verify", "--quiet", "HEAD").returncode != 0:
        raise GroundplanError(f"{project_root(project)} has no commit yet", hint="commit something first")
    raise GroundplanError(f"git knows no commit {ref!r}", hint=_advice(project, ref))


_DEEPEN = "git fetch --unshallow (in GitHub Actions: `fetch-depth: 0` for actions/checkout)"


def _advice(project: Path, ref: str) -> str:
    listed = _text(_run(project, "for-each-ref", "--format=%(refname:short)").stdout).split("\n")
    names = [name for name in listed if name]
    near = [name for name in names if name.endswith(f"/{ref}")] or difflib.get_close_matches(ref, names, 1)
    if near:
        return f"did you mean {near[0]}?"
    remote, _, branch = ref.partition("/") if ref.startswith("origin/") else ("origin", "", ref)
    fetch = f"it may not have been fetched: git fetch {remote} {branch}"
    return f"{fetch}; the clone is shallow: {_DEEPEN}" if _is_shallow(project) else fetch


def _is_shallow(project: Path) -> bool:
    return _text(_run(project, "rev-parse", "--is-shallow-repository").stdout).strip() == "true"


def describe(project: Path) -> Head:
    """What the head is.

    Raises:
        GroundplanError: there is no git, no repository, or no commit.
    """
    commit = resolve(project, "HEAD")
    if _run_well(project, "status", "--porcelain", "-z", "--ignore-submodules=none", "--", ".", _NOT_OURS):
        return Head("working tree", None)
    branch = _run(project, "symbolic-ref", "--short", "--quiet", "HEAD")
    return Head(_text(branch.stdout).strip() or commit[:12], commit)


_NOT_OURS = f":(top,exclude){WORK_FOLDER}"


# What changed --------------------------------------------------------------------------------------------------------


def changes(project: Path, base: str) -> Changes:
    """How the working tree differs from the commit ``base`` (see :func:`merge_base`).

    Raises:
        GroundplanError: there is no git, no repository, or no such commit.
    """
    return against(project, base)[0]


def against(project: Path, base: str) -> tuple[Changes, dict[str, str]]:
    """The :func:`changes` since a commit and the :func:`blobs` of the working tree, in one go.

    Raises:
        GroundplanError: there is no git, no repository, or no such commit.
    """
    commit = base if _FULL_ID.fullmatch(base) else resolve(project, base)
    _require_working_tree(project)
    diff = _start(project, *_diff(commit))
    listed = _run_well(project, *_LIST_ALL)
    files = _in_working_tree(project, listed)
    untracked = [line[2:] for line in _split(listed) if line[0] == "?" and not line.endswith("/")]
    raw = _finish(project, diff)
    if untracked and any(status == "D" for status, *_ in _entries(raw)):
        # A file that was moved without `git add`: only if git thinks of adding it does it see where it came from.
        raw = _diff_with(project, commit, untracked) or raw
        untracked = [path for path in untracked if not any(path == new for _, _, _, new in _entries(raw))]
    return _changes(commit, raw, untracked), files


_FULL_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_LIST_ALL = (
    *("ls-files", "-z", "-t", "--stage", "--cached", "--modified", "--deleted", "--others", "--exclude-standard"),
    *("--exclude", f"/{WORK_FOLDER}/"),
)


def _diff(commit: str) -> tuple[str, ...]:
    return (
        *("diff", "--raw", "-z", "--no-abbrev", "--find-renames", "--no-ext-diff", "--no-textconv", "--no-relative"),
        *("--ignore-submodules=none", commit, "--"),
    )


def _diff_with(project: Path, commit: str, untracked: list[str]) -> bytes:
    """The differences as if all files had been added, by way of a copy of the index; nothing where that fails."""
    index = Path(_text(_run_well(project, "rev-parse", "--path-format=absolute", "--git-path", "index")).strip("\n"))
    with tempfile.TemporaryDirectory(prefix="groundplan-") as folder:
        copy = Path(folder) / "index"
        if index.is_file():
            shutil.copyfile(index, copy)
        extra = {"GIT_INDEX_FILE": str(copy), "GIT_LITERAL_PATHSPECS": "1"}
        names = b"".join(os.fsencode(path) + b"\0" for path in untracked)
        add = ("add", "--intent-to-add", "--pathspec-from-file=-", "--pathspec-file-nul")
        if _run(project, *add, stdin=names, extra=extra).returncode != 0:
            return b""
        done = _run(project, *_diff(commit), extra=extra)
        return done.stdout if done.returncode == 0 else b""


def _entries(raw: bytes) -> Iterator[tuple[str, str, str, str]]:
    """What ``git diff --raw -z`` says: (status, blob id before, path before, path after)."""
    fields = iter(_split(raw))
    for head in fields:
        old_mode, _, old_id, _, status = head.removeprefix(":").split(" ")
        old = next(fields)
        new = next(fields) if status[0] in "RC" else old
        yield status, "" if old_mode == _ABSENT else old_id, old, new


def _changes(commit: str, raw: bytes, untracked: Iterable[str]) -> Changes:
    added, modified, deleted = set(untracked), set[str](), set[str]()
    renamed: list[Rename] = []
    before: dict[str, str] = {}
    for status, old_id, old, new in _entries(raw):
        if old_id:
            before[old] = old_id
        match status[0]:
            case "A":
                added.add(new)
            case "D":
                deleted.add(old)
            case "R":
                renamed.append(Rename(old, new, int(status[1:] or 100)))
            case _:
                modified.add(new)
    both = added & deleted
    modified |= both
    return Changes(
        commit,
        tuple(sorted(added - both)),
        tuple(sorted(modified)),
        tuple(sorted(deleted - both)),
        tuple(sorted(renamed, key=lambda each: each.new)),
        before,
    )


# What files contain --------------------------------------------------------------------------------------------------


def blobs(project: Path, commit: str | None = None) -> dict[str, str]:
    """The name that git has for the content of each file, of a commit or of the working tree (without ignored files).

    Of the working tree, only what differs from the index is read. A submodule is one entry with its commit.

    Raises:
        GroundplanError: there is no git, no repository, or no such commit.
    """
    if commit is not None:
        listed = _split(_run_well(project, "ls-tree", "-r", "-z", "--full-tree", resolve(project, commit)))
        return {path: head.rsplit(" ", 1)[1] for head, _, path in (line.partition("\t") for line in listed)}
    _require_working_tree(project)
    return _in_working_tree(project, _run_well(project, *_LIST_ALL))


def _in_working_tree(project: Path, listed: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    unsure: set[str] = set()
    gone: set[str] = set()
    for line in _split(listed):
        tag = line[0]
        if tag == "?":
            if not line.endswith("/"):  # another repository within this one is none of ours
                unsure.add(line[2:])
            continue
        head, _, path = line[2:].partition("\t")
        if tag == "R":
            gone.add(path)
        elif tag == "C" or not head.endswith(" 0"):
            unsure.add(path)
            if head.startswith(_SUBMODULE):
                found[path] = head.split(" ")[1]
        else:
            found[path] = head.split(" ")[1]
    for path in gone:
        found.pop(path, None)
    found |= _hashed(project, unsure - gone)
    return found


def _hashed(project: Path, paths: Iterable[str]) -> dict[str, str]:
    """The blob ids that files would have if they were added; links and folders of submodules by what they stand for."""
    root = project_root(project)
    plain: list[str] = []
    found: dict[str, str] = {}
    for path in sorted(paths):
        place = root / path
        if place.is_symlink():
            target = os.fsencode(place.readlink())
            found[path] = _text(_run_well(project, "hash-object", "--stdin", stdin=target)).strip()
        elif place.is_dir():
            found[path] = _text(_run(place, "rev-parse", "HEAD").stdout).strip()
        elif place.is_file():
            if "\n" in path:
                found[path] = _text(_run_well(project, "hash-object", "--", path)).strip()
            else:
                plain.append(path)
    if plain:
        names = b"".join(os.fsencode(path) + b"\n" for path in plain)
        ids = _text(_run_well(project, "hash-object", "--stdin-paths", stdin=names)).split()
        found |= dict(zip(plain, ids, strict=True))
    return found


# The files of a commit -----------------------------------------------------------------------------------------------


def export(project: Path, commit: str, into: Path | None = None) -> Path:
    """The files of a commit in a folder of their own, made once for each content; exports long unused are removed.

    The folder holds an empty ``.git``, so that what looks for the root of a project stops there. Files are written as
    a checkout would write them: links, executable bits, line ends, and also what ``export-ignore`` keeps from archives.
    Submodules are filled where they are checked out here.

    Raises:
        GroundplanError: there is no git, no repository, no such commit, or no place to write to.
    """
    tree = _text(_run_well(project, "rev-parse", f"{resolve(project, commit)}^{{tree}}")).strip()
    into = into or work_folder(project) / "review" / "trees"
    target = into / tree
    try:
        if not _is_whole(target):
            into.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=into, prefix=".making-", ignore_cleanup_errors=True) as folder:
                made = Path(folder) / "files"
                _write(project_root(project), tree, made)
                (made / ".git").mkdir()
                _put(made, target)
        os.utime(target)
        _prune(into, target)
    except OSError as error:
        raise GroundplanError(
            f"cannot write the files of {commit} to {target}: {error.strerror}",
            hint="check the permissions and the free disk space",
        ) from error
    return target


def _is_whole(target: Path) -> bool:
    """Whether it is an export: it gets its name only when it is complete."""
    return (target / ".git").is_dir()


def _put(made: Path, target: Path) -> None:
    try:
        made.rename(target)
    except OSError:
        if not _is_whole(target):
            raise


def _write(root: Path, tree: str, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="groundplan-") as folder:
        extra = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
        _run_well(root, "-c", "core.sparseCheckout=false", "read-tree", tree, extra=extra)
        _run_well(root, "checkout-index", "--all", "--force", f"--prefix={target}/", extra=extra)
    for line in _split(_run_well(root, "ls-tree", "-r", "-z", "--full-tree", tree)):
        head, _, path = line.partition("\t")
        mode, _, commit = head.split(" ")
        inner = root / path
        known = mode == _SUBMODULE and (inner / ".git").exists()
        if known and _run(inner, "cat-file", "-e", f"{commit}^{{tree}}").returncode == 0:
            _write(inner, f"{commit}^{{tree}}", target / path)


def _prune(into: Path, current: Path) -> None:
    """Remove all but the newest exports, and what a run that was killed left behind; nothing that may be in use."""
    old = time.time() - _IN_USE_SECONDS
    dated = sorted(((each.stat().st_mtime, each) for each in into.iterdir() if each != current), reverse=True)
    exports = [each for _, each in dated if not each.name.startswith(".")]
    for moment, folder in dated:
        if moment < old and (folder.name.startswith(".making-") or folder in exports[_KEPT_EXPORTS - 1 :]):
            shutil.rmtree(folder, ignore_errors=True)


# Running git ---------------------------------------------------------------------------------------------------------

_Process = subprocess.Popen[bytes]
_Done = subprocess.CompletedProcess[bytes]


def _start(project: Path, *arguments: str, extra: Mapping[str, str] | None = None) -> _Process:
    environment = {key: value for key, value in os.environ.items() if key not in _OF_HOOKS}
    root = project_root(project)
    # The ceiling: an empty .git marks the root of an export, and git would go on to the repository around it.
    environment |= {"GIT_CEILING_DIRECTORIES": str(root.parent), "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    environment |= {"LC_ALL": "C", **(extra or {})}
    pipe = subprocess.PIPE
    try:
        return subprocess.Popen(["git", *arguments], cwd=root, env=environment, stdin=pipe, stdout=pipe, stderr=pipe)
    except FileNotFoundError:
        raise GroundplanError("git is not installed", hint="install git, or put it on PATH") from None
    except OSError as error:
        raise GroundplanError(f"git could not be started in {project}: {error.strerror}") from None


def _run(project: Path, *arguments: str, stdin: bytes = b"", extra: Mapping[str, str] | None = None) -> _Done:
    with _start(project, *arguments, extra=extra) as process:
        out, err = process.communicate(stdin)
    return subprocess.CompletedProcess(arguments, process.returncode, out, err)


def _finish(project: Path, process: _Process) -> bytes:
    with process:
        out, err = process.communicate()
    done = subprocess.CompletedProcess(process.args, process.returncode, out, err)
    if done.returncode != 0:
        raise _failed(project, done, "diff")
    return out


def _run_well(project: Path, *arguments: str, stdin: bytes = b"", extra: Mapping[str, str] | None = None) -> bytes:
    done = _run(project, *arguments, stdin=stdin, extra=extra)
    if done.returncode != 0:
        raise _failed(project, done, next(each for each in arguments if not each.startswith(("-", "core."))))
    return done.stdout


def _failed(project: Path, done: _Done, what: str) -> GroundplanError:
    said = _text(done.stderr).strip()
    root = project_root(project)
    if "not a git repository" in said:
        return GroundplanError(f"{project} is in no git repository", hint="what changed is known to git only: git init")
    if "dubious ownership" in said:
        return GroundplanError(
            f"{root} belongs to somebody else, so git refuses to read it",
            hint=f"if you trust it: git config --global --add safe.directory {root}",
        )
    return GroundplanError(f"git {what} failed in {root}", hint=said or f"it ended with code {done.returncode}")


def _require_working_tree(project: Path) -> None:
    if (project_root(project) / ".git").exists():
        return
    done = _run(project, "rev-parse", "--is-bare-repository")
    if done.returncode == 0 and done.stdout.strip() == b"true":
        raise GroundplanError(f"{project} is a bare repository: it has no files", hint="work in a clone of it")
    raise (
        _failed(project, done, "rev-parse")
        if done.returncode
        else GroundplanError(f"{project} is in no git repository", hint="what changed is known to git only: git init")
    )


def _text(data: bytes) -> str:
    return os.fsdecode(data)


def _split(data: bytes) -> list[str]:
    return _text(data).split("\0")[:-1]
