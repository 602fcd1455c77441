"""The functions of the Terragrunt language: its own, and those of Terraform's that it knows."""

from __future__ import annotations

from ...hcl import FUNCTIONS, Function
from ..paths import Disk
from .files import FILES, recording
from .places import PLACES
from .surroundings import SURROUNDINGS
from .values import VALUES

# The built-in functions of Terraform 0.15, which is the library that Terragrunt 1.x takes them from.
_BUILT_IN = """
abs abspath alltrue anytrue base64decode base64encode base64gzip base64sha256 base64sha512 basename bcrypt can ceil
chomp chunklist cidrhost cidrnetmask cidrsubnet cidrsubnets coalesce coalescelist compact concat contains csvdecode
dirname distinct element file filebase64 filebase64sha256 filebase64sha512 fileexists filemd5 fileset filesha1
filesha256 filesha512 flatten floor format formatdate formatlist indent index join jsondecode jsonencode keys length
log lookup lower matchkeys max md5 merge min nonsensitive one parseint pathexpand pow range regex regexall replace
reverse rsadecrypt sensitive setintersection setproduct setsubtract setunion sha1 sha256 sha512 signum slice sort split
strrev substr sum templatefile textdecodebase64 textencodebase64 timeadd timestamp title tobool tolist tomap tonumber
toset tostring transpose trim trimprefix trimspace trimsuffix try upper urlencode uuid uuidv5 values yamldecode
yamlencode zipmap
"""
_LOOK_AT_FILES = """
file filebase64 filebase64sha256 filebase64sha512 fileexists filemd5 fileset filesha1 filesha256 filesha512 templatefile
"""
_WITHOUT_ARGUMENTS = """
get_terragrunt_dir get_original_terragrunt_dir get_repo_root get_path_from_repo_root get_path_to_repo_root
get_working_dir get_platform get_terraform_command get_terraform_cli_args get_terragrunt_source_cli_flag
get_default_retryable_errors get_aws_account_id get_aws_account_alias get_aws_caller_identity_arn
get_aws_caller_identity_user_id get_terraform_commands_that_need_vars get_terraform_commands_that_need_locking
get_terraform_commands_that_need_input get_terraform_commands_that_need_parallelism
"""


def functions(disk: Disk) -> dict[str, Function]:
    """All functions of the language; what they look at is recorded in ``disk``."""
    known = {name: FUNCTIONS[name] for name in _BUILT_IN.split() if name in FUNCTIONS}
    known |= {name: recording(name, known[name], disk) for name in _LOOK_AT_FILES.split() if name in known}
    nothing = frozenset(_WITHOUT_ARGUMENTS.split())
    for name, call in (PLACES | SURROUNDINGS | FILES | VALUES).items():
        known[name] = Function(call, 0, 0 if name in nothing else None)
    return known
