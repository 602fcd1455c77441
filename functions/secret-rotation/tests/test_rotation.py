from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from secret_rotation.rotation import Refused, rotate

SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:acme-db-master-a1b2c3"
OLD, NEW = "version-1", "version-2"
STEPS = ("createSecret", "setSecret", "testSecret", "finishSecret")


def run(secrets: Any, server: Any, *steps: str) -> None:
    for step in steps:
        rotate(step, SECRET, NEW, secrets, server)


def test_a_rotation_ends_with_another_password_in_both_places(secrets: Any, server: Any) -> None:
    run(secrets, server, *STEPS)
    assert server.password == secrets.password(NEW) != "first"
    assert len(server.password) == 32
    assert server.password.isalnum()
    assert secrets.stages == {OLD: ["AWSPREVIOUS"], NEW: ["AWSPENDING", "AWSCURRENT"]}


def test_what_else_the_secret_says_is_kept(secrets: Any, server: Any) -> None:
    run(secrets, server, "createSecret")
    assert json.loads(secrets.values[NEW]) == {
        "username": "dbadmin",
        "password": secrets.password(NEW),
        "engine": "mysql",
    }


@pytest.mark.parametrize("done", range(1, 5))
def test_each_step_may_come_twice(secrets: Any, server: Any, done: int) -> None:
    run(secrets, server, *STEPS[:done])
    made = secrets.password(NEW)
    run(secrets, server, STEPS[done - 1])
    run(secrets, server, *STEPS)
    assert (secrets.made, server.changes, secrets.moves) == (1, 1, 1)
    assert server.password == secrets.password(NEW) == made


def test_a_rotation_that_is_over_is_not_begun_again(secrets: Any, server: Any) -> None:
    run(secrets, server, *STEPS)
    secrets.values[NEW] = "not even read"
    run(secrets, server, *STEPS)
    assert (secrets.made, server.changes, secrets.moves) == (1, 1, 1)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    ("stages", "said"),
    [
        ({OLD: ["AWSCURRENT"]}, "there is no version version-2"),
        ({OLD: ["AWSCURRENT"], NEW: []}, "not the one that is pending"),
        ({OLD: ["AWSCURRENT"], NEW: ["AWSPREVIOUS"]}, "not the one that is pending"),
        ({OLD: ["AWSCURRENT"], NEW: [], "version-3": ["AWSPENDING"]}, "not the one that is pending"),
    ],
)
def test_a_version_that_is_not_staged_for_it_is_refused(
    secrets: Any, server: Any, step: str, stages: dict[str, list[str]], said: str
) -> None:
    secrets.stages = stages
    with pytest.raises(Refused, match=said):
        run(secrets, server, step)
    assert (secrets.made, server.changes, secrets.moves) == (0, 0, 0)
    assert secrets.stages == stages


@pytest.mark.parametrize("step", STEPS)
def test_a_secret_that_is_not_rotated_is_refused(secrets: Any, server: Any, step: str) -> None:
    secrets.enabled = False
    with pytest.raises(Refused, match="rotation is not switched on"):
        run(secrets, server, step)


def test_a_step_that_does_not_exist_is_refused(secrets: Any, server: Any) -> None:
    with pytest.raises(Refused, match="there is no step dropSecret"):
        run(secrets, server, "dropSecret")


def test_a_server_that_has_the_password_before_is_brought_up_to_date(secrets: Any, server: Any) -> None:
    secrets.stages["version-0"] = ["AWSPREVIOUS"]
    secrets.values["version-0"] = json.dumps({"username": "dbadmin", "password": "zeroth"})  # pragma: allowlist secret
    server.password = "zeroth"  # pragma: allowlist secret
    run(secrets, server, *STEPS)
    assert server.password == secrets.password(NEW)


def test_a_server_that_takes_no_password_is_left_alone(secrets: Any, server: Any) -> None:
    server.password = "changed by hand"  # pragma: allowlist secret
    run(secrets, server, "createSecret")
    with pytest.raises(Refused, match="neither the current password nor the one before"):
        run(secrets, server, "setSecret")
    assert server.password == "changed by hand"  # pragma: allowlist secret
    with pytest.raises(Refused, match="does not take the pending password"):
        run(secrets, server, "testSecret")


def test_a_pending_version_of_another_user_is_refused(secrets: Any, server: Any) -> None:
    secrets.values[NEW] = json.dumps({"username": "intruder", "password": "first"})
    with pytest.raises(Refused, match="for another user"):
        run(secrets, server, "setSecret")
    assert server.changes == 0


@pytest.mark.parametrize("text", ["swordfish", '"swordfish"', '{"password": "swordfish"}'])  # pragma: allowlist secret
def test_a_secret_of_another_shape_is_refused_without_telling_it(secrets: Any, server: Any, text: str) -> None:
    secrets.values[OLD] = text
    with pytest.raises(Refused, match="no JSON object with username and password") as refused:
        run(secrets, server, "createSecret")
    assert "swordfish" not in str(refused.value)
    assert NEW not in secrets.values


def test_a_step_comes_before_the_one_that_it_needs(secrets: Any, server: Any) -> None:
    for step in ("setSecret", "testSecret"):
        with pytest.raises(Refused, match="no value at AWSPENDING"):
            run(secrets, server, step)


def test_no_password_is_logged(secrets: Any, server: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    run(secrets, server, *STEPS)
    assert caplog.records
    assert not any(password in caplog.text for password in ("first", server.password))
