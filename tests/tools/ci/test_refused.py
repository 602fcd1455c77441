"""What the simulator refuses, with its place, before anything runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.errors import GroundplanError

from .conftest import CHECKOUT, Commit, Run, job


@pytest.mark.parametrize(
    ("workflow", "line", "words"),
    [
        (job("      - run: echo ${{ secrets.TOKEN }}\n"), 14, "cannot answer for `secrets`"),
        (job("      - run: |\n          true\n          echo ${{ github.token }}\n"), 16, "for `github.token`"),
        (job("      - run: 'true'\n        if: hashFles('x')\n"), 15, r"no function hashfles\(\)"),
        (job("      - run: 'true'\n        shell: pwsh\n"), 14, "no shell pwsh"),
        (job("      - run: 'true'\n").replace("shell: bash", "shell: pwsh"), 9, "no shell pwsh"),
        (job("      - run: 'true'\n").replace("shell: bash", "shel: bash"), 9, "does not do `shel` of the defaults"),
        (job("      - run: 'true'\n        with: {}\n"), 15, "does not do `with` of a step with run"),
        (job("      - run: 'true'\n        env: [a]\n"), 15, "`env` of a step with run is a mapping of texts"),
        (job("      - run: 'true'\n        timeout-minutes: soon\n"), 15, "`timeout-minutes` .* is a number"),
        (job("      - run: 'true'\n        if: ${{ true }} && ${{ false }}\n"), 15, "this is always true"),
        (job("      - run:\n"), 14, "either run or uses"),
        (job("      - uses: dorny/paths-filter@1\n"), 14, "cannot do what dorny/paths-filter does"),
        (job(f"      - uses: {CHECKOUT}\n        with: {{path: sub}}\n"), 14, "does not heed path of actions/checkout"),
        (job("      - run: 'true'\n", strategy="{matrx: {n: [1]}}"), 13, "does not do `matrx` of the strategy"),
        (job("      - run: echo ${{ strategy.job-total }}\n"), 14, "cannot answer for `strategy`"),
        (job("      - run: echo ${{ inputs.typo }}\n"), 14, "cannot answer for `inputs.typo`"),
        (job("      - run: 'true'\n", defaults="[run]"), 13, "`defaults` of job one is a mapping"),
        (job("      - run: 'true'\n").replace("permissions: {}", "permisions: {}"), 4, "`permisions` of a workflow"),
        (job("      - run: 'true'\n        uses: x/y@1\n"), 14, "either run or uses"),
        (job("      - uses: ./.github/actions/none\n"), 14, "there is no action"),
        (job("      - rnu: 'true'\n"), 14, "does not do `rnu` of a step"),
        (job("      - run: 'true'\n", services="{}"), 13, "does not do `services` of job one"),
        (job("      - run: 'true'\n", needs="two"), 11, "one needs two, which is no job"),
        (job("      - run: 'true'\n", needs="one"), 11, "wait for each other"),
        (job("      - run: 'true'\n", strategy="{matrix: {n: 1}}"), 11, "matrix.n is no list"),
        (job("").replace("ubuntu-24.04", "windows-2025"), 11, "has no steps"),
        (job("      - run: 'true'\n").replace("ubuntu-24.04", "windows-2025"), 11, "runs on windows-2025"),
    ],
)
def test_what_the_simulator_does_not_do_is_refused_before_anything_runs(
    commit: Commit, run: Run, tmp_path: Path, workflow: str, line: int, words: str
) -> None:
    folder = commit(workflow)
    with pytest.raises(GroundplanError, match=words) as caught:
        run(folder)
    assert caught.value.exit_code == 2
    assert caught.value.where == f"{folder}/.github/workflows/pull-request.yml:{line}"
    assert not (tmp_path / "logs").exists()


@pytest.mark.parametrize(
    ("strategy", "words"),
    [
        ("{matrix: {n: []}}", "has 0 jobs"),
        ("{matrix: {include: []}}", "has 0 jobs"),
        (f"{{matrix: {{n: {[*range(257)]}}}}}", "has 257 jobs"),
        ("{matrix: {include: [a]}}", "matrix.include is no list of mappings"),
        ("{matrix: \"${{ fromJSON('{') }}\"}", "has no value"),
    ],
)
def test_a_matrix_that_github_would_not_take_is_refused(commit: Commit, run: Run, strategy: str, words: str) -> None:
    with pytest.raises(GroundplanError, match=words):
        run(commit(job("      - run: 'true'\n", strategy=strategy)))


@pytest.mark.parametrize("text", ["a: [", "- a", "name: x\n", "jobs: []\n"])
def test_a_file_that_is_no_workflow(commit: Commit, run: Run, text: str) -> None:
    folder = commit(text)
    with pytest.raises(GroundplanError) as caught:
        run(folder)
    assert str(caught.value).startswith(f"{folder}/.github/workflows/pull-request.yml")
