"""A new module of the library: all the files that its rules ask for, with inputs as INTERFACES.md defines them."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from ..docs import modules_below, read_module
from ..docs.tables import first_sentence, index, interface
from ..errors import GroundplanError
from ..hcl import Block, Source, parse
from .changes import Change, read
from .templates import render

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_DEFINITIONS = "modules/INTERFACES.md"
_HCL = re.compile(r"^```hcl\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LEEWAY = ("may_differ", "may_leave_out", "may_add", "excepted")
_INDEX = ("<!-- BEGIN MODULES -->", "<!-- END MODULES -->")
_SHARED = {
    "kms_key_arn": "KMS key that encrypts the log group. Its policy must let `logs.<region>.amazonaws.com` use it.",
    "log_retention_days": "Days that log events are kept.",
    "tags": "Tags in addition to the provider's default tags.",
}
"""Inputs that every module defines alike, with the words that are a module's own."""
_FILES = {
    "versions.tf": "versions.tf.j2",
    "variables.tf": "variables.tf.j2",
    "locals.tf": "locals.tf.j2",
    "main.tf": "main.tf.j2",
    "outputs.tf": "outputs.tf.j2",
    "examples/minimal/main.tf": "minimal.tf.j2",
    "examples/complete/main.tf": "complete.tf.j2",
}


def scaffold_module(root: Path, family: str, name: str) -> list[Change]:
    """The changes that add a module to the library; nothing is written.

    Raises:
        GroundplanError: a name cannot be taken, something is there already, or the shared inputs are not defined.
    """
    for what, word in (("family", family), ("name", name)):
        if not _NAME.fullmatch(word):
            raise GroundplanError(
                f"--{what} {word!r} cannot be a folder of the library",
                hint="it has lower-case letters, digits and single hyphens, and begins with a letter",
            )
    library = root / "modules"
    if not (root / _DEFINITIONS).is_file():
        raise GroundplanError(
            f"there is no {_DEFINITIONS}", where=str(root), hint="run this in a project with a library"
        )
    if (library / family / "versions.tf").is_file():
        families = sorted({path.parent.name for path in modules_below(library) if path.parent != library})
        raise GroundplanError(
            f"modules/{family} is a module, not a family of them", hint=f"the families are: {', '.join(families)}"
        )
    folder, slug = f"modules/{family}/{name}", f"{family}-{name}"
    cases, golden = f"tests/modules/cases/{slug}.yaml", f"tests/modules/golden/{slug}.yaml"
    there = [path for path in (folder, cases, golden) if (root / path).exists()]
    if there:
        raise GroundplanError(
            f"{', '.join(there)}: there already, and nothing is overwritten", hint="take another name"
        )
    label = name.replace("-", "_")
    values = {"family": family, "name": name, "label": label, "shared": _shared(root)}
    files = {f"{folder}/{path}": render(f"module/{template}", **values) for path, template in _FILES.items()}
    with tempfile.TemporaryDirectory() as scratch:
        own = Path(scratch) / name
        for path, text in files.items():
            place = own / Path(path).relative_to(folder)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
        module = read_module(own)
        readme = render("module/README.md.j2", **values, interface=interface(module))
        (own / "README.md").write_text(readme, encoding="utf-8")
        row = (f"{family}/{name}", first_sentence(own / "README.md"), module)
        listed = _index(root, row)
    files[f"{folder}/README.md"] = readme
    files[cases] = render("module/cases.yaml.j2", **values)
    files[golden] = render("module/golden.yaml.j2", **values)
    return [*(Change(path, None, text) for path, text in sorted(files.items())), *listed]


def _shared(root: Path) -> dict[str, str]:
    """The shared inputs as blocks of a module: without what says where modules may differ, with words of its own.

    Raises:
        GroundplanError: INTERFACES.md does not define one of them.
    """
    text = "\n".join(_HCL.findall((root / _DEFINITIONS).read_text(encoding="utf-8")))
    blocks = {block.labels[0]: block for block in parse(Source(root / _DEFINITIONS, text)).blocks_of("variable")}
    missing = [name for name in _SHARED if name not in blocks]
    if missing:
        raise GroundplanError(f"the variable {missing[0]} is not defined", where=_DEFINITIONS)
    return {name: _as_written(blocks[name], words) for name, words in _SHARED.items()}


def _as_written(block: Block, words: str) -> str:
    """A definition's block without its leeway. Offsets are bytes, as the parser counts them."""
    text = block.source.data
    cuts = []
    for name, attribute in block.body.attributes.items():
        if name in _LEEWAY:
            start = text.rfind(b"\n", 0, attribute.start) + 1
            # The comment above says why it may differ.
            while text[text.rfind(b"\n", 0, start - 1) + 1 : start].lstrip().startswith(b"#"):
                start = text.rfind(b"\n", 0, start - 1) + 1
            cuts.append((start, attribute.end + 1, b""))
    described = block.body.attributes["description"]
    cuts.append((described.start, described.end, f'description = "{words}"'.encode()))
    written = text[block.start : block.body.range.end + 1]
    for start, end, new in sorted(cuts, reverse=True):
        written = written[: start - block.start] + new + written[end - block.start :]
    return re.sub(r"\n\n(?=\})", "\n", written.decode().strip())


def _index(root: Path, row: tuple[str, str, object]) -> list[Change]:
    """The table of all modules, with the new one in it."""
    readme = read(root, "modules/README.md")
    if readme is None or not all(marker in readme for marker in _INDEX):
        return []  # ./inv docs makes one
    library = root / "modules"
    paths = modules_below(library)
    rows = [
        (path.relative_to(library).as_posix(), first_sentence(path / "README.md"), read_module(path))
        for path in paths
        if (path / "README.md").is_file() or not any(parent in paths for parent in path.parents)
    ]
    head, begin, rest = readme.partition(_INDEX[0])
    _, end, tail = rest.partition(_INDEX[1])
    table = index(sorted([*rows, row], key=lambda each: Path(each[0]).parts))  # type: ignore[list-item]
    return [Change("modules/README.md", readme, f"{head}{begin}\n\n{table}\n\n{end}{tail}")]
