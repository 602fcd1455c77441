"""Terragrunt's own functions, and which of Terraform's it knows."""

from __future__ import annotations

import json
import posixpath
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from ..hcl import (
    FUNCTIONS,
    CallSite,
    Function,
    FunctionError,
    HclError,
    Scope,
    Unknown,
    Value,
    evaluate,
    parse,
    read_source,
)
from ..hcl.types import STRING, ConversionError, convert, describe
from ..hcl.values import ListValue, unmark_deep
from .merge import merge_deep, plain
from .paths import STACK_FILE, join
from .place import FileScope, Include, Place, Reading
from .retryable import RETRYABLE_ERRORS
from .versions import VersionError, satisfies

# The built-in functions of Terraform 0.15, which is the library that Terragrunt 1.x takes them from.
_BUILT_IN = """
abs abspath alltrue anytrue base64decode base64encode base64gzip base64sha256 base64sha512 basename bcrypt can ceil
chomp chunklist cidrhost cidrnetmask cidrsubnet cidrsubnets coalesce coalescelist compact concat contains csvdecode
dirname distinct element file filebase64 filebase64sha256 filebase64sha512 fileexists filemd5 fileset filesha1
filesha256 filesha512 flatten floor format formatdate formatlist indent index join jsondecode jsonencode keys length
log lookup lower matchkeys max md5 merge min nonsensitive one parseint pathexpand pow range regex regexall replace
reverse rsadecrypt sensitive setintersection setproduct setsubtract setunion sha1 sha256 sha512 signum slice sort split
strrev substr sum templatefile textdecodebase64 textencodebase64 timeadd timestamp title tobool tolist tomap tonumber
toset tostring transpose trim trimprefix trimspace trimsuffix try upper urlencode uuid uuidv5 values yamldecode
yamlencode zipmap
"""
_READ_FILES = "file filebase64 filebase64sha256 filebase64sha512 filemd5 filesha1 filesha256 filesha512 templatefile"
_COMMANDS = {
    "vars": ["apply", "console", "destroy", "import", "plan", "push", "refresh"],
    "locking": ["apply", "destroy", "import", "plan", "refresh", "taint", "untaint"],
    "input": ["apply", "import", "init", "plan", "refresh"],
    "parallelism": ["apply", "plan", "destroy"],
}
_BOUNDARY = "--terragrunt-boundary"


def place_of(site: CallSite) -> Place:
    """Where the call stands."""
    return _scope_of(site).evaluation.place


def _scope_of(site: CallSite) -> FileScope:
    scope: Scope | None = site.scope
    while scope is not None:
        if isinstance(scope, FileScope):
            return scope
        scope = scope.parent
    raise FunctionError(f"{site.name} can only be called in a Terragrunt configuration")


def _strings(args: list[Value], least: int, most: int | None, name: str) -> list[str]:
    if len(args) < least or (most is not None and len(args) > most):
        expected = str(least) if least == most else f"{least} to {most}" if most is not None else f"{least} or more"
        raise FunctionError(f"{name} takes {expected} argument{'' if expected == '1' else 's'}, not {len(args)}")
    return [_string(value, index) for index, value in enumerate(args)]


def _string(value: Value, index: int) -> str:
    if isinstance(value, str):
        return value
    try:
        text = convert(value, STRING)
    except ConversionError:
        text = None
    if not isinstance(text, str):
        raise FunctionError(f"a string is required, but this is {describe(value)}", index)
    return text


# Places -------------------------------------------------------------------------------------------------------------


def _find_in_parent_folders(args: list[Value], site: CallSite) -> Value:
    names = _strings(args, 0, 2, site.name)
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
    evaluation = _scope_of(site).evaluation
    if evaluation.included is not None:
        return evaluation.included
    includes = evaluation.includes if evaluation.includes_known else []
    if len(includes) < 2:
        return includes[0] if includes else None
    known = ", ".join(f'"{include.name}"' for include in includes)
    if len(args) != 1:
        raise FunctionError(f"there are several includes: name one of {known}")
    name = _strings(args, 1, 1, site.name)[0]
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
    from .sources import working_dir

    place = place_of(site)
    if place.without_working_dir:
        return ""
    other = Place(place.session, place.config_path, place.original_directory)
    other.without_working_dir = True
    terraform = other.own().config().get("terraform") or {}
    return working_dir(terraform.get("source"), place.directory)


# Surroundings --------------------------------------------------------------------------------------------------------


def _get_env(args: list[Value], site: CallSite) -> Value:
    names = _strings(args, 1, 2, site.name)
    if not names[0]:
        raise FunctionError("the name of the environment variable must not be empty", 0)
    value = place_of(site).session.options.env.get(names[0])
    if value is not None:
        return value
    if len(names) == 2:
        return names[1]
    raise FunctionError(f"the environment variable {names[0]} is not set, and there is no default", 0)


def _get_platform(_: list[Value], __: CallSite) -> Value:
    return {"win32": "windows"}.get(sys.platform, sys.platform)


