"""Hashes that only the holder of a key can repeat."""

from __future__ import annotations

import hmac

from kamgraph.errors import KamgraphError


def secret(key: bytes | str) -> bytes:
    """Return a key as bytes."""
    key = key.encode() if isinstance(key, str) else bytes(key)
    if not key:
        raise KamgraphError("the key is empty; use a long random text and keep it secret")
    return key


def hash_with_key(key: bytes, *parts: str) -> str:
    """Return the HMAC-SHA256 of texts without NUL, in hexadecimal digits."""
    return hmac.digest(key, "\0".join(parts).encode(), "sha256").hex()
