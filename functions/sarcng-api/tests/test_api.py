from __future__ import annotations

import json
import sqlite3
from typing import Any

import pytest
import sarcng_api.reservations
from sarcng_api.api import Request, Response, answer
from sarcng_api.database import Contended, Unavailable
from sarcng_api.reservations import Reservations

ROOM = {
    "resource": "room 1",
    "holder": "Ada",
    "starts_at": "2030-01-31T09:00:00Z",
    "ends_at": "2030-01-31T10:00:00Z",
}
NOBODY = "00000000-0000-4000-8000-000000000000"


def send(reservations: Reservations, method: str, path: str, content: Any = None, **query: str) -> Response:
    return answer(Request(method, path, query, None if content is None else json.dumps(content)), reservations)


def reserve(reservations: Reservations, **changes: str) -> Response:
    return send(reservations, "POST", "/reservations", ROOM | changes)


def fields(response: Response) -> set[str]:
    assert response.status == 400
    return {error["field"] for error in response.content["errors"]}


def test_a_reservation_lives_from_post_to_delete(reservations: Reservations) -> None:
    made = reserve(reservations)
    assert made.status == 201
    path = made.headers["Location"]
    assert path == f"/reservations/{made.content['id']}"
    assert {name: made.content[name] for name in ROOM} == ROOM

    assert send(reservations, "GET", path).content == made.content
    changed = send(reservations, "PUT", path, ROOM | {"holder": "Grace", "ends_at": "2030-01-31T11:00:00Z"})
    assert (changed.status, changed.content["holder"], changed.content["ends_at"]) == (
        200,
        "Grace",
        "2030-01-31T11:00:00Z",
    )
    assert changed.content["created_at"] == made.content["created_at"]
    assert send(reservations, "GET", path).content == changed.content

    assert send(reservations, "DELETE", path) == Response(204)
    assert [send(reservations, method, path, ROOM).status for method in ("GET", "PUT", "DELETE")] == [404, 404, 404]


def test_times_are_kept_in_utc(reservations: Reservations) -> None:
    made = reserve(reservations, starts_at="2030-01-31T11:00:00+02:00", ends_at="2030-01-31T05:00:00.500-05:00")
    assert made.content["starts_at"] == "2030-01-31T09:00:00Z"
    assert made.content["ends_at"] == "2030-01-31T10:00:00.500000Z"
    assert send(reservations, "GET", made.headers["Location"]).content == made.content


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "status"),
    [
        pytest.param("2030-01-31T09:30:00Z", "2030-01-31T09:45:00Z", 409, id="inside"),
        pytest.param("2030-01-31T08:00:00Z", "2030-01-31T12:00:00Z", 409, id="around"),
        pytest.param("2030-01-31T09:59:59Z", "2030-01-31T11:00:00Z", 409, id="over the end"),
        pytest.param("2030-01-31T10:00:00Z", "2030-01-31T11:00:00Z", 201, id="right after"),
        pytest.param("2030-01-31T08:00:00Z", "2030-01-31T09:00:00Z", 201, id="right before"),
    ],
)
def test_a_resource_is_reserved_once_at_a_time(
    reservations: Reservations, starts_at: str, ends_at: str, status: int
) -> None:
    reserve(reservations)
    assert reserve(reservations, starts_at=starts_at, ends_at=ends_at).status == status
    assert reserve(reservations, resource="room 2", starts_at=starts_at, ends_at=ends_at).status == 201


def test_a_reservation_does_not_stand_in_its_own_way(reservations: Reservations) -> None:
    path = reserve(reservations).headers["Location"]
    assert send(reservations, "PUT", path, ROOM | {"ends_at": "2030-01-31T09:30:00Z"}).status == 200


def test_a_change_may_not_take_anothers_place(reservations: Reservations) -> None:
    reserve(reservations)
    other = reserve(reservations, resource="room 2").headers["Location"]
    assert send(reservations, "PUT", other, ROOM).status == 409
    assert send(reservations, "GET", other).content["resource"] == "room 2"


def test_pages_follow_each_other_without_gap_or_overlap(reservations: Reservations) -> None:
    for number in range(7):
        reserve(reservations, resource=f"room {number}")
    seen, query = [], {"limit": "3"}
    for expected in (3, 3, 1):
        page = send(reservations, "GET", "/reservations", **query).content
        assert len(page["items"]) == expected
        seen += [item["resource"] for item in page["items"]]
        query["after"] = page.get("next", "")
    assert "next" not in page
    assert sorted(seen) == [f"room {number}" for number in range(7)]


