"""What things are called."""

from __future__ import annotations

from ..compose.snapshot import Resource


def name(resource: Resource) -> str:
    """A resource for people: ``aws_db_instance.this of accounts/dev/eu-west-1/database``."""
    return f"{resource.address} of {resource.unit}"


def some(names: list[str], most: int = 3) -> str:
    """A few names, and how many more there are."""
    if len(names) <= most:
        return ", ".join(names)
    return f"{', '.join(names[: most - 1])} and {len(names) - most + 1} more"
