"""Who the seller is: the operating system's account, never what the environment says."""

from __future__ import annotations

import os


def account() -> tuple[str, str]:
    """Login and full name of the account this process runs as; the login twice where there is no full name."""
    import pwd

    try:
        entry = pwd.getpwuid(os.getuid())
    except KeyError:
        login = f"uid{os.getuid()}"
        return login, login
    return entry.pw_name, entry.pw_gecos.split(",")[0].strip() or entry.pw_name
