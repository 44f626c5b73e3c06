"""SHA-256 as Python itself has it: OpenSSL, which ``hashlib`` loads, takes 3 ms of a start."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def _lightest() -> Any:
    for module in ("_sha2", "_sha256", "hashlib"):  # since Python 3.12, before that, and wherever else
        try:
            return import_module(module).sha256
        except ImportError:
            continue
    raise ImportError("no SHA-256")


def sha256_hex(data: bytes) -> str:
    """The digest of some bytes in hexadecimal digits."""
    return str(_lightest()(data).hexdigest())
