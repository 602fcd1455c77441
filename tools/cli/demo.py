"""The task that shows a platform at work."""

from __future__ import annotations

import sys
from pathlib import Path

from invoke import Context

from ..errors import GroundplanError
from .task import command

__all__ = ["demo"]


@command(
    positional=["platform"],
    help={
        "platform": "smartstream",
        "changes": "how many row changes the source makes",
        "seed": "the same seed makes the same changes",
        "out": "the folder for report.json and the picture of the flow (default: .groundplan/demo)",
    },
)
def demo(context: Context, platform: str, changes: int = 2000, seed: int = 1, out: str | None = None) -> int:
    """Let a real PostgreSQL's changes run through a platform in the emulator, and compare both ends row by row.

    Exit codes: 0 source and lake agree, 1 they do not, 2 could not run.
    """
    from ..console import output
    from ..demo import picture
    from ..demo.report import summary
    from ..demo.run import run
    from ..files import project_root, work_folder, write_atomically

    if platform != "smartstream":
        raise GroundplanError(f"there is no demonstration of {platform!r}", hint="use smartstream")
    if changes < 1:
        raise GroundplanError(f"--changes {changes} is too few", hint="use at least 1")
    root, work = project_root(Path.cwd()), work_folder(Path.cwd())
    folder = Path(out).absolute() if out else work / "demo"
    found = run(changes, seed, folder, root, work / "emulator", lambda text: print(text, file=sys.stderr, flush=True))
    write_atomically(folder / "report.json", found.as_json())
    write_atomically(folder / "flow.html", picture.page(found))
    console = output()
    console.print(summary(found), markup=False)
    console.print(f"\nsource and lake agree (the flow as a picture: {folder / 'flow.html'})", markup=False)
    return 0
