"""What is piped into a command."""

from __future__ import annotations

import io
import sys
from typing import BinaryIO


def standard_input() -> BinaryIO:
    """Standard input as bytes; an empty one where there is none."""
    return sys.stdin.buffer if sys.stdin else io.BytesIO()


def is_typed() -> bool:
    """Whether it is a terminal, on which nobody has been told to type anything."""
    return bool(sys.stdin) and sys.stdin.isatty()
