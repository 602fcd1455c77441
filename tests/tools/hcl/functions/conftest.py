"""``terraform console`` as the oracle: what it answers to many expressions at once, next to what we answer."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.files import write
from tests.reference import MISSING, TERRAFORM
from tools.hcl import HclError, Scope, Source, evaluate, parse_expression
from tools.hcl.functions import FUNCTIONS
from tools.hcl.functions.builtin import normal
from tools.hcl.functions.json import encode
from tools.hcl.types import ListType, MapType, ObjectType, SetType, TupleType, Type, type_of

LOCALS = {
    "greeting": "Hello, ${name}!",
    "number": 5,
    "lone": "${x}",
    "reads": '${file("hello.txt")}',
    "plain": "just text",
}


@dataclass(frozen=True)
class Answer:
    """The value of an expression as JSON, and its type; or that there is none."""

    failed: bool
    text: str = ""
    type: str = ""
    error: str = ""


Oracle = Callable[[Sequence[str]], list[Answer]]


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory that the file functions see, in which Terraform runs too."""
    root = tmp_path_factory.mktemp("functions")
    contents: dict[str, str | bytes] = {
        "hello.txt": b"hello\n",
        "binary.bin": b"\xff\xfe\x00binary",
        "nfd.txt": "e\u0301".encode(),
        "bom.txt": b"\xef\xbb\xbfbom",
        ".hidden.txt": b"",
        "sub/one.txt": b"1",
        "sub/two.md": b"2",
        "sub/deep/three.txt": b"3",
        "sub/deep/er/four.txt": b"4",
        "hello.tpl": b"Hello ${name}!\n%{ for item in items ~}\n- ${item}\n%{ endfor ~}\n",
        "value.tpl": b"${x}",
        "recursive.tpl": b'${templatefile("value.tpl", { x = 1 })}',
        "broken.tpl": b"${",
        "calls.tpl": b'${upper("a")} ${n + 1} ${jsonencode({ n = n })} ${trimspace(file("hello.txt"))}',
    }
    return write(root, contents)


@pytest.fixture(scope="session")
def terraform(files: Path) -> Oracle:
    """Terraform's answers to a list of expressions."""
    if TERRAFORM is None:
        pytest.skip(MISSING)

    def ask(expressions: Sequence[str]) -> list[Answer]:
        texts = "".join(f"    try([jsonencode({text})], []),\n" for text in expressions)
        values = "".join(f"    try([{text}], []),\n" for text in expressions)
        given = "".join(f"  {name} = {_hcl(value)}\n" for name, value in LOCALS.items())
        (files / "main.tf").write_text(
            f"locals {{\n{given}  texts = [\n{texts}  ]\n  values = [\n{values}  ]\n}}\n", encoding="utf-8"
        )
        texts = json.loads(base64.b64decode(_console("base64encode(jsonencode(local.texts))", files)))
        types = _split_types(_console("type(local.values)", files))
        if len(types) != len(texts):  # names of attributes may hold brackets and commas, and are not quoted
            types = [""] * len(texts)
        return [
            Answer(failed=False, text=text[0], type=kind.removeprefix("tuple([").removesuffix("])"))
            if text
            else Answer(failed=True)
            for text, kind in zip(texts, types, strict=True)
        ]

    def _console(line: str, directory: Path) -> str:
        env = {key: value for key, value in os.environ.items() if not key.startswith(("TF_", "AWS_"))}
        command = [TERRAFORM, "console", "-no-color", f"-state={directory.parent / 'state'}"]
        result = subprocess.run(command, input=line, cwd=directory, env=env, capture_output=True, text=True)
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout.strip().strip('"')

    return ask


def _hcl(value: Any) -> str:
    return json.dumps(value).replace("${", "$${")


def _split_types(text: str) -> list[str]:
    """The types in the one long ``tuple([…])`` that the console prints."""
    compact = re.sub(r",(?=[\])}])", "", re.sub(r"\s+", "", text))
    inner = compact.removeprefix("tuple([").removesuffix("])")
    types, depth, start = [], 0, 0
    for position, character in enumerate(inner):
        if character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
        elif character == "," and depth == 0:
            types.append(inner[start:position])
            start = position + 1
    return [*types, inner[start:]] if inner else []


@pytest.fixture(scope="session")
def ours(files: Path) -> Oracle:
    """The answers of this package."""
    scope = Scope({"local": LOCALS}, FUNCTIONS, files)

    def answer(text: str) -> Answer:
        try:
            value = evaluate(parse_expression(Source("expression.hcl", text)), scope)
        except HclError as error:
            return Answer(failed=True, error=str(error))
        return Answer(failed=False, text=normal(encode(value)), type=_type_text(type_of(value)))

    return lambda expressions: [answer(text) for text in expressions]


def _type_text(kind: Type) -> str:
    """A type as Terraform's ``type`` function prints it."""
    if isinstance(kind, ListType | SetType | MapType):
        return f"{kind.name}({_type_text(kind.element)})"
    if isinstance(kind, TupleType):
        return f"tuple([{','.join(map(_type_text, kind.elements))}])"
    if isinstance(kind, ObjectType):
        # Terraform does not quote the names here; the spaces have gone from its answer as well
        attributes = ",".join(f"{''.join(name.split())}:{_type_text(of)}" for name, of in kind.items)
        return f"object({{{attributes}}})" if attributes else "object({})"
    return kind.name


@pytest.fixture(scope="session")
def differences(terraform: Oracle, ours: Oracle) -> Callable[[Sequence[str]], list[str]]:
    """Where we answer otherwise than Terraform, in words; types count too, where Terraform knows them."""

    def compare(expressions: Sequence[str]) -> list[str]:
        found = []
        for text, theirs, mine in zip(expressions, terraform(expressions), ours(expressions), strict=True):
            if theirs.failed != mine.failed:
                found.append(f"{text}\n  Terraform: {theirs}\n  ours: {mine}")
            elif theirs.text != mine.text or not _same_type(theirs.type, mine.type):
                found.append(f"{text}\n  Terraform: {theirs.text} {theirs.type}\n  ours: {mine.text} {mine.type}")
        return found

    return compare


def _same_type(theirs: str, mine: str) -> bool:
    """Whether the types are the same, if Terraform's is known; a null has no type here, but may have one there."""
    if not theirs:
        return True
    pattern = re.escape(mine).replace("dynamic", r"[\w(){}\[\],:]+")
    return re.fullmatch(pattern, theirs) is not None