def _get_terraform_command(_: list[Value], site: CallSite) -> Value:
    return place_of(site).session.options.command


def _get_terraform_cli_args(_: list[Value], site: CallSite) -> Value:
    options = place_of(site).session.options
    return ListValue((options.command,) if options.arguments is None else options.arguments)


def _get_terragrunt_source_cli_flag(_: list[Value], site: CallSite) -> Value:
    return place_of(site).session.options.source


def _run_cmd(args: list[Value], site: CallSite) -> Value:
    place = place_of(site)
    words = list(_strings(args, 1, None, site.name))
    where, cached = place.directory, True
    if {"--terragrunt-global-cache", "--terragrunt-no-cache"} <= set(words):
        raise FunctionError("--terragrunt-global-cache and --terragrunt-no-cache exclude each other")
    while words and words[0].startswith("--terragrunt-"):
        match words.pop(0):
            case "--terragrunt-quiet":
                pass
            case "--terragrunt-global-cache":
                where = ""
            case "--terragrunt-no-cache":
                cached = False
            case other:
                raise FunctionError(f"{other} is no option of run_cmd")
    if not words:
        raise FunctionError("run_cmd needs a command")
    if not place.session.options.allow_run_cmd:
        raise FunctionError("run_cmd is not allowed to run programs unless --allow-run-cmd is given")
    key = (where, *words)
    known = place.session.commands.get(key)
    if known is None or not cached:
        known = _output_of(words, place, "run_cmd").removesuffix("\n")
        place.session.commands[key] = known
    return known


def _output_of(words: list[str], place: Place, what: str) -> str:
    try:
        done = subprocess.run(
            words, cwd=place.directory, env=dict(place.session.options.env), capture_output=True, check=False
        )
    except OSError as error:
        raise FunctionError(f"{what} could not start {words[0]}: {error.strerror or error}") from None
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip() or "it said nothing"
        raise FunctionError(f"{what}: {words[0]} ended with exit code {done.returncode}: {said}")
    try:
        return done.stdout.decode()
    except UnicodeDecodeError:
        raise FunctionError(f"{what}: {words[0]} printed what is not UTF-8 text") from None


def _sops_decrypt_file(args: list[Value], site: CallSite) -> Value:
    place = place_of(site)
    path = join(place.directory, _strings(args, 1, 1, site.name)[0])
    place.files.add(path)
    known = place.session.secrets.get(path)
    if known is None:
        known = place.session.secrets[path] = _output_of(["sops", "--decrypt", path], place, "sops_decrypt_file")
    return known


def _from_account(
    name: str, option: str, derived: Callable[[str], str] | None
) -> Callable[[list[Value], CallSite], Value]:
    def call(_: list[Value], site: CallSite) -> Value:
        options = place_of(site).session.options
        given: str | None = getattr(options, option)
        if given is None and derived is not None and options.account_id is not None:
            given = derived(options.account_id)
        if given is None:
            raise FunctionError(f"{name} would ask AWS, which is not done here: give the answer with --account-id")
        return given

    return call


# Files ---------------------------------------------------------------------------------------------------------------


def _read_terragrunt_config(args: list[Value], site: CallSite) -> Value:
    if not 1 <= len(args) <= 2:
        raise FunctionError(f"read_terragrunt_config takes 1 or 2 arguments, not {len(args)}")
    place = place_of(site)
    disk = place.session.disk
    path = disk.config_at(place.directory, _strings(args[:1], 1, 1, site.name)[0])
    if not disk.exists(path):
        if len(args) == 2:
            return args[1]
        raise FunctionError(f"there is no file {path}", 0)
    if posixpath.basename(path) == STACK_FILE:
        raise FunctionError("stack files are not supported yet", 0)
    reading = _reading(place, path)
    place.files |= reading.files
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
    try:
        value = inner.read()
    except HclError as error:
        failure = error
    finally:
        session.open_readings.pop()
    original = place.original_directory if inner.original_asked else None
    reading = Reading(value, failure, frozenset(inner.files), dict(inner.implicit), original)
    known.append(reading)
    return reading


def _read_tfvars_file(args: list[Value], site: CallSite) -> Value:
    place = place_of(site)
    path = join(place.directory, _strings(args, 1, 1, site.name)[0])
    if not place.session.disk.exists(path):
        raise FunctionError(f"there is no file {path}", 0)
    place.files.add(path)
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
    path = _strings(args, 1, 1, site.name)[0]
    place = place_of(site)
    place.files.add(join(place.directory, path))
    return path


def _mark_glob_as_read(args: list[Value], site: CallSite) -> Value:
    from .globs import expand, walk_root

    place = place_of(site)
    words = list(_strings(args, 1, 3, site.name))
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
    place.files.update(found)
    return ListValue(found)


