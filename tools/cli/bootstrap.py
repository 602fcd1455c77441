"""The task that makes an account's state buckets."""

from __future__ import annotations

import os
import sys

from invoke import Context

from .task import TERRAFORM_HELP, TREE_HELP, command, tree_folder

__all__ = ["bootstrap"]


@command(
    help={
        "account": "the folder of the account",
        "region": "the folder of one of its regions (default: all)",
        "emulator": "in the emulator on this machine, as LOCALSTACK=true and GROUNDPLAN_EMULATOR=true mean it, too",
        "port": "the emulator's port",
        "tree": TREE_HELP,
        "terraform-binary": TERRAFORM_HELP,
    }
)
def bootstrap(
    context: Context,
    account: str,
    region: str | None = None,
    emulator: bool = False,
    port: int = 4566,
    tree: str | None = None,
    terraform_binary: str | None = None,
) -> int:
    """Make an account's state buckets, with the caller's own credentials; safe to run again, whatever happened."""
    from ..bootstrap import Aws, emulated, units_of
    from ..bootstrap import bootstrap as make
    from ..errors import GroundplanError
    from ..estate.progress import Progress, say
    from ..estate.session import lasting
    from ..files import locked, work_folder
    from ..terraform import Terraform, base_environment, find_terraform

    root = tree_folder(tree)
    environment = dict(os.environ)
    if emulator:
        environment = {key: value for key, value in environment.items() if key != "LOCALSTACK"}
        environment["GROUNDPLAN_EMULATOR"] = "true"
    endpoint = None
    if emulated(environment):
        session = lasting(root, terraform_binary, port)
        endpoint, where = session.emulator.endpoint, session.instance
        terraform = session.terraform
        switches = {key: value for key, value in environment.items() if key in ("LOCALSTACK", "GROUNDPLAN_EMULATOR")}
        environment = {key: value for key, value in terraform.environment.items() if key != "LOCALSTACK"} | switches
    else:
        binary = find_terraform(terraform_binary)
        terraform, where = Terraform(binary, base_environment(root, binary, environment)), "aws"
    chosen = units_of(root, account, region, environment)
    ids = sorted({str(unit.inputs["account_id"]) for unit in chosen.units.values()})
    if len(ids) != 1:
        raise GroundplanError(f"the units of {account} are of {len(ids)} accounts: {', '.join(ids)}")
    folder = work_folder(root) / "bootstrap" / where.replace("/", "_").replace(":", "_") / ids[0]
    with locked(folder.with_suffix(".lock")):
        made = make(chosen, Aws(ids[0], endpoint), terraform, folder, Progress())
    for each in made:
        done = [f"{count} {word}" for count, word in _counted(each) if count]
        moved = ", state moved" if each.moved else ""
        print(f"{each.unit}: {', '.join(done) or 'nothing to change'}{moved}", file=sys.stdout)
    buckets = sorted({each.place.bucket for each in made})
    say(f"\nThe states of {account} ({ids[0]}) are kept in {', '.join(buckets)}.")
    return 0


def _counted(made: object) -> list[tuple[int, str]]:
    return [(getattr(made, name), name) for name in ("added", "changed", "imported")]
