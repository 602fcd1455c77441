"""The tasks of this repository, for `./inv` and for `invoke`: a thin face over the package in tools/."""

import sys

try:
    from tools.cli import main, namespace
except KeyboardInterrupt:  # loading takes half a second, in which people change their minds
    sys.exit(130)

__all__ = ["namespace"]

if __name__ == "__main__":
    main()
