from pathlib import Path

import pytest

from tests.files import write
from tools.docs import changes, docs, literal, read_module
from tools.docs.tables import cell, code, first_sentence
from tools.errors import GroundplanError

VARIABLES = """\
variable "name" {
  description = "Full name."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]+$", var.name))
    error_message = "name (\\"${var.name}\\") must be a | b."
  }
}

variable "retention" {
  description = <<-EOT
    How long data stays.

    `hot_days` first.
  EOT
  type = object({
    hot_days = optional(number, 30) # days
  })
  default   = {}
  sensitive = true
}
"""
MAIN = """\
terraform {
  required_version = ">= 1.11"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7.0"
    }
  }
}

data "aws_partition" "here" {}

resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
  lifecycle {
    precondition {
      condition     = true
      error_message = "Not like this."
    }
  }
}

resource "aws_subnet" "public" {
  for_each = {}
}

module "part" {
  source = "./part"
}

output "id" {
  description = "The id."
  value       = aws_vpc.this.id
}
"""
README = """\
# net

A VPC. With more.

Prose.

<!-- BEGIN INTERFACE -->
old
<!-- END INTERFACE -->

## After

Stays.
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    texts = {
        "variables.tf": VARIABLES,
        "main.tf": MAIN,
        "README.md": README,
        "part/main.tf": 'resource "aws_eip" "this" {}\n',
        "examples/minimal/main.tf": 'module "net" {\n  source = "../.."\n}\n',
    }
    write(tmp_path / "modules" / "net", texts)
    return tmp_path


def test_a_module_is_read_with_its_texts_and_places(root: Path) -> None:
    module = read_module(root / "modules" / "net")
    name, retention = module.variables
    assert (name.name, name.type, name.required, name.nullable) == ("name", "string", True, False)
    assert name.messages == ('name ("${var.name}") must be a | b.',)
    assert retention.description == "How long data stays.\n\n`hot_days` first."
    assert retention.type == "object({\n  hot_days = optional(number, 30) # days\n})"
    assert (retention.default, retention.sensitive, retention.place.line) == ("{}", True, 12)
    assert [(r.type, r.repetition, r.data, r.messages) for r in module.resources] == [
        ("aws_partition", None, True, ()),
        ("aws_vpc", None, False, ("Not like this.",)),
        ("aws_subnet", "for_each", False, ()),
    ]
    assert (module.calls, module.terraform_version) == ({"part": "./part"}, ">= 1.11")
    assert module.providers == {"aws": ">= 5.100, < 7.0"}


def test_writing_replaces_what_is_between_the_markers_and_nothing_else(root: Path) -> None:
    assert docs(root) == 0
    text = (root / "modules/net/README.md").read_text()
    before, _, rest = text.partition("<!-- BEGIN INTERFACE -->")
    table, _, after = rest.partition("<!-- END INTERFACE -->")
    assert before == "# net\n\nA VPC. With more.\n\nProse.\n\n"
    assert after == "\n\n## After\n\nStays.\n"
    assert "| `name` | Full name. | `string` | **required** |" in table
    assert "| `retention` (sensitive) | How long data stays.<br>`hot_days` first. | `object`, below | `{}` |" in table
    assert "```hcl\ntype = object({\n  hot_days = optional(number, 30) # days\n})\n```" in table
    assert '| `name` | name ("${var.name}") must be a \\| b. |' in table
    assert "| `aws_vpc.this` | Not like this. |" in table
    assert "| `aws_subnet` | `public` (one per key) |" in table
    assert "| module `part` | `./part` |" in table
    assert "Needs Terraform or OpenTofu `>= 1.11`, provider aws `>= 5.100, < 7.0`." in table
    assert "old" not in table


def test_the_index_names_modules_and_not_their_parts(root: Path) -> None:
    docs(root)
    index = (root / "modules/README.md").read_text()
    assert "| [net](net/README.md) | A VPC. | 1 required, 2 in all | 2 |" in index
    assert "part" not in index


def test_check_writes_nothing_and_says_how_to_accept(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert docs(root, check=True) == 1
    out, err = capsys.readouterr()
    assert "--- a/modules/net/README.md\n+++ b/modules/net/README.md\n" in out
    assert "-old\n" in out
    assert "+| `name` | Full name. | `string` | **required** |\n" in out
    assert "./inv docs" in err
    assert (root / "modules/net/README.md").read_text() == README
    docs(root)
    assert docs(root, check=True) == 0


def test_writing_twice_changes_nothing(root: Path) -> None:
    docs(root)
    assert changes(root).found == []


def test_a_readme_without_markers_is_named_and_the_others_are_written(root: Path) -> None:
    other = root / "modules" / "other"
    other.mkdir()
    (other / "main.tf").write_text('resource "aws_eip" "this" {}\n')
    (other / "README.md").write_text("# other\n")
    result = changes(root)
    assert [error.where for error in result.errors] == [str(other / "README.md")]
    assert "<!-- BEGIN INTERFACE -->" in str(result.errors[0])
    assert root / "modules/net/README.md" in [change.path for change in result.found]


def test_a_file_that_is_no_hcl_is_an_error_with_its_place(root: Path) -> None:
    file = root / "modules/net/variables.tf"
    file.write_text('variable "x" {\n  type = \n}\n')
    with pytest.raises(GroundplanError) as caught:
        read_module(file.parent)
    assert caught.value.where is not None
    assert caught.value.where.startswith(f"{file}:2:")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('"plain"', "plain"),
        (r'"a \"b\" \n c"', 'a "b" \n c'),
        ('"${x["y"]}"', '${x["y"]}'),
        ("<<-EOT\n    a\n      b\n  EOT", "a\n  b"),
        ("local.x", "local.x"),
        (None, ""),
    ],
)
def test_literal(source: str | None, text: str) -> None:
    assert literal(source) == text


def test_markdown_survives_pipes_and_backticks() -> None:
    assert cell("a | b\nc\n\nd") == "a \\| b c<br>d"
    assert code("a|b`c") == "`` a\\|b`c ``"


def test_the_first_sentence_comes_from_under_the_title(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("<!-- x -->\n# T\n\n## Sub\n\nOne line\ngoes on. Two.\n")
    assert first_sentence(readme) == "One line goes on."
    assert first_sentence(tmp_path / "none.md") == ""
