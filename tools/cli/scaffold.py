"""The tasks that add to the tree what looks like the rest of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from invoke import Context

from ..errors import GroundplanError
from .task import TREE_HELP, command, tree_folder

if TYPE_CHECKING:
    from ..docs import Variable
    from ..scaffold import Change
    from ..scaffold.surroundings import Surroundings

__all__ = ["scaffold_module", "scaffold_service", "scaffold_unit", "scaffold_update"]

_DRY_RUN = "show what would change, and write nothing"


@command(
    help={
        "name": "the service's name without the project's: billing, order-intake",
        "kind": "ecs-alb-service, lambda-http-api, lambda-sqs-consumer, lambda-event-bridge or static-web",
        "accounts": "the accounts that it is to be in, with commas: dev,staging,prod",
        "owner": "the team that answers for it, as GitHub calls it: team-payments",
        "dry-run": _DRY_RUN,
        "tree": TREE_HELP,
    }
)
def scaffold_service(
    context: Context,
    name: str | None = None,
    kind: str | None = None,
    accounts: str | None = None,
    owner: str | None = None,
    dry_run: bool = False,
    tree: str | None = None,
) -> int:
    """Add a service: units in every account, code with a test, alarms, a page. Shows the diff, overwrites nothing."""
    from ..scaffold import Service
    from ..scaffold import scaffold_service as scaffold
    from ..scaffold.answers import check_kind, check_name, check_owner
    from ..scaffold.kinds import KINDS
    from ..scaffold.surroundings import surroundings

    around = surroundings(tree_folder(tree))
    kinds = "\n".join(f"    {key}: {each.says}" for key, each in KINDS.items())
    answers = _answers(
        {
            "name": (name, "the service's name, such as billing", lambda given: check_name(given, around)),
            "kind": (kind, f"the kind:\n{kinds}\n", check_kind),
            "accounts": (accounts, *_which_accounts(around)),
            "owner": (owner, "the team that answers for it, as GitHub calls it", check_owner),
        }
    )
    service = Service.new(answers["name"], answers["kind"], answers["owner"], _split(answers["accounts"]))
    _carry_out(around.root, scaffold(service, around), dry_run)
    if not dry_run:
        package = "./inv package, " if KINDS[service.kind].code == "functions" else ""
        say(f"next: say in docs/services/{service.name}.md what it is for, and in env.hcl who hears its alarms")
        say(f"then: {package}./inv lint, ./inv review")
    return 0


@command(
    help={
        "name": "one service (default: all that were scaffolded)",
        "accounts": "accounts that the named service is to be in as well, with commas: prod",
        "dry-run": _DRY_RUN,
        "tree": TREE_HELP,
    }
)
def scaffold_update(
    context: Context,
    name: str | None = None,
    accounts: str | None = None,
    dry_run: bool = False,
    tree: str | None = None,
) -> int:
    """Bring later templates into scaffolded services, or one into further accounts, and keep what people changed.

    Exit codes: 0 done, 1 something both sides changed is marked in the files (as git does it), 2 could not run.
    """
    from ..scaffold import update
    from ..scaffold.record import names
    from ..scaffold.surroundings import surroundings

    around = surroundings(tree_folder(tree))
    if accounts and not name:
        raise GroundplanError("--accounts is for one service", hint="say which: --name billing")
    chosen = [name] if name else names(around)
    if not chosen:
        say("no service here was scaffolded")
    conflicts = 0
    for each in chosen:
        found = update(each, around, _split(accounts or ""))
        if not found.changes:
            say(f"{each}: up to date with the templates of version {found.after}")
            continue
        _carry_out(around.root, found.changes, dry_run)
        did = "would be" if dry_run else "was"
        if found.added:
            say(f"{each}: {did} added to {', '.join(found.added)}")
        if found.before != found.after:
            say(f"{each}: {did} brought from version {found.before} of the templates to {found.after}")
        elif not found.added:
            say(f"{each}: {did} brought up to what the tree says now")
        for path in found.kept:
            say(f"{each}: {path} is in no template any more, and stays because somebody changed it")
        for path in found.conflicts:
            say(f"{each}: {path} was changed here and in the templates: settle what is marked in it")
        conflicts += len(found.conflicts)
    return 1 if conflicts else 0


@command(
    help={
        "family": "the folder of the library that it belongs to: compute, or a new one",
        "name": "the module's name: queue",
        "dry-run": _DRY_RUN,
    }
)
def scaffold_module(context: Context, family: str | None = None, name: str | None = None, dry_run: bool = False) -> int:
    """Add a module to the library: every file that its rules ask for, and inputs as INTERFACES.md defines them."""
    from ..files import project_root
    from ..scaffold.module import scaffold_module as scaffold

    root = project_root(Path.cwd())
    answers = _answers(
        {
            "family": (family, "the family, such as compute", None),
            "name": (name, "the module's name, such as queue", None),
        }
    )
    _carry_out(root, scaffold(root, answers["family"], answers["name"]), dry_run)
    if not dry_run:
        place = f"modules/{answers['family']}/{answers['name']}"
        tests = f"./inv test modules --options '-k {answers['name']}'"
        say(f"next: say in {place}/README.md what it is for; ./inv lint; {tests}")
    return 0


@command(
    iterable=["input"],
    help={
        "module": "the module's folder: modules/dns/record",
        "path": "where the unit is, in every account's region: services/billing/bucket",
        "accounts": "the accounts that it is to be in, with commas: dev,staging,prod",
        "input": "an input's value, as NAME=VALUE in HCL or as a plain word; may be given again",
        "dry-run": _DRY_RUN,
        "tree": TREE_HELP,
    },
)
def scaffold_unit(
    context: Context,
    module: str | None = None,
    path: str | None = None,
    accounts: str | None = None,
    input: list[str] | None = None,
    dry_run: bool = False,
    tree: str | None = None,
) -> int:
    """Add a unit of a module, wired as its neighbours are; an input that nothing tells is asked for."""
    from ..scaffold.surroundings import surroundings
    from ..scaffold.unit import scaffold_unit as scaffold

    around = surroundings(tree_folder(tree))
    given = dict(_named(each) for each in input or ())
    answers = _answers(
        {
            "module": (module, "the module's folder, such as modules/dns/record", None),
            "path": (path, "where the unit is, such as services/billing/bucket", None),
            "accounts": (accounts, *_which_accounts(around)),
        }
    )
    chosen = scaffold(
        around, answers["module"].rstrip("/"), answers["path"].strip("/"), _split(answers["accounts"]), given, _ask
    )
    _carry_out(around.root, chosen, dry_run)
    if not dry_run:
        say("next: ./inv lint fmt inputs, ./inv plan --unit '*/" + answers["path"].strip("/") + "'")
    return 0


def _named(given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals or not value.strip():
        raise GroundplanError(f"--input {given} gives nothing a value", hint="write --input path=/acme/dev")
    return name.strip(), value


def _ask(variable: Variable, words: str) -> str:
    """Ask for an input's value on a terminal; nothing elsewhere."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return ""
    return _line(f"{words}\n{variable.name} = ").strip()


