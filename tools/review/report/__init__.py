"""A review told: as a comment (Markdown), a page (HTML), data (JSON, SARIF), and on a terminal.

The review is the only source; nothing here looks at a plan or a file.
"""

from .document import SCHEMA
from .markdown import LIMIT, markdown
from .terminal import summary
from .write import write

__all__ = ["LIMIT", "SCHEMA", "markdown", "summary", "write"]
