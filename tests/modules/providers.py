"""Providers that cannot be had here, and modules without what needs them.

Whether a provider can be had is Terraform's answer: `init` of a root that asks for it and nothing else. A module that
needs one that cannot be had is planned as a copy without the resources of that provider, and without the outputs that
tell of them; everything else is as it is, on the same lines. The tests say of each such example what was left out.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from tools.hcl import Block, Body, parse, read_source
from tools.terraform import Terraform, TerraformError, base_environment, find_terraform

REPOSITORY = Path(__file__).resolve().parents[2]
MODULES = REPOSITORY / "modules"

PROVIDER = {
    "region": "us-east-1",
    "access_key": "test",
    "secret_key": "test",
    "skip_credentials_validation": True,
    "skip_metadata_api_check": True,
    "skip_requesting_account_id": True,
}
"""Keys that open nothing and every check that would ask AWS switched off: a plan makes no network call at all."""
_REQUIRED = re.compile(r'(source|version)\s*=\s*"([^"]*)"')


@cache
def terraform() -> Terraform:
    """Terraform without keys: nothing that it plans here asks AWS."""
    binary = find_terraform()
    environment = base_environment(REPOSITORY, binary)
    return Terraform(binary, {key: value for key, value in environment.items() if not key.startswith("AWS_")})


@cache
def missing(module: Path) -> Mapping[str, str]:
    """The providers of a module that cannot be had here, by their names in it, with their addresses."""
    required = {}
    for path in sorted(module.glob("*.tf")):
        for _, block in _providers(parse(read_source(path))):
            for name, attribute in block.body.attributes.items():
                said = dict(_REQUIRED.findall(attribute.source.slice(attribute.start, attribute.end)))
                required[name] = (said["source"], said["version"])
    return {name: source for name, (source, version) in required.items() if not _obtainable(source, version)}


def left_out(module: Path, providers: frozenset[str] | None = None) -> list[str]:
    """The resources of a module that need certain providers (those that cannot be had), as ``type.name``."""
    named = frozenset(missing(module)) if providers is None else providers
    return sorted(
        ".".join(block.labels)
        for path in module.glob("*.tf")
        for block in parse(read_source(path)).blocks
        if _needs(block, named)
    )


def planned_folder(module: Path) -> Path:
    """Where a module is planned from: its own folder, or a copy without what cannot be planned here."""
    return without(module, frozenset(missing(module))) if missing(module) else module


@cache
def without(module: Path, providers: frozenset[str]) -> Path:
    """A copy of a module, its examples too, without what needs certain providers."""
    copy = Path(_scratch().name) / "-".join(sorted(providers)) / "modules" / module.relative_to(MODULES)
    shutil.copytree(module, copy)
    gone = left_out(module, providers)
    for path in copy.glob("*.tf"):
        text = path.read_bytes()
        for start, end in _cuts(parse(read_source(path)), providers, gone):
            text = text[:start] + re.sub(rb"[^\n]", b" ", text[start:end]) + text[end:]
        path.write_bytes(text)
        for address in gone:
            if re.search(rf"\b{re.escape(address)}\b", text.decode()):
                raise AssertionError(f"{module}/{path.name}: only outputs and its own kind may refer to {address}")
    return copy


def original(path: Path) -> Path:
    """The file of the library that a file of a copy was made from."""
    copies = Path(_scratch().name).resolve()
    if not path.is_relative_to(copies):
        return path
    _, _, *inside = path.relative_to(copies).parts  # the providers that are missing, and "modules"
    return MODULES.joinpath(*inside)


@cache
def _scratch() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="groundplan-modules-")


@cache
def _obtainable(source: str, version: str) -> bool:
    required = {"this": {"source": source, "version": version}}
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "main.tf.json").write_text(json.dumps({"terraform": {"required_providers": required}}))
        try:
            terraform().init(Path(folder), lock=REPOSITORY / "live" / ".terraform.lock.hcl")
        except TerraformError:
            return False
    return True


def _providers(body: Body) -> Iterator[tuple[Block, Block]]:
    for block in body.blocks_of("terraform"):
        for required in block.body.blocks_of("required_providers"):
            yield block, required


def _needs(block: Block, providers: frozenset[str]) -> bool:
    return block.type in ("resource", "data") and block.labels[0].partition("_")[0] in providers


def _cuts(body: Body, providers: frozenset[str], gone: list[str]) -> Iterator[tuple[int, int]]:
    """The pieces of a file that go: required providers, their resources, outputs that tell of them."""
    for _, required in _providers(body):
        for name, attribute in required.body.attributes.items():
            if name in providers:
                yield attribute.start, attribute.end
    told = re.compile(rf"\b({'|'.join(map(re.escape, gone))})\b")
    for block in body.blocks:
        end = block.body.range.end + 1  # with its closing brace
        if _needs(block, providers) or (block.type == "output" and told.search(block.source.slice(block.start, end))):
            yield block.start, end
