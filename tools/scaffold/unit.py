"""A new unit: one module of the library, wired as its neighbours are, in the accounts that are named."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from ..docs import Module, Variable, read_module
from ..docs.tables import first_sentence
from ..errors import GroundplanError
from ..hcl import HclError, did_you_mean, parse_expression, syntax
from ..hcl.source import Source
from .changes import Change
from .surroundings import Surroundings
from .templates import render
from .wiring import READS, Learnt, Need, Wiring, learn

_PATH = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*")

Ask = Callable[[Variable, str], str]
"""What asks for the value of an input, with a word about why, and answers with HCL; empty where nobody is there."""


def scaffold_unit(
    around: Surroundings,
    module: str,
    path: str,
    accounts: Sequence[str],
    given: Mapping[str, str],
    ask: Ask = lambda variable, why: "",
) -> list[Change]:
    """The changes that add a unit to the tree; nothing is written.

    Required inputs are those given (HCL, or a plain word), else what the tree's other units hand to an input of the
    same name, else an output of that name, else asked for.

    Raises:
        GroundplanError: the module, path or an account is not there to be taken, or an input has no value.
    """
    folder = around.root / module
    if not module.startswith("modules/") or not (folder / "versions.tf").is_file():
        raise GroundplanError(f"{module} is no module of the library", hint="name its folder: modules/dns/record")
    if not _PATH.fullmatch(path):
        raise GroundplanError(
            f"--path {path!r} is no path of a unit", hint="lower-case words divided by slashes: services/billing/bucket"
        )
    unknown = [name for name in accounts if name not in around.accounts]
    if unknown or not accounts:
        raise GroundplanError(
            f"there is no account {unknown[0]!r}" if unknown else "no account is named",
            hint=f"the accounts are: {', '.join(around.accounts)}",
        )
    definition = f"{around.live}/units/{path}.hcl"
    instances = [
        f"{around.live}/accounts/{name}/{around.accounts[name].region}/{path}/terragrunt.hcl" for name in accounts
    ]
    there = [each for each in (definition, *instances) if (around.root / each).exists()]
    if there:
        raise GroundplanError(
            f"{', '.join(there)}: there already, and nothing is overwritten", hint="take another path"
        )
    read = read_module(folder)
    wirings = _values(read, given, learn(around.tree / "units"), path.rpartition("/")[2], ask)
    text = _definition(module, first_sentence(folder / "README.md"), wirings)
    instance = render("units/instance.hcl.j2", unit=path)
    return [Change(definition, None, text), *(Change(each, None, instance) for each in sorted(instances))]


def _values(module: Module, given: Mapping[str, str], learnt: Learnt, name: str, ask: Ask) -> dict[str, Wiring]:
    variables = {variable.name: variable for variable in module.variables}
    for wrong in given.keys() - variables.keys():
        meant = did_you_mean(wrong, variables)
        raise GroundplanError(
            f"--input {wrong}: the module takes no such input",
            hint=meant or f"it takes: {', '.join(variables)}",
        )
    values: dict[str, Wiring] = {}
    lacking: list[tuple[Variable, str]] = []
    for variable in module.variables:
        if variable.name in given:
            values[variable.name] = _given(variable, given[variable.name], learnt)
        elif variable.required:
            wiring, why = _guess(variable, learnt, name)
            answer = "" if wiring else ask(variable, why)
            if answer:
                wiring = _given(variable, answer, learnt)
            if wiring:
                values[variable.name] = wiring
            else:
                lacking.append((variable, why))
    if lacking:
        lines = [
            f"--input {each.name}=…  {_in_a_line(each.type or 'any')}: {_in_a_line(each.description)}{why}"
            for each, why in lacking
        ]
        what = "1 input has" if len(lacking) == 1 else f"{len(lacking)} inputs have"
        raise GroundplanError(f"{what} no value that the tree could tell", hint="\n  ".join(lines))
    return values


def _in_a_line(text: str) -> str:
    return " ".join(text.split())


def _given(variable: Variable, text: str, learnt: Learnt) -> Wiring:
    """What somebody wrote: an expression, or a word that stands for itself.

    Raises:
        GroundplanError: it is neither, or refers to a dependency that no other unit has.
    """
    try:
        expr = parse_expression(Source(Path(f"--input {variable.name}"), text))
    except HclError as error:
        raise GroundplanError(
            f"--input {variable.name}: {text!r} is no HCL", hint="quote strings within: --input 'path=\"/acme/dev\"'"
        ) from error
    if isinstance(expr, syntax.Variable):
        return Wiring(f'"{text.strip()}"')
    known = {need.label: need for wirings in learnt.outputs.values() for each in wirings for need in each.needs}
    labels = sorted(set(re.findall(r"\bdependency\.(\w+)\.", text)))
    missing = [label for label in labels if label not in known]
    if missing:
        raise GroundplanError(
            f"--input {variable.name}: no unit has a dependency {missing[0]} to take over",
            hint=f"those that are: {', '.join(sorted(known))}",
        )
    return Wiring(text.strip(), tuple(known[label] for label in labels))


def _guess(variable: Variable, learnt: Learnt, name: str) -> tuple[Wiring | None, str]:
    """What the tree says of an input, or why it says nothing."""
    if variable.name == "name":
        return Wiring(f'"${{local.project.name}}-{name}"'), ""
    fitting = {wiring: n for wiring, n in learnt.inputs.get(variable.name, {}).items() if _fits(variable, wiring)}
    most = max(fitting.values(), default=0)
    best = [wiring for wiring, count in fitting.items() if count == most]
    if len(best) == 1:
        return best[0], ""
    best = best or [wiring for wiring in learnt.outputs.get(variable.name, ()) if _fits(variable, wiring)]
    if len(best) == 1:
        return best[0], ""
    choices = " or ".join(" ".join(wiring.text.split()) for wiring in best[:4])
    return None, f" (it could be {choices})" if best else ""


def _fits(variable: Variable, wiring: Wiring) -> bool:
    """Whether an object has the attributes that the input wants; anything else is taken as it is."""
    wanted = dict(re.findall(r"^  (\w+)\s*=\s*(optional\()?", variable.type or "", re.MULTILINE))
    expr = parse_expression(Source(Path(variable.name), wiring.text))
    if not isinstance(expr, syntax.Object):
        return not (variable.type or "").startswith("object")
    keys = {str(key.value) for key, _ in expr.items if isinstance(key, syntax.Literal)}
    return keys <= wanted.keys() and {key for key, optional in wanted.items() if not optional} <= keys


def _definition(module: str, sentence: str, wirings: Mapping[str, Wiring]) -> str:
    needs: dict[str, Need] = {}
    for wiring in wirings.values():
        for need in wiring.needs:
            if needs.setdefault(need.label, need).path != need.path:
                raise GroundplanError(
                    f"two dependencies are called {need.label}: {needs[need.label].path} and {need.path}",
                    hint="give one of the inputs with --input",
                )
    read = {name for wiring in wirings.values() for name in wiring.locals}
    width = max((len(name) for name in read), default=0)
    blocks = "".join(f"\n{needs[label].text}\n" for label in sorted(needs))
    short = {name: wiring.text for name, wiring in wirings.items() if "\n" not in wiring.text}
    wide = max((len(name) for name in short), default=0)
    lines = "".join(f"  {name:<{wide}} = {text}\n" for name, text in short.items())
    long = [f"  {name} = {wiring.text}\n" for name, wiring in wirings.items() if name not in short]
    inputs = "\n".join(filter(None, [lines, *long]))
    reads = "".join(f"  {name:<{width}} = {READS[name]}\n" for name in READS if name in read)
    source = module.removeprefix("modules/")
    return (
        f"# {sentence}\n"
        f'terraform {{\n  source = "${{get_repo_root()}}/modules//{source}"\n}}\n'
        + (f"\nlocals {{\n{reads}}}\n" if reads else "")
        + blocks
        + f"\ninputs = {{\n{inputs}}}\n"
    )
