"""A workflow run here: what its steps see, what comes of them, and what the simulator refuses."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.ci import listed
from tools.ci.process import end_what_is_left
from tools.errors import GroundplanError

from .conftest import CHECKOUT, HEAD, Commit, Run, job

EVERYTHING = (
    HEAD
    + f"""
  find:
    name: Find
    runs-on: ubuntu-24.04
    permissions: {{}}
    outputs:
      colours: ${{{{ steps.colours.outputs.list }}}}
      lines: ${{{{ steps.colours.outputs.lines }}}}
    env:
      LEVEL: job of ${{{{ env.LEVEL }}}}
    steps:
      - run: test "$(ls -A)" = ""   # nothing is here before the checkout
      - uses: {CHECKOUT}
        with:
          persist-credentials: false
      - id: colours
        run: |
          echo 'list=["red", "dark blue"]' >> "$GITHUB_OUTPUT"
          printf 'lines<<END\\none\\ntwo\\nEND\\n' >> "$GITHUB_OUTPUT"
          echo "KEPT=$LEVEL" >> "$GITHUB_ENV"
          mkdir "$RUNNER_TEMP/bin"
          printf '#!/bin/sh\\necho ours\\n' > "$RUNNER_TEMP/bin/ours"
          chmod +x "$RUNNER_TEMP/bin/ours"
          echo "$RUNNER_TEMP/bin" >> "$GITHUB_PATH"
      - name: What a step sees
        env:
          STEP: ${{{{ github.base_ref }}}} ${{{{ github.event.number }}}}
        run: |
          test "$(ours)" = ours
          test "$KEPT" = "job of workflow"
          test "$STEP" = "main 1"
          test "$CI $GITHUB_ACTIONS $GITHUB_EVENT_NAME $GITHUB_JOB" = "true true pull_request find"
          test "$GITHUB_WORKSPACE" = "$PWD"
          case "$PWD" in *" "*) ;; *) exit 1 ;; esac
          test "$(jq --raw-output .pull_request.head.sha "$GITHUB_EVENT_PATH")" = "$GITHUB_SHA"
          test "$GITHUB_SHA" = "$(git rev-parse HEAD)"
          test -z "${{AWS_PROFILE-}}${{GITHUB_TOKEN-}}"
          test "$(git rev-list --count HEAD)" = 1
          echo "a summary" >> "$GITHUB_STEP_SUMMARY"

  paint:
    name: Paint ${{{{ matrix.colour }}}}
    needs: find
    runs-on: ubuntu-24.04
    strategy:
      fail-fast: false
      matrix:
        colour: ${{{{ fromJSON(needs.find.outputs.colours) }}}}
        include:
          - colour: green
            extra: leaf
    steps:
      - uses: {CHECKOUT}
        with:
          fetch-depth: 0
      - uses: ./.github/actions/brush
        id: brush
        with:
          colour: ${{{{ matrix.colour }}}}
      - run: test "$GOT" = "painted ${{{{ matrix.colour }}}}${{{{ matrix.extra }}}}"
        env:
          GOT: ${{{{ steps.brush.outputs.result }}}}${{{{ matrix.extra }}}}
      - if: matrix.colour == 'red'
        run: git rev-parse --verify origin/main
      - if: always() && matrix.colour == 'green'
        uses: actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f
        with:
          name: paint
          path: paint.txt
          if-no-files-found: error

  never:
    name: Never
    needs: [find, paint]
    if: github.event_name == 'push'
    runs-on: ubuntu-24.04
    steps:
      - run: exit 1
"""
)
BRUSH = """
name: Brush
description: paints
inputs:
  colour:
    required: true
  coats:
    default: "1"
outputs:
  result:
    value: ${{ steps.paint.outputs.result }}
runs:
  using: composite
  steps:
    - uses: actions/setup-python@5fda3b95a4ea91299a34e894583c3862153e4b97
    - id: paint
      shell: bash
      env:
        COLOUR: ${{ inputs.colour }}
      run: |
        echo "$COLOUR" > paint.txt
        test "${{ inputs.coats }}" = 1
        echo "result=painted $COLOUR" >> "$GITHUB_OUTPUT"
