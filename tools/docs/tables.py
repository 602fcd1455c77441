"""A module's interface as Markdown, for people: what it takes, refuses, makes and gives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

from .interface import Module, Variable

_SHORT = 48
"""A type or default longer than this, or one of several lines, stands below the table instead of in it."""


def interface(module: Module) -> str:
    """Everything between the markers of a module's README."""
    parts = [_needs(module), _inputs(module.variables), _rules(module), _outputs(module), _resources(module)]
    return "\n\n".join(part for part in parts if part)


def index(modules: Sequence[tuple[str, str, Module]]) -> str:
    """The table of all modules: (path from the README, first sentence of its own README, interface)."""
    return table(
        ("Module", "What it makes", "Inputs", "Resource types"),
        (
            (
                f"[{path}]({path}/README.md)",
                cell(summary),
                f"{sum(v.required for v in module.variables)} required, {len(module.variables)} in all",
                str(len({resource.type for resource in module.resources if not resource.data})),
            )
            for path, summary, module in modules
        ),
    )


def first_sentence(readme: Path) -> str:
    """The first sentence of the first paragraph under a README's title."""
    lines = readme.read_text(encoding="utf-8").splitlines() if readme.is_file() else []
    start = next((number for number, line in enumerate(lines, 1) if line.startswith("# ")), 0)
    paragraph: list[str] = []
    for line in lines[start:]:
        if line.startswith("<!-- BEGIN"):
            break
        if not line.strip() or line.startswith(("#", "<!--", "```", "|")):
            if paragraph:
                break
            continue
        paragraph.append(line.strip())
    sentence, stop, _ = " ".join(paragraph).partition(". ")
    return sentence + "." if stop else sentence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; nothing where it would have no rows."""
    body = [f"| {' | '.join(row)} |" for row in rows]
    if not body:
        return ""
    return "\n".join([f"| {' | '.join(head)} |", f"|{'|'.join(' --- ' for _ in head)}|", *body])


def cell(text: str) -> str:
    """Prose on one line, its pipes escaped; paragraphs and list items keep a break."""
    paragraphs = [
        " ".join(line.strip() for line in lines)
        for blank, lines in groupby(text.strip().split("\n"), key=lambda line: not line.strip())
        if not blank
    ]
    return "<br>".join(paragraphs).replace("|", "\\|")


def code(text: str) -> str:
    """An inline code span, safe in a table."""
    fence = "``" if "`" in text else "`"
    pad = " " if "`" in text else ""
    return f"{fence}{pad}{text}{pad}{fence}".replace("|", "\\|")


def _needs(module: Module) -> str:
    needs = [f"Terraform or OpenTofu {code(module.terraform_version)}"] if module.terraform_version else []
    needs += [
        f"provider {name} {code(version)}" if version else f"provider {name}"
        for name, version in sorted(module.providers.items())
    ]
    return f"Needs {', '.join(needs)}." if needs else ""


def _inputs(variables: Sequence[Variable]) -> str:
    if not variables:
        return "### Inputs\n\nNone."
    ordered = sorted(variables, key=lambda variable: (not variable.required, variable.name))
    rows = table(
        ("Input", "What it is", "Type", "Default"),
        (
            (
                code(variable.name) + (" (sensitive)" if variable.sensitive else ""),
                cell(variable.description),
                _short(variable.type or "any", variable.type),
                "**required**" if variable.default is None else _short(variable.default, variable.default),
            )
            for variable in ordered
        ),
    )
    details = [_detail(variable) for variable in ordered]
    return "\n\n".join(["### Inputs", rows, *(detail for detail in details if detail)])


def _fits(text: str) -> bool:
    return len(text) <= _SHORT and "\n" not in text


def _short(shown: str, full: str | None) -> str:
    if full is None or _fits(full):
        return code(shown)
    head = full.split("(")[0].strip() if full[:1].isalpha() and "(" in full else ""
    return f"{code(head)}, below" if head and head.isidentifier() else "below"


def _detail(variable: Variable) -> str:
    """What did not fit into the table's cells."""
    long = {"type": variable.type or "", "default": variable.default or ""}
    lines = [f"{name} = {text}" for name, text in long.items() if text and not _fits(text)]
    return "\n".join([f"#### {variable.name}", "", "```hcl", *lines, "```"]) if lines else ""


def _rules(module: Module) -> str:
    rows = [(code(variable.name), cell(message)) for variable in module.variables for message in variable.messages]
    rows += [
        (code(f"{resource.type}.{resource.name}"), cell(message))
        for resource in module.resources
        for message in resource.messages
    ]
    text = table(("Where", "What is refused, with these words"), rows)
    return f"### Rules\n\n{text}" if text else ""


def _outputs(module: Module) -> str:
    rows = (
        (code(output.name) + (" (sensitive)" if output.sensitive else ""), cell(output.description))
        for output in sorted(module.outputs, key=lambda output: output.name)
    )
    text = table(("Output", "What it is"), rows)
    return f"### Outputs\n\n{text}" if text else ""


def _resources(module: Module) -> str:
    by_type: dict[tuple[bool, str], list[str]] = {}
    for resource in sorted(module.resources, key=lambda resource: (resource.data, resource.type, resource.name)):
        many = {"for_each": " (one per key)", "count": " (optional)"}.get(resource.repetition or "", "")
        by_type.setdefault((resource.data, resource.type), []).append(code(resource.name) + many)
    rows = [((code(f"data.{type_}" if data else type_)), ", ".join(names)) for (data, type_), names in by_type.items()]
    rows += [(f"module {code(name)}", code(source)) for name, source in sorted(module.calls.items())]
    text = table(("Resource type", "Names in the module"), rows)
    return f"### Resources\n\n{text}" if text else ""
