from collections.abc import Callable

import pytest

from tests.tools.lint.finding import rules_find
from tools.lint.model import Project

Make = Callable[..., Project]

DEFINITIONS = """\
# Interfaces

Everybody is told.

```hcl
variable "alarms" {
  description = "Who hears …: `topics` are …."
  type = object({
    topics  = optional(map(string), {})
    runbook = optional(string)
    quiet = optional(object({
      from = string
      to   = optional(string, "08:00")
    }), { from = "22:00" })
  })
  default  = {}
  nullable = false

  validation {
    condition     = length(var.alarms.topics) < 8
    error_message = "alarms.topics are at most 7, not ${length(var.alarms.topics)}."
  }
  validation {
    condition     = var.alarms.runbook == null || startswith(var.alarms.runbook, "https://")
    error_message = "alarms.runbook must begin with https://…"
  }

  may_leave_out = ["quiet.to", "runbook"]
  may_add       = ["hours"]
}
```

A name is a name.

```hcl
variable "name" {
  description = "…"
  type        = string
  nullable    = false

  validation {
    condition     = "…"
    error_message = "name must …."
  }

  may_differ = ["rules"]
}

variable "size" {
  description = "Size in GiB."
  type        = object({ least = optional(number, 1) })
  default     = {}
  nullable    = false

  # Whole disks.
  may_differ = ["default", "least"]
  # Sold by the rack.
  excepted = ["family/c"]
}

output "arn" {
  description = "ARN of the …."
}

attribute "from" {
  type = string
}
```
"""
A = """\
variable "alarms" {
  description = <<-EOT
    Who hears of fires:
    `topics` are bells.
  EOT
  type = object({
    topics  = optional(map(string), {})
    runbook = optional(string) # what to do
    quiet   = optional(object({ from = string, to = optional(string, "08:00") }), { from = "22:00" })
  })
  default  = {}
  nullable = false

  validation {
    condition     = length(var.alarms.topics) < 8
    error_message = "alarms.topics are at most 7, not ${length(var.alarms.topics)}."
  }
  validation {
    condition = (
      var.alarms.runbook == null || startswith(var.alarms.runbook, "https://")
    )
    error_message = "alarms.runbook must begin with https://, please."
  }
}

variable "name" {
  description = "Name of the bell."
  type        = string
  nullable    = false

  validation {
    condition     = length(var.name) < 9
    error_message = "name must be short."
  }
}

variable "size" {
  description = "Size in GiB."
  type        = object({ least = optional(number, 8) })
  default     = { least = 9 }
  nullable    = false
}
"""
B = """\
variable "alarms" {
  description = "Who hears of floods: `topics` are horns."
  type = object({
    topics = optional(map(string), {})
    quiet  = optional(object({ from = string }), { from = "22:00" })
    hours  = optional(number, 1)
  })
  default  = {}
  nullable = false

  validation {
    condition     = length(var.alarms.topics) < 8
    error_message = "alarms.topics are at most 7, not ${length(var.alarms.topics)}."
  }
  validation {
    condition     = var.alarms.hours > 0
    error_message = "alarms.hours must be above 0."
  }
}

variable "name" {
  description = "First part of the names."
  type        = string
  nullable    = false

  validation {
    condition     = var.name != "x"
    error_message = "name: x is taken."
  }
  validation {
    condition     = length(var.name) < 20
    error_message = "name must have less than 20 letters."
  }
}
"""
C = 'variable "size" {\n  description = "Racks."\n  type = number\n}\n'
OUTPUT = 'output "arn" {\n  description = "ARN of the bell."\n  value = "x"\n}\n'
GOOD = {
    "modules/INTERFACES.md": DEFINITIONS,
    "modules/a/variables.tf": A,
    "modules/a/outputs.tf": OUTPUT,
    "modules/family/b/variables.tf": B,
    "modules/family/b/variables-more.tf": 'variable "only_here" {}\n',
    "modules/family/b/outputs.tf": OUTPUT.replace("bell", "horn"),
    "modules/family/c/variables.tf": C,
}


