"""Hash and crypto functions. The hashes of files are in filesystem.py."""

from __future__ import annotations

import hashlib
import re
import secrets
import uuid
from typing import Any

from ..function import FunctionError
from .builtin import INT, STR, Registry, quoted
from .encoding import decode_base64, encode_base64

FUNCTIONS = Registry()

_MAX_PASSWORD = 72


@FUNCTIONS.add("md5", STR)
def _md5(str_: str) -> str:
    return hashlib.md5(str_.encode(), usedforsecurity=False).hexdigest()


@FUNCTIONS.add("sha1", STR)
def _sha1(str_: str) -> str:
    return hashlib.sha1(str_.encode(), usedforsecurity=False).hexdigest()


@FUNCTIONS.add("sha256", STR)
def _sha256(str_: str) -> str:
    return hashlib.sha256(str_.encode()).hexdigest()


@FUNCTIONS.add("sha512", STR)
def _sha512(str_: str) -> str:
    return hashlib.sha512(str_.encode()).hexdigest()


@FUNCTIONS.add("base64sha256", STR)
def _base64sha256(str_: str) -> str:
    return encode_base64(hashlib.sha256(str_.encode()).digest())


@FUNCTIONS.add("base64sha512", STR)
def _base64sha512(str_: str) -> str:
    return encode_base64(hashlib.sha512(str_.encode()).digest())


@FUNCTIONS.add("bcrypt", STR, rest=INT)
def _bcrypt(str_: str, *cost: int) -> str:
    import bcrypt

    if len(cost) > 1:
        raise FunctionError("bcrypt() takes no more than two arguments")
    rounds = max(cost[0], 4) if cost else 10
    rounds = 10 if cost and cost[0] < 4 else rounds
    if rounds > 31:
        raise FunctionError(f"the cost must be a number from 4 to 31, not {rounds}", 1)
    password = str_.encode()
    if len(password) > _MAX_PASSWORD:
        raise FunctionError(f"the password is longer than {_MAX_PASSWORD} bytes", 0)
    salt: bytes = bcrypt.gensalt(rounds, prefix=b"2a")
    hashed: bytes = bcrypt.hashpw(password, salt)
    return hashed.decode("ascii")


@FUNCTIONS.add("rsadecrypt", STR, STR)
def _rsadecrypt(ciphertext: str, privatekey: str) -> str:
    from cryptography.hazmat.primitives.asymmetric import padding

    data = decode_base64(ciphertext)
    if data is None:
        raise FunctionError(f"failed to decode input {quoted(ciphertext)}: cipher text must be base64-encoded", 0)
    key = _private_key(privatekey)
    try:
        plain: bytes = key.decrypt(data, padding.PKCS1v15())
        return plain.decode(errors="replace")
    except ValueError:
        raise FunctionError("failed to decrypt: the cipher text was not made with this key") from None


def _private_key(text: str) -> Any:
    """An RSA key in PEM (PKCS 1 or 8) or OpenSSH's format."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_ssh_private_key

    load = load_ssh_private_key if "OPENSSH PRIVATE KEY" in text else load_pem_private_key
    try:
        key = load(text.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise FunctionError(
            "invalid private key: an RSA key in PEM format without a passphrase is expected", 1
        ) from None
    if not isinstance(key, RSAPrivateKey):
        raise FunctionError("invalid private key type: an RSA key is expected", 1)
    return key


@FUNCTIONS.add("uuid")
def _uuid() -> str:
    return str(uuid.UUID(bytes=secrets.token_bytes(16)))


_DASHED = "[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"
_UUID = re.compile(rf"(?:[uU][rR][nN]:[uU][uU][iI][dD]:)?{_DASHED}|\{{{_DASHED}\}}|[0-9a-fA-F]{{32}}")
_NAMESPACES = {
    "dns": uuid.NAMESPACE_DNS,
    "url": uuid.NAMESPACE_URL,
    "oid": uuid.NAMESPACE_OID,
    "x500": uuid.NAMESPACE_X500,
}


@FUNCTIONS.add("uuidv5", STR, STR)
def _uuidv5(namespace: str, name: str) -> str:
    space = _NAMESPACES.get(namespace)
    if space is None:
        if not _UUID.fullmatch(namespace):
            raise FunctionError(f"unsupported namespace {quoted(namespace)}; expected dns, url, oid, x500 or a UUID", 0)
        space = uuid.UUID(namespace[9:] if namespace[:4].lower() == "urn:" else namespace)
    return str(uuid.uuid5(space, name))
