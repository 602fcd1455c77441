"""The language: text -> syntax tree -> value, or residual expression. Knows nothing of Terragrunt."""

from .errors import Diagnostic, HclError, did_you_mean
from .function import CallSite, Function, FunctionError, Unresolved
from .scope import Scope
from .source import Range, Source, decode_source, read_source
from .syntax import Attribute, AttrStep, Block, Body, Expr, IndexStep, Traversal
from .values import ListValue, MapValue, Residual, Sensitive, SetValue, Unknown, Value

__all__ = [
    "AttrStep",
    "Attribute",
    "Block",
    "Body",
    "CallSite",
    "Diagnostic",
    "Expr",
    "Function",
    "FunctionError",
    "HclError",
    "IndexStep",
    "ListValue",
    "MapValue",
    "Range",
    "Residual",
    "Scope",
    "Sensitive",
    "SetValue",
    "Source",
    "Traversal",
    "Unknown",
    "Unresolved",
    "Value",
    "decode_source",
    "did_you_mean",
    "read_source",
]
