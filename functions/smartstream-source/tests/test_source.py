"""What the package holds and refuses. What a server makes of it: tests/services/test_source.py."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from smartstream_source.database import Refused, Secret
from smartstream_source.seed import scripts

REPOSITORY = Path(__file__).resolve().parents[3]
WHOLE = {"username": "capture", "password": "swordfish", "host": "db.example"}  # pragma: allowlist secret
WHOLE |= {"port": "5432", "dbname": "shop"}


@pytest.mark.parametrize("missing", sorted(WHOLE))
def test_a_secret_says_everything_or_is_refused_without_telling_it(missing: str) -> None:
    text = json.dumps({key: value for key, value in WHOLE.items() if key != missing})
    with pytest.raises(Refused, match="username, password, host, port and dbname") as refused:
        Secret.read(text)
    assert "swordfish" not in str(refused.value)
    assert "swordfish" not in repr(Secret.read(json.dumps(WHOLE)))


def test_the_files_run_in_the_order_of_their_names() -> None:
    assert list(scripts()) == ["0001_tables.sql", "0002_rows.sql"]


def test_the_tables_are_those_of_the_demonstration() -> None:
    def columns(text: str) -> dict[str, list[str]]:
        text = re.sub(r"--[^\n]*", "", text)
        tables = re.findall(r"CREATE TABLE (?:IF NOT EXISTS )?(\S+) \((.*?)\n\);", text, re.DOTALL)
        return {name: [" ".join(line.split()) for line in body.splitlines() if line.strip()] for name, body in tables}

    ours = columns(scripts()["0001_tables.sql"])
    assert len(ours) == 5
    assert ours == columns((REPOSITORY / "tools" / "demo" / "shop.sql").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("name", "text"), scripts().items())
def test_each_statement_can_be_run_twice(name: str, text: str) -> None:
    statements = [" ".join(each.split()) for each in re.sub(r"--[^\n]*", "", text).split(";") if each.strip()]
    for statement in statements:
        assert re.match(r"CREATE \w+ IF NOT EXISTS|ALTER TABLE \S+ REPLICA IDENTITY", statement) or (
            statement.startswith("INSERT") and statement.endswith("ON CONFLICT DO NOTHING")
        ), f"{name}: {statement}"