def test_modules_that_agree_and_take_the_leave_they_have(make: Make) -> None:
    assert rules_find(make(GOOD), "interfaces") == []


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        (
            "hears of fires",
            "listens to fires",
            2,
            'alarms: the description is "Who listens to fires: `topics` are bells."',
        ),
        (
            "topics  = optional(map(string), {})",
            "topics = optional(list(string), {})",
            7,
            "topics is list(string), not map",
        ),
        ("topics  = optional(map(string), {})", "topics = map(string)", 7, "topics is required, not optional with {}"),
        (
            "runbook = optional(string)",
            'runbook = optional(string, "x")',
            8,
            'optional with "x", not optional with null',
        ),
        ('"08:00"', '"07:00"', 9, 'quiet.to is optional with "07:00", not optional with "08:00"'),
        ("from = string,", "from = string, day = string,", 9, "alarms: the type has quiet.day besides"),
        ("{ from = string, to", "{ to", 6, "the type has no quiet.from"),
        ("    topics  = optional(map(string), {})\n", "", 6, "the type has no topics"),
        ("  default  = {}", "  default  = { topics = {} }", 11, "the default is { topics = {} }, not {}"),
        ("  default  = {}\n", "", 1, "the default is none, not {}"),
        ("  nullable = false\n\n  validation", "\n  validation", 1, "nullable is true, not false"),
        (
            "  nullable = false\n\n  validation",
            "  nullable = false\n  sensitive = true\n  validation",
            13,
            "sensitive is true",
        ),
        ("< 8", "< 9", 1, "no validation with the condition length(var.alarms.topics) < 8"),
        ("< 8", "< 9", 14, "a validation that the definition does not have"),
        ("at most 7", "at most seven", 14, "the message is"),
        ("begin with", "start with", 18, 'not "alarms.runbook must begin with https://…"'),
        ("name must be short", "name is short", 31, 'the message is "name is short.", not "name must …."'),
        ("type        = string", "type        = list(string)", 28, "name: the type is list(string), not string"),
        ('"Size in GiB."', '"Size in MiB."', 38, 'the description is "Size in MiB.", not "Size in GiB."'),
        ("optional(number, 8)", "optional(string, 8)", 39, "size: least is string, not number"),
    ],
)
def test_a_module_that_says_something_else(make: Make, old: str, new: str, line: int, words: str) -> None:
    assert A.count(old) == 1
    found = rules_find(make(GOOD | {"modules/a/variables.tf": A.replace(old, new)}), "interfaces")
    here = [f for f in found if (f.path, f.line) == ("modules/a/variables.tf", line)]
    assert any(words in f.message for f in here), found
    assert all(f.hint.startswith("defined at modules/INTERFACES.md:") for f in here)


def test_the_place_of_the_definition_is_named(make: Make) -> None:
    (found,) = rules_find(make(GOOD | {"modules/a/variables.tf": A.replace("Size in GiB", "Size")}), "interfaces")
    line = DEFINITIONS.splitlines().index('variable "size" {') + 1
    assert found.hint == f"defined at modules/INTERFACES.md:{line}"


def test_outputs_are_compared_too(make: Make) -> None:
    files = GOOD | {
        "modules/a/outputs.tf": OUTPUT.replace("ARN of the", "The").replace("value", "sensitive = true\n  value")
    }
    found = [(f.path, f.line, f.message) for f in rules_find(make(files), "interfaces")]
    assert found == [
        ("modules/a/outputs.tf", 2, 'arn: the description is "The bell.", not "ARN of the …."'),
        ("modules/a/outputs.tf", 3, "arn: sensitive is true, not false"),
    ]


