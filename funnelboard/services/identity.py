"""Who the seller is: the operating system's account, never what the environment says."""

from __future__ import annotations

import os

from funnelboard.exchange.safe_text import clean

LONGEST_NAME = 60
"""Letters of a seller's name; what an account or the settings say beyond is left out."""


def account() -> tuple[str, str]:
    """Login and full name of the account this process runs as; the login twice where there is no full name."""
    import pwd

    uid = os.getuid()
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        return f"uid{uid}", f"uid{uid}"
    login = shown_name(entry.pw_name) or f"uid{uid}"
    return login, shown_name(entry.pw_gecos.partition(",")[0].replace("&", login.capitalize())) or login


def shown_name(text: str) -> str:
    """A name as others can read it: one clean line of some letters; empty if there is nothing to be seen in it."""
    return clean(" ".join(clean(text).split())[:LONGEST_NAME]).strip()
