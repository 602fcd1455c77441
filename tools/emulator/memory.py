"""Keeping what Moto forgets: arguments that its models drop, and tags of what it keeps none for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .extension import MOTO, Call, Extension


@dataclass(frozen=True, slots=True)
class Memory:
    """Members of a resource that Moto drops when it is told of them.

    ``table`` names the place, ``key`` the member that identifies the resource in Moto's answers. ``members`` has the
    forgotten ones, with what AWS answers where the caller said nothing (None: nothing).
    """

    table: str
    key: str
    members: Mapping[str, Any] = field(default_factory=dict)

    def write(self, call: Call, resource: dict[str, Any], said: Mapping[str, Any], *, new: bool = False) -> None:
        """Note what was said of a resource, and show it in the answer."""
        kept = call.table(self.table)
        known = {} if new else kept.get(resource[self.key], {})
        kept[resource[self.key]] = {**known, **{name: said[name] for name in self.members if name in said}}
        self.read(call, resource)

    def read(self, call: Call, resource: dict[str, Any]) -> None:
        """Add to Moto's answer what it forgot."""
        known = call.table(self.table).get(resource.get(self.key, ""), {})
        for name, default in self.members.items():
            value = known.get(name, default)
            if value is not None:
                resource[name] = value

    def read_all(self, call: Call, resources: Iterable[dict[str, Any]]) -> None:
        """The same for several resources."""
        for resource in resources:
            self.read(call, resource)


@dataclass(frozen=True, slots=True)
class Tagging:
    """How a service names its operations on tags and what they take, for resources that Moto keeps no tags of.

    ``as_list`` is None where tags are a map, otherwise the names of key and value in the list's entries. ``answered``
    is the name that tags have in an answer, where it is not ``tags``.
    """

    arn: str
    tags: str
    keys: str
    as_list: tuple[str, str] | None = None
    answered: str = ""
    operations: tuple[str, str, str] = ("ListTagsForResource", "TagResource", "UntagResource")

    def add(self, extension: Extension, *, shared: bool = False) -> None:
        """Answer the three operations; with ``shared``, Moto answers them for resources that are not in our table."""

        def not_ours(call: Call) -> bool:
            return shared and call.params[self.arn] not in call.table("tags")

        def list_tags(call: Call) -> Mapping[str, Any]:
            if not_ours(call):
                return MOTO
            return {self.answered or self.tags: self.written(call.tags(call.params[self.arn]))}

        def tag(call: Call) -> Mapping[str, Any] | None:
            if not_ours(call):
                return MOTO
            call.tags(call.params[self.arn]).update(self.parsed(call.params.get(self.tags)))
            return None

        def untag(call: Call) -> Mapping[str, Any] | None:
            if not_ours(call):
                return MOTO
            for key in call.params.get(self.keys) or []:
                call.tags(call.params[self.arn]).pop(key, None)
            return None

        register = extension.replaces if shared else extension.adds
        for operation, function in zip(self.operations, (list_tags, tag, untag), strict=True):
            register(operation)(function)

    def note(self, call: Call, arn: str) -> dict[str, str]:
        """Keep the tags that a resource is created with; from then on its tags are ours."""
        tags = call.table("tags")[arn] = self.parsed(call.params.get(self.tags))
        return tags

    def parsed(self, tags: Any) -> dict[str, str]:
        """Tags as a request has them, as a map."""
        if self.as_list is None or not tags:
            return dict(tags or {})
        key, value = self.as_list
        return {tag[key]: tag.get(value, "") for tag in tags}

    def written(self, tags: Mapping[str, str]) -> Any:
        """A map of tags as an answer has them."""
        if self.as_list is None:
            return dict(tags)
        key, value = self.as_list
        return [{key: name, value: text} for name, text in tags.items()]