def test_an_attribute_is_the_same_in_whatever_object_it_is(make: Make) -> None:
    type_ = 'map(object({\n    from = optional(string, "x")\n    at = object({ from = number })\n  }))'
    more = f'variable "hours" {{\n  type = {type_}\n}}\n'
    (found,) = rules_find(make(GOOD | {"modules/a/variables-more.tf": more}), "interfaces")
    assert (found.path, found.line) == ("modules/a/variables-more.tf", 4)
    assert found.message == "hours.at.from is number, not string"
    assert found.hint == "defined at modules/INTERFACES.md:65"


@pytest.mark.parametrize("what", ["variable", "output"])
def test_a_name_that_two_modules_take_is_defined(make: Make, what: str) -> None:
    block = f'{what} "only_here" {{}}\n'
    more = {f"modules/{name}/{what}s-more.tf": block for name in ("a", "family/b")}
    (found,) = rules_find(make(GOOD | more), "interfaces")
    assert (found.path, found.line) == (f"modules/a/{what}s-more.tf", 1)
    assert "a, family/b, and nothing says that it is the same" in found.message
    assert found.hint == "define it in modules/INTERFACES.md, or give it another name"


def test_a_family_has_definitions_of_its_own(make: Make) -> None:
    own = '\n```hcl\nvariable "only_here" {\n  description = "Here."\n}\n```\n'
    found = rules_find(make(GOOD | {"modules/family/INTERFACES.md": own}), "interfaces")
    assert [(f.message, f.hint) for f in found] == [
        ('only_here: the description is "", not "Here."', "defined at modules/family/INTERFACES.md:3")
    ]


def test_parts_of_modules_and_examples_share_nothing(make: Make) -> None:
    block = 'variable "only_here" {}\nvariable "name" {}\n'
    files = {"modules/a/part/variables.tf": block, "modules/a/examples/minimal/variables.tf": block}
    assert rules_find(make(GOOD | files), "interfaces") == []


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('["quiet.to", "runbook"]', '["quiet.to", "runbook", "topics"]', 28, "alarms: topics is in every module"),
        ('["hours"]', '["hours", "days"]', 29, "alarms: days is in no module"),
        ('may_differ = ["rules"]', 'may_differ = ["rules", "default"]', 46, "default is the same in every module"),
        ('["family/c"]', '["family/c", "a"]', 58, "size: a does not differ, or is not there"),
        ('  excepted = ["family/c"]', '  except = ["family/c"]', 58, "A definition has no except"),
        ('variable "name" {', 'variable "surname" {', 36, "no module has the input surname"),
        ('variable "name" {', "variable {", 36, "A definition is a variable, an output or an attribute"),
        ('output "arn" {', 'variable "arn" {', 61, "no module has the input arn"),
        (
            'output "arn" {',
            'output "arn" {\n}\n\noutput "arn" {',
            64,
            "arn is defined at modules/INTERFACES.md:61 already",
        ),
        ('attribute "from" {', 'attribute "form" {', 65, "no module has an attribute form"),
        ('attribute "from" {', 'attribute "from" {\n  default = 1', 66, "A definition has no default"),
        ("  nullable    = false\n\n  # Whole", "  nullable    = \n\n  # Whole", 53, "Missing expression"),
    ],
)
def test_a_mistake_in_the_definitions(make: Make, old: str, new: str, line: int, words: str) -> None:
    assert DEFINITIONS.count(old) == 1
    found = rules_find(make(GOOD | {"modules/INTERFACES.md": DEFINITIONS.replace(old, new)}), "interfaces")
    here = [f for f in found if (f.path, f.line) == ("modules/INTERFACES.md", line)]
    assert any(words in f.message for f in here), found


def test_a_file_that_is_no_hcl_is_named(make: Make) -> None:
    found = rules_find(make(GOOD | {"modules/family/c/variables.tf": 'variable "size {\n'}), "GP001")
    assert ("modules/family/c/variables.tf", 1) in {(f.path, f.line) for f in found}


def test_a_project_without_modules(make: Make) -> None:
    assert rules_find(make({"a.txt": "x"}), "interfaces") == []
