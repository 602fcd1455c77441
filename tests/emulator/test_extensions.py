"""What all extensions have in common, and the server around them."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tools.emulator import process, registry
from tools.emulator.extension import TESTED_MOTO, Extension, ExtensionError, moto_version

from .conftest import REGION, Client, session

pytestmark = pytest.mark.filterwarnings("ignore:.*does not match an error shape")


def test_they_fit_the_installed_moto_and_none_is_obsolete() -> None:
    assert moto_version() == TESTED_MOTO, "run the tests of the emulator, then set TESTED_MOTO"
    assert registry.check_all() == []


@pytest.mark.parametrize("name", registry.names())
def test_each_says_what_moto_lacks_and_in_which_release(name: str) -> None:
    extension = registry.load(name)
    assert extension is not None
    text = __import__(f"tools.emulator.extensions.{name}", fromlist=["extension"]).__doc__ or ""
    assert f"Moto {TESTED_MOTO} " in text


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("moto.sqs.models:Queue.no_such_method", "has no moto.sqs.models:Queue.no_such_method"),
        ("moto.sqs.models:NoSuchClass.method", "has no moto.sqs.models:NoSuchClass.method"),
        ("moto.no_such_module:f", "has no moto.no_such_module:f"),
    ],
)
def test_a_wrapper_without_a_target_is_refused_by_name_of_its_file(target: str, message: str) -> None:
    extension = Extension("tools.emulator.extensions.sqs", "sqs")
    extension.wraps(target)(lambda original: original)
    assert extension.check()[0][0].endswith(message)
    with pytest.raises(ExtensionError, match=r"extensions/sqs\.py") as caught:
        extension.install()
    assert message in str(caught.value)


def test_operations_that_moto_has_or_nobody_has_are_noticed() -> None:
    extension = Extension("tools.emulator.extensions.sqs", "sqs")
    extension.adds("CreateQueue", "NoSuchOperation")(lambda call: None)
    extension.replaces("StartMessageMoveTask")(lambda call: None)
    broken, obsolete = extension.check()
    assert broken == [
        "NoSuchOperation is not an operation of sqs",
        "StartMessageMoveTask is not answered by Moto any more",
    ]
    assert obsolete == ["CreateQueue is answered by Moto itself"]


def test_an_extension_that_does_not_fit_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    extension = registry.load("sqs")
    assert extension is not None
    monkeypatch.setitem(extension.operations, "NoSuchOperation", lambda call: None)
    with pytest.raises(ExtensionError, match=r"extensions/sqs\.py.*NoSuchOperation is not an operation of sqs"):
        registry.check_all()


@pytest.mark.parametrize(
    ("service", "operation", "arguments"),
    [
        ("ec2", "describe_fleet_history", {"FleetId": "fleet-1", "StartTime": "2026-01-01"}),  # a stub in Moto
        ("iam", "generate_service_last_accessed_details", {"Arn": "arn:aws:iam::111111111111:role/x"}),  # no method
        ("appconfig", "list_extensions", {}),  # no route
        ("detective", "list_graphs", {}),  # no such service in Moto
    ],
)
def test_what_nobody_answers_is_refused_at_once_and_by_name(
    connect: Client, service: str, operation: str, arguments: dict[str, Any]
) -> None:
    client = connect(service)
    with pytest.raises(ClientError) as caught:
        getattr(client, operation)(**arguments)
    answer = caught.value.response
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 400, "SDKs repeat a 500"
    assert answer["Error"]["Code"] == "NotImplementedByEmulator"
    wanted = client.meta.method_to_api_mapping[operation]
    assert f"{service} {wanted} is not implemented by the emulator" == answer["Error"]["Message"]


def test_what_breaks_inside_is_refused_too(connect: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    extension = registry.load("xray")
    assert extension is not None
    monkeypatch.setitem(extension.operations, "GetGroups", lambda call: 1 / 0)
    with pytest.raises(ClientError) as caught:
        connect("xray").get_groups()
    assert caught.value.response["Error"] == {
        "Code": "EmulatorFailure",
        "Message": "the emulator failed on xray GetGroups: ZeroDivisionError: division by zero",
    }


def test_state_is_kept_by_account_and_region_and_vanishes_with_a_reset(tmp_path: Path) -> None:
    with process.owned(0, home=tmp_path) as emulator:

        def client(account: str, region: str = REGION) -> Any:
            return session(emulator.endpoint, account, region).client("xray", endpoint_url=emulator.endpoint)

        def groups(account: str, region: str = REGION) -> list[str]:
            return [group["GroupName"] for group in client(account, region).get_groups()["Groups"]]

        client("111111111111").create_group(GroupName="x")
        assert groups("111111111111") == ["x"]
        assert groups("222222222222") == []
        assert groups("111111111111", "eu-west-1") == []
        process.reset(port=emulator.port)
        assert groups("111111111111") == []


def test_the_health_check_says_who_answers(server: str) -> None:
    with urllib.request.urlopen(f"{server}/_groundplan/health") as answer:  # noqa: S310
        health = json.load(answer)
    assert health["name"] == "groundplan-emulator"
    assert health["moto"] == moto_version()
    assert health["extensions"] == registry.names()
