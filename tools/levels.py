"""How grave something is, or how sure; the same three words everywhere."""

from __future__ import annotations

from typing import Literal

Level = Literal["high", "medium", "low"]