def _recording(name: str, function: Function) -> Function:
    """A function of Terraform's that reads a file, which is then known to have been read."""

    def call(args: list[Value], site: CallSite) -> Value:
        if args and isinstance(args[0], str):
            path = join(str(site.base_dir), args[0])
            with suppress(FunctionError):  # in a template, where no configuration is being evaluated
                place_of(site).files.add(path)
        return function.call(args, site)

    return Function(call, function.min_args, function.max_args, function.on_residual)


# Values --------------------------------------------------------------------------------------------------------------


def _text_test(test: Callable[[str, str], bool]) -> Callable[[list[Value], CallSite], Value]:
    def call(args: list[Value], site: CallSite) -> Value:
        text, part = _strings(args, 2, 2, site.name)
        return test(text, part)

    return call


def _timecmp(args: list[Value], site: CallSite) -> Value:
    moments = []
    for index, text in enumerate(_strings(args, 2, 2, site.name)):
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None or "T" not in text:
            raise FunctionError(f'"{text}" is not a time in RFC 3339 form', index)
        moments.append(moment)
    return (moments[0] > moments[1]) - (moments[0] < moments[1])


def _constraint_check(args: list[Value], site: CallSite) -> Value:
    version, constraint = _strings(args, 2, 2, site.name)
    try:
        return satisfies(version, constraint)
    except VersionError as error:
        raise FunctionError(str(error)) from None


def _deep_merge(args: list[Value], _: CallSite) -> Value:
    """Terragrunt asks for its experiment "deep-merge" to be on; here it always is."""
    out: dict[str, Any] = {}
    for index, arg in enumerate(args):
        value = plain(unmark_deep(arg)[0])
        if value is None:
            continue
        if isinstance(value, Unknown) or not isinstance(value, dict):
            raise FunctionError(f"a map or object is required, but this is {describe(value)}", index)
        try:
            out = merge_deep(out, value, {})
        except HclError as error:
            raise FunctionError(error.message, index) from None
    return out


def _constant(value: Any) -> Callable[[list[Value], CallSite], Value]:
    return lambda _args, _site: value


def _own() -> dict[str, Function]:
    none: Mapping[str, Callable[[list[Value], CallSite], Value]] = {
        "get_terragrunt_dir": _get_terragrunt_dir,
        "get_original_terragrunt_dir": _get_original_terragrunt_dir,
        "get_repo_root": _get_repo_root,
        "get_path_from_repo_root": _get_path_from_repo_root,
        "get_path_to_repo_root": _get_path_to_repo_root,
        "get_working_dir": _get_working_dir,
        "get_platform": _get_platform,
        "get_terraform_command": _get_terraform_command,
        "get_terraform_cli_args": _get_terraform_cli_args,
        "get_terragrunt_source_cli_flag": _get_terragrunt_source_cli_flag,
        "get_default_retryable_errors": _constant(ListValue(RETRYABLE_ERRORS)),
        "get_aws_account_id": _from_account("get_aws_account_id", "account_id", None),
        "get_aws_account_alias": _from_account("get_aws_account_alias", "account_alias", lambda _: ""),
        "get_aws_caller_identity_arn": _from_account(
            "get_aws_caller_identity_arn", "caller_arn", lambda account: f"arn:aws:sts::{account}:user/moto"
        ),
        "get_aws_caller_identity_user_id": _from_account(
            "get_aws_caller_identity_user_id", "caller_user_id", lambda _: "AKIAIOSFODNN7EXAMPLE"
        ),
        **{
            f"get_terraform_commands_that_need_{what}": _constant(ListValue(names)) for what, names in _COMMANDS.items()
        },
    }
    several: Mapping[str, Callable[[list[Value], CallSite], Value]] = {
        "find_in_parent_folders": _find_in_parent_folders,
        "path_relative_to_include": _path_relative_to_include,
        "path_relative_from_include": _path_relative_from_include,
        "get_parent_terragrunt_dir": _get_parent_terragrunt_dir,
        "get_env": _get_env,
        "run_cmd": _run_cmd,
        "sops_decrypt_file": _sops_decrypt_file,
        "read_terragrunt_config": _read_terragrunt_config,
        "read_tfvars_file": _read_tfvars_file,
        "mark_as_read": _mark_as_read,
        "mark_glob_as_read": _mark_glob_as_read,
        "startswith": _text_test(str.startswith),
        "endswith": _text_test(str.endswith),
        "strcontains": _text_test(str.__contains__),
        "timecmp": _timecmp,
        "constraint_check": _constraint_check,
        "deep_merge": _deep_merge,
    }
    return {name: Function(call, 0, 0) for name, call in none.items()} | {
        name: Function(call, 0, None) for name, call in several.items()
    }


def functions() -> dict[str, Function]:
    """All functions of the Terragrunt language."""
    known = {name: FUNCTIONS[name] for name in _BUILT_IN.split() if name in FUNCTIONS}
    known |= {name: _recording(name, known[name]) for name in _READ_FILES.split() if name in known}
    return known | _own()