"""


def test_a_workflow_runs_to_its_end(commit: Commit, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_PROFILE", "GITHUB_TOKEN", "LEVEL", "KEPT"):
        monkeypatch.setenv(name, "of this machine")
    folder = commit(EVERYTHING, **{".github/actions/brush/action.yml": BRUSH, "a.txt": "a"})
    commit(EVERYTHING, **{"a.txt": "b"})
    found = run(folder)
    assert [(job.name, job.result) for job in found.jobs] == [
        ("Find", "success"),
        ("Paint red", "success"),
        ("Paint dark blue", "success"),
        ("Paint green", "success"),
        ("Never", "skipped"),
    ]
    assert found.passed
    green = {step.step: (step.result, step.detail) for step in found.steps if step.job == "Paint green"}
    assert green["Run .github/actions/brush / Run actions/setup-python"] == (
        "by GitHub",
        "not run",
    )
    assert green["Run git rev-parse --verify origin/main"] == ("skipped", "")
    assert (tmp_path / "logs/artifacts/paint/paint.txt").read_text() == "green\n"
    assert (tmp_path / "logs/Find/summary.md").read_text() == "a summary\n"
    assert not (folder / "paint.txt").exists()


FAILING = (
    HEAD
    + """
  first:
    name: First ${{ matrix.n }}
    runs-on: ubuntu-24.04
    strategy:
      matrix:
        n: [1, 2]
    steps:
      - name: Forgiven
        id: forgiven
        continue-on-error: true
        run: exit 3
      - run: test "${{ steps.forgiven.outcome }} ${{ steps.forgiven.conclusion }}" = "failure success"
      - name: Broken
        run: |
          echo "the reason"
          false | true
          echo "not reached"
      - name: Not any more
        run: exit 0
      - name: Tidy up
        if: failure()
        run: echo "tidied up"
  second:
    needs: first
    runs-on: ubuntu-24.04
    steps:
      - run: exit 0
  third:
    needs: first
    if: ${{ !cancelled() && needs.first.result == 'failure' }}
    runs-on: ubuntu-24.04
    steps:
      - run: exit 0
"""
)


def test_a_failing_step_ends_its_job_and_what_needs_it(
    commit: Commit, run: Run, capfd: pytest.CaptureFixture[str]
) -> None:
    found = run(commit(FAILING))
    steps = {step.step: step for step in found.steps if step.job == "First 1"}
    assert {name: step.result for name, step in steps.items()} == {
        "Forgiven": "failed",
        'Run test "failure success" = "failure success"': "passed",
        "Broken": "failed",
        "Not any more": "skipped",
        "Tidy up": "passed",
    }
    assert steps["Broken"].detail == "exit code 1"
    assert Path(steps["Broken"].log).read_text() == "the reason\n"
    assert {job.name: job.result for job in found.jobs} == {
        "First 1": "failure",
        "First 2": "cancelled",
        "second": "skipped",
        "third": "success",
    }
    assert not found.passed
    assert "    | the reason" in capfd.readouterr().err


def test_a_job_is_run_with_what_it_needs_and_nothing_else(commit: Commit, run: Run) -> None:
    folder = commit(EVERYTHING, **{".github/actions/brush/action.yml": BRUSH})
    assert [job.name for job in run(folder, "find").jobs] == ["Find"]
    assert [job.job for job in run(folder, "paint").jobs] == ["find", "paint", "paint", "paint"]
    folder = commit(FAILING)
    assert [job.name for job in run(folder, "First 2").jobs] == ["First 2"]
    with pytest.raises(GroundplanError, match="there is no job 'Frist 2'"):
        run(folder, "Frist 2")


def test_what_a_step_may_do_to_itself_is_no_end_of_the_simulation(commit: Commit, run: Run) -> None:
    steps = """
      - run: printf 'a=\\xff\\n' | tee "$GITHUB_OUTPUT" "$GITHUB_ENV" "$GITHUB_PATH" "$GITHUB_STEP_SUMMARY"
      - run: rm "$GITHUB_OUTPUT" "$GITHUB_ENV" "$GITHUB_PATH" "$GITHUB_STEP_SUMMARY"
      - run: mkdir bin && ln -s /bin/true bin/ours && printf '%s' "$PWD/bin" >> "$GITHUB_PATH"
      - run: ours
      - run: test "$AT $MODE" = "12:30 10"
        env: {AT: 12:30, MODE: 010}
      - run: exit 1
        if: false
      - run: 'true'
        working-directory: nowhere
      - run: rm -r "$GITHUB_WORKSPACE"
        if: always()
      - run: 'true'
        if: always()
