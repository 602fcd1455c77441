"""A new service: its units in every account, its code with a test, its page, and its entries in everybody's files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..errors import GroundplanError
from ..live import load
from ..strings import strings
from . import templates
from .answers import check_accounts, check_kind, check_name, check_owner
from .changes import Change, read
from .kinds import KINDS
from .model import Rendered, Service
from .record import Record, path_of
from .shared import Entry, find, put
from .surroundings import Account, Surroundings, emulated

_NEEDED = re.compile(r'config_path += "\$\{local\.here\}/([^"]+)"')
_OWNERS = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")
_REGISTRY = "units/compute/container-registry.hcl"


def check(service: Service, around: Surroundings) -> None:
    """Refuse what cannot become a service of this tree.

    Raises:
        GroundplanError: the kind, an account, the owner or the name is not one that can be taken.
    """
    check_kind(service.kind)
    check_accounts(service.accounts, around)
    check_owner(service.owner)
    check_name(service.name, around)
    for name in service.accounts:
        _check_account(service, around, around.accounts[name])


def _check_account(service: Service, around: Surroundings, account: Account) -> None:
    """Names fit into AWS's limits, and the account is where the kind can be."""
    full = f"{around.project}-{service.name}"
    values = {"full": full, "account": account.name, "account_id": account.account_id, "region": account.region}
    for limit in KINDS[service.kind].limits:
        made = limit.name.format_map(values)
        if len(made) > limit.longest:
            room = max(len(service.name) - (len(made) - limit.longest), 0)
            raise GroundplanError(
                f"--name {service.name} is too long: the {limit.what} would be {made}, "
                f"{len(made)} characters where {limit.longest} are allowed",
                hint=f"the name may have {_longest(service, around)} characters" if room else "take another kind",
            )
    if service.kind == "static-web" and account.region != "us-east-1":
        raise GroundplanError(
            f"{account.name} is at home in {account.region}; what belongs to CloudFront is in us-east-1",
            hint="leave the account out, or take another kind",
        )


def _longest(service: Service, around: Surroundings) -> int:
    """How long a name of this kind may be in all of the service's accounts."""
    room = []
    for account in (around.accounts[name] for name in service.accounts):
        full = f"{around.project}-"
        values = {"full": full, "account": account.name, "account_id": account.account_id, "region": account.region}
        room += [limit.longest - len(limit.name.format_map(values)) for limit in KINDS[service.kind].limits]
    return min(room)


def render(service: Service, around: Surroundings) -> Rendered:
    """All that the templates make of a service, written nowhere."""
    kind = KINDS[service.kind]
    values: dict[str, Any] = {
        "name": service.name,
        "key": service.key,
        "package": service.package,
        "kind": service.kind,
        "owner": service.owner,
        "accounts": service.accounts,
        "project": around.project,
        "code": f"{kind.code}/{service.name}",
    }
    folder = f"{around.live}/units/services/{service.name}"
    files = {f"{folder}/service.hcl": templates.render("units/service.hcl.j2", **values)}
    for unit in kind.units:
        files[f"{folder}/{unit}.hcl"] = templates.render(f"units/{unit.rpartition('/')[2]}.hcl.j2", **values)
    for name in service.accounts:
        below = f"{around.live}/accounts/{name}/{around.accounts[name].region}/services/{service.name}"
        for unit in kind.units:
            path = f"services/{service.name}/{unit}"
            files[f"{below}/{unit}/terragrunt.hcl"] = templates.render("units/instance.hcl.j2", unit=path)
        tier = around.accounts[name].tier
        files[f"{below}/usage.yaml"] = templates.render("units/usage.yaml.j2", **values, tier=tier)
    for path, template in kind.files.items():
        files[path.format_map(values)] = templates.render(template, **values)
    files[f"docs/services/{service.name}.md"] = templates.render("docs/service.md.j2", **values)
    files = {path: _tidy(text, 3 if path.endswith(".py") else 2) for path, text in files.items()}
    return Rendered(dict(sorted(files.items())), tuple(_entries(service, around, values)))


def _tidy(text: str, most: int) -> str:
    """Without what blocks of a template leave: line ends at the start, at the end, and more than so many in a row."""
    return re.sub(rf"\n{{{most + 1},}}", "\n" * most, text.strip("\n")) + "\n"


