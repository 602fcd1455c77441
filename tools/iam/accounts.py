"""Which AWS account a unit lives in."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping

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
