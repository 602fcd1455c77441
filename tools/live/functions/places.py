"""Functions that answer where something is: the unit, its includes, its parents, its repository."""

from __future__ import annotations

import posixpath

from ...hcl import CallSite, FunctionError, Value
from ..place import Include, Place
from ..sources import working_dir
from .calls import Call, place_of, scope_of, strings


def _find_in_parent_folders(args: list[Value], site: CallSite) -> Value:
    names = strings(args, 0, 2, site.name)
    place = place_of(site)
    name = names[0] if names else ""
    found = place.session.disk.in_parents(place.directory, name)
    if found is not None:
        return found
    if len(names) == 2:
        return names[1]
    wanted = name or "terragrunt.hcl"
    raise FunctionError(f'there is no "{wanted}" in any folder above {place.directory}', 0 if names else None)


def _get_terragrunt_dir(_: list[Value], site: CallSite) -> Value:
    return place_of(site).directory


def _get_original_terragrunt_dir(_: list[Value], site: CallSite) -> Value:
    place = place_of(site)
    place.original_asked = True
    return place.original_directory


def _selected_include(args: list[Value], site: CallSite) -> Include | None:
    evaluation = scope_of(site).evaluation
    if evaluation.included is not None:
        return evaluation.included
    includes = evaluation.includes if evaluation.includes_known else []
    if len(includes) < 2:
        return includes[0] if includes else None
    known = ", ".join(f'"{include.name}"' for include in includes)
    if len(args) != 1:
        raise FunctionError(f"there are several includes: name one of {known}")
    name = strings(args, 1, 1, site.name)[0]
    for include in includes:
        if include.name == name:
            return include
    raise FunctionError(f'there is no include named "{name}"; there are {known}', 0)


def _path_relative_to_include(args: list[Value], site: CallSite) -> Value:
    include = _selected_include(args, site)
    if include is None:
        return "."
    return posixpath.relpath(place_of(site).directory, posixpath.dirname(include.path))


def _path_relative_from_include(args: list[Value], site: CallSite) -> Value:
    include = _selected_include(args, site)
    if include is None:
        return "."
    return posixpath.relpath(posixpath.dirname(include.path), place_of(site).directory)


def _get_parent_terragrunt_dir(args: list[Value], site: CallSite) -> Value:
    include = _selected_include(args, site)
    return place_of(site).directory if include is None else posixpath.dirname(include.path)


def _repository(site: CallSite) -> str:
    place = place_of(site)
    found = place.session.disk.repository(place.directory)
    if found is None:
        raise FunctionError(f"{place.directory} is in no git repository (run git init at its root)")
    return found


def _get_repo_root(_: list[Value], site: CallSite) -> Value:
    return _repository(site)


def _get_path_from_repo_root(_: list[Value], site: CallSite) -> Value:
    return posixpath.relpath(place_of(site).directory, _repository(site))


def _get_path_to_repo_root(_: list[Value], site: CallSite) -> Value:
    return posixpath.relpath(_repository(site), place_of(site).directory)


def _get_working_dir(_: list[Value], site: CallSite) -> Value:
    place = place_of(site)
    if place.without_working_dir:
        return ""
    other = Place(place.session, place.config_path, place.original_directory)
    other.without_working_dir = True
    terraform = other.own().config().get("terraform") or {}
    return working_dir(terraform.get("source"), place.directory)


PLACES: dict[str, Call] = {
    "find_in_parent_folders": _find_in_parent_folders,
    "get_terragrunt_dir": _get_terragrunt_dir,
    "get_original_terragrunt_dir": _get_original_terragrunt_dir,
    "path_relative_to_include": _path_relative_to_include,
    "path_relative_from_include": _path_relative_from_include,
    "get_parent_terragrunt_dir": _get_parent_terragrunt_dir,
    "get_repo_root": _get_repo_root,
    "get_path_from_repo_root": _get_path_from_repo_root,
    "get_path_to_repo_root": _get_path_to_repo_root,
    "get_working_dir": _get_working_dir,
}
