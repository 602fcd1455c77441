"""The tasks of this repository, for `./inv` and for `invoke`: a thin face over the package in tools/."""

from tools.cli import main, namespace

__all__ = ["namespace"]

if __name__ == "__main__":
    main()
