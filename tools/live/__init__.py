"""The Terragrunt language: a folder of units -> each unit's evaluated configuration, and their dependency graph.

What is imported from here is loaded when it is first asked for: a task that evaluates nothing need not wait.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .errors import UnitError, explain
    from .graph import Edge, Graph, load_graph
    from .module_reads import module_files
    from .options import Options
    from .rendering import render
    from .tree import Tree, load, load_unit
    from .unit import Dependency, Generate, RemoteState, Unit

__all__ = [
    "Dependency",
    "Edge",
    "Generate",
    "Graph",
    "Options",
    "RemoteState",
    "Tree",
    "Unit",
    "UnitError",
    "explain",
    "load",
    "load_graph",
    "load_unit",
    "module_files",
    "render",
]

_WHERE = {
    "Dependency": "unit",
    "Edge": "graph",
    "Generate": "unit",
    "Graph": "graph",
    "Options": "options",
    "RemoteState": "unit",
    "Tree": "tree",
    "Unit": "unit",
    "UnitError": "errors",
    "explain": "errors",
    "load": "tree",
    "load_graph": "graph",
    "load_unit": "tree",
    "module_files": "module_reads",
    "render": "rendering",
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f".{_WHERE[name]}", __name__), name)
    return found
