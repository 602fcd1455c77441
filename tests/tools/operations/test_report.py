"""What is said on a pull request, and by whom."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.tools.operations.github import GITHUB, WORKFLOWS, Shell, needs_jq


def test_what_writes_to_a_pull_request_runs_nothing_of_it() -> None:
    """Its token writes, also for pull requests from forks: so it neither checks out nor runs what is theirs."""
    (job,) = WORKFLOWS["report"]["jobs"].values()
    used = {step["uses"].partition("@")[0] for step in job["steps"] if "uses" in step}
    assert used == {"actions/download-artifact"}
    assert {"pull-requests": "write", "security-events": "write"}.items() <= job["permissions"].items()
    assert [
        step
        for step in job["steps"]
        if re.search(r"(?:^|[;&|]\s*)(?:\./|bash|sh|eval|source)\b", step.get("run", ""), re.M)
    ] == []
    for other in set(WORKFLOWS) - {"report"}:
        for each in WORKFLOWS[other]["jobs"].values():
            assert "pull-requests" not in each["permissions"]
    secrets = re.compile(r"secrets\.|github\.token")
    assert not secrets.search((GITHUB / "workflows" / "pull-request.yml").read_text(encoding="utf-8"))


GH = """
log = pathlib.Path("asked")
asked = [each for each in sys.argv[1:]]
log.open("a").write(json.dumps(asked) + "\\n")
if "--jq" in asked:
    import subprocess
    given = os.environ["PULLS"] if "/pulls" in " ".join(asked) else os.environ["COMMENTS"]
    subprocess.run(["jq", "--raw-output", asked[asked.index("--jq") + 1]], input=given, text=True, check=True)
"""
MARK = "<!-- groundplan review -->"


def reported(
    shell: Shell, pulls: str, comments: str, event: str = "pull_request", words: str = "words"
) -> list[list[str]]:
    """What the report workflow asks of GitHub for a run with a review and two files of findings."""
    shell.program("bin/gh", GH)
    (job,) = WORKFLOWS["report"]["jobs"].values()
    review, sarif = (each["with"]["path"] for each in job["steps"] if "uses" in each)
    names = (f"{review}/review.md", f"{review}/review.sarif", f"{sarif}/lint.sarif")
    shell.files(**dict(zip(names, (words, "{}", "{}"), strict=True)))
    (shell.folder / sarif / "secret.sarif").symlink_to("/proc/self/environ")
    given = {"EVENT": event, "OWNER": "somebody", "BRANCH": "change", "HEAD": "abc", "GH_REPO": "o/r"}
    given |= {"PULLS": pulls, "COMMENTS": comments, "MARK": MARK}
    files, which, comment, findings = (step["run"] for step in job["steps"] if "run" in step)
    assert shell.run(files, **given).returncode == 0
    number = ""
    if event == "pull_request":
        assert shell.run(which, **given).returncode == 0
        number = shell.said("output")["number"]
    if number:
        done = shell.run(comment, **given, NUMBER=number)
        assert done.returncode == 0, done.stderr
    if number or event == "push":
        done = shell.run(findings, **given, REF=f"refs/pull/{number}/head" if number else "refs/heads/main")
        assert done.returncode == 0, done.stderr
    asked = shell.folder / "asked"
    return [json.loads(line) for line in asked.read_text().splitlines()] if asked.exists() else []


PULLS = json.dumps([{"number": 5, "head": {"sha": "old"}}, {"number": 6, "head": {"sha": "abc"}}])


def comment(login: str, body: str, id: int) -> dict[str, Any]:
    return {"id": id, "user": {"login": login}, "body": body}


@needs_jq
def test_one_comment_is_rewritten_by_every_run(shell: Shell) -> None:
    others = [comment("somebody", f"{MARK} mine", 1), comment("github-actions[bot]", "another tool's", 2)]
    asked = reported(shell, PULLS, json.dumps([*others, comment("github-actions[bot]", f"{MARK}\nwas", 3)]))
    (written,) = [each for each in asked if "body=@comment.md" in each]
    assert written[:4] == ["api", "--method", "PATCH", "repos/o/r/issues/comments/3"]
    assert (shell.folder / "comment.md").read_text() == f"{MARK}\nwords"
    uploads = [each for each in asked if each[3].endswith("/code-scanning/sarifs")]
    assert len(uploads) == 2
    assert all({"commit_sha=abc", "ref=refs/pull/6/head"} <= set(each) for each in uploads)


@needs_jq
def test_the_first_run_writes_the_comment(shell: Shell) -> None:
    asked = reported(shell, PULLS, json.dumps([comment("somebody", f"{MARK} not the bot's", 1)]))
    (written,) = [each for each in asked if "body=@comment.md" in each]
    assert written[:4] == ["api", "--method", "POST", "repos/o/r/issues/6/comments"]


@needs_jq
def test_a_comment_is_no_longer_than_github_takes(shell: Shell) -> None:
    reported(shell, PULLS, "[]", words="é" * 70_000)
    assert 60_000 < (shell.folder / "comment.md").stat().st_size <= 65_536


@needs_jq
def test_a_pull_request_that_has_moved_on_is_told_nothing(shell: Shell) -> None:
    asked = reported(shell, json.dumps([{"number": 5, "head": {"sha": "newer"}}]), "[]")
    assert [each for each in asked if "POST" in each or "PATCH" in each] == []


@needs_jq
def test_findings_on_main_are_what_those_of_a_change_are_compared_with(shell: Shell) -> None:
    asked = reported(shell, "[]", "[]", event="push")
    assert {"ref=refs/heads/main"} <= set(asked[-1])
    assert not [each for each in asked if "body=@comment.md" in each]
