"""The same seed makes the same changes, and all kinds of them. The connection here writes down what it is told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from tools.demo.workload import Shop


class Told:
    """A connection that has every row."""

    def __init__(self) -> None:
        self.statements: list[tuple[str, tuple[Any, ...]]] = []
        self.ends: Counter[str] = Counter()

    @contextmanager
    def transaction(self, force_rollback: bool = False) -> Iterator[None]:
        yield
        self.ends["rolled back" if force_rollback else "committed"] += 1

    def execute(self, text: str, values: tuple[Any, ...] = ()) -> Any:
        self.statements.append((text, values))
        return SimpleNamespace(rowcount=1)


def traded(seed: int, changes: int) -> tuple[Shop, Told, Told]:
    first, second = Told(), Told()
    shop = Shop(first, seed, second)
    shop.stock(200)
    assert shop.committed == len(first.statements) >= 200
    assert list(shop.trade(changes))[-1] >= changes
    return shop, first, second


def test_the_seed_decides() -> None:
    assert traded(1, 500)[1].statements == traded(1, 500)[1].statements
    assert traded(1, 500)[1].statements != traded(2, 500)[1].statements


def test_only_what_is_committed_counts() -> None:
    shop, first, second = traded(3, 3000)
    assert shop.rolled_back > 0
    assert shop.committed + shop.rolled_back == len(first.statements) + len(second.statements)
    assert first.ends["rolled back"] > 10
    assert second.ends["committed"] > 1, "two transactions at a time"


def test_all_kinds_of_changes_are_there() -> None:
    _, first, _ = traded(4, 3000)
    kinds = Counter(re.sub(r" (SET|VALUES|WHERE).*", "", text) for text, _ in first.statements)
    for table in ("customers", "products", "orders", "order_items", "employees"):
        assert kinds[f"INSERT INTO shop.{table}"] > 50
    assert kinds["DELETE FROM shop.orders"] > 20
    moves = [text for text, _ in first.statements if re.search(r"SET (\w+_id) = %s WHERE \1 = %s", text)]
    assert len(moves) > 20, "keys that change"
    gone = {values[0] for text, values in first.statements if text.startswith("DELETE FROM shop.employees")}
    made = Counter(values[0] for text, values in first.statements if text.startswith("INSERT INTO shop.employees"))
    assert sum(made[key] > 1 for key in gone) > 5, "keys that are used again"