def _entries(service: Service, around: Surroundings, values: Mapping[str, Any]) -> list[Entry]:
    entries = [
        Entry(
            around.accounts[name].sizes,
            service.key,
            templates.render("units/sizes.hcl.j2", **values, tier=around.accounts[name].tier),
            "sizes",
        )
        for name in service.accounts
    ]
    team = f"@{around.organisation}/{service.owner}"
    mine = sorted({f"/{values['code']}/", f"/docs/services/{service.name}.md"})
    owners = next((path for path in _OWNERS if (around.root / path).is_file()), _OWNERS[0])
    lines = "".join(f"{path} {team}\n" for path in mine)
    entries.append(Entry(owners, service.name, f"# {service.name}\n{lines}", "owners"))
    registry = f"{around.live}/{_REGISTRY}"
    if KINDS[service.kind].has_image and (around.root / registry).is_file():
        name = f'"${{local.project.name}}-{service.name}"'
        text = f'{name} = {{ temporary_tags = {{ "pr-*" = 14 }} }}'
        entries.append(Entry(registry, name.strip('"'), text, "repositories"))
    return entries


def scaffold_service(service: Service, around: Surroundings) -> list[Change]:
    """The changes that add a service to the tree; nothing is written.

    Raises:
        GroundplanError: an answer cannot be taken, or something is there already.
    """
    check(service, around)
    record = path_of(service.name, around)
    if (around.root / record).exists():
        raise GroundplanError(
            f"{service.name} is there already, and nothing is overwritten",
            where=record,
            hint=f"take another name; for further accounts: ./inv scaffold-update --name {service.name} --accounts …",
        )
    made = render(service, around)
    check_free(service, made, around)
    check_needs(service, made, around)
    changes = [Change(path, None, text) for path, text in made.files.items()]
    changes += _shared_changes(made.entries, around)
    changes.append(Change(record, None, Record.of(service, around, made).text(), shown=False))
    return changes


def check_free(service: Service, made: Rendered, around: Surroundings) -> None:
    """Refuse to write over anything, and names that something else in the service's accounts has.

    Raises:
        GroundplanError: a file or an entry is there already, or a name is taken.
    """
    there = [path for path in made.files if (around.root / path).exists()]
    if there:
        raise GroundplanError(
            f"there already, and nothing is overwritten: {_some(there)}",
            hint="take another name, or take the files out",
        )
    for entry in made.entries:
        if find(entry, read(around.root, entry.path) or "") is not None:
            raise GroundplanError(
                f"it says something of {entry.key} already, and nothing is overwritten",
                where=entry.path,
                hint="take another name, or take the entry out",
            )
    _check_taken(service, around)


def check_needs(service: Service, made: Rendered, around: Surroundings) -> None:
    """Refuse accounts that lack a unit that the service's units depend on.

    Raises:
        GroundplanError: there is no such unit.
    """
    needed = {path for text in made.files.values() for path in _NEEDED.findall(text)}
    for name in service.accounts:
        region = around.tree / "accounts" / name / around.accounts[name].region
        for path in sorted(needed):
            if not path.startswith(f"services/{service.name}/") and not (region / path / "terragrunt.hcl").is_file():
                raise GroundplanError(
                    f"there is no {path}, which a service of the kind {service.kind} needs",
                    where=region.relative_to(around.root).as_posix(),
                    hint="add that unit, leave the account out, or take another kind",
                )


def _shared_changes(entries: tuple[Entry, ...], around: Surroundings) -> list[Change]:
    texts: dict[str, str | None] = {}
    for entry in entries:
        texts[entry.path] = put(entry, texts.setdefault(entry.path, read(around.root, entry.path)) or "")
    return [Change(path, read(around.root, path), text) for path, text in texts.items()]


def _check_taken(service: Service, around: Surroundings) -> None:
    """No other unit has the service's name in AWS, or its name in DNS."""
    full = f"{around.project}-{service.name}"
    for name in service.accounts:
        account = around.accounts[name]
        folder = around.tree / "accounts" / name / account.region
        address = f"{service.name}.{account.domain}"
        for path, unit in load(folder, emulated()).units.items():
            taken = unit.inputs.get("name") == full or address in strings(unit.inputs)
            if taken:
                what = full if unit.inputs.get("name") == full else address
                raise GroundplanError(
                    f"{what} is the name of something else already",
                    where=f"{folder.relative_to(around.root).as_posix()}/{path}",
                    hint="take another name",
                )


def _some(paths: list[str]) -> str:
    return ", ".join(paths[:5]) + (f" and {len(paths) - 5} more" if len(paths) > 5 else "")
