from __future__ import annotations

import sys
from pathlib import Path

FUNCTION = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(FUNCTION))  # as the root of the package is in Lambda
