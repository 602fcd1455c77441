"""The Terragrunt language: a folder of units -> each unit's evaluated configuration, and their dependency graph."""

from .errors import UnitError, explain
from .graph import Edge, Graph, load_graph
from .options import Options
from .render import render
from .sources import module_files
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
