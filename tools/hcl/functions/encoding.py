"""Encoding functions, but for JSON and YAML, which have files of their own."""

from __future__ import annotations

import base64
import re
import urllib.parse
import zlib

from ..function import FunctionError
from ..types import STRING, ObjectType
from ..values import ListValue
from . import charsets
from .builtin import STR, Registry, normal, quoted
from .csv import CsvError, read_csv

FUNCTIONS = Registry()

_BASE64 = re.compile(r"[A-Za-z0-9+/]*={0,2}")


def decode_base64(text: str) -> bytes | None:
    """What the text stands for, or None; line ends are passed over, as in Go."""
    text = text.replace("\r", "").replace("\n", "")
    if len(text) % 4 or not _BASE64.fullmatch(text):
        return None
    return base64.b64decode(text)


def encode_base64(data: bytes) -> str:
    """Standard base64."""
    return base64.b64encode(data).decode("ascii")


@FUNCTIONS.add("base64encode", STR)
def _base64encode(str_: str) -> str:
    return encode_base64(str_.encode())


@FUNCTIONS.add("base64decode", STR)
def _base64decode(str_: str) -> str:
    data = decode_base64(str_)
    if data is None:
        raise FunctionError(f"failed to decode base64 data {quoted(str_)}", 0)
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise FunctionError("the result of decoding the provided string is not valid UTF-8", 0) from None


@FUNCTIONS.add("base64gzip", STR)
def _base64gzip(str_: str) -> str:
    data = str_.encode()
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = packer.compress(data) + packer.flush(zlib.Z_SYNC_FLUSH)
    header = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
    last_block = b"\x01\0\0\xff\xff"
    trailer = zlib.crc32(data).to_bytes(4, "little") + (len(data) % 2**32).to_bytes(4, "little")
    return encode_base64(header + body + last_block + trailer)


@FUNCTIONS.add("textencodebase64", STR, STR)
def _textencodebase64(string: str, encoding: str) -> str:
    name, codec = _charset(encoding)
    try:
        return encode_base64(charsets.encode(string, codec))
    except UnicodeEncodeError:
        message = f"the given string contains characters that cannot be represented in {name}"
        raise FunctionError(message, 0) from None


@FUNCTIONS.add("textdecodebase64", STR, STR)
def _textdecodebase64(source: str, encoding: str) -> str:
    name, codec = _charset(encoding)
    data = decode_base64(source)
    if data is None:
        raise FunctionError("the given value is not valid base64", 0)
    try:
        text = charsets.decode(data, codec)
    except UnicodeDecodeError:
        text = "\ufffd"
    if "\ufffd" in text:
        raise FunctionError(f"the given string contains symbols that are not defined for {name}", 0)
    return text


def _charset(name: str) -> tuple[str, str]:
    """The IANA name and the codec of a character set."""
    found = charsets.charsets().get(name.strip().lower())
    if found is None:
        raise FunctionError(f"{quoted(name)} is not a supported IANA encoding name or alias", 1)
    return found


@FUNCTIONS.add("urlencode", STR)
def _urlencode(str_: str) -> str:
    return urllib.parse.quote_plus(str_)


@FUNCTIONS.add("csvdecode", STR)
def _csvdecode(str_: str) -> ListValue:
    try:
        headers, rows = read_csv(str_)
    except CsvError as error:
        raise FunctionError(error.args[0], 0) from None
    names = [normal(name) for name in headers]
    kind = ObjectType.of(dict.fromkeys(names, STRING))
    return ListValue([dict(zip(names, map(normal, row), strict=True)) for row in rows], kind)
