"""Finding a server, refusing clearly, and leaving nothing behind, also when killed."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tools.demo.binaries import VARIABLE, find
from tools.demo.errors import DemoError
from tools.demo.server import server

REPOSITORY = Path(__file__).resolve().parents[3]
NEEDS_A_SERVER = "no PostgreSQL server on this machine (initdb and postgres)"


def fake(folder: Path, version: str) -> Path:
    folder.mkdir(parents=True)
    for name in ("initdb", "postgres"):
        program = folder / name
        program.write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
        program.chmod(0o755)
    return folder


@pytest.fixture(autouse=True)
def _unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)


def have_server() -> bool:
    try:
        find()
    except DemoError:
        return False
    return True


def test_the_newest_of_all_places_is_taken(tmp_path: Path) -> None:
    fake(tmp_path / "9.6" / "bin", "9.6.24")
    newest = fake(tmp_path / "17" / "bin", "17.2 (Debian 17.2-1.pgdg120+1)")
    on_path = fake(tmp_path / "path", "15.3")
    found = find(str(on_path), (f"{tmp_path}/*/bin",))
    assert (found.folder, found.version) == (newest, 17)
    assert find(str(on_path), ()).version == 15


def test_a_link_on_path_leads_to_the_folder_with_both_programs(tmp_path: Path) -> None:
    real = fake(tmp_path / "lib" / "16" / "bin", "16.1")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "postgres").symlink_to(real / "postgres")
    assert find(str(tmp_path / "bin"), ()).folder == real


@pytest.mark.parametrize(("version", "words"), [(None, "no PostgreSQL server"), ("9.6.24", "only PostgreSQL 9")])
def test_none_or_an_old_one_is_refused(tmp_path: Path, version: str | None, words: str) -> None:
    if version:
        fake(tmp_path / "bin", version)
    with pytest.raises(DemoError, match=words) as caught:
        find(str(tmp_path / "bin"), ())
    assert "apt-get install postgresql" in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_folder_that_is_named_is_the_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(fake(tmp_path / "mine", "13.1")))
    assert find().version == 13
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    with pytest.raises(DemoError, match="where initdb and postgres are not"):
        find()


@pytest.mark.skipif(not have_server(), reason=NEEDS_A_SERVER)
def test_a_server_is_there_for_the_block_and_gone_after_it() -> None:
    with server() as made:
        assert made.folder.stat().st_mode & 0o077 == 0, "nobody else gets in"
        with made.connect() as connection:
            settings = {
                name: connection.execute(f"SHOW {name}").fetchone()[0]
                for name in ("wal_level", "listen_addresses", "synchronous_commit")
            }
    assert settings == {"wal_level": "logical", "listen_addresses": "", "synchronous_commit": "on"}
    assert not made.folder.exists()


@pytest.mark.skipif(not have_server(), reason=NEEDS_A_SERVER)
def test_a_server_ends_when_who_started_it_is_killed() -> None:
    script = (
        "import sys\nfrom tools.demo.server import server\n"
        "with server() as made:\n"
        "    print(made.folder, (made.folder / 'data' / 'postmaster.pid').read_text().split()[0], flush=True)\n"
        "    sys.stdin.read()\n"
    )
    program = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=REPOSITORY, text=True
    )
    assert program.stdin is not None
    assert program.stdout is not None
    folder, number = program.stdout.readline().split()
    keeper = int(Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[1])
    ended = os.pidfd_open(keeper)  # readable as soon as the process has ended
    os.kill(program.pid, signal.SIGKILL)
    program.wait()
    assert select.select([ended], [], [], 30)[0], "the keeper outlives who started it"
    os.close(ended)
    program.stdin.close()
    program.stdout.close()
    assert not Path(f"/proc/{number}").exists(), "the server outlives its keeper"
    assert not Path(folder).exists()


def test_a_server_that_does_not_start_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = fake(tmp_path / "bin", "15.1")
    (broken / "initdb").write_text("#!/bin/sh\necho 'disk is full' >&2\nexit 1\n")
    tmp_path.chmod(0o755)
    for parent in tmp_path.parents:
        if parent.stat().st_mode & 0o005 != 0o005:
            # Who runs the server has to reach the program; pytest's folders are its user's alone.
            monkeypatch.setattr("tools.demo.server.unprivileged_user", lambda: "root")
    monkeypatch.setenv(VARIABLE, str(broken))
    with pytest.raises(DemoError, match="did not start") as caught, server():
        pass
    assert "| disk is full" in str(caught.value)