def _line(words: str) -> str:
    """What somebody writes after these words; empty where they end it (Ctrl-D), else with its line end."""
    sys.stderr.write(words)
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        say("")
    return line


def _split(accounts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (each.strip() for each in accounts.split(",")))))


def say(words: str) -> None:
    """Words for people."""
    print(words, file=sys.stderr, flush=True)


def _carry_out(root: Path, changes: Sequence[Change], dry_run: bool) -> None:
    from ..scaffold import diff, write

    sys.stdout.write(diff(changes))
    sys.stdout.flush()
    if dry_run:
        say(f"nothing was written: {_counted(changes)}")
        return
    write(root, changes)
    say(f"written: {_counted(changes)}")


def _counted(changes: Sequence[Change]) -> str:
    new = sum(change.before is None for change in changes)
    gone = sum(change.after is None for change in changes)
    told = ((new, "new"), (len(changes) - new - gone, "changed"), (gone, "deleted"))
    return ", ".join(f"{count} {'file' if count == 1 else 'files'} {word}" for count, word in told if count)


def _which_accounts(around: Surroundings) -> tuple[str, Callable[[str], None]]:
    """The words that ask for accounts, and what looks at the answer."""
    from ..scaffold.answers import check_accounts

    words = f"the accounts, of {', '.join(around.accounts)}, with commas"
    return words, lambda given: check_accounts(_split(given), around)


def _answers(asked: Mapping[str, tuple[str | None, str, Callable[[str], None] | None]]) -> dict[str, str]:
    """What was given, and what is missing asked for, on a terminal only and until it can be taken.

    Raises:
        GroundplanError: something is missing, and nobody is there to ask.
    """
    missing = [name for name, (given, _, _) in asked.items() if not given]
    if missing and not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise GroundplanError(
            f"not said: {', '.join(f'--{name}' for name in missing)}",
            hint="\n  ".join(f"--{name}: {asked[name][1].strip()}" for name in missing),
        )
    answers = {}
    for name, (given, words, look) in asked.items():
        answers[name] = given or _answer(name, words, look)
    return answers


def _answer(name: str, words: str, look: Callable[[str], None] | None) -> str:
    while True:
        line = _line(f"{words}> " if words.endswith("\n") else f"{words}: ")
        if not line:
            raise GroundplanError(f"not said: --{name}")
        answer = line.strip()
        try:
            if answer and look:
                look(answer)
        except GroundplanError as error:
            say(str(error))
            answer = ""
        if answer:
            return answer
