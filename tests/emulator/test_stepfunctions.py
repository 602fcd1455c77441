from __future__ import annotations

import json

import pytest

from .conftest import Client


@pytest.mark.parametrize(
    ("definition", "result"),
    [
        (json.dumps({"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Succeed"}}}), "OK"),
        (json.dumps({"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "C"}}}), "FAIL"),
        (json.dumps({"StartAt": "B", "States": {"A": {"Type": "Pass", "End": True}}}), "FAIL"),
        (json.dumps({"StartAt": "A", "States": {}}), "FAIL"),
        ("{", "FAIL"),
    ],
)
def test_definitions_are_validated(connect: Client, definition: str, result: str) -> None:
    found = connect("stepfunctions").validate_state_machine_definition(definition=definition)
    assert found["result"] == result
    assert bool(found["diagnostics"]) is (result == "FAIL")


def test_there_are_no_versions(connect: Client) -> None:
    arn = "arn:aws:states:us-east-1:111111111111:stateMachine:x"
    assert connect("stepfunctions").list_state_machine_versions(stateMachineArn=arn)["stateMachineVersions"] == []
