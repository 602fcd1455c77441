import os
import signal
import subprocess
import sys
import time
from pathlib import Path

_SCRIPT = """
import sys
from pathlib import Path
from tools.lint.checks import Check
from tools.lint.model import Project
from tools.lint.processes import run
from tools.lint.running import run_all

def check(project):
    for _ in range(3):  # what waits its turn does not begin either
        run([sys.executable, "-c", {program!r}], Path.cwd())
    return ()

checks = [Check(name, "Sleeps.", check) for name in ("a", "b")]
try:
    run_all(checks, Project(Path.cwd(), ()))
except KeyboardInterrupt:
    sys.exit(130)
"""
# What a program may do with the same Ctrl-C.
_DEAF = """import signal, time
signal.signal(signal.SIGINT, signal.SIG_IGN)
open('begun', 'a').write('x')
time.sleep(60)"""


def test_ctrl_c_ends_the_programs_and_those_that_wait(tmp_path: Path) -> None:
    root = Path(__file__).parents[3]
    process = subprocess.Popen(
        [sys.executable, "-c", _SCRIPT.format(program=_DEAF)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(root)},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    begun = tmp_path / "begun"
    until = time.monotonic() + 30
    while not (begun.is_file() and len(begun.read_text()) == 2) and time.monotonic() < until:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors, begun.read_text()) == (130, "", "xx")
