"""What git knows of a project: what a change changed, what the content of each file is called, a commit's files.

Paths are relative to the root of the repository and as git has them: any file name is possible, and one that is not
UTF-8 is decoded as the operating system does it. Nothing here writes to the repository.
"""

from .changed import Changes, Rename, against, changes
from .contents import blobs
from .exports import export
from .refs import Head, describe, merge_base, resolve

__all__ = ["Changes", "Head", "Rename", "against", "blobs", "changes", "describe", "export", "merge_base", "resolve"]