"""
    found = run(commit(job(steps)))
    assert [(step.result, step.detail) for step in found.steps] == [
        *[("passed", "")] * 5,
        ("skipped", ""),
        ("failed", "there is no folder nowhere"),
        ("passed", ""),
        ("failed", "there is no folder ."),
    ]


def test_an_artifact_of_a_name_is_made_once_or_overwritten(commit: Commit, run: Run, tmp_path: Path) -> None:
    upload = "      - uses: actions/upload-artifact@1\n        with: {name: a, path: '${{ runner.temp }}/*.txt'MORE}\n"
    make = '      - run: rm -f "$RUNNER_TEMP"/*.txt && touch "$RUNNER_TEMP/$GITHUB_RUN_ID$RANDOM.txt"\n'
    found = run(commit(job(2 * (make + upload.replace("MORE", "")))))
    assert [step.detail for step in found.steps][1::2] == ["here: a", "there is an artifact a already"]
    assert not found.passed
    assert run(commit(job(2 * (make + upload.replace("MORE", ", overwrite: true"))))).passed
    assert len(list((tmp_path / "logs/artifacts/a").iterdir())) == 1


def test_fail_fast_may_be_an_expression(commit: Commit, run: Run) -> None:
    strategy = "{matrix: {n: [1, 2]}, fail-fast: '${{ 1 == 2 }}'}"
    assert [each.result for each in run(commit(job("      - run: exit 1\n", strategy=strategy))).jobs] == [
        "failure"
    ] * 2


def test_a_base_that_is_not_there(commit: Commit, run: Run) -> None:
    with pytest.raises(GroundplanError, match="there is no commit nowhere"):
        run(commit(FAILING), base="nowhere")


def test_the_working_tree_is_taken_along_when_asked_for_and_left_as_it_is(commit: Commit, run: Run) -> None:
    steps = f"      - uses: {CHECKOUT}\n      - run: test \"$(cat a.txt)\" = new && test -f 'b c.txt'\n"
    folder = commit(job(steps), **{"a.txt": "old", ".gitignore": "ignored\n"})
    (folder / "a.txt").write_text("new")
    (folder / "b c.txt").touch()
    before = {path: path.is_file() and path.read_bytes() for path in folder.rglob("*")}
    assert not run(folder).passed
    assert run(folder, uncommitted=True).passed
    assert {path: path.is_file() and path.read_bytes() for path in folder.rglob("*")} == before


def test_what_is_cached_comes_back_in_a_later_job(commit: Commit, run: Run) -> None:
    use = f"""
      - uses: {CHECKOUT}
      - uses: actions/cache@27d5ce7f107fe9357f9df03efb73ab90386fccae
        with:
          path: |
            built/one
          key: built-${{{{ runner.os }}}}-${{{{ hashFiles('*.lock') }}}}
"""
    text = f"""{HEAD}
  first:
    runs-on: ubuntu-24.04
    steps:{use}
      - run: mkdir -p built/one && pwd > built/one/place
  second:
    needs: first
    runs-on: ubuntu-24.04
    steps:{use}
      - run: test "$(cat built/one/place)" = "$PWD"
"""
    assert run(commit(text, **{"a.lock": "1"})).passed


def test_what_is_cached_comes_back_under_the_beginning_of_its_key_and_is_kept_under_the_new_one(
    commit: Commit, run: Run
) -> None:
    def use(key: str, more: str = "") -> str:
        return f"""
      - uses: actions/cache@27d5ce7f107fe9357f9df03efb73ab90386fccae
        with: {{path: built, key: {key}{more}}}