def test_the_list_can_be_one_resources(reservations: Reservations) -> None:
    reserve(reservations)
    reserve(reservations, resource="room 2")
    items = send(reservations, "GET", "/reservations", resource="room 2").content["items"]
    assert [item["resource"] for item in items] == ["room 2"]


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        pytest.param({"resource": ""}, {"resource"}, id="empty"),
        pytest.param({"holder": 7}, {"holder"}, id="not a text"),
        pytest.param({"holder": "x" * 201}, {"holder"}, id="too long"),
        pytest.param({"starts_at": "tomorrow"}, {"starts_at"}, id="not a time"),
        pytest.param({"starts_at": "2030-01-31T09:00:00"}, {"starts_at"}, id="no zone"),
        pytest.param({"starts_at": "0001-01-01T00:00:00+10:00"}, {"starts_at"}, id="before any calendar"),
        pytest.param({"ends_at": "2030-01-31T09:00:00Z"}, {"ends_at"}, id="no duration"),
        pytest.param({"ends_at": "2030-03-31T09:00:00Z"}, {"ends_at"}, id="too long a time"),
        pytest.param({"color": "red"}, {"color"}, id="unknown field"),
        pytest.param({"resource": None, "ends_at": 3}, {"resource", "ends_at"}, id="two at once"),
    ],
)
def test_every_wrong_field_is_named(reservations: Reservations, changes: dict[str, Any], wrong: set[str]) -> None:
    assert fields(send(reservations, "POST", "/reservations", ROOM | changes)) == wrong
    assert send(reservations, "GET", "/reservations").content == {"items": []}


@pytest.mark.parametrize("body", [None, "", "{", "[1]", "null", "[" * 100_000])
def test_a_body_that_is_no_object_is_refused(reservations: Reservations, body: str | None) -> None:
    assert fields(answer(Request("POST", "/reservations", {}, body), reservations)) == {"body"}


@pytest.mark.parametrize("limit", ["0", "201", "-1", "x", "²", ""])
def test_a_page_has_a_sensible_size(reservations: Reservations, limit: str) -> None:
    assert fields(send(reservations, "GET", "/reservations", limit=limit)) == {"limit"}


@pytest.mark.parametrize("after", ["", "x", "bm8gdGltZQ==", "MjAzMC0wMS0zMSB4", "é"])
def test_a_page_starts_where_another_ended(reservations: Reservations, after: str) -> None:
    assert fields(send(reservations, "GET", "/reservations", after=after)) == {"after"}


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/reservations", "GET, POST"),
        ("POST", f"/reservations/{NOBODY}", "DELETE, GET, PUT"),
        ("POST", "/health", "GET"),
    ],
)
def test_a_method_that_a_path_lacks_is_told_so(
    reservations: Reservations, method: str, path: str, allowed: str
) -> None:
    response = send(reservations, method, path)
    assert (response.status, response.headers["Allow"]) == (405, allowed)


@pytest.mark.parametrize("path", ["/", "", "/reservation", "/reservations/1", "/reservations/" + NOBODY + "/x"])
def test_other_paths_lead_nowhere(reservations: Reservations, path: str) -> None:
    response = send(reservations, "GET", path)
    assert (response.status, response.headers["Content-Type"]) == (404, "application/problem+json")


def test_health_says_that_the_function_runs_and_ready_that_the_database_does(
    sqlite: Any, reservations: Reservations
) -> None:
    assert send(reservations, "GET", "/health").status == send(reservations, "GET", "/health/ready").status == 200
    sqlite.failure = Unavailable("no route to host")
    assert send(reservations, "GET", "/health").status == 200
    ready = send(reservations, "GET", "/health/ready")
    assert (ready.status, ready.headers["Retry-After"]) == (503, "5")
    assert "route" not in json.dumps(ready.content), "callers are not told how the inside looks"


def test_a_fault_of_ours_tells_nothing_of_the_inside(sqlite: Any, reservations: Reservations) -> None:
    sqlite.failure = sqlite3.DatabaseError("table reservations is gone")
    response = reserve(reservations)
    assert response.status == 500
    assert "gone" not in json.dumps(response.content)


def test_a_process_that_the_database_refuses_for_good_asks_to_be_replaced(
    sqlite: Any, reservations: Reservations
) -> None:
    sqlite.locked_out = True
    assert send(reservations, "GET", "/health").status == 503


def test_who_gives_in_tries_again(reservations: Reservations, monkeypatch: pytest.MonkeyPatch) -> None:
    failures = [Contended("deadlock")] * 4
    refuse = sarcng_api.reservations._refuse_overlap

    def contended(*arguments: Any) -> None:
        if failures:
            raise failures.pop()
        refuse(*arguments)

    monkeypatch.setattr(sarcng_api.reservations, "_refuse_overlap", contended)
    assert reserve(reservations).status == 201
    failures += [Contended("deadlock")] * 5
    assert reserve(reservations, resource="room 2").status == 503
