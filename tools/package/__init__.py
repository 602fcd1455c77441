"""Functions as zip files for Lambda: the same sources give the same bytes, on every machine."""

from .build import Package, package

__all__ = ["Package", "package"]
