"""Taking prices over from AWS's price list: what differs is told first, and the sheet is replaced as a whole."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import GroundplanError
from ..files import write_atomically
from ..hcl import did_you_mean
from .offers import NotThere, listed, offer_of
from .sheet import FOLDER, Price, Sheet, read_sheet, regions, render

Source = Callable[[str], Mapping[str, Any] | None]
"""Service -> its offer file; None where there is none."""

_ADDRESS = "https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/{service}/current/{region}/index.json"
_TIMEOUT = 60  # seconds without an answer


@dataclass(frozen=True, slots=True)
class Imported:
    """A sheet compared with the price list."""

    sheet: Sheet
    found: Mapping[str, Price]
    """SKU -> its price as AWS lists it."""
    missing: Mapping[str, str]
    """SKU -> why it is kept as it is."""

    @property
    def changed(self) -> dict[str, tuple[Price, Price]]:
        """SKU -> (the sheet's price, AWS's), where the two differ."""
        pairs = {sku: (self.sheet.prices[sku], price) for sku, price in self.found.items()}
        return {sku: pair for sku, pair in sorted(pairs.items()) if pair[0].tiers != pair[1].tiers}

    def lines(self) -> Iterator[str]:
        """What was found, for people."""
        for sku, (was, now) in self.changed.items():
            yield f"{sku}: {_told(was)} -> {_told(now)} a {now.unit} ({now.source}, {now.date})"
        for sku, reason in sorted(self.missing.items()):
            yield f"{sku}: kept, {reason}"
        same = len(self.found) - len(self.changed)
        yield f"{self.sheet.region}: {len(self.changed)} prices differ, {same} agree, {len(self.missing)} are kept"

    def as_json(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "region": self.sheet.region,
            "changed": {
                sku: {"before": was.tiers, "after": now.tiers, "unit": now.unit, "date": now.date.isoformat()}
                for sku, (was, now) in self.changed.items()
            },
            "agree": sorted(self.found.keys() - self.changed.keys()),
            "kept": dict(sorted(self.missing.items())),
        }


def _told(price: Price) -> str:
    return ", ".join(f"{each:g}" if limit is None else f"{each:g} up to {limit:g}" for limit, each in price.tiers)


def from_folder(folder: Path) -> Source:
    """Offer files that lie in a folder as ``SERVICE.json``."""

    def read(service: str) -> Mapping[str, Any] | None:
        path = folder / f"{service}.json"
        return _document(path.read_bytes(), str(path)) if path.is_file() else None

    return read


def from_aws(region: str) -> Source:
    """AWS's own offer files; those of EC2 are some hundred megabytes."""

    def fetch(service: str) -> Mapping[str, Any]:
        address = _ADDRESS.format(service=service, region=region)
        try:
            with urllib.request.urlopen(address, timeout=_TIMEOUT) as answer:  # noqa: S310 - a fixed https address
                return _document(answer.read(), address)
        except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
            raise GroundplanError(
                f"the price list cannot be fetched: {error}",
                where=address,
                hint="nothing was written; fetch it elsewhere as SERVICE.json and name the folder: --offers FOLDER",
            ) from error

    return fetch


def _document(data: bytes, where: str) -> Mapping[str, Any]:
    try:
        document = json.loads(data)
    except ValueError as error:
        raise GroundplanError(f"not valid JSON: {error}", where=where, hint="fetch the file again") from error
    if not isinstance(document, dict) or not {"products", "terms", "publicationDate"} <= document.keys():
        raise GroundplanError(
            "this is no offer file of AWS's price list", where=where, hint="it has products, terms and publicationDate"
        )
    return document


def compare(region: str, source: Source, *, folder: Path = FOLDER) -> Imported:
    """Look up each price of a region's sheet in the price list.

    Raises:
        GroundplanError: there is no sheet of the region, or an offer file cannot be read.
    """
    known = regions(folder)
    if region not in known:
        hint = did_you_mean(region, known) or f"there are: {', '.join(known)}"
        raise GroundplanError(f"there is no price sheet of {region}", hint=hint)
    sheet = read_sheet(folder / f"{region}.yaml")
    documents: dict[str, Mapping[str, Any] | None] = {}
    found, missing = {}, {}
    for sku, price in sheet.prices.items():
        offer = offer_of(sku)
        if offer is None:
            missing[sku] = "by hand"
            continue
        if offer.service not in documents:
            documents[offer.service] = source(offer.service)
        document = documents[offer.service]
        try:
            if document is None:
                raise NotThere(f"there is no {offer.service}.json")
            found[sku] = listed(price, offer, document)
        except NotThere as error:
            missing[sku] = str(error)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            missing[sku] = f"{offer.service} has {offer.usage} in another form than expected ({error!r})"
    return Imported(sheet, found, missing)


def write(imported: Imported) -> Path:
    """Replace the sheet by one with the prices that were found; comments at its head stay."""
    path = imported.sheet.path
    head = []
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
        if not line.startswith("#"):
            break
        head.append(line)
    prices = [imported.found.get(sku, price) for sku, price in imported.sheet.prices.items()]
    return write_atomically(path, render(prices, "".join(head)))
