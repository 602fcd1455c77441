"""Reservations: what one is, which are acceptable, and how they are kept."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, TypeVar

from .database import Contended, Cursor

LONGEST = timedelta(days=30)
EARLIEST, LATEST = 2000, 2999
_FIELDS = {"resource": 100, "holder": 200}
_ATTEMPTS = 5
_COLUMNS = "id, resource, holder, starts_at, ends_at, created_at"


T = TypeVar("T")


class Invalid(Exception):
    """Input that cannot be accepted; ``errors`` says why, by field."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(", ".join(f"{field}: {text}" for field, text in errors.items()))
        self.errors = dict(errors)


class Conflict(Exception):
    """The resource is taken at that time."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a caller may say about a reservation."""

    resource: str
    holder: str
    starts_at: datetime
    ends_at: datetime

    @classmethod
    def read(cls, content: object) -> Draft:
        """A draft from decoded JSON.

        Raises:
            Invalid: with one message for each field that is wrong.
        """
        if not isinstance(content, dict):
            raise Invalid({"body": "must be a JSON object"})
        errors = {name: "is not a field of a reservation" for name in content if name not in cls.__slots__}
        texts = {name: _text(content.get(name), longest, name, errors) for name, longest in _FIELDS.items()}
        starts_at = _time(content.get("starts_at"), "starts_at", errors)
        ends_at = _time(content.get("ends_at"), "ends_at", errors)
        if starts_at and ends_at:
            if ends_at <= starts_at:
                errors["ends_at"] = "must be later than starts_at"
            elif ends_at - starts_at > LONGEST:
                errors["ends_at"] = f"must be at most {LONGEST.days} days after starts_at"
        if errors or starts_at is None or ends_at is None:
            raise Invalid(errors)
        return cls(texts["resource"], texts["holder"], starts_at, ends_at)


@dataclass(frozen=True, slots=True)
class Reservation:
    """A reservation as it is kept."""

    id: str
    resource: str
    holder: str
    starts_at: datetime
    ends_at: datetime
    created_at: datetime

    def as_json(self) -> dict[str, str]:
        """The form that callers see."""
        return {name: _plain(getattr(self, name)) for name in self.__slots__}


class Transactions(Protocol):
    """Whatever gives transactions: the database, or a stand-in."""

    locked_out: bool

    def transaction(self) -> AbstractContextManager[Cursor]:
        """A cursor in a transaction."""


class Reservations:
    """The reservations in the database."""

    def __init__(self, database: Transactions, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._database = database
        self._now = now

    @property
    def locked_out(self) -> bool:
        """Whether the database has refused the credentials for good."""
        return self._database.locked_out

    def create(self, draft: Draft) -> Reservation:
        """Keep a new reservation.

        Raises:
            Conflict: the resource is taken.
        """
        made = Reservation(str(uuid.uuid4()), draft.resource, draft.holder, draft.starts_at, draft.ends_at, self._now())

        def work(cursor: Cursor) -> None:
            _refuse_overlap(cursor, made.id, draft)
            cursor.execute(
                f"INSERT INTO reservations ({_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s)",  # noqa: S608 - constants
                (made.id, made.resource, made.holder, *map(_stored, (made.starts_at, made.ends_at, made.created_at))),
            )

        self._insist(work)
        return made

    def get(self, id: str) -> Reservation | None:
        """One reservation."""
        with self._database.transaction() as cursor:
            return _find(cursor, id)

    def page(self, resource: str | None, after: tuple[datetime, str] | None, limit: int) -> list[Reservation]:
        """Reservations by start, of one resource or all, those behind ``after`` only."""
        conditions, values = ["1 = 1"], list[Any]()
        if resource is not None:
            conditions.append("resource = %s")
            values.append(resource)
        if after is not None:
            conditions.append("(starts_at > %s OR (starts_at = %s AND id > %s))")
            values += [_stored(after[0]), _stored(after[0]), after[1]]
        query = f"SELECT {_COLUMNS} FROM reservations WHERE {' AND '.join(conditions)} ORDER BY starts_at, id LIMIT %s"  # noqa: S608
        with self._database.transaction() as cursor:
            cursor.execute(query, (*values, limit))
            return [_reservation(row) for row in cursor.fetchall()]

    def replace(self, id: str, draft: Draft) -> Reservation | None:
        """Change a reservation; nothing where there is none.

        Raises:
            Conflict: the resource is taken by another.
        """

        def work(cursor: Cursor) -> Reservation | None:
            _refuse_overlap(cursor, id, draft)
            cursor.execute(
                "UPDATE reservations SET resource = %s, holder = %s, starts_at = %s, ends_at = %s WHERE id = %s",
                (draft.resource, draft.holder, _stored(draft.starts_at), _stored(draft.ends_at), id),
            )
            return _find(cursor, id)

        return self._insist(work)

    def delete(self, id: str) -> bool:
        """Give a reservation up; whether there was one."""
        with self._database.transaction() as cursor:
            cursor.execute("DELETE FROM reservations WHERE id = %s", (id,))
            return cursor.rowcount > 0

    def _insist(self, work: Callable[[Cursor], T]) -> T:
        """Do work in a transaction, again where another stood in its way: of two, MySQL makes one give in."""
        for _ in range(_ATTEMPTS - 1):
            try:
                with self._database.transaction() as cursor:
                    return work(cursor)
            except Contended:
                continue
        with self._database.transaction() as cursor:
            return work(cursor)


def _refuse_overlap(cursor: Cursor, id: str, draft: Draft) -> None:
    # The rows (and the gaps between them) stay locked until the end of the transaction: no two callers get through.
    cursor.execute(
        "SELECT id FROM reservations"
        " WHERE resource = %s AND starts_at < %s AND ends_at > %s AND id <> %s LIMIT 1 FOR UPDATE",
        (draft.resource, _stored(draft.ends_at), _stored(draft.starts_at), id),
    )
    if cursor.fetchone():
        raise Conflict(f"{draft.resource} is already reserved between these times")


def _find(cursor: Cursor, id: str) -> Reservation | None:
    cursor.execute(f"SELECT {_COLUMNS} FROM reservations WHERE id = %s", (id,))  # noqa: S608 - constants
    row = cursor.fetchone()
    return _reservation(row) if row else None


def _reservation(row: tuple[Any, ...]) -> Reservation:
    id, resource, holder, *times = row
    starts_at, ends_at, created_at = (time.replace(tzinfo=UTC) for time in times)
    return Reservation(id, resource, holder, starts_at, ends_at, created_at)


def _text(value: object, longest: int, name: str, errors: dict[str, str]) -> str:
    if not isinstance(value, str) or not value.strip():
        errors[name] = "is required: a text"
        return ""
    if len(value) > longest:
        errors[name] = f"must be at most {longest} characters"
    return value.strip()


def _time(value: object, name: str, errors: dict[str, str]) -> datetime | None:
    try:
        time = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        time = None
    if time is None or time.tzinfo is None:
        errors[name] = "is required: a time with its zone, such as 2030-01-31T09:00:00Z"
        return None
    if not EARLIEST <= time.year <= LATEST:
        errors[name] = f"must be in the years {EARLIEST} to {LATEST}"
        return None
    return time.astimezone(UTC)


def _stored(time: datetime) -> datetime:
    """MySQL's DATETIME knows no zones: everything in it is UTC."""
    return time.astimezone(UTC).replace(tzinfo=None)


def _plain(value: str | datetime) -> str:
    return value if isinstance(value, str) else value.isoformat().replace("+00:00", "Z")
