"""What Data Firehose makes of the records that it was given: names of objects, their content, and errors.

Nothing here knows of Moto. The rules are AWS's: "Custom prefixes for Amazon S3 objects" and "Amazon S3 object name
format" in the developer guide of Data Firehose.
"""

from __future__ import annotations

import base64
import gzip
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

DEFAULT_SIZE: Final = 5
DEFAULT_INTERVAL: Final = 300
SUFFIXES: Final = {"GZIP": ".gz", "ZIP": ".zip"}

_EXPRESSION: Final = re.compile(r"!\{([^}]*)\}")
_ERROR_TYPE: Final = "firehose:error-output-type"
_RANDOM: Final = "firehose:random-string"
_LETTERS: Final = re.compile(r"'((?:[^']|'')*)'|([A-Za-z])\2*|([^A-Za-z']+)")
_FORMATS: Final[Mapping[str, str]] = {
    "yyyy": "%Y",
    "uuuu": "%Y",
    "yy": "%y",
    "MM": "%m",
    "MMM": "%b",
    "dd": "%d",
    "DDD": "%j",
    "HH": "%H",
    "mm": "%M",
    "ss": "%S",
}


class PrefixError(Exception):
    """A prefix that AWS would refuse, or that is not understood here."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A record as Firehose holds it: its bytes and when the stream got it."""

    data: bytes
    at: datetime


def check_prefixes(prefix: str, error_prefix: str, *, partitioned: bool) -> None:
    """Refuse what AWS refuses when the stream is created.

    Raises:
        PrefixError: saying what is wrong.
    """
    if _EXPRESSION.search(prefix) and not error_prefix:
        raise PrefixError("ErrorOutputPrefix cannot be null or empty when Prefix contains expressions.")
    if f"!{{{_ERROR_TYPE}}}" in prefix:
        raise PrefixError(f"Prefix cannot contain !{{{_ERROR_TYPE}}}.")
    if _EXPRESSION.search(error_prefix) and f"!{{{_ERROR_TYPE}}}" not in error_prefix:
        raise PrefixError(f"ErrorOutputPrefix must contain !{{{_ERROR_TYPE}}} where it contains expressions.")
    for text in (prefix, error_prefix):
        for name in _EXPRESSION.findall(text):
            if not (partitioned and text is prefix and name.startswith("partitionKeyFrom")):
                _expanded(name, datetime.now(UTC), "", "")


def expand(prefix: str, at: datetime, random: Callable[[], str], *, zone: str = "UTC", error: str = "") -> str:
    """A prefix with its expressions replaced; one without any gets the date, unless it is for errors."""
    local = at.astimezone(ZoneInfo(zone))
    if not _EXPRESSION.search(prefix):
        return f"{prefix}{error}/{local:%Y/%m/%d/%H}/" if error else f"{prefix}{local:%Y/%m/%d/%H}/"
    return _EXPRESSION.sub(lambda found: _expanded(found.group(1), local, random(), error), prefix)


def object_name(stream: str, version: str, at: datetime, identifier: str, suffix: str) -> str:
    """The name behind the prefix."""
    return f"{stream}-{version}-{at:%Y-%m-%d-%H-%M-%S}-{identifier}{suffix}"


def content(records: Iterable[bytes], compression: str, delimiter: bytes = b"") -> bytes:
    """The bytes of an object: the records one after the other, as they are, compressed."""
    joined = b"".join(record + delimiter for record in records)
    if compression == "GZIP":
        return gzip.compress(joined, compresslevel=6, mtime=0)
    if compression == "ZIP":
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("data", joined)
        return file.getvalue()
    return joined


def error_records(records: Sequence[Arrival], code: str, message: str, now: datetime) -> bytes:
    """What stands below the error prefix: one line for each record, with the record in it."""
    lines = (
        json.dumps(
            {
                "attemptsMade": 1,
                "arrivalTimestamp": int(record.at.timestamp() * 1000),
                "errorCode": code,
                "errorMessage": message,
                "attemptEndingTimestamp": int(now.timestamp() * 1000),
                "rawData": base64.b64encode(record.data).decode(),
            },
            separators=(",", ":"),
        )
        for record in records
    )
    return "".join(f"{line}\n" for line in lines).encode()


def cannot(destination: Mapping[str, Any]) -> tuple[str, str] | None:
    """Kind of error and its text for a destination that asks for what the emulator does not do."""
    if (destination.get("DataFormatConversionConfiguration") or {}).get("Enabled"):
        return "format-conversion-failed", "the emulator does not convert formats"
    if (destination.get("DynamicPartitioningConfiguration") or {}).get("Enabled"):
        return "processing-failed", "the emulator does not partition by content"
    processors = _processors(destination)
    if unknown := sorted({p["Type"] for p in processors} - {"AppendDelimiterToRecord"}):
        return "processing-failed", f"the emulator does not run the processors {', '.join(unknown)}"
    if (compression := destination.get("CompressionFormat", "UNCOMPRESSED")) not in ("UNCOMPRESSED", *SUFFIXES):
        return "processing-failed", f"the emulator does not compress with {compression}"
    return None


def delimiter(destination: Mapping[str, Any]) -> bytes:
    """What AppendDelimiterToRecord puts behind each record."""
    for processor in _processors(destination):
        if processor["Type"] == "AppendDelimiterToRecord":
            parameters = processor.get("Parameters") or []
            given: dict[str, str] = {p["ParameterName"]: p["ParameterValue"] for p in parameters}
            return given.get("Delimiter", "\\n").replace("\\n", "\n").encode()
    return b""


def limits(destination: Mapping[str, Any]) -> tuple[int, float]:
    """Bytes and seconds after which a buffer is written."""
    hints = destination.get("BufferingHints") or {}
    return (hints.get("SizeInMBs") or DEFAULT_SIZE) * 1024 * 1024, hints.get("IntervalInSeconds", DEFAULT_INTERVAL)


def _processors(destination: Mapping[str, Any]) -> list[dict[str, Any]]:
    processing = destination.get("ProcessingConfiguration") or {}
    return processing.get("Processors") or [] if processing.get("Enabled") else []


def _expanded(name: str, at: datetime, random: str, error: str) -> str:
    if name == _ERROR_TYPE:
        return error
    if name == _RANDOM:
        return random
    if name.startswith("timestamp:"):
        return _formatted(name.removeprefix("timestamp:"), at)
    raise PrefixError(f"!{{{name}}} is not an expression that the prefix may contain.")


def _formatted(pattern: str, at: datetime) -> str:
    """A time by Java's DateTimeFormatter, of which prefixes use little."""
    out, end = [], 0
    for found in _LETTERS.finditer(pattern):
        if found.start() != end:
            break
        end = found.end()
        text = found.group()
        if text.startswith("'"):
            out.append(found.group(1).replace("''", "'") or "'")
        elif found.group(2) is None:
            out.append(text)
        elif text in _FORMATS:
            out.append(at.strftime(_FORMATS[text]))
        else:
            raise PrefixError(f"{text} in !{{timestamp:{pattern}}} is not understood by the emulator.")
    if end != len(pattern):
        raise PrefixError(f"!{{timestamp:{pattern}}} is not a valid pattern.")
    return "".join(out)
