"""Functions that look outside the tree: environment, command line, programs, AWS."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

from ...hcl import CallSite, FunctionError, Value
from ...hcl.values import ListValue
from ..paths import join
from ..place import Place
from .calls import Call, place_of, strings


def _get_env(args: list[Value], site: CallSite) -> Value:
    names = strings(args, 1, 2, site.name)
    if not names[0]:
        raise FunctionError("the name of the environment variable must not be empty", 0)
    place = place_of(site)
    place.trace.variables.add(names[0])
    value = place.session.options.env.get(names[0])
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
    words = list(strings(args, 1, None, site.name))
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
        place.session.disk.forget()
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
    path = join(place.directory, strings(args, 1, 1, site.name)[0])
    place.trace.files.add(path)
    known = place.session.secrets.get(path)
    if known is None:
        known = place.session.secrets[path] = _output_of(["sops", "--decrypt", path], place, "sops_decrypt_file")
    return known


def _from_account(name: str, option: str, derived: Callable[[str], str] | None) -> Call:
    def call(_: list[Value], site: CallSite) -> Value:
        options = place_of(site).session.options
        given: str | None = getattr(options, option)
        if given is None and derived is not None and options.account_id is not None:
            given = derived(options.account_id)
        if given is None:
            raise FunctionError(f"{name} would ask AWS, which is not done here: give the answer with --account-id")
        return given

    return call


SURROUNDINGS: dict[str, Call] = {
    "get_env": _get_env,
    "get_platform": _get_platform,
    "get_terraform_command": _get_terraform_command,
    "get_terraform_cli_args": _get_terraform_cli_args,
    "get_terragrunt_source_cli_flag": _get_terragrunt_source_cli_flag,
    "run_cmd": _run_cmd,
    "sops_decrypt_file": _sops_decrypt_file,
    "get_aws_account_id": _from_account("get_aws_account_id", "account_id", None),
    "get_aws_account_alias": _from_account("get_aws_account_alias", "account_alias", lambda _: ""),
    "get_aws_caller_identity_arn": _from_account(
        "get_aws_caller_identity_arn", "caller_arn", lambda account: f"arn:aws:sts::{account}:user/moto"
    ),
    "get_aws_caller_identity_user_id": _from_account(
        "get_aws_caller_identity_user_id", "caller_user_id", lambda _: "AKIAIOSFODNN7EXAMPLE"
    ),
}
