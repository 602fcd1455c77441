"""Messages built byte by byte, as PostgreSQL's manual has them; a real server writes them in test_demo.py."""

from __future__ import annotations

import struct
from datetime import UTC, datetime

import pytest

from tools.demo.errors import DemoError
from tools.demo.pgoutput import UNCHANGED, Column, Decoder, Table, position

RELATION = (
    b"R" + struct.pack("!I", 7) + b"shop\0orders\0d" + struct.pack("!H", 2)
    + b"\1id\0" + struct.pack("!Ii", 20, -1)
    + b"\0note\0" + struct.pack("!Ii", 25, -1)
)  # fmt: skip
SINCE = 775_529_897_974_340  # microseconds since 2000


def begin(transaction: int, commit: int = 0x16B3748) -> bytes:
    return b"B" + struct.pack("!QqI", commit, SINCE, transaction)


def cells(*values: str | object | None) -> bytes:
    out = struct.pack("!H", len(values))
    for value in values:
        if isinstance(value, str):
            out += b"t" + struct.pack("!I", len(value.encode())) + value.encode()
        else:
            out += b"n" if value is None else b"u"
    return out


def row(kind: bytes, *tuples: bytes) -> bytes:
    return kind + struct.pack("!I", 7) + b"".join(tuples)


@pytest.fixture
def decoder() -> Decoder:
    made = Decoder()
    assert made.change(1, begin(730)) is None
    assert made.change(2, RELATION) is None
    return made


def test_an_insert(decoder: Decoder) -> None:
    change = decoder.change(0x16B3700, row(b"I", b"N", cells("1", "Åsa 🦀")))
    assert change is not None
    assert change.table == Table("shop", "orders", (Column("id", 20), Column("note", 25)))
    assert (change.operation, change.new, change.old) == ("insert", ("1", "Åsa 🦀"), None)
    assert (change.transaction, change.number, change.commit, change.position) == (730, 1, 0x16B3748, 0x16B3700)
    assert change.committed == datetime(2024, 7, 29, 0, 58, 17, 974340, tzinfo=UTC)


@pytest.mark.parametrize(
    ("message", "operation", "new", "old"),
    [
        (row(b"U", b"N", cells("1", None)), "update", ("1", None), None),
        (row(b"U", b"K", cells("1", None), b"N", cells("2", "x")), "update", ("2", "x"), ("1", None)),
        (row(b"U", b"O", cells("1", "y"), b"N", cells("1", UNCHANGED)), "update", ("1", UNCHANGED), ("1", "y")),
        (row(b"D", b"K", cells("1", None)), "delete", None, ("1", None)),
        (row(b"D", b"O", cells("1", "")), "delete", None, ("1", "")),
    ],
)
def test_updates_and_deletions(decoder: Decoder, message: bytes, operation: str, new: object, old: object) -> None:
    change = decoder.change(3, message)
    assert change is not None
    assert (change.operation, change.new, change.old) == (operation, new, old)


def test_changes_are_numbered_by_transaction(decoder: Decoder) -> None:
    insert = row(b"I", b"N", cells("1", None))
    numbers = []
    for message in (insert, insert, b"C" + bytes(25), begin(731), insert):
        if change := decoder.change(3, message):
            numbers.append((change.transaction, change.number))
    assert numbers == [(730, 1), (730, 2), (731, 1)]


def test_a_table_that_changes_is_described_again(decoder: Decoder) -> None:
    wider = RELATION.replace(struct.pack("!H", 2), struct.pack("!H", 3), 1) + b"\0new\0" + struct.pack("!Ii", 25, -1)
    decoder.change(3, wider)
    change = decoder.change(4, row(b"I", b"N", cells("1", None, "z")))
    assert change is not None
    assert [column.name for column in change.table.columns] == ["id", "note", "new"]


def test_what_says_nothing_about_rows_is_passed_over(decoder: Decoder) -> None:
    assert decoder.change(3, b"O" + bytes(9)) is None
    assert decoder.change(3, b"Y" + bytes(9)) is None


@pytest.mark.parametrize(("message", "words"), [(b"T" + bytes(9), "truncated"), (b"S" + bytes(9), "the kind 'S'")])
def test_what_cannot_be_carried_is_refused(decoder: Decoder, message: bytes, words: str) -> None:
    with pytest.raises(DemoError, match=words):
        decoder.change(3, message)


def test_places_in_the_log() -> None:
    assert position("0/16B3748") == 0x16B3748
    assert position("A/00000001") == 0xA_00000001
