"""New services, modules and units as this tree writes them: rendered from templates, and kept up to date with them."""

from .changes import Change, diff, write
from .model import Service
from .service import scaffold_service
from .update import Updated, update

__all__ = ["Change", "Service", "Updated", "diff", "scaffold_service", "update", "write"]
