"""Whether a review says what a scenario expects of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from tools.review.model import ResourceChange, Review

FIRST_SCREEN = 3_000
"""Characters of the Markdown that a reviewer sees without scrolling far."""
LONGEST = 60_000
"""What GitHub takes as a comment is 65,536 characters."""


@dataclass(frozen=True)
class Reported:
    """A review, and the files that were written of it by their suffixes."""

    review: Review
    texts: Mapping[str, str]


def problems(expected: Mapping[str, Any], reported: Reported) -> list[str]:
    """What is not as expected, in words.

    What would alarm a reviewer is told completely in ``expected``: what blocks, new findings, problems, units that are
    not planned. Of the rest only what is named is looked at.
    """
    review = reported.review
    return [
        *_equal("verdict", expected.get("verdict", review.verdict), review.verdict),
        *_equal("what blocks", {*expected.get("blocks", [])}, {each.rule for each in review.concerns if each.blocks}),
        *_lacks("warnings", expected.get("warns", []), [each.rule for each in review.concerns if not each.blocks]),
        *_units(expected, review),
        *_changes(expected.get("changes", []), review),
        *_permissions(expected.get("permissions"), review),
        *_flows(expected.get("flows", {}), review),
        *_findings(expected.get("findings", {}), review),
        *_cost(expected.get("cost", {}), review),
        *_problems(expected.get("problems", []), review),
        *_texts(expected, reported.texts),
    ]


def _equal(what: str, expected: Any, found: Any) -> Iterator[str]:
    if expected != found:
        yield f"{what}: expected {expected}, found {found}"


def _lacks(what: str, expected: Iterable[str], found: Iterable[str]) -> Iterator[str]:
    known = list(found)
    yield from (f"{what}: {each} is not among {known}" for each in expected if each not in known)


def _units(expected: Mapping[str, Any], review: Review) -> Iterator[str]:
    units = {unit.path: unit for unit in review.units}
    counts = {path: {key: n for key, n in unit.counts.items() if key != "none"} for path, unit in units.items()}
    if "units" in expected:
        yield from _equal("changes by unit", expected["units"], {path: each for path, each in counts.items() if each})
    if "only" in expected:
        yield from _equal("actions", {*expected["only"]}, {action for each in counts.values() for action in each})
    for path, status in expected.get("status", {}).items():
        yield from _equal(f"status of {path}", status, units[path].status if path in units else None)
    not_planned = {path for path, unit in units.items() if not unit.planned}
    if missing := {*expected.get("not_planned", [])} - not_planned:
        yield f"planned though it cannot be: {missing}"
    if extra := not_planned - {*expected.get("not_planned", [])}:
        yield f"not planned: {extra}"
    for path, steps in expected.get("chains", {}).items():
        chains = [" > ".join(chain.steps) for chain in units[path].chains] if path in units else []
        if not any(_in_order(steps, chain) for chain in chains):
            yield f"chains of {path}: {steps} are not the steps of {chains}"
    yield from _lacks("downstream", expected.get("downstream", []), [each.unit for each in review.blast.downstream])
    for path, level in expected.get("trust", {}).items():
        yield from _equal(f"trust in {path}", level, units[path].trust.level if path in units else None)


def _in_order(steps: Iterable[str], chain: str) -> bool:
    place = 0
    for step in steps:
        place = chain.find(step, place)
        if place < 0:
            return False
    return True


def _changes(expected: Iterable[Mapping[str, Any]], review: Review) -> Iterator[str]:
    changes = {(unit.path, change.address): change for unit in review.units for change in unit.changes}
    known = {field.name for field in fields(ResourceChange)}
    for each in expected:
        change = changes.get((each["unit"], each["address"]))
        if change is None:
            yield f"no change of {each['unit']}: {each['address']}; there are {sorted(changes)}"
            continue
        assert each.keys() <= known, each
        for key, value in each.items():
            found = getattr(change, key)
            if key == "attributes":
                there = {attribute.path: [attribute.before, attribute.after] for attribute in change.attributes}
                for path, pair in value.items():
                    yield from _equal(f"{change.full_address} {path}", pair, there.get(path, f"none; {sorted(there)}"))
            elif isinstance(value, list):
                yield from _lacks(f"{change.full_address} {key}", value, found)
            else:
                yield from _equal(f"{change.full_address} {key}", value, found)


def _permissions(expected: Mapping[str, list[str]] | None, review: Review) -> Iterator[str]:
    if expected == {} and review.permissions:
        yield f"permissions change: {review.permissions}"
    for kinds, texts in (expected or {}).items():
        found = [json.dumps(asdict(each)) for each in review.permissions if each.kind in kinds.split("|")]
        for text in texts:
            if not any(text in each for each in found):
                yield f"no permission {kinds} with {text}; there are {review.permissions}"


def _flows(expected: Mapping[str, list[str]], review: Review) -> Iterator[str]:
    for kind, texts in expected.items():
        flows = [each for each in review.flows if each.kind == kind]
        found = [f"{each.flow.source} {each.flow.ports} {json.dumps(asdict(each))}" for each in flows]
        for text in texts:
            if not any(text in each for each in found):
                yield f"no flow {kind} with {text}; there are {review.flows}"


def _findings(expected: Mapping[str, list[str]], review: Review) -> Iterator[str]:
    for state in ("new", "expired", *expected):
        found = {each.rule for each in review.findings if each.state == state}
        wanted = {*expected.get(state, [])}
        if state in ("remaining", "accepted"):  # those of other units that are planned are there too
            yield from _lacks(f"findings that are {state}", wanted, found)
        else:
            yield from _equal(f"findings that are {state}", wanted, found)


def _cost(expected: Mapping[str, Any], review: Review) -> Iterator[str]:
    for key, value in expected.items():
        yield from _equal(f"cost, {key}", value, getattr(review.cost, key))


def _problems(expected: Iterable[str], review: Review) -> Iterator[str]:
    told = [f"{each.side} {each.unit or ''}: {each.message}" for each in review.problems]
    for each in expected:
        start, _, words = each.partition(": ")
        if not any(text.startswith(f"{start}: ") and _any(words, text) for text in told):
            yield f"no problem {each}; there are {told}"
    if told and not expected:
        yield f"problems: {told}"


def _any(words: str, text: str) -> bool:
    return any(word in text for word in words.split("|"))


def _texts(expected: Mapping[str, Any], texts: Mapping[str, str]) -> Iterator[str]:
    markdown = texts[".md"]
    if len(markdown) > LONGEST:
        yield f"the Markdown has {len(markdown)} characters"
    plain = markdown[:FIRST_SCREEN].replace("\\", "").replace("`", "").replace("\u200b", "")
    yield from (f"not on the first screen: {each}" for each in expected.get("first_screen", []) if each not in plain)
    for each in expected.get("somewhere", []):
        yield from (f"not in the {suffix}: {each}" for suffix in (".md", ".html", ".json") if each not in texts[suffix])
    for each in expected.get("nowhere", []):
        yield from (f"shown in the {suffix}: {each}" for suffix, text in texts.items() if each in text)


def read(folder: Path) -> dict[str, str]:
    """The files of a report by their suffixes."""
    return {path.suffix: path.read_text(encoding="utf-8") for path in folder.iterdir() if path.is_file()}
