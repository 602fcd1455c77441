"""The JSON document, its schema and the model say the same."""

from __future__ import annotations

import collections.abc
import dataclasses
import json
import re
import types
import typing
from typing import Any

import jsonschema
import pytest

from tests.tools.review.report import samples
from tools.review import model
from tools.review.report import SCHEMA
from tools.review.report.document import document, text

SMALLER = {**samples.ALL, "huge": lambda: samples.huge(10, 100, 500)}


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(SCHEMA.read_text())
    jsonschema.Draft202012Validator.check_schema(loaded)
    return loaded


@pytest.mark.parametrize("name", SMALLER)
def test_a_review_is_what_the_schema_describes(name: str, schema: dict[str, Any]) -> None:
    review = SMALLER[name]()
    written = text(review)
    assert written.isascii()
    read = json.loads(written)
    jsonschema.Draft202012Validator(schema).validate(read)
    assert read["verdict"] == review.verdict
    assert read == json.loads(json.dumps(document(review)))


def test_nothing_else_is_in_it(schema: dict[str, Any]) -> None:
    read = json.loads(text(samples.small()))
    read["units"][0]["changes"][0]["more"] = 1
    with pytest.raises(jsonschema.ValidationError, match="more"):
        jsonschema.Draft202012Validator(schema).validate(read)


def _expected(hint: Any) -> Any:
    """What the schema says of a type of the model."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    simple = {str: "string", bool: "boolean", int: "integer", float: "number"}
    if hint is Any:
        return {}
    if hint in simple:
        return {"type": simple[hint]}
    if origin is typing.Literal:
        return {"enum": list(arguments)}
    if origin in (types.UnionType, typing.Union):
        return {"type": [_expected(arguments[0])["type"], "null"]}
    if origin is tuple and arguments[1:] == (...,):
        return {"type": "array", "items": _expected(arguments[0])}
    if origin is tuple:
        count = len(arguments)
        return {
            "type": "array",
            "prefixItems": [_expected(each) for each in arguments],
            "items": False,
            "minItems": count,
        }
    if origin is collections.abc.Mapping:
        return {"type": "object", "additionalProperties": {"type": "integer"}}
    assert dataclasses.is_dataclass(hint), hint
    return {"$ref": f"#/$defs/{_key(hint)}"}


def _key(kind: Any) -> str:
    return re.sub(r"(?<!^)([A-Z])", r"_\1", kind.__name__).lower()


def _said(part: Any, schema: dict[str, Any]) -> Any:
    """A part of the schema without its words and limits, and with its small definitions in place."""
    if isinstance(part, list):
        return [_said(each, schema) for each in part]
    if not isinstance(part, dict):
        return part
    small = part.get("$ref", "") in ("#/$defs/action", "#/$defs/level", "#/$defs/counts")
    if small:
        return _said(schema["$defs"][part["$ref"].rpartition("/")[2]], schema)
    dropped = ("description", "minimum", "propertyNames")
    return {key: _said(value, schema) for key, value in part.items() if key not in dropped}


def test_schema_and_model_agree_field_by_field(schema: dict[str, Any]) -> None:
    kinds = [each for each in vars(model).values() if dataclasses.is_dataclass(each)]
    assert set(schema["$defs"]) == {_key(kind) for kind in kinds if kind is not model.Review} | {
        "action",
        "level",
        "counts",
    }
    for kind in kinds:
        described = schema if kind is model.Review else schema["$defs"][_key(kind)]
        hints = typing.get_type_hints(kind)
        fields = [field.name for field in dataclasses.fields(kind)]
        own = ["verdict", "counts"] if kind is model.Review else []
        assert list(described["properties"]) == [*own, *fields]
        assert described["required"] == [*own, *fields]
        assert described["additionalProperties"] is False
        for name in fields:
            part = described["properties"][name]
            assert part["description"], (kind, name)
            if (kind, name) == (model.Review, "version"):
                assert part["const"] == "1.0"
                continue
            assert _said(part, schema) == _expected(hints[name]), (kind, name)


def test_the_published_schema_is_the_shipped_one(repository: Any) -> None:
    assert (repository / "docs/review.schema.json").read_text() == SCHEMA.read_text()
