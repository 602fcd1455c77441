"""Taking prices over from AWS's price list: a sample of its offer files, in the form that AWS documents."""

from __future__ import annotations

import copy
import http.client
import json
import urllib.error
from pathlib import Path
from typing import Any

import pytest

from tools.cost import importing
from tools.cost.offers import listed, offer_of
from tools.cost.sheet import FOLDER, read_sheet, regions, sheet_of
from tools.errors import GroundplanError

HERE = Path(__file__).parent / "offers"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the sheets, to be written to."""
    for region in regions():
        (tmp_path / f"{region}.yaml").write_bytes((FOLDER / f"{region}.yaml").read_bytes())
    return tmp_path


def test_what_differs_is_told_and_nothing_is_written(folder: Path) -> None:
    before = (folder / "eu-north-1.yaml").read_bytes()
    found = importing.compare("eu-north-1", importing.from_folder(HERE), folder=folder)
    assert {sku: now.tiers for sku, (_, now) in found.changed.items()} == {
        "kinesis-puts": ((None, 0.0159),),
        "nat-gateway": ((None, 0.047),),
    }
    assert sorted(found.found.keys() - found.changed.keys()) == ["kinesis-shard", "lambda-seconds/arm"]
    text = "\n".join(found.lines())
    assert "nat-gateway: 0.046 -> 0.047 a hour (AWS price list, AmazonEC2 20261101000000, 2026-11-01)" in text
    assert "kinesis-on-demand: kept, AmazonKinesis has 2 different prices of OnDemand-StreamHour" in text
    assert "nat-gateway-data: kept, AmazonEC2 has no NatGateway-Bytes" in text
    assert "lambda-requests: kept, AWSLambda says that Request is free" in text
    assert "glue-crawler: kept, there is no AWSGlue.json" in text
    assert "dashboard: kept, by hand" in text
    assert "eu-north-1: 2 prices differ, 2 agree" in text
    assert (folder / "eu-north-1.yaml").read_bytes() == before


def test_a_written_sheet_has_the_new_prices_and_is_otherwise_the_same(folder: Path) -> None:
    before = (folder / "eu-north-1.yaml").read_text().splitlines()
    path = importing.write(importing.compare("eu-north-1", importing.from_folder(HERE), folder=folder))
    after = path.read_text().splitlines()
    differing = [new for old, new in zip(before, after, strict=True) if old != new]
    assert [line.partition(",")[0] for line in differing] == [
        "- {sku: kinesis-puts",
        "- {sku: kinesis-shard",
        "- {sku: lambda-seconds/arm",
        "- {sku: nat-gateway",
    ]
    gateway = read_sheet(path).prices["nat-gateway"]
    assert (gateway.assurance, str(gateway.date), gateway.tiers) == ("listed", "2026-11-01", ((None, 0.047),))
    again = importing.compare("eu-north-1", importing.from_folder(HERE), folder=folder)
    assert not again.changed


def test_the_units_and_tiers_of_the_list_become_ours() -> None:
    sheet = sheet_of("eu-north-1")
    offer = offer_of("kinesis-puts")
    assert sheet and offer
    document = json.loads((HERE / "AmazonKinesis.json").read_text())
    steps = {
        "x": {"beginRange": "0", "endRange": "5000000", "pricePerUnit": {"USD": "0"}},
        "y": {"beginRange": "5000000", "endRange": "90000000", "pricePerUnit": {"USD": "0.00000002"}},
        "z": {"beginRange": "90000000", "endRange": "Inf", "pricePerUnit": {"USD": "0.00000001"}},
    }
    changed = copy.deepcopy(document)
    (term,) = changed["terms"]["OnDemand"]["PUTS"].values()
    term["priceDimensions"] = steps
    price = listed(sheet.prices["kinesis-puts"], offer, changed)
    assert price.tiers == ((90, 0.02), (None, 0.01))
    assert price.allowance == 5


def test_every_offer_leads_to_a_price_of_the_sheet() -> None:
    sheet = sheet_of("us-east-1")
    assert sheet
    assert {"nat-gateway", "ec2/t3.micro", "rds/postgres/db.t3.micro"} <= {sku for sku in sheet.prices if offer_of(sku)}
    offer = offer_of("rds/postgres/db.t3.micro")
    assert offer and offer.usage == "InstanceUsage:db.t3.micro"


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("AmazonEC2.json", "{", "not valid JSON"),
        ("AmazonEC2.json", "[]", "this is no offer file"),
        ("AmazonEC2.json", '{"products": {}}', "this is no offer file"),
    ],
)
def test_a_file_that_is_no_offer_ends_it(tmp_path: Path, name: str, text: str, words: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(GroundplanError, match=words) as raised:
        importing.compare("eu-north-1", importing.from_folder(tmp_path))
    assert raised.value.where == str(tmp_path / name)


@pytest.mark.parametrize("price", [None, "nan", "-1"])
def test_an_offer_of_another_form_is_kept_and_told(tmp_path: Path, price: str | None) -> None:
    document: dict[str, Any] = json.loads((HERE / "AmazonEC2.json").read_text())
    (term,) = document["terms"]["OnDemand"]["GATEWAY"].values()
    if price is None:
        del term["priceDimensions"]
    else:
        for each in term["priceDimensions"].values():
            each["pricePerUnit"]["USD"] = price
    (tmp_path / "AmazonEC2.json").write_text(json.dumps(document))
    found = importing.compare("eu-north-1", importing.from_folder(tmp_path))
    assert "in another form than expected" in found.missing["nat-gateway"]


@pytest.mark.parametrize("failure", [urllib.error.URLError("no route"), http.client.IncompleteRead(b"{")])
def test_without_a_network_nothing_is_written_and_a_way_is_named(
    failure: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr("urllib.request.urlopen", refuse)
    with pytest.raises(GroundplanError, match="the price list cannot be fetched") as raised:
        importing.compare("eu-north-1", importing.from_aws("eu-north-1"))
    assert "--offers FOLDER" in str(raised.value.hint)


def test_a_region_without_a_sheet_is_told() -> None:
    with pytest.raises(GroundplanError, match="no price sheet of eu-nort-1") as raised:
        importing.compare("eu-nort-1", importing.from_folder(HERE))
    assert raised.value.hint == 'Did you mean "eu-north-1"?'
