"""Which AWS account a unit lives in."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from ..compose.naming import unit_path
from ..compose.snapshot import Snapshot

_ARN = re.compile(r"arn:aws[\w-]*:[\w-]*:[\w-]*:(\d{12}):")


def own_accounts(given: Mapping[str, str], *sides: Snapshot) -> dict[str, str]:
    """Unit -> account id: as it was given, otherwise the account that most ``arn`` attributes of the unit name."""
    seen: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for side in sides:
        for resource in side.resources.values():
            arn = resource.values.get("arn")
            if resource.unit not in given and isinstance(arn, str) and (found := _ARN.match(arn)):
                seen[resource.unit][found[1]] += 1
    return {**{unit: counter.most_common(1)[0][0] for unit, counter in seen.items()}, **given}


def accounts_of(document: Mapping[str, Any]) -> dict[str, str]:
    """Unit -> account id, as the provider that each unit uses says it: ``allowed_account_ids``, or the role it assumes.

    ``document`` is the plan document of a composition; units whose provider says neither are left out.
    """
    configuration = document.get("configuration") or {}
    accounts = {
        key: account
        for key, provider in (configuration.get("provider_config") or {}).items()
        if (account := _account(provider.get("expressions") or {}))
    }
    found = {}
    for name, call in ((configuration.get("root_module") or {}).get("module_calls") or {}).items():
        used = [accounts[key] for key in _providers(call.get("module") or {}) if key in accounts]
        if used:
            found[unit_path(name)] = Counter(used).most_common(1)[0][0]
    return found


def _account(expressions: Mapping[str, Any]) -> str | None:
    allowed = (expressions.get("allowed_account_ids") or {}).get("constant_value") or []
    if len(allowed) == 1:
        return str(allowed[0])
    for role in expressions.get("assume_role") or ():
        if found := _ARN.match(str((role.get("role_arn") or {}).get("constant_value"))):
            return found[1]
    return None


def _providers(module: Mapping[str, Any]) -> Iterator[str]:
    """The keys of the provider configurations of a module's resources, those of modules within it too."""
    for resource in module.get("resources", []):
        yield str(resource.get("provider_config_key"))
    for call in (module.get("module_calls") or {}).values():
        yield from _providers(call.get("module") or {})
