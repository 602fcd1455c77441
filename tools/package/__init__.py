"""Functions as zip files for Lambda: the same sources give the same bytes, on every machine."""

from .build import Package, package
from .stand_ins import stand_ins

__all__ = ["Package", "package", "stand_ins"]
