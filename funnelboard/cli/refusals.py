"""Refusals for a program that called us: one JSON document on standard error."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from funnelboard.cli import output
from funnelboard.exchange.refusal_json import refusal_to_json


def say_code(code: str, message: str, hint: str | None = None, missing: Sequence[str] = ()) -> None:
    """Write a refusal by its code; the rest as :func:`refusal_to_json`."""
    output.say_json(refusal_to_json(code, output.shown(message, sys.stderr, multiline=True), hint, missing))
