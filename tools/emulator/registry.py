"""Finding, loading and checking the extensions."""

from __future__ import annotations

import importlib
import pkgutil
import threading
from collections.abc import Iterator
from typing import Final

from .extension import TESTED_MOTO, Extension, ExtensionError, moto_version

SHARED: Final = {"apigateway": ("apigateway", "apigatewayv2"), "elb": ("elb", "elbv2")}
"""Where Moto serves two services by one application."""

_loading = threading.Lock()


def names() -> list[str]:
    """All extensions that there are."""
    package = importlib.import_module(f"{__package__}.extensions")
    return sorted(module.name for module in pkgutil.iter_modules(package.__path__) if not module.name.startswith("_"))


def load(name: str) -> Extension | None:
    """The extension of a package of Moto, installed; None where there is none."""
    if name not in names():
        return None
    with _loading:
        module = importlib.import_module(f"{__package__}.extensions.{name}")
        extension: Extension = module.extension
        extension.install()
    return extension


def for_application(application: str) -> Iterator[Extension]:
    """The extensions for what one application of Moto serves, installed."""
    for name in SHARED.get(application, (application,)):
        if extension := load(name):
            yield extension


def check_all() -> list[str]:
    """Load every extension; raise for one that does not fit, and say which parts Moto has by itself now."""
    notes: list[str] = []
    for name in names():
        module = importlib.import_module(f"{__package__}.extensions.{name}")
        extension: Extension = module.extension
        broken, obsolete = extension.check()
        if broken:
            raise ExtensionError(
                f"does not fit Moto {moto_version()}: {'; '.join(broken)}",
                where=extension.file,
                hint=f"Use Moto {TESTED_MOTO}, or adapt the extension.",
            )
        notes += [f"{extension.file}: {note}" for note in obsolete]
    return notes
