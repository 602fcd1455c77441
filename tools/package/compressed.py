"""A zip file whose bytes are the same on every machine although it is compressed.

What zlib makes of the same bytes differs between its versions and forks, and Python takes the machine's. The lock file
has one libdeflate (``deflate``) for all. Packages with compiled parts need it: stored, they are more than Lambda takes
in a request.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path

from ..files import write_atomically

_LEVEL = 6
_LARGE = 64 * 1024
"""What is at least so large is compressed once, and kept."""
_DEFLATED, _VERSION, _UNIX = 8, 20, 3
_TIME, _DATE = 0, 1 << 5 | 1  # 1980-01-01
_MODE = 0o100644 << 16
_UTF8 = 1 << 11


def compressed(files: Mapping[str, Path], kept: Path) -> bytes:
    """The bytes of a zip file with these files, sorted; ``kept`` is a folder for what was compressed before."""
    content, directory = bytearray(), bytearray()
    for name in sorted(files):
        plain = files[name].read_bytes()
        packed, called = _packed(plain, kept), name.encode()
        flags = 0 if name.isascii() else _UTF8
        sizes = (zlib.crc32(plain), len(packed), len(plain), len(called))
        head = (flags, _DEFLATED, _TIME, _DATE, *sizes, 0)
        directory += struct.pack(
            "<4sBBHHHHHLLLHHHHHLL", b"PK\1\2", _VERSION, _UNIX, _VERSION, *head, 0, 0, 0, _MODE, len(content)
        )
        directory += called
        content += struct.pack("<4sHHHHHLLLHH", b"PK\3\4", _VERSION, *head) + called + packed
    end = struct.pack("<4sHHHHLLH", b"PK\5\6", 0, 0, len(files), len(files), len(directory), len(content), 0)
    return bytes(content + directory + end)


def _packed(plain: bytes, kept: Path) -> bytes:
    import deflate

    if len(plain) < _LARGE:
        return bytes(deflate.deflate_compress(plain, _LEVEL))
    version = importlib.metadata.version("deflate")
    path = kept / f"{hashlib.sha256(plain).hexdigest()}-{version}-{_LEVEL}"
    if path.is_file():
        return path.read_bytes()
    packed = bytes(deflate.deflate_compress(plain, _LEVEL))
    write_atomically(path, packed)
    return packed
