"""Files as people have them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tools.hcl import FUNCTIONS, HclError, Scope, evaluate, parse, read_source


def values(path: Path) -> dict[str, object]:
    scope = Scope({}, FUNCTIONS, path.parent)
    return {name: evaluate(item.expr, scope) for name, item in parse(read_source(path)).attributes.items()}


def test_byte_order_mark_and_carriage_returns(tmp_path: Path) -> None:
    path = tmp_path / "a.hcl"
    path.write_bytes(b'\xef\xbb\xbfa = 1\r\nb = {\r\n  c = "x"\r\n  d = 2\r\n}\r\n')
    assert values(path) == {"a": 1, "b": {"c": "x", "d": 2}}


def test_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "a.hcl"
    path.write_bytes(b"")
    assert values(path) == {}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x7fELF\0\0a", "binary file: byte 4 is zero"),
        ("a = 1".encode("utf-16"), "UTF-16"),
        (b'a = 1\nb = "\xe9"\n', "a.hcl:2:6: The file is not UTF-8 text"),
    ],
)
def test_what_is_not_text(data: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "a.hcl"
    path.write_bytes(data)
    with pytest.raises(HclError) as caught:
        read_source(path)
    assert words in str(caught.value)
    assert str(path) in str(caught.value)


def test_what_is_not_a_file(tmp_path: Path) -> None:
    (tmp_path / "one").symlink_to("two")
    (tmp_path / "two").symlink_to("one")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").write_text("")
    for name, words in [
        ("none", "File not found"),
        (".", "found a directory"),
        ("one", "go in a circle"),
        ("pipe", "Not a regular file"),
        ("file/inner", "File not found"),
        ("x" * 5000, "path is too long"),
    ]:
        with pytest.raises(HclError) as caught:
            read_source(tmp_path / name)
        assert words in str(caught.value)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_file(tmp_path: Path) -> None:
    path = tmp_path / "a.hcl"
    path.write_text("a = 1")
    path.chmod(0)
    with pytest.raises(HclError, match="not readable"):
        read_source(path)


def test_five_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "a.hcl"
    path.write_text(
        "".join(f'key_{number} = "value of the key {number} of a long file"\n' for number in range(100_000))
    )
    assert path.stat().st_size > 5_000_000
    assert len(values(path)) == 100_000
