"""Finding Terraform or OpenTofu, giving it providers, and running it: the one place that knows how."""

from .binary import MINIMUM_VERSION, Binary, find_terraform
from .providers import find_mirror, write_cli_config
from .run import Diagnostic, Terraform, TerraformError, base_environment

__all__ = [
    "MINIMUM_VERSION",
    "Binary",
    "Diagnostic",
    "Terraform",
    "TerraformError",
    "base_environment",
    "find_mirror",
    "find_terraform",
    "write_cli_config",
]
