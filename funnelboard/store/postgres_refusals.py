"""What a server, or what stands before it, says to who may not come in, and what to do about it.

Before somebody is in the server gives no numbers for its errors, only words; those that are not known here, as in
another language, are shown as they are.
"""

from __future__ import annotations

import re

_PASSWORD = "into ~/.pgpass, a service file or PGPASSWORD"

_ADVICE = tuple(
    (re.compile(said), advice)
    for said, advice in (
        (
            r'database "(.+?)" does not exist|no such database: (\S+)',
            "There is no database “{0}” on that server. Correct the name, or have it made (createdb {0}), and then the "
            "board in it: funnelboard init",
        ),
        (
            r'role "(.+?)" does not exist|no such user: (\S+)',
            "That server knows no role “{0}”. Name yours, as in postgresql://you@host/name, or ask its administrator "
            "for one.",
        ),
        (r"no password supplied", f"That server asks for a password. Put it {_PASSWORD}."),
        (
            r'password authentication failed for user "(.+?)"',
            f"That server did not accept the password of “{{0}}”. Put the right one {_PASSWORD}.",
        ),
        (r"SASL authentication failed", f"That server did not accept the password. Put the right one {_PASSWORD}."),
        (
            r'no pg_hba.conf entry for .*user "(.+?)".*(?:SSL off|no encryption)',
            "That server does not let “{0}” in from here without encryption. Add ?sslmode=require to the URL; if that "
            "is refused too, ask its administrator.",
        ),
        (
            r'(?:no pg_hba.conf entry for .*|pg_hba.conf rejects .*|\w+ authentication failed for )user "(.+?)"',
            "That server does not let “{0}” in from here. Ask its administrator to, in pg_hba.conf.",
        ),
        (
            r'"?\w+"? authentication failed',
            "That server does not let you in by that name. Correct it, or ask its administrator.",
        ),
        (
            r'role "(.+?)" is not permitted to log in',
            "That server does not let “{0}” in. Ask its administrator for the right to.",
        ),
        (
            r'permission denied for database "(.+?)"',
            "Your role may not connect to “{0}”. Ask its administrator for the right to.",
        ),
        (
            r'definition of service "(.+?)" not found',
            "There is no service “{0}”. Put it into ~/.pg_service.conf, or name another.",
        ),
        (
            r"server does not support SSL",
            "That server has no encryption, and the URL asks for it. Have it set up there, or take sslmode out.",
        ),
        (
            r"(certificate verify failed|root certificate file .* does not exist)",
            "That server could not be told from another: {0}. Put its root certificate into ~/.postgresql/root.crt.",
        ),
        (
            r"((?:unsupported|invalid) startup parameter[^\n]*)",
            "What stands before that server, a pooler, refuses: {0}. Have it ignore that parameter, or connect to the "
            "server itself.",
        ),
        (r"resolve host '?\"?([^'\"\s]+)", "No host “{0}” can be found. Correct its name, or look at the network."),
        (r"(invalid [^\n]*(?:value|port number|option)[^\n]*)", "The URL is wrong: {0}. Correct it."),
        (
            r"((?:session|server) is (?:not )?(?:read-only|in hot standby mode))",
            "None of the URL's servers is as it asks for: the {0}. Without target_session_attrs one is taken as it is.",
        ),
    )
)

_WRAPPING = re.compile(r"^connection (?:failed|is bad): |(?<=failed: )FATAL: ")


def advice(said: str) -> str | None:
    """The sentence for what was said on the way in; None where nothing but trying again helps."""
    for pattern, sentence in _ADVICE:
        if found := pattern.search(said):
            return sentence.format(next(filter(None, found.groups()), ""))
    return None


def first_line(said: str) -> str:
    """The first line of what the server or the driver says, which names no password."""
    line = " ".join(said.strip().partition("\n")[0].split())
    return _WRAPPING.sub("", line).rstrip(".")
