"""The language: text -> syntax tree -> value, or residual expression. Knows nothing of Terragrunt."""

from . import syntax
from .errors import Diagnostic, HclError, did_you_mean
from .evaluator import evaluate
from .function import CallSite, Function, FunctionError, Unresolved
from .functions import FUNCTIONS
from .json_syntax import blocks_from_json
from .parser import check, parse, parse_expression, parse_template
from .references import references
from .residual import rewrite, to_json_template, to_native
from .scope import Scope
from .source import Range, Source, decode_source, read_source
from .syntax import Attribute, AttrStep, Block, Body, Expr, IndexStep, Traversal
from .values import ListValue, MapValue, Residual, Sensitive, SetValue, Unknown, Value

__all__ = [
    "FUNCTIONS",
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
    "blocks_from_json",
    "check",
    "decode_source",
    "did_you_mean",
    "evaluate",
    "parse",
    "parse_expression",
    "parse_template",
    "read_source",
    "references",
    "rewrite",
    "syntax",
    "to_json_template",
    "to_native",
]
