"""What kind of machine a function runs on, where its dependencies have compiled parts."""

from __future__ import annotations

import fnmatch
import json
from dataclasses import dataclass
from pathlib import Path

from ..errors import GroundplanError

PLATFORM = "platform.json"

# Lambda's architectures as wheels and ELF headers call them.
_MACHINES = {"arm64": ("aarch64", 183), "x86_64": ("x86_64", 62)}
# Lambda's runtimes with the C library below them (glibc 2.x): Amazon Linux 2, then 2023. A wheel made for a newer one
# does not load.
_GLIBC = {"3.11": 26, "3.12": 34, "3.13": 34, "3.14": 34}
# The oldest that wheels are made for.
_OLDEST_GLIBC = 17


@dataclass(frozen=True, slots=True)
class Platform:
    """A function's ``platform.json``."""

    architecture: str
    """As Lambda calls it: ``arm64`` or ``x86_64``."""
    python: str
    leave_out: tuple[str, ...] = ()
    """Patterns of files of the dependencies that nothing needs at run time."""

    @property
    def runtime(self) -> str:
        """The name of Lambda's runtime."""
        return f"python{self.python}"

    @property
    def options(self) -> list[str]:
        """What makes pip choose wheels for this platform, whatever it runs on."""
        machine, _ = _MACHINES[self.architecture]
        platforms = [f"manylinux_2_{minor}_{machine}" for minor in range(_GLIBC[self.python], _OLDEST_GLIBC - 1, -1)]
        return [
            *("--implementation", "cp", "--python-version", self.python),
            *(word for abi in (f"cp{self.python.replace('.', '')}", "abi3", "none") for word in ("--abi", abi)),
            *(word for name in (*platforms, f"manylinux2014_{machine}") for word in ("--platform", name)),
        ]

    def loads(self, path: Path) -> bool:
        """Whether a compiled file is one for this platform's processor."""
        with path.open("rb") as file:
            header = file.read(20)
        return header[:4] == b"\x7fELF" and int.from_bytes(header[18:20], "little") == _MACHINES[self.architecture][1]

    def leaves_out(self, name: str) -> bool:
        """Whether a dependency's file stays at home."""
        return any(fnmatch.fnmatchcase(name, pattern) for pattern in self.leave_out)


def platform_of(function: Path) -> Platform | None:
    """What a function says about its machine; nothing, and its package is pure Python and runs on any.

    Raises:
        GroundplanError: it says something that Lambda does not have.
    """
    path = function / PLATFORM
    if not path.is_file():
        return None
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
        platform = Platform(given["architecture"], given["python"], tuple(given.get("leave_out", ())))
    except (ValueError, KeyError, TypeError) as error:
        raise GroundplanError(
            f"{PLATFORM} cannot be read: {error!r}", where=str(path), hint="it says `architecture` and `python`"
        ) from error
    if platform.architecture not in _MACHINES or platform.python not in _GLIBC:
        raise GroundplanError(
            f"Lambda has no Python {platform.python} on {platform.architecture}",
            where=str(path),
            hint=f"architecture is one of {', '.join(_MACHINES)}; python is one of {', '.join(_GLIBC)}",
        )
    return platform
