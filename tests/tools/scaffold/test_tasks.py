"""The tasks, as they are called."""

from __future__ import annotations

import contextlib
import os
import pty
import select
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from tools.scaffold.surroundings import Surroundings

from .conftest import snapshot

CTRL_C, CTRL_D = "\x03", "\x04"
TASKS = Path(__file__).resolve().parents[3] / "tasks.py"


def run(around: Surroundings, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(TASKS), *arguments],
        cwd=around.root,
        env={**os.environ, "LOCALSTACK": "false"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


def test_a_service_is_shown_then_written_then_refused(around: Surroundings) -> None:
    asked = ["scaffold-service", "--name", "billing", "--kind", "lambda-sqs-consumer"]
    asked += ["--accounts", "dev, prod", "--owner", "team-a"]
    before = snapshot(around.root)
    shown = run(around, *asked, "--dry-run")
    assert (shown.returncode, snapshot(around.root)) == (0, before), shown.stderr
    assert "nothing was written: 21 files new, 3 files changed" in shown.stderr
    assert "+++ b/live/units/services/billing/lambda-sqs-consumer.hcl\n" in shown.stdout
    assert "+  billing = {\n" in shown.stdout
    done = run(around, *asked)
    assert done.returncode == 0, done.stderr
    assert done.stdout == shown.stdout
    assert "./inv package" in done.stderr
    assert (around.root / "live/accounts/prod/us-east-1/services/billing/kms/terragrunt.hcl").is_file()
    again = run(around, *asked)
    assert again.returncode == 2
    assert "nothing is overwritten" in again.stderr
    assert again.stdout == ""
    assert run(around, "scaffold-update").stderr == "billing: up to date with the templates of version 1\n"
    wider = run(around, "scaffold-update", "--name", "billing", "--accounts", "dev,staging")
    assert wider.returncode == 0, wider.stderr
    assert wider.stderr == "written: 4 files new, 3 files changed\nbilling: was added to staging\n"
    project = around.tree / "project.hcl"
    project.write_text(project.read_text().replace("your-organisation/", "acme/"))
    moved = run(around, "scaffold-update")
    assert moved.stderr == "written: 2 files changed\nbilling: was brought up to what the tree says now\n"
    assert "@acme/team-a" in (around.root / ".github/CODEOWNERS").read_text()
    nameless = run(around, "scaffold-update", "--accounts", "staging")
    assert (nameless.returncode, nameless.stdout) == (2, "")
    assert "--accounts is for one service\n  say which: --name billing\n" in nameless.stderr


def test_nobody_is_asked_where_nobody_is(around: Surroundings) -> None:
    done = run(around, "scaffold-service", "--kind", "static-web")
    assert done.returncode == 2
    assert done.stderr == (
        "not said: --name, --accounts, --owner\n"
        "  --name: the service's name, such as billing\n"
        "  --accounts: the accounts, of dev, prod, staging, with commas\n"
        "  --owner: the team that answers for it, as GitHub calls it\n"
    )


def test_a_folder_that_is_no_tree_is_told(tmp_path: Path, around: Surroundings) -> None:
    done = run(around, "scaffold-service", "--tree", str(tmp_path), "--name", "a")
    assert done.returncode == 2
    assert "project.hcl: there is no such file" in done.stderr


def shown(terminal: int) -> bytes:
    """What comes next on a terminal; who waits for a question that is not asked is told what it stopped at."""
    ready, _, _ = select.select([terminal], [], [], 60)
    assert ready, "nothing more is shown"
    return os.read(terminal, 65536)


def typed(around: Surroundings, script: Iterable[tuple[str, str]], *arguments: str) -> tuple[int, str]:
    """Run a task on a terminal, and type what stands beside each question once it is asked; Ctrl-C is a signal.

    Answers with the exit code and all that was shown.
    """
    ours, theirs = pty.openpty()
    task = subprocess.Popen(
        [sys.executable, str(TASKS), *arguments],
        cwd=around.root,
        env={**os.environ, "LOCALSTACK": "false"},
        stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    told, seen = b"", 0
    for question, answer in script:
        while question.encode() not in told[seen:]:
            told += shown(ours)
        seen = len(told)
        if answer == CTRL_C:
            task.send_signal(signal.SIGINT)
        else:
            os.write(ours, answer.encode())
    with contextlib.suppress(OSError):  # which says on Linux that the other end is closed
        while more := shown(ours):
            told += more
    os.close(ours)
    return task.wait(), told.decode().replace("\r\n", "\n")


def test_a_terminal_is_asked_until_an_answer_can_be_taken(around: Surroundings) -> None:
    before = snapshot(around.root)
    script = [
        ("such as billing: ", "\n"),
        ("such as billing: ", "Billing\n"),
        ("such as billing: ", " billing \n"),
        ("behind CloudFront\r\n> ", "lambda-http\n"),
        ("behind CloudFront\r\n> ", "lambda-http-api\n"),
        ("with commas: ", "dev, moon\n"),
        ("with commas: ", "dev, prod\n"),
        ("as GitHub calls it: ", "@team-a\n"),
        ("as GitHub calls it: ", "team-a\n"),
    ]
    code, told = typed(around, script, "scaffold-service", "--dry-run")
    assert (code, snapshot(around.root)) == (0, before), told
    for wrong in ("--name 'Billing' cannot", "no kind 'lambda-http'", "no account 'moon'", "'@team-a' is no name"):
        assert wrong in told
    assert "+++ b/live/accounts/prod/us-east-1/services/billing/lambda-http-api/terragrunt.hcl\n" in told


def test_who_leaves_a_question_leaves_nothing_behind(around: Surroundings) -> None:
    before = snapshot(around.root)
    name = ("such as billing: ", "billing\n")
    interrupted = typed(around, [name, ("> ", CTRL_C)], "scaffold-service")
    ended = typed(around, [name, ("> ", CTRL_D)], "scaffold-service")
    assert (interrupted[0], ended[0]) == (130, 2)
    assert "Traceback" not in interrupted[1] + ended[1]
    assert ended[1].endswith("> \nnot said: --kind\n")
    assert snapshot(around.root) == before


def test_an_input_is_asked_for_until_it_can_be_taken(around: Surroundings) -> None:
    asked = [
        "scaffold-unit",
        "--module",
        "modules/compute/parameters",
        "--path",
        "reports/settings",
        "--accounts",
        "dev",
    ]
    script = [("\nparameters = ", "hello\n"), ("\nparameters = ", "{}\n"), ("\npath = ", "/acme/dev\n")]
    code, told = typed(around, script, *asked)
    assert code == 0, told
    assert "a unit knows no hello" in told
    assert '  path       = "/acme/dev"\n' in (around.tree / "units/reports/settings.hcl").read_text()
