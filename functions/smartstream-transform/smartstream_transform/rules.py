"""Your own rules: what is done with a record beyond types, times and keys. The place to customise the transform."""

from __future__ import annotations

from typing import Any


def clean(table: str, operation: str, data: dict[str, Any]) -> dict[str, Any]:
    """The columns of one change, mended: by column, as JSON has them, before they get their types.

    ``table`` is ``schema.table``; ``operation`` is I, U, D or L. Of a deleted row only the key is sure to be there.
    To keep a record out, raise ValueError: it goes to quarantine with these words as the reason. The same data must
    always give the same result, or a replay is no replay.
    """
    return data
