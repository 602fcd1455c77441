"""Tasks about money: cost, cost-import."""

from __future__ import annotations

import datetime
import json
import math
import sys
from pathlib import Path

from invoke import Context

from ..errors import GroundplanError
from .task import SELECTION_HELP, TERRAFORM_HELP, checked_folder, checked_format, command, tree_folder

__all__ = ["cost", "cost_import"]


@command(
    help=SELECTION_HELP
    | {
        "terraform-binary": TERRAFORM_HELP,
        "format": "text, json or markdown",
        "fail-over": "end with 1 where more is expected than so many USD a month",
        "max-age": "end with 1 where a price is older than so many days",
    },
    iterable=["unit"],
)
def cost(
    context: Context,
    account: str | None = None,
    region: str | None = None,
    unit: list[str] | None = None,
    tree: str | None = None,
    terraform_binary: str | None = None,
    format: str = "text",
    fail_over: str | None = None,
    max_age: str | None = None,
) -> int:
    """Plan units from nothing, and say what they cost a month, by account, platform and unit, and what has no price."""
    from ..console import output
    from ..cost import bill_of, check_usage, not_read, report
    from ..estate import Selection
    from .planned import plan_tree

    checked_format(format, "text", "json", "markdown")
    most, oldest = _number("--fail-over", fail_over), _number("--max-age", max_age)
    root = tree_folder(tree)
    check_usage(root)
    planned = plan_tree(root, Selection(account, region, tuple(unit or ())), terraform_binary)
    bill, usage = bill_of(planned.plan, planned.composition, root, datetime.datetime.now(tz=datetime.UTC).date())
    if format == "json":
        print(json.dumps(report.as_json(bill), indent=2))
    elif format == "markdown":
        print(report.markdown(bill), end="")
    else:
        report.print_text(bill, output())
    for path, error in planned.failed.items():
        print(f"{path} is not in the sum, because it cannot be planned: {error}", file=sys.stderr)
    for place in _idle(usage.idle, root, account) if not unit and not region else ():
        print(f"{place}: this entry is about nothing that is there", file=sys.stderr)
    for path in not_read(root, planned.plan.units) if not (unit or region or account or planned.failed) else ():
        print(f"{path}: not read; a usage file is called usage.yaml, and has units below it", file=sys.stderr)
    findings = list(
        _findings(bill.sum().expected, most, [(bill.today - each.date).days for each in bill.prices], oldest)
    )
    for finding in findings:
        print(finding, file=sys.stderr)
    return 1 if findings or planned.failed else 0


def _idle(places: list[str], root: Path, account: str | None) -> list[str]:
    """Idle entries, as far as all that they may be about was looked at: those above an account are about others too."""
    inside = (place.removeprefix(f"{root}/") for place in places)
    return [place for place in inside if account is None or account in place.split("/")[:-1]]


def _findings(expected: float, most: float | None, ages: list[int], oldest: float | None) -> list[str]:
    found = []
    if most is not None and expected > most:
        found.append(f"{expected:,.2f} USD a month are expected, more than {most:,.2f} (--fail-over)")
    old = [age for age in ages if oldest is not None and age > oldest]
    if old:
        found.append(f"{len(old)} prices are older than {oldest:.0f} days, the oldest {max(old)} (--max-age)")
    return found


def _number(flag: str, text: str | None) -> float | None:
    if text is None:
        return None
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise GroundplanError(f"{flag} {text} is no number", hint=f"such as {flag} 500")
    return number


@command(
    help={
        "region": "whose prices",
        "offers": "a folder with offer files that were fetched before, SERVICE.json each (default: from AWS)",
        "write": "write the sheet; without it the differences are shown only",
        "format": "text or json",
    }
)
def cost_import(
    context: Context, region: str | None = None, offers: str | None = None, write: bool = False, format: str = "text"
) -> int:
    """Compare a region's price sheet with AWS's own price list, and take over what differs."""
    from ..cost import importing

    checked_format(format, "text", "json")
    if region is None:
        raise GroundplanError("a region is needed", hint="name one that has a price sheet, such as --region eu-north-1")
    source = importing.from_folder(checked_folder(offers)) if offers else importing.from_aws(region)
    imported = importing.compare(region, source)
    if format == "json":
        print(json.dumps(imported.as_json(), indent=2))
    else:
        print("\n".join(imported.lines()))
    if write and imported.found:
        print(f"{importing.write(imported)} is written", file=sys.stderr)
    elif imported.changed:
        print("nothing is written; --write takes the prices over", file=sys.stderr)
    return 0
