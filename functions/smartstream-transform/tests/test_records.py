"""What Firehose may leave in an object, and what may be wrong with it."""

from __future__ import annotations

import gzip
import io
import json
from typing import Any

import pytest
from smartstream_transform import records as module
from smartstream_transform.records import BrokenObject, Found, records

ONE, TWO, THREE = ({"data": {"id": number, "name": 'é {} \\ "'}, "metadata": {"n": number}} for number in (1, 2, 3))


def read(content: bytes) -> list[Found]:
    return list(records(io.BytesIO(content)))


def values(content: bytes) -> list[Any]:
    found = read(content)
    assert not [each.fault for each in found if each.fault]
    return [each.value for each in found]


def text(*parts: object) -> list[bytes]:
    return [(json.dumps(part, ensure_ascii=False) if isinstance(part, dict) else str(part)).encode() for part in parts]


@pytest.mark.parametrize("between", [b"\n", b"", b"\r\n", b"\n\n", b" "])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_records_stand_on_lines_or_one_behind_the_other(between: bytes, pack: Any) -> None:
    assert values(pack(between.join(text(ONE, TWO, THREE)))) == [ONE, TWO, THREE]


def test_an_object_may_have_several_gzip_members() -> None:
    assert values(b"".join(gzip.compress(each + b"\n") for each in text(ONE, TWO, THREE))) == [ONE, TWO, THREE]
    assert values(gzip.compress(b"")) == values(b"") == []


def test_records_may_be_cut_anywhere_between_two_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    for between in (b"", b"\n"):
        content = between.join(text(ONE, TWO, THREE))
        for size in range(1, len(content)):
            monkeypatch.setattr(module, "CHUNK", size)
            assert values(content) == [ONE, TWO, THREE]


@pytest.mark.parametrize("between", [b"\n", b""])
@pytest.mark.parametrize(
    "poison", ["poison", '{"data":{"id":', '{"data": {"id": NaN}}', "[1, 2]", '{"data":{"id":1}},', "[" * 10_000]
)
def test_something_unreadable_costs_itself_and_no_neighbour(between: bytes, poison: str) -> None:
    found = read(between.join(text(ONE, poison, TWO)))
    assert [each.value for each in found if not each.fault] in ([ONE, TWO], [ONE, {"data": {"id": 1}}, TWO])
    assert any(each.fault and each.text.strip() in poison for each in found)


def test_bytes_that_are_no_text_are_poison() -> None:
    broken = b'{"data":{"name":"\xff"}}'
    assert [each.fault for each in read(b"\n".join([*text(ONE), broken, *text(TWO)]))] == ["", "no UTF-8", ""]


def test_numbers_keep_their_digits() -> None:
    [value] = values(b'{"price": 12345678901234567.10, "n": 90071992547409931}')
    assert str(value["price"]) == "12345678901234567.10"
    assert value["n"] == 90071992547409931


def test_what_came_before_the_break_is_read() -> None:
    whole = gzip.compress(b"\n".join(text(ONE, TWO, THREE)) + b"\n", mtime=0)
    begun = records(io.BytesIO(whole[:-1]))
    assert [next(begun).value for _ in range(3)] == [ONE, TWO, THREE]
    with pytest.raises(BrokenObject, match="ends early"):
        next(begun)
    with pytest.raises(BrokenObject, match="damaged"):
        read(whole[:-5] + b"\0\0\0\0\0")


def test_an_object_without_an_end_of_line_is_not_held_in_memory() -> None:
    class Endless:
        """A body of one line that never ends; it knows how much was read of it."""

        given = 0

        def read(self, size: int, /) -> bytes:
            piece = text(ONE)[0] * 20_000
            self.given += len(piece)
            return piece

    body = Endless()
    begun = records(body)
    assert [next(begun).value for _ in range(20_001)] == [ONE] * 20_001
    assert body.given <= 3 * 20_000 * len(text(ONE)[0])