"""

    def with_steps(name: str, steps: str) -> str:
        return f"  {name}:\n    runs-on: ubuntu-24.04\n    steps:{steps}"

    again = ", restore-keys: built-"
    text = HEAD + "".join(
        [
            "\n",
            with_steps("first", use("built-1") + "      - run: mkdir built && echo 1 > built/number\n"),
            with_steps("second", use("built-2", again) + "      - run: grep 1 built/number && echo 2 > built/number\n"),
            with_steps("third", use("built-1", again) + "      - run: grep 1 built/number\n"),
            with_steps("fourth", use("built-3", again) + "      - run: grep 2 built/number\n"),
            with_steps("fifth", use("other-1", ", restore-keys: other-") + "      - run: test ! -e built\n"),
        ]
    )
    found = run(commit(text))
    assert [step.name for step in found.steps if step.result == "failed"] == []


def test_a_step_that_takes_too_long_is_ended(commit: Commit, run: Run, tmp_path: Path) -> None:
    found = run(
        commit(
            job(f"      - run: (exec sleep 987) & echo $! > '{tmp_path}/pid'; wait\n        timeout-minutes: 0.005\n")
        )
    )
    assert [(step.result, step.detail) for step in found.steps] == [("failed", "stopped after 1 s")]
    assert not is_running(int((tmp_path / "pid").read_text()))


def is_running(process: int) -> bool:
    try:
        return (Path("/proc") / str(process) / "stat").read_text().split()[2] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="this system does not show processes in /proc")
def test_what_a_job_leaves_running_is_ended(commit: Commit, run: Run, tmp_path: Path) -> None:
    step = f"      - run: setsid sleep 987 > /dev/null 2>&1 & echo $! > '{tmp_path}/pid'\n"
    assert run(
        commit(job(step.replace("run: ", "run: |\n          "))),
    ).passed
    assert not is_running(int((tmp_path / "pid").read_text()))
    assert end_what_is_left("nobody has this mark") == 0


def test_being_ended_it_ends_what_it_started_and_leaves_nothing(
    commit: Commit, tmp_path: Path, repository: Path
) -> None:
    started, scratch = tmp_path / "started", tmp_path / "scratch"
    os.mkfifo(started)
    scratch.mkdir()
    folder = commit(job(f"      - run: echo $$ > '{started}'; sleep 987\n"))
    command = [sys.executable, str(repository / "tasks.py"), "ci", "simulate"]
    with subprocess.Popen(
        command, cwd=folder, env={**os.environ, "TMPDIR": str(scratch)}, stderr=subprocess.PIPE, text=True
    ) as simulation:
        step = int(started.read_text())
        simulation.terminate()
        assert "interrupted" in simulation.communicate()[1]
    assert simulation.returncode == 130
    assert not is_running(step)
    assert list(scratch.iterdir()) == []


def test_two_simulations_do_not_share_their_logs(commit: Commit, run: Run, tmp_path: Path) -> None:
    folder = commit(job("      - run: 'true'\n"))
    with (tmp_path / "logs.lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(GroundplanError, match="another simulation is running here"):
            run(folder)
    assert run(folder).passed


def test_the_real_workflow_is_read_and_listed_completely(repository: Path) -> None:
    file = repository / ".github/workflows/pull-request.yml"
    names = [each.name for each in listed(file, repository)]
    rules = json.loads((repository / ".github/rulesets/main.json").read_text())
    (checks,) = [each["parameters"] for each in rules["rules"] if each["type"] == "required_status_checks"]
    assert {each["context"] for each in checks["required_status_checks"]} == set(names) - {"Decision"}
    steps = {each.name: each.steps for each in listed(file, repository)}
    assert "Run ./inv lint" in steps["Lint"]
    assert any(name.startswith("Run .github/actions/prepare / ") for name in steps["Lint"])
    assert all(name.endswith("(by GitHub)") for name in steps["Lint"] if "actions/" in name)
