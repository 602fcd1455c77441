"""What git says, of repositories of every kind."""

from __future__ import annotations

import itertools
import os
import stat
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tools import git
from tools.errors import GroundplanError
from tools.files import project_root
from tools.git import Head, Rename


def run(folder: Path, *arguments: str) -> str:
    """Git with nobody's configuration."""
    identity = {f"GIT_{who}_{what}": "t@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1", **identity}
    allowed = ("-c", "protocol.file.allow=always")
    done = subprocess.run(
        ["git", *allowed, *arguments], cwd=folder, env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


_NUMBERS = itertools.count()


def commit(folder: Path) -> str:
    run(folder, "add", "--all")
    run(folder, "commit", "--quiet", "--allow-empty", "--message", f"number {next(_NUMBERS)}")
    return run(folder, "rev-parse", "HEAD")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with two files in one commit, in a path with a space."""
    folder = tmp_path / "my project"
    folder.mkdir()
    run(folder, "init", "--quiet", "--initial-branch=main")
    (folder / "a.txt").write_text("one\ntwo\nthree\nfour\n")
    (folder / "sub").mkdir()
    (folder / "sub" / "b.txt").write_text("b\n")
    (folder / ".gitignore").write_text("*.ignored\n")
    commit(folder)
    return folder


@pytest.fixture(autouse=True)
def _nobody_waits(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a hook of git's would set must not matter."""
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_INDEX_FILE", "/nowhere/index")
    yield


# Refs ----------------------------------------------------------------------------------------------------------------


def test_where_branches_parted(project: Path) -> None:
    base = run(project, "rev-parse", "HEAD")
    run(project, "checkout", "--quiet", "-b", "feature/x")
    head = commit(project)
    run(project, "checkout", "--quiet", "main")
    main = commit(project)
    run(project, "tag", "v1", "--annotate", "--message", "x")
    run(project, "checkout", "--quiet", "--detach", "feature/x")
    assert git.merge_base(project, "main") == base
    assert git.merge_base(project / "sub", "v1") == base
    assert git.merge_base(project, "feature/x") == git.merge_base(project, head[:10]) == head
    assert git.resolve(project, "v1") == main


@pytest.mark.parametrize("ref", ["", "-x", "--output=/tmp/x", "--", "a\nb", "a\0b"])
def test_what_is_no_ref_never_reaches_git(project: Path, ref: str) -> None:
    with pytest.raises(GroundplanError, match="no name of a commit"):
        git.merge_base(project, ref)


def test_an_unknown_ref(project: Path) -> None:
    run(project, "branch", "develop")
    run(project, "update-ref", "refs/remotes/origin/release", "HEAD")
    for ref, hint in (
        ("devlop", "did you mean develop?"),
        ("release", "did you mean origin/release?"),
        ("origin/trunk", "git fetch origin trunk"),
        ("0123456789", "git fetch origin 0123456789"),
        ("main..develop", "did you mean develop?"),
        ("HEAD:a.txt", "git fetch"),
    ):
        with pytest.raises(GroundplanError) as caught:
            git.merge_base(project, ref)
        assert hint in str(caught.value)


def test_a_shallow_clone(project: Path, tmp_path: Path) -> None:
    run(project, "checkout", "--quiet", "-b", "feature")
    commit(project)
    commit(project)
    clone = tmp_path / "clone"
    run(tmp_path, "clone", "--quiet", "--depth=1", "--branch=feature", f"file://{project}", str(clone))
    with pytest.raises(GroundplanError) as unknown:
        git.merge_base(clone, "origin/main")
    assert "git fetch origin main" in str(unknown.value)
    assert "fetch-depth: 0" in str(unknown.value)
    run(clone, "fetch", "--quiet", "--depth=1", "origin", "main:refs/remotes/origin/main")
    with pytest.raises(GroundplanError) as unrelated:
        git.merge_base(clone, "origin/main")
    assert "shallow" in str(unrelated.value)


def test_histories_that_have_nothing_in_common(project: Path) -> None:
    run(project, "checkout", "--quiet", "--orphan", "other")
    commit(project)
    with pytest.raises(GroundplanError, match="no commit in common"):
        git.merge_base(project, "main")


def test_no_repository_no_commit_no_files(tmp_path: Path) -> None:
    with pytest.raises(GroundplanError, match="in no git repository"):
        git.merge_base(tmp_path, "main")
    bare = tmp_path / "bare.git"
    run(tmp_path, "init", "--quiet", "--bare", str(bare))
    with pytest.raises(GroundplanError, match="bare repository"):
        git.blobs(bare)
    empty = tmp_path / "empty"
    run(tmp_path, "init", "--quiet", str(empty))
    with pytest.raises(GroundplanError, match="no commit yet"):
        git.merge_base(empty, "main")


def test_no_git(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(project))
    with pytest.raises(GroundplanError, match="git is not installed"):
        git.merge_base(project, "main")


def test_the_head(project: Path) -> None:
    commit_ = run(project, "rev-parse", "HEAD")
    assert git.describe(project) == Head("main", commit_)
    (project / ".groundplan").mkdir()
    (project / ".groundplan" / "x").write_text("")
    (project / "x.ignored").write_text("")
    assert git.describe(project) == Head("main", commit_)
    run(project, "checkout", "--quiet", "--detach")
    assert git.describe(project) == Head(commit_[:12], commit_)
    (project / "sub" / "new").write_text("")
    assert git.describe(project) == Head("working tree", None)


# Changes -------------------------------------------------------------------------------------------------------------


def test_changes_of_every_kind(project: Path) -> None:
    base = run(project, "rev-parse", "HEAD")
    (project / "sub" / "b.txt").write_text("committed\n")
    commit(project)
    (project / "staged.txt").write_text("x\n")
    run(project, "add", "staged.txt")
    (project / "untracked.txt").write_text("y\n")
    (project / "x.ignored").write_text("z\n")
    (project / "a.txt").write_text("changed\n")
    (project / ".gitignore").unlink()
    (project / ".gitignore").symlink_to("a.txt")
    changes = git.changes(project, base)
    assert changes.base == base
    assert changes.added == ("staged.txt", "untracked.txt", "x.ignored")  # nothing ignores it any more
    assert changes.modified == (".gitignore", "a.txt", "sub/b.txt")
    assert (changes.deleted, changes.renamed) == ((), ())
    assert changes.before["a.txt"] == run(project, "rev-parse", f"{base}:a.txt")
    assert changes.paths == (".gitignore", "a.txt", "staged.txt", "sub/b.txt", "untracked.txt", "x.ignored")
    assert git.changes(project / "sub", "HEAD").modified == (".gitignore", "a.txt")


def test_nothing_changed(project: Path) -> None:
    changes = git.changes(project, "HEAD")
    assert changes.paths == ()


@pytest.mark.parametrize("how", ["committed", "staged", "untracked"])
def test_a_renamed_file(project: Path, how: str) -> None:
    base = run(project, "rev-parse", "HEAD")
    (project / "a.txt").rename(project / "c.txt")
    with (project / "c.txt").open("a") as file:
        file.write("five\n")
    if how == "staged":
        run(project, "add", "--all")
    elif how == "committed":
        commit(project)
    listed = run(project, "ls-files", "--stage")
    changes = git.changes(project, base)
    (rename,) = changes.renamed
    assert (rename.old, rename.new, changes.added, changes.deleted) == ("a.txt", "c.txt", (), ())
    assert 50 <= rename.similarity < 100
    assert run(project, "ls-files", "--stage") == listed  # the index was left alone


def test_renamed_as_it_is_and_others_gone(project: Path) -> None:
    (project / "a.txt").rename(project / "sub" / "a.txt")
    (project / "sub" / "b.txt").unlink()
    (project / "new.txt").write_text("nothing like it")
    changes = git.changes(project, "HEAD")
    assert changes.renamed == (Rename("a.txt", "sub/a.txt", 100),)
    assert (changes.added, changes.deleted) == (("new.txt",), ("sub/b.txt",))


def test_a_file_that_changed_in_the_moment_when_the_index_was_written(project: Path) -> None:
    """By size and time it is the same; git looks at the content only because the index is not younger."""
    moment = (1_000_000_000, 1_000_000_000)
    run(project, "config", "core.trustctime", "false")
    os.utime(project / "a.txt", moment)
    run(project, "update-index", "--refresh")
    (project / "a.txt").write_text("one\ntwo\nthree\nFOUR\n")
    os.utime(project / "a.txt", moment)
    os.utime(project / ".git" / "index", moment)
    (project / "sub" / "b.txt").rename(project / "sub" / "c.txt")
    changes = git.changes(project, "HEAD")
    assert (changes.modified, changes.renamed) == (("a.txt",), (Rename("sub/b.txt", "sub/c.txt", 100),))


def test_a_file_that_git_has_been_told_to_forget_and_that_is_still_there(project: Path) -> None:
    run(project, "rm", "--quiet", "--cached", "a.txt")
    assert git.changes(project, "HEAD").paths == ()
    (project / "a.txt").write_text("changed\n")
    assert git.changes(project, "HEAD").modified == ("a.txt",)


def test_a_merge_that_is_not_finished(project: Path) -> None:
    run(project, "checkout", "--quiet", "-b", "other")
    (project / "a.txt").write_text("theirs\n")
    commit(project)
    run(project, "checkout", "--quiet", "main")
    (project / "a.txt").write_text("ours\n")
    commit(project)
    with pytest.raises(subprocess.CalledProcessError):
        run(project, "merge", "other")
    assert git.changes(project, "HEAD").modified == ("a.txt",)
    assert git.blobs(project)["a.txt"] == run(project, "hash-object", "a.txt")


NAMES = ["a b", "ä", "tab\tx", "line\nx", '"quoted"', "-dash", "*", "back\\slash", ":(top)", "\udcff"]


def test_any_file_name(project: Path) -> None:
    for name in NAMES:
        (project / name).write_text(name, errors="surrogateescape")
    expected = tuple(sorted(NAMES))
    assert git.changes(project, "HEAD").added == expected
    ids = {path: id_ for path, id_ in git.blobs(project).items() if path in NAMES}
    (project / "a.txt").unlink()
    assert git.changes(project, "HEAD").added == expected
    commit(project)
    assert git.changes(project, "HEAD~").added == expected
    assert {path: id_ for path, id_ in git.blobs(project, "HEAD").items() if path in NAMES} == ids
    assert {path for path in git.blobs(project) if path in NAMES} == set(NAMES)


# Contents ------------------------------------------------------------------------------------------------------------


def test_blobs_are_what_a_commit_of_everything_would_have(project: Path) -> None:
    (project / ".gitattributes").write_text("*.crlf text eol=crlf\n")
    (project / "x.crlf").write_bytes(b"one\r\ntwo\r\n")
    (project / "a.txt").write_text("changed\n")
    (project / "sub" / "b.txt").unlink()
    (project / "link").symlink_to("a.txt")
    (project / "dead").symlink_to("nowhere")
    (project / "staged").write_text("1")
    run(project, "add", "staged", "link")
    (project / "staged").write_text("2")
    (project / "link").unlink()
    (project / "link").symlink_to("staged")
    (project / "noted").write_text("3")
    run(project, "add", "--intent-to-add", "noted")
    (project / "x.ignored").write_text("")
    found = git.blobs(project)
    assert git.blobs(project, "HEAD") != found
    commit(project)
    assert git.blobs(project, "HEAD") == found == git.blobs(project)
    assert "sub/b.txt" not in found


def test_a_repository_within_the_repository_is_none_of_ours(project: Path) -> None:
    inner = project / "inner"
    inner.mkdir()
    run(inner, "init", "--quiet")
    (inner / "x").write_text("")
    assert git.changes(project, "HEAD").paths == ()
    assert set(git.blobs(project)) == {"a.txt", "sub/b.txt", ".gitignore"}


def test_a_linked_working_tree(project: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    run(project, "worktree", "add", "--quiet", str(other))
    (other / "a.txt").unlink()
    (other / "c.txt").write_text((project / "a.txt").read_text())
    assert git.changes(other, "main").renamed == (Rename("a.txt", "c.txt", 100),)
    assert git.changes(project, "main").paths == ()


# Exports -------------------------------------------------------------------------------------------------------------


def test_an_export_has_every_file_as_it_was(project: Path) -> None:
    (project / ".gitattributes").write_text("*.txt export-ignore\n*.subst export-subst\n*.crlf text eol=crlf\n")
    (project / "v.subst").write_text("$Format:%H$\n")
    (project / "x.crlf").write_bytes(b"one\r\n")
    (project / "run.sh").write_text("#!/bin/sh\n")
    (project / "run.sh").chmod(0o755)
    (project / "link").symlink_to("sub")
    base = commit(project)
    (project / "a.txt").write_text("later\n")
    commit(project)
    folder = git.export(project, base)
    assert folder.parent == project / ".groundplan" / "review" / "trees"
    assert {path.name for path in folder.iterdir()} == {
        *(".git", ".gitattributes", ".gitignore", "a.txt", "sub", "v.subst", "x.crlf", "run.sh", "link"),
    }
    assert (folder / "a.txt").read_text() == "one\ntwo\nthree\nfour\n"
    assert (folder / "v.subst").read_text() == "$Format:%H$\n"
    assert (folder / "x.crlf").read_bytes() == b"one\r\n"
    assert (folder / "run.sh").stat().st_mode & stat.S_IXUSR
    assert not (folder / "a.txt").stat().st_mode & stat.S_IXUSR
    assert (folder / "link").readlink() == Path("sub")
    assert project_root(folder / "sub") == folder
    assert (run(project, "status", "--porcelain"), (project / "a.txt").read_text()) == ("?? .groundplan/", "later\n")


def test_an_export_is_no_repository_of_its_own(project: Path) -> None:
    folder = git.export(project, "HEAD")
    with pytest.raises(GroundplanError, match="in no git repository"):
        git.blobs(folder)


def test_an_export_is_made_once_for_each_content(project: Path, tmp_path: Path) -> None:
    first = git.export(project, "main", tmp_path / "into")
    (first / "mark").write_text("")
    commit(project)  # the same files in another commit
    assert git.export(project, "HEAD", tmp_path / "into") == first
    assert (first / "mark").exists()
    assert list((tmp_path / "into").iterdir()) == [first]


def test_half_an_export_is_never_used(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("tools.git.exports._put", killed)
        with pytest.raises(KeyboardInterrupt):
            git.export(project, "HEAD")
    trees = project / ".groundplan" / "review" / "trees"
    assert list(trees.iterdir()) == []
    assert (git.export(project, "HEAD") / "a.txt").is_file()


def test_exports_at_the_same_time(project: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        folders = set(pool.map(lambda _: git.export(project, "HEAD"), range(6)))
    (folder,) = folders
    assert (folder / "sub" / "b.txt").read_text() == "b\n"
    assert list(folder.parent.iterdir()) == [folder]


def test_old_exports_are_removed_and_fresh_ones_kept(project: Path) -> None:
    folders = []
    for number in range(9):
        (project / "a.txt").write_text(str(number))
        folders.append(git.export(project, commit(project)))
    assert all(folder.is_dir() for folder in folders)  # somebody may be using them
    killed = folders[0].parent / ".making-x"
    killed.mkdir()
    hours = time.time() - 7200
    for folder in (*folders[:8], killed):
        os.utime(folder, (hours, hours + (folder == folders[3])))
    git.export(project, "HEAD")
    left = [folder for folder in folders if folder.is_dir()]
    assert len(left) == 6
    assert {folders[3], folders[8]} <= set(left)
    assert not killed.exists()


def test_submodules_are_filled_where_they_are_here(project: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    library.mkdir()
    run(library, "init", "--quiet")
    (library / "main.tf").write_text("# first\n")
    commit(library)
    run(project, "submodule", "--quiet", "add", str(library), "modules/library")
    base = commit(project)
    before = git.blobs(project)["modules/library"]
    (project / "modules/library/main.tf").write_text("# second\n")
    assert git.changes(project, "HEAD").modified == ("modules/library",)
    commit(project / "modules/library")
    assert git.changes(project, "HEAD").modified == ("modules/library",)
    assert git.blobs(project)["modules/library"] != before
    assert git.blobs(project, base)["modules/library"] == before
    commit(project)
    assert (git.export(project, base) / "modules/library/main.tf").read_text() == "# first\n"
    clone = tmp_path / "clone"
    run(tmp_path, "clone", "--quiet", str(project), str(clone))
    assert list((git.export(clone, "HEAD") / "modules/library").iterdir()) == []
    assert "modules/library" in git.blobs(clone)


def test_nowhere_to_write(project: Path) -> None:
    (project / ".groundplan").write_text("a file")
    with pytest.raises(GroundplanError, match="cannot write the files of HEAD"):
        git.export(project, "HEAD")
