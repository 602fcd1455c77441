"""Making values that only AWS would know, and finding them again in other values."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .model import Placeholder
from .shapes import DERIVED, HINTS, OTHERS, service_of, shape_of

MARK = "a55eed"
"""What the digits of a placeholder begin with: hexadecimal, as ids want it, and nothing that comes about by chance."""

NETWORK = "198.1"
"""What made-up IP addresses begin with: the network for benchmarks, 198.18.0.0/15."""

_PARTITIONS = {"cn-": "aws-cn", "us-gov-": "aws-us-gov"}

_TOKEN = re.compile(MARK + r"[0-9a-f]{10}")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a resource lives."""

    region: str = "us-east-1"
    account: str = "123456789012"

    @property
    def partition(self) -> str:
        """The first part of an ARN's name space: ``aws``, or what China and the US government have."""
        return next((name for prefix, name in _PARTITIONS.items() if self.region.startswith(prefix)), "aws")

    def localised(self, text: str) -> str:
        """A text with ARNs of this partition."""
        return text if self.partition == "aws" else text.replace("arn:aws:", f"arn:{self.partition}:")


@dataclass(slots=True)
class Maker:
    """Makes placeholders, and remembers which. What it makes depends on address, attribute and shape alone."""

    made: dict[str, Placeholder] = field(default_factory=dict)
    refused: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """The shapes that did not do, by address and attribute; the last one is followed by another choice."""
    chosen: dict[tuple[str, str], str] = field(default_factory=dict)
    """The shapes that were chosen because others did not do."""

    def make(self, address: str, type: str, attribute: str, surroundings: Surroundings) -> str:
        """A value for an attribute of a resource; where its shape is a constant, it is no placeholder."""
        shape = self.chosen.get((address, attribute)) or shape_of(type, attribute)
        return self._formatted(shape, address, type, attribute, surroundings)

    def remake(self, placeholder: Placeholder, type: str, words: str, surroundings: Surroundings) -> str | None:
        """Another value in place of one that a provider refused with some words; None where all shapes were tried."""
        key = (placeholder.full_address, placeholder.attribute)
        tried = self.refused.setdefault(key, [])
        tried.append(self.chosen.get(key) or shape_of(type, placeholder.attribute))
        hinted = [shape for pattern, shape in HINTS if pattern.search(words.replace(placeholder.text, ""))]
        shape = next((each for each in [*hinted, *OTHERS] if each not in tried), None)
        if shape is None:
            return None
        self.chosen[key] = shape
        return self._formatted(shape, placeholder.full_address, type, placeholder.attribute, surroundings)

    def _formatted(self, shape: str, address: str, type: str, attribute: str, surroundings: Surroundings) -> str:
        digest = hashlib.sha256(f"{address}\n{attribute}".encode()).hexdigest()
        token = MARK + digest[:10]
        own = {
            "t": token,
            "T": token.upper(),
            "h": f"0{token}",
            "uuid": f"{token[:8]}-{token[8:12]}-4{token[13:16]}-8{digest[10:13]}-{digest[13:25]}",
            "ip": f"198.1{8 + int(digest[0], 16) % 2}.{int(digest[1:3], 16)}.{1 + int(digest[3:5], 16) % 254}",
        }
        text = shape.format(
            **own,
            kind=type.partition("_")[2].replace("_", "-")[:40] or type,
            service=service_of(type),
            region=surroundings.region,
            account=surroundings.account,
        )
        text = surroundings.localised(text)
        if any(f"{{{name}}}" in shape for name in own):
            self.made[text] = Placeholder(text, address, attribute)
        return text


def derived(type: str, attribute: str, values: Mapping[str, Any], surroundings: Surroundings) -> str | None:
    """What AWS makes of the known values of a resource; None where one of them is not known, or there is no rule."""
    rule = DERIVED.get((type, attribute))
    if rule is None:
        return None
    names = re.findall(r"{(\w+)}", rule)
    known = {"region": surroundings.region, "account": surroundings.account}
    for name in names:
        value = values.get(name)
        if name not in known and (not isinstance(value, str) or not value):
            return None
    return surroundings.localised(rule.format(**{name: values.get(name) for name in names} | known))


class _Index:
    """What searching for the placeholders of a mapping needs, made once."""

    def __init__(self, placeholders: Mapping[str, Placeholder]) -> None:
        self.by_token: dict[str, Placeholder] = {}
        self.by_text: dict[str, Placeholder] = {}
        for text, placeholder in placeholders.items():
            found = _TOKEN.search(text.lower())
            if found:
                self.by_token[found[0]] = placeholder
            else:
                self.by_text[text.lower()] = placeholder
        whole = "|".join(re.escape(text) for text in sorted(self.by_text, key=len, reverse=True))
        self.texts = re.compile(rf"(?<![\w.])(?:{whole})(?!\w)") if whole else None

    def find(self, text: str) -> Iterator[Placeholder]:
        lower = text.lower()
        marked = MARK in lower
        if marked:
            yield from (self.by_token[token] for token in _TOKEN.findall(lower) if token in self.by_token)
        if self.texts and (marked or NETWORK in lower):
            yield from (self.by_text[found] for found in self.texts.findall(lower))


_indexes: list[tuple[Mapping[str, Placeholder], int, _Index]] = []
"""Of the mappings that were asked for last: callers ask for thousands of values with the same few."""

_MOST_INDEXES = 4


def placeholders_in(value: Any, placeholders: Mapping[str, Placeholder]) -> list[Placeholder]:
    """The placeholders that occur in a value, or anywhere within it, each once, in order of appearance.

    A placeholder within a longer string, such as an ARN in a policy, is found too.
    """
    index = next((each for of, size, each in _indexes if of is placeholders and size == len(placeholders)), None)
    if index is None:
        index = _Index(placeholders)
        _indexes.insert(0, (placeholders, len(placeholders), index))
        del _indexes[_MOST_INDEXES:]
    found = (each for text in _strings(value) for each in index.find(text))
    return list({each.text: each for each in found}.values())


def _strings(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Mapping():
            for key, item in value.items():
                yield str(key)
                yield from _strings(item)
        case list() | tuple():
            for item in value:
                yield from _strings(item)
