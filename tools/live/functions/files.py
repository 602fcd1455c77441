"""Functions that read other files, or say that they are read."""

from __future__ import annotations

import json
import posixpath
from pathlib import Path
from typing import Any

from ...hcl import FUNCTIONS, CallSite, Function, FunctionError, HclError, Scope, Value, evaluate, parse, read_source
from ...hcl.values import ListValue
from ..globs import expand, walk_root
from ..merge import plain
from ..paths import STACK_FILE, Disk, join
from ..place import Place, Reading
from ..trace import Trace
from .calls import Call, place_of, strings

_BOUNDARY = "--terragrunt-boundary"


def _read_terragrunt_config(args: list[Value], site: CallSite) -> Value:
    if not 1 <= len(args) <= 2:
        raise FunctionError(f"read_terragrunt_config takes 1 or 2 arguments, not {len(args)}")
    place = place_of(site)
    disk = place.session.disk
    path = disk.config_at(place.directory, strings(args[:1], 1, 1, site.name)[0])
    if not disk.exists(path):
        if len(args) == 2:
            return args[1]
        raise FunctionError(f"there is no file {path}", 0)
    if posixpath.basename(path) == STACK_FILE:
        raise FunctionError("stack files are not supported yet", 0)
    reading = _reading(place, path)
    place.trace.include(reading.trace)
    place.implicit |= reading.implicit
    if reading.original is not None:
        place.original_asked = True
    if reading.error is not None:
        raise reading.error
    return reading.value


def _reading(place: Place, path: str) -> Reading:
    """The configuration in a file: from before, unless it depends on who asks."""
    session = place.session
    known = session.readings.setdefault(path, [])
    for reading in known:
        if reading.original in (None, place.original_directory):
            return reading
    if path in session.open_readings:
        circle = " -> ".join([*session.open_readings[session.open_readings.index(path) :], path])
        raise FunctionError(f"configurations read each other in a circle: {circle}", 0)
    inner = Place(session, path, place.original_directory, is_reading=True)
    value: dict[str, Any] | None = None
    failure: HclError | None = None
    session.open_readings.append(path)
    outer, session.disk.trace = session.disk.trace, Trace()
    try:
        value = inner.read()
    except HclError as error:
        failure = error
    finally:
        session.open_readings.pop()
        trace, session.disk.trace = session.disk.trace, outer
    original = place.original_directory if inner.original_asked else None
    reading = Reading(value, failure, trace, dict(inner.implicit), original)
    known.append(reading)
    return reading


def _read_tfvars_file(args: list[Value], site: CallSite) -> Value:
    place = place_of(site)
    path = join(place.directory, strings(args, 1, 1, site.name)[0])
    if not place.session.disk.exists(path):
        raise FunctionError(f"there is no file {path}", 0)
    place.trace.files.add(path)
    source = read_source(path)
    if path.endswith("json"):
        try:
            value = json.loads(source.text)
        except ValueError as error:
            raise FunctionError(f"{path} is not JSON: {error}", 0) from None
        if not isinstance(value, dict):
            raise FunctionError(f"{path} holds no JSON object", 0)
        return source.text
    body = parse(source)
    if body.blocks:
        raise HclError.at(
            body.blocks[0].range, "Blocks are not allowed in a file of variables", "", "Write name = value."
        )
    scope = Scope({}, {}, Path(path).parent)
    values = {name: plain(evaluate(each.expr, scope)) for name, each in body.attributes.items()}
    return FUNCTIONS["jsonencode"].call([values], site)


def _mark_as_read(args: list[Value], site: CallSite) -> Value:
    path = strings(args, 1, 1, site.name)[0]
    place = place_of(site)
    place.trace.files.add(join(place.directory, path))
    return path


def _mark_glob_as_read(args: list[Value], site: CallSite) -> Value:
    place = place_of(site)
    words = list(strings(args, 1, 3, site.name))
    boundary = place.session.disk.repository(place.directory) or "/"
    if words[0].startswith(_BOUNDARY):
        first = words.pop(0)
        given = first[len(_BOUNDARY) + 1 :] if first.startswith(f"{_BOUNDARY}=") else words.pop(0) if words else ""
        if not given:
            raise FunctionError(f"{_BOUNDARY} needs a folder")
        boundary = join(place.directory, given)
    if len(words) != 1:
        raise FunctionError("mark_glob_as_read takes one glob")
    glob = join(place.directory, words[0])
    root = walk_root(glob)
    if not f"{root}/".startswith(f"{boundary.rstrip('/')}/"):
        raise FunctionError(f"{glob} leads out of {boundary}; widen it with a first argument {_BOUNDARY}=FOLDER")
    found = expand(glob)
    place.trace.globs.add(glob)
    place.trace.files.update(found)
    return ListValue(found)


def recording(name: str, function: Function, disk: Disk) -> Function:
    """A function of Terraform's that looks at files, which is then known. It may also stand in a template."""

    def call(args: list[Value], site: CallSite) -> Value:
        if args and isinstance(args[0], str):
            path = join(str(site.base_dir), args[0])
            if name == "fileset":
                if len(args) > 1 and isinstance(args[1], str):
                    disk.trace.globs.add(join(path, args[1]))
            elif name == "fileexists":
                disk.trace.paths.add(path)
            else:
                disk.trace.files.add(path)
            if path in disk.stand_ins:
                args = [disk.stand_ins[path], *args[1:]]
        return function.call(args, site)

    return Function(call, function.min_args, function.max_args, function.on_residual)


FILES: dict[str, Call] = {
    "read_terragrunt_config": _read_terragrunt_config,
    "read_tfvars_file": _read_tfvars_file,
    "mark_as_read": _mark_as_read,
    "mark_glob_as_read": _mark_glob_as_read,
}
