"""Tasks about a whole estate: plan, up, down."""

from __future__ import annotations

import json
import sys

from invoke import Context

from .task import DEPENDENTS_HELP, SELECTION_HELP, TERRAFORM_HELP, TREE_HELP, checked_format, command, tree_folder

__all__ = ["down", "plan", "up"]

_SELECTION = SELECTION_HELP | {"terraform-binary": TERRAFORM_HELP}


@command(
    help={
        **_SELECTION,
        **DEPENDENTS_HELP,
        "from-state": "start from the units' own states, read from their backends, and say what an apply would do",
        "no-refresh": "with --from-state: take the states as they are, without asking AWS",
        "emulator": "with --from-state: the states in the emulator that runs here",
        "format": "text or json",
    },
    iterable=["unit"],
)
def plan(
    context: Context,
    account: str | None = None,
    region: str | None = None,
    unit: list[str] | None = None,
    with_dependents: bool = False,
    from_state: bool = False,
    no_refresh: bool = False,
    emulator: bool = False,
    tree: str | None = None,
    terraform_binary: str | None = None,
    format: str = "text",
) -> int:
    """Plan units, all in one: from the empty account, with no credentials, or from their own states."""
    from ..errors import GroundplanError
    from ..estate import Selection, planning, report
    from .drift import plan_from_state
    from .planned import plan_tree

    checked_format(format, "text", "json")
    root = tree_folder(tree)
    selection = Selection(account, region, tuple(unit or ()), with_dependents)
    if from_state:
        return plan_from_state(
            root,
            selection,
            refresh=not no_refresh,
            emulator=emulator,
            terraform_binary=terraform_binary,
            format=format,
        )
    if no_refresh or emulator:
        flag = "--no-refresh" if no_refresh else "--emulator"
        raise GroundplanError(
            f"{flag} means something with --from-state only", hint="add --from-state, or leave it out"
        )
    planned = plan_tree(root, selection, terraform_binary)
    if format == "json":
        json.dump(planning.as_json(planned), sys.stdout, indent=2)
        print()
    else:
        report.plan_table(planned)
    for path, error in planned.failed.items():
        print(f"{path}: {error}", file=sys.stderr)
    return 1 if planned.failed else 0


@command(help={**_SELECTION, "port": "the emulator's port"}, iterable=["unit"])
def up(
    context: Context,
    account: str = "dev",
    region: str | None = None,
    unit: list[str] | None = None,
    tree: str | None = None,
    terraform_binary: str | None = None,
    port: int = 4566,
) -> int:
    """Apply an account to the emulated AWS on this machine, and leave it running."""
    from ..emulator.process import reset
    from ..estate import Selection, check, report, select
    from ..estate import up as raise_estate
    from ..estate.progress import Progress, say
    from ..estate.session import emulator_home, lasting
    from .planned import build_packages

    root = tree_folder(tree)
    selection = Selection(account, region, tuple(unit or ()))
    check(root, selection)  # what is not there is told before an emulator is left running for it
    build_packages(root)
    session = lasting(root, terraform_binary, port)
    chosen = select(root, selection, session.terraform.environment)
    raised = raise_estate(
        chosen,
        selection,
        session.terraform,
        emulator=session.emulator.endpoint,
        instance=session.instance,
        reset=lambda: reset(emulator_home(root)),
        progress=Progress(),
    )
    report.estate_table(raised, raised.plan)
    for path in raised.unpublished:
        say(f"{path} keeps its state in no S3 bucket: its own state was not written")
    where = "" if session.emulator.port == 4566 else f"AWS_ENDPOINT_URL={session.emulator.endpoint} "
    ids = " ".join(f"--account {each}" for each in raised.composition.accounts[:1])
    switch = "LOCALSTACK" if account == "dev" else "GROUNDPLAN_EMULATOR"
    say(
        f"\nThe estate is up on {session.emulator.endpoint}. Look around with any AWS client:\n"
        f'  eval "$(./inv emulator env {ids})"; aws ec2 describe-vpcs\n'
        f"Terragrunt plans each unit as applied: {where}{switch}=true terragrunt plan, in its folder.\n"
        "Change something and run ./inv up again; ./inv down takes it down."
    )
    return 0


@command(help={"tree": TREE_HELP, "terraform-binary": TERRAFORM_HELP})
def down(context: Context, tree: str | None = None, terraform_binary: str | None = None) -> int:
    """Destroy all that `up` applied, and stop the emulator."""
    from ..emulator.process import recorded, stop
    from ..estate import down as take_down
    from ..estate.progress import Progress, say
    from ..estate.session import emulator_home, lasting
    from ..files import work_folder

    root = tree_folder(tree)
    home = emulator_home(root)
    folders = sorted((work_folder(root) / "estates").glob("*/"))
    if recorded(home) is None:
        say("no emulator is running: what was applied is gone with it")
    else:
        session = lasting(root, terraform_binary)
        for folder in folders:
            count = take_down(folder, session.terraform, session.instance, Progress())
            if count:
                say(f"{folder.name}: {count} resources destroyed")
        stop(home)
        say("the emulator has ended")
    for folder in folders:
        for path in folder.glob("terraform.tfstate*"):
            path.unlink()
    return 0
