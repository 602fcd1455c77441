"""A review in a process of its own, as `./inv review` runs it: python run.py PROJECT OUT.

Nothing is left of the scenario before, and checkov is the one that is installed for the repository.
"""

from __future__ import annotations

import pickle
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
PICKLED = "review.pickle"


def main(project: Path, out: Path) -> None:
    """Review the change of a project from ``main``, and write the report and the review itself."""
    sys.path.insert(0, str(REPOSITORY))
    from tools import policy

    python = policy.python_with_checkov(REPOSITORY)
    policy.python_with_checkov = policy.raw.python_with_checkov = lambda *_: python
    from tools.review import report
    from tools.review.review import review

    found = review(project / "live", "main")
    report.write(found, out)
    (out / PICKLED).write_bytes(pickle.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
