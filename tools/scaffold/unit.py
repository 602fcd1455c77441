"""A new unit: one module of the library, wired as its neighbours are, in the accounts that are named."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from ..docs import Module, Variable, read_module
from ..docs.tables import first_sentence
from ..errors import GroundplanError
from ..hcl import Expr, HclError, Source, did_you_mean, parse_expression, references, syntax
from .answers import check_accounts
from .changes import Change
from .surroundings import Surroundings
from .templates import render
from .wiring import READS, Learnt, Need, Wiring, learn

_PATH = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*")

Ask = Callable[[Variable, str], str]
"""What shows words and asks for the value of an input; empty where nobody is there, or has none."""


def scaffold_unit(
    around: Surroundings,
    module: str,
    path: str,
    accounts: Sequence[str],
    given: Mapping[str, str],
    ask: Ask = lambda variable, why: "",
) -> list[Change]:
    """The changes that add a unit to the tree; nothing is written.

    Required inputs are those given (HCL, or plain words for a string), else what other units of the module are given,
    else what any units hand to an input of the same name, else an output of that name, else asked for.

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
    check_accounts(accounts, around)
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
    learnt = learn(around.tree / "units")
    wirings = _values(read, module.removeprefix("modules/"), given, learnt, path.rpartition("/")[2], ask)
    text = _definition(module, first_sentence(folder / "README.md"), wirings)
    instance = render("units/instance.hcl.j2", unit=path)
    return [Change(definition, None, text), *(Change(each, None, instance) for each in sorted(instances))]


def _values(
    module: Module, own: str, given: Mapping[str, str], learnt: Learnt, name: str, ask: Ask
) -> dict[str, Wiring]:
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
            wiring, why = _guess(variable, own, learnt, name)
            if wiring := wiring or _asked(variable, why, learnt, ask):
                values[variable.name] = wiring
            else:
                lacking.append((variable, why))
    if lacking:
        what = "1 input has" if len(lacking) == 1 else f"{len(lacking)} inputs have"
        hint = "\n\n  ".join(_wanted(*each) for each in lacking)
        raise GroundplanError(f"{what} no value that the tree could tell", hint=hint)
    return values


def _wanted(variable: Variable, why: str) -> str:
    """An input that has to be given: how, its type as the module writes it, and what it is, below each other."""
    told = textwrap.wrap(f"{' '.join(variable.description.split())}{why}", 100)
    lines = [f"--input '{variable.name}=…'", *(variable.type or "any").splitlines(), *told]
    return "\n      ".join(lines)


def _asked(variable: Variable, why: str, learnt: Learnt, ask: Ask) -> Wiring | None:
    """What somebody answers: asked again until it can be taken, or nothing is said."""
    words = f"{variable.description}{why}"
    while answer := ask(variable, words):
        try:
            return _given(variable, answer, learnt)
        except GroundplanError as error:
            words = str(error)
    return None


def _given(variable: Variable, text: str, learnt: Learnt) -> Wiring:
    """What somebody wrote: an expression, or, where a string is wanted, words that stand for themselves.

    Raises:
        GroundplanError: it is neither, or refers to what no unit has.
    """
    where, text = f"--input {variable.name}", text.strip()
    expr = _expression(where, text)
    if variable.type == "string" and not text.startswith('"') and (expr is None or _foreign(expr)):
        text = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
        expr = _expression(where, text)
    if expr is None:
        raise GroundplanError(f"{where}: {text!r} is no HCL", hint=f"it takes: {variable.type or 'any'}")
    if foreign := _foreign(expr):
        raise GroundplanError(
            f"{where}: a unit knows no {foreign[0]}",
            hint='quote what is a string, and all of it once more for the shell: --input \'names=["a", "b"]\'',
        )
    known = {need.label: need for wirings in learnt.outputs.values() for each in wirings for need in each.needs}
    labels = set()
    for reference in references(expr):
        match reference.names:
            case ("local", name, *_) if name not in READS:
                raise GroundplanError(f"{where}: there is no local.{name}", hint=f"those that are: {', '.join(READS)}")
            case ("dependency", label, *_) if label not in known:
                raise GroundplanError(
                    f"{where}: no unit has a dependency {label} to take over",
                    hint=f"those that are: {', '.join(sorted(known))}",
                )
            case ("dependency", label, *_):
                labels.add(label)
    return Wiring(text, tuple(known[label] for label in sorted(labels)))


def _expression(where: str, text: str) -> Expr | None:
    try:
        return parse_expression(Source(Path(where), text))
    except HclError:
        return None


def _foreign(expr: Expr) -> list[str]:
    """What an expression refers to that no unit has."""
    named = [reference.names for reference in references(expr)]
    return [names[0] for names in named if len(names) == 1 or names[0] not in ("local", "dependency")]


def _guess(variable: Variable, own: str, learnt: Learnt, name: str) -> tuple[Wiring | None, str]:
    """What the tree says of an input, or why it says nothing."""
    if variable.name == "name":
        return Wiring(f'"${{local.project.name}}-{name}"'), ""
    in_module: Mapping[Wiring, int] = learnt.own.get((own, variable.name), {})
    in_all: Mapping[Wiring, int] = learnt.inputs.get(variable.name, {})
    fitting = {wiring: (in_module.get(wiring, 0), count) for wiring, count in in_all.items() if _fits(variable, wiring)}
    most = max(fitting.values(), default=None)
    best = [wiring for wiring, counts in fitting.items() if counts == most]
    if len(best) == 1:
        return best[0], ""
    best = best or [wiring for wiring in learnt.outputs.get(variable.name, ()) if _fits(variable, wiring)]
    if len(best) == 1:
        return best[0], ""
    choices = " or ".join(
        " of ".join([" ".join(each.text.split()), *(n.path for n in each.needs)]) for each in best[:4]
    )
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
