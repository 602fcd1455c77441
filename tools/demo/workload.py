"""What the shop does all day: transactions of inserts, updates and deletes, the same for the same seed.

Among them are those that a change stream gets wrong most easily: keys that change and take the keys of other rows with
them, rows that are inserted and deleted in one transaction, a key that is used again, savepoints and transactions that
are rolled back, two transactions at a time of which the later one is committed first, updates that change nothing.
"""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, Final

Statement = tuple[str, tuple[Any, ...]]

_NAMES: Final = (
    "Åsa Öberg",
    "Ñandú",
    "李小龍",
    'O\'Neil "Q"',
    "Zoë\tTab",
    "back\\slash",
    "🦀 Ferris",
    "line\nbreak",
    "Bob",
)
_COUNTRIES: Final = ("SE", "NO", "", None, "GB")
_DEPARTMENTS: Final = ("sales", "stock", None)
_STATES: Final = ("new", "paid", "sent", "returned")
_BEGAN: Final = datetime(2024, 2, 29, 23, 59, 59, 999999, tzinfo=UTC)


@dataclass
class Shop:
    """A connection to the source, and which keys it has."""

    connection: Any
    seed: int
    second: Any = None
    """A second connection, for transactions that overlap."""
    customers: list[int] = field(default_factory=list)
    products: list[int] = field(default_factory=list)
    orders: list[int] = field(default_factory=list)
    employees: list[int] = field(default_factory=list)
    committed: int = 0
    """Rows changed by committed transactions, those of cascades not counted."""
    rolled_back: int = 0
    _next: int = 0
    _changes: int = 0
    _random: random.Random = field(default_factory=random.Random)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)  # noqa: S311

    def stock(self, rows: int) -> None:
        """The shop as it is before anybody looks: about so many rows."""
        with self.connection.transaction():
            for statements in (
                [self._new_customer() for _ in range(max(5, rows // 5))],
                [self._new_product() for _ in range(max(5, rows // 10))],
                [self._new_employee() for _ in range(max(3, rows // 20))],
            ):
                self._run(statements)
            while self._changes < rows:
                self._run(self._new_order())
        self.committed += self._changes
        self._changes = 0

    def trade(self, changes: int) -> Iterator[int]:
        """Transactions until so many more rows have been changed; how many have, after each."""
        target = self.committed + changes
        while self.committed < target:
            self._transaction(min(target - self.committed, self._random.choice((1, 1, 2, 5, 20, 60))))
            yield self.committed - (target - changes)

    # -- transactions --------------------------------------------------------------------------------------------------

    def _transaction(self, size: int) -> None:
        kind = self._random.random()
        self._changes = 0
        if kind < 0.03:
            self._rolled_back(size)
        elif kind < 0.06 and self.second is not None:
            self._overlapping()
        else:
            with self.connection.transaction():
                while self._changes < size:
                    self._run(self._something())
                if kind > 0.95:
                    self._savepoint()
        self.committed += self._changes
        self._changes = 0

    def _rolled_back(self, size: int) -> None:
        """Changes that never were; the keys that they took are used again later."""
        kept = self._next
        with self.connection.transaction(force_rollback=True):
            for _ in range(size):
                self._run([self._new_employee(keep=False)])
                if self.customers:
                    self._run([("DELETE FROM shop.order_items WHERE order_id = %s", (self._one(self.orders),))])
        self._next = kept
        self.rolled_back += self._changes
        self._changes = 0

    def _savepoint(self) -> None:
        before = self._changes
        with self.connection.transaction(force_rollback=True):
            self._run([self._update_customer(), self._new_employee(keep=False)])
        self.rolled_back += self._changes - before
        self._changes = before

    def _overlapping(self) -> None:
        """The transaction that began first is committed last, and changes the row that the other one made."""
        identifier = self._number()
        insert, change = self._new_employee(identifier), "UPDATE shop.employees SET salary = salary + 1"
        with self.connection.transaction():
            self._run([self._new_customer()])
            with self.second.transaction():
                self.second.execute(*insert)
            self._run([(f"{change} WHERE employee_id = %s", (identifier,))])
        self._changes += 1

    def _something(self) -> list[Statement]:
        draw: list[tuple[float, Callable[[], list[Statement]]]] = [
            (0.22, self._new_order),
            (0.34, lambda: [self._new_customer()]),
            (0.38, lambda: [self._new_product()]),
            (0.56, lambda: [self._update_customer()]),
            (0.68, lambda: [self._update_product()]),
            (0.82, lambda: [self._update_order()]),
            (0.86, lambda: [self._update_employee()]),
            (0.92, self._delete_order),
            (0.94, lambda: [self._delete(self.products, "shop.products", "product_id")]),
            (0.955, self._come_and_go),
            (0.97, lambda: [self._move(self.orders, "shop.orders", "order_id")]),
            (0.98, lambda: [self._move(self.customers, "shop.customers", "customer_id")]),
            (1.0, lambda: [self._new_employee()]),
        ]
        at = self._random.random()
        return next(make for limit, make in draw if at < limit)()

    # -- statements ----------------------------------------------------------------------------------------------------

    def _new_customer(self) -> Statement:
        r, identifier = self._random, self._number()
        self.customers.append(identifier)
        profile = {"tags": [r.choice(_NAMES)], "score": r.random(), "nested": {"null": None, "no": identifier}}
        return (
            "INSERT INTO shop.customers VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            (
                *(identifier, r.choice(_NAMES), r.choice((None, "", f"c{identifier}@example.com"))),
                *(r.choice(_COUNTRIES), self._time(), None),
                *(date(1950, 1, 1) + timedelta(days=r.randrange(20000)), r.choice((True, False, None))),
                *(r.choice((None, json.dumps(profile))), self._time().replace(tzinfo=None)),
            ),
        )

    def _new_product(self) -> Statement:
        r, identifier = self._random, self._number()
        self.products.append(identifier)
        # Long enough to be stored outside of the row, and not to be compressed back into it.
        long = "".join(r.choices("abcdefghijklmnopqrstuvwxyzåäö0123456789", k=3000)) if r.random() < 0.05 else None
        return (
            "INSERT INTO shop.products VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            (
                *(identifier, r.choice(_NAMES), r.choice(("tea", "books", None)), self._money(), self._time(), None),
                *(Decimal(r.randrange(10**20)).scaleb(-8), r.choice((None, r.random() * 10 ** r.randrange(-20, 20)))),
                *(long, r.choice((None, b"", r.randbytes(12)))),
            ),
        )

    def _new_employee(self, identifier: int | None = None, *, keep: bool = True) -> Statement:
        r = self._random
        number = self._number() if identifier is None else identifier
        if keep:
            self.employees.append(number)
        hired = date(2000, 1, 1) + timedelta(days=r.randrange(9000))
        values = (number, r.choice(_NAMES), r.choice(_DEPARTMENTS), self._money(), hired)
        return "INSERT INTO shop.employees VALUES (%s, %s, %s, %s, %s)", values

    def _new_order(self) -> list[Statement]:
        r, identifier = self._random, self._number()
        customer = self._one(self.customers)
        self.orders.append(identifier)
        order = (
            "INSERT INTO shop.orders VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            (
                *(identifier, customer, "new", None, self._time(), None),
                *(uuid.UUID(int=r.getrandbits(128)), r.choice((None, "", "ring twice"))),
            ),
        )
        items = [
            (
                "INSERT INTO shop.order_items VALUES (%s, %s, %s, %s, %s)",
                (identifier, line, self._one(self.products), r.randrange(1, 9), r.choice((None, self._money()))),
            )
            for line in range(r.randrange(1, 4))
        ]
        return [order, *items]

    def _update_customer(self) -> Statement:
        return (
            "UPDATE shop.customers SET email = %s, updated_at = %s, seen_at = %s WHERE customer_id = %s",
            (self._random.choice((None, "new@example.com")), self._time(), None, self._one(self.customers)),
        )

    def _update_product(self) -> Statement:
        return (
            "UPDATE shop.products SET price = %s, weight = -weight, updated_at = %s WHERE product_id = %s",
            (self._money(), self._time(), self._one(self.products)),
        )

    def _update_order(self) -> Statement:
        return (
            "UPDATE shop.orders SET status = %s, total = %s, updated_at = %s WHERE order_id = %s",
            (self._random.choice(_STATES), self._money(), self._time(), self._one(self.orders)),
        )

    def _update_employee(self) -> Statement:
        return "UPDATE shop.employees SET name = name WHERE employee_id = %s", (self._one(self.employees),)

    def _delete_order(self) -> list[Statement]:
        return [self._delete(self.orders, "shop.orders", "order_id")]

    def _come_and_go(self) -> list[Statement]:
        """A row that is never seen between two transactions, and a key that is used a second time."""
        insert = self._new_employee(keep=False)
        remove = ("DELETE FROM shop.employees WHERE employee_id = %s", insert[1][:1])
        again = self._new_employee(insert[1][0])
        return [insert, remove, again]

    def _move(self, keys: list[int], table: str, column: str) -> Statement:
        at = self._random.randrange(len(keys))
        old, keys[at] = keys[at], self._number()
        return f"UPDATE {table} SET {column} = %s WHERE {column} = %s", (keys[at], old)  # noqa: S608

    def _delete(self, keys: list[int], table: str, column: str) -> Statement:
        if len(keys) < 5:
            return self._update_customer()
        at = self._random.randrange(len(keys))
        keys[at], keys[-1] = keys[-1], keys[at]
        return f"DELETE FROM {table} WHERE {column} = %s", (keys.pop(),)  # noqa: S608

    def _run(self, statements: list[Statement]) -> None:
        for text, values in statements:
            self._changes += self.connection.execute(text, values).rowcount

    def _number(self) -> int:
        self._next += 1
        return self._next

    def _one(self, keys: list[int]) -> int:
        return self._random.choice(keys)

    def _money(self) -> Decimal:
        return Decimal(self._random.randrange(-(10**6), 10**12)).scaleb(-2)

    def _time(self) -> datetime:
        zone = timezone(timedelta(minutes=self._random.choice((0, 60, -570, 345))))
        moment = _BEGAN + timedelta(microseconds=self._random.randrange(10**15) // self._random.choice((1, 10**6)))
        return moment.astimezone(zone)
