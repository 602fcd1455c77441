"""Terraform's built-in functions, one module for each family of its documentation.

``try`` and ``can`` are not here: they take expressions, not values, and belong to the evaluator.
"""

from __future__ import annotations

from ..function import Function
from . import (
    collection,
    conversion,
    crypto,
    datetime,
    encoding,
    filesystem,
    format,
    json,
    network,
    numeric,
    regex,
    sets,
    string,
    template,
    yamldecode,
    yamlencode,
)

FUNCTIONS: dict[str, Function] = {
    name: function
    for family in (
        collection,
        conversion,
        crypto,
        datetime,
        encoding,
        filesystem,
        format,
        json,
        network,
        numeric,
        regex,
        sets,
        string,
        template,
        yamldecode,
        yamlencode,
    )
    for name, function in sorted(family.FUNCTIONS.items())
}

__all__ = ["FUNCTIONS"]
